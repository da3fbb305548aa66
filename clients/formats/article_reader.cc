// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/formats/article_reader.h"

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

#include "clients/formats/archive.h"
#include "clients/formats/content_reader.h"
#include "clients/formats/directory_listing.h"

namespace facetwire::formats {
namespace {

namespace fs = std::filesystem;

// A tar of gzipped files is common; more than that is a trap.
constexpr int kMaxArchiveDepth = 3;

std::string ReadAll(std::istream& in) {
  return std::string(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
}

bool IsHidden(const fs::path& path) { return path.filename().string().rfind('.', 0) == 0; }

}  // namespace

std::string PlaceText(absl::string_view file, Position position) {
  std::string place(file == "-" ? "standard input" : file);
  if (position.line > 0) {
    absl::StrAppend(&place, ":", position.line);
  }
  if (position.item > 0) {
    absl::StrAppend(&place, ": item ", position.item);
  }
  return place;
}

std::string Rejection::ToString() const {
  return absl::StrCat(PlaceText(file, position), ": ", reason);
}

ArticleReader::ArticleReader(std::vector<std::string> paths,
                             Options options,
                             std::istream& standard_input)
    : paths_(std::move(paths)),
      options_(std::move(options)),
      standard_input_(standard_input),
      own_ids_(options_.id_rule) {}

void ArticleReader::VisitAll(const Visit& visit) {
  own_ids_.Forget();
  for (const std::string& path : paths_) {
    if (!VisitPath(path, visit)) {
      return;
    }
  }
}

ArticleReader::Summary ArticleReader::Check(const std::function<void(size_t)>& so_far) {
  Summary summary;
  keep_ = true;
  VisitAll(
      [&](const std::string& file, Position position, const absl::StatusOr<v1::Article>& article) {
        if (article.ok()) {
          so_far(++summary.articles);
        } else {
          summary.errors.push_back(
              Rejection{file, position, std::string(article.status().message())}.ToString());
        }
        return summary.errors.size() < kMaxErrors;
      });
  keep_ = false;
  return summary;
}

absl::Status ArticleReader::ForEach(const std::function<absl::Status(v1::Article)>& take,
                                    const std::function<void(const Rejection&)>& reject) {
  absl::Status status;
  VisitAll([&](const std::string& file, Position position, absl::StatusOr<v1::Article> article) {
    file_ = file;
    position_ = position;
    if (article.ok()) {
      status = take(*std::move(article));
    } else {
      reject({file, position, std::string(article.status().message())});
    }
    return status.ok();
  });
  return status;
}

absl::Status ArticleReader::ForEach(const std::function<absl::Status(v1::Article)>& take) {
  absl::Status status;
  VisitAll([&](const std::string& file, Position position, absl::StatusOr<v1::Article> article) {
    file_ = file;
    position_ = position;
    status = article.ok() ? take(*std::move(article))
                          : absl::InvalidArgumentError(absl::StrCat(
                                PlaceText(file, position), ": ", article.status().message()));
    return status.ok();
  });
  return status;
}

bool ArticleReader::VisitPath(const std::string& path, const Visit& visit) {
  for (const auto& [name, content] : kept_) {
    if (name == path) {
      TextSource source(content);
      return VisitContent({source, NamedFile::At(path)}, visit);
    }
  }
  if (path == "-") {
    return VisitStream(standard_input_, path, true, visit);
  }
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (fs::is_directory(status)) {
    return VisitDirectory(path, visit);
  }
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    return visit(path, {}, absl::InvalidArgumentError(std::generic_category().message(errno)));
  }
  return VisitStream(file, path, !fs::is_regular_file(status), visit);
}

bool ArticleReader::VisitStream(std::istream& stream,
                                const std::string& path,
                                bool once,
                                const Visit& visit) {
  if (once && keep_) {
    kept_.emplace_back(path, ReadAll(stream));
    return VisitPath(path, visit);
  }
  StreamSource source(stream);
  return VisitContent({source, NamedFile::At(path)}, visit);
}

bool ArticleReader::VisitDirectory(const std::string& path, const Visit& visit) {
  const absl::StatusOr<std::vector<DirectoryEntry>> entries = ListDirectory(path);
  if (!entries.ok()) {
    return visit(path, {}, entries.status());
  }
  return std::all_of(entries->begin(), entries->end(), [&](const DirectoryEntry& entry) {
    return VisitPath(entry.path, visit);
  });
}

absl::StatusOr<std::string> ArticleReader::IdOf(const NamedFile& file) {
  const bool is_input = file.shown == "-";
  if (!options_.rules.complete) {  // it need not be there, nor differ from others
    return is_input ? options_.stdin_id : FileIds::Of(file, options_.id_rule);
  }
  FileIds& ids = options_.ids == nullptr ? own_ids_ : *options_.ids;
  if (!is_input) {
    return ids.Take(file);
  }
  if (options_.stdin_id.empty()) {
    return absl::InvalidArgumentError("a text needs --id");
  }
  return ids.Take(file, options_.stdin_id);
}

bool ArticleReader::VisitContent(const Content& content, const Visit& visit) {
  if (IsArchive(content.source.Peek(kArchiveWithin))) {
    return VisitArchive(content, visit);
  }
  const ContentOptions options = {
      options_.rules, options_.format, content.file.shown, [&] { return IdOf(content.file); }};
  return ReadContent(
      content.source, options, [&](Position position, absl::StatusOr<v1::Article> article) {
        return visit(content.file.shown, position, std::move(article));
      });
}

bool ArticleReader::VisitArchive(const Content& content, const Visit& visit) {
  if (content.depth == kMaxArchiveDepth) {
    return visit(content.file.shown,
                 {},
                 absl::InvalidArgumentError(
                     absl::StrCat("archives in archives, more than ", kMaxArchiveDepth)));
  }
  bool going_on = true;
  bool failed = false;
  const absl::Status status = ReadArchive(
      content.source, options_.max_entry_bytes, [&](const std::string& name, Source& entry) {
        if (!name.empty() && IsHidden(name)) {
          return true;
        }
        going_on = VisitContent({entry, content.file.Entry(name), content.depth + 1}, visit);
        failed = failed || !entry.status().ok();
        return going_on;
      });
  // What is wrong with an entry has been said where it was met.
  return going_on && (status.ok() || failed || visit(content.file.shown, {}, status));
}

}  // namespace facetwire::formats
