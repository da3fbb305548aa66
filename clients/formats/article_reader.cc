// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/formats/article_reader.h"

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>
#include <system_error>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"

#include "clients/formats/utf8.h"

namespace facetwire::formats {
namespace {

namespace fs = std::filesystem;

// No article that the service takes is longer, and one message must hold it.
constexpr size_t kMaxArticleBytes = size_t{8} << 20U;
constexpr absl::string_view kByteOrderMark = "\xEF\xBB\xBF";

absl::Status At(absl::string_view place, absl::string_view what) {
  return absl::InvalidArgumentError(
      absl::StrCat(place == "-" ? "standard input" : place, ": ", what));
}

absl::Status At(absl::string_view place, size_t line, absl::string_view what) {
  return absl::InvalidArgumentError(
      absl::StrCat(place == "-" ? "standard input" : place, ":", line, ": ", what));
}

// "not UTF-8: byte 0xff at offset 17", or nothing.
std::optional<std::string> NotUtf8(absl::string_view text, size_t offset) {
  const auto at = FindInvalidUtf8(text);
  if (!at) {
    return std::nullopt;
  }
  return absl::StrFormat(
      "not UTF-8: byte 0x%02x at offset %d", static_cast<unsigned char>(text[*at]), offset + *at);
}

std::string TooLong() { return absl::StrCat("longer than ", kMaxArticleBytes >> 20U, " MiB"); }

bool NamedAsLines(absl::string_view path) {
  return absl::EndsWithIgnoreCase(path, ".jsonl") || absl::EndsWithIgnoreCase(path, ".ndjson");
}

// Whether the first character that is neither a blank nor a byte order mark is "{". Leaves the
// stream at its beginning.
bool LooksLikeJson(std::istream& in) {
  for (const char c : kByteOrderMark) {
    if (in.peek() != static_cast<unsigned char>(c)) {
      break;
    }
    in.get();
  }
  in >> std::ws;
  const bool json = in.peek() == '{';
  in.clear();
  in.seekg(0);
  return json;
}

std::string ReadAll(std::istream& in) {
  return std::string(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
}

}  // namespace

ArticleReader::ArticleReader(std::vector<std::string> paths,
                             Options options,
                             std::istream& standard_input)
    : paths_(std::move(paths)), options_(std::move(options)), standard_input_(standard_input) {}

ArticleReader::Summary ArticleReader::Check() {
  Summary summary;
  const Visit visit = [&summary](const absl::StatusOr<v1::Article>& article) {
    if (article.ok()) {
      ++summary.articles;
    } else {
      summary.errors.emplace_back(article.status().message());
    }
    return summary.errors.size() < kMaxErrors;
  };
  for (const std::string& path : paths_) {
    if (!VisitFile(path, visit)) {
      break;
    }
  }
  return summary;
}

absl::Status ArticleReader::ForEach(const std::function<absl::Status(v1::Article)>& take) {
  absl::Status status;
  const Visit visit = [&status, &take](absl::StatusOr<v1::Article> article) {
    status = article.ok() ? take(*std::move(article)) : article.status();
    return status.ok();
  };
  for (const std::string& path : paths_) {
    if (!VisitFile(path, visit)) {
      break;
    }
  }
  return status;
}

bool ArticleReader::VisitFile(const std::string& path, const Visit& visit) {
  for (const auto& [name, content] : kept_) {
    if (name == path) {
      std::istringstream stream(content);
      return VisitContent({stream, path}, visit);
    }
  }
  if (path == "-") {
    kept_.emplace_back(path, ReadAll(standard_input_));
    return VisitFile(path, visit);
  }
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (fs::is_directory(status)) {
    return visit(At(path, "is a directory"));
  }
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    return visit(At(path, std::generic_category().message(errno)));
  }
  if (!fs::is_regular_file(status)) {
    kept_.emplace_back(path, ReadAll(file));
    return VisitFile(path, visit);
  }
  return VisitContent({file, path}, visit);
}

bool ArticleReader::VisitContent(Content content, const Visit& visit) const {
  const bool lines = NamedAsLines(content.path) || LooksLikeJson(content.stream);
  return lines ? VisitLines(content, visit) : VisitText(content, visit);
}

bool ArticleReader::VisitText(Content content, const Visit& visit) const {
  std::string text;
  std::string block(size_t{1} << 16U, '\0');
  while (content.stream.read(block.data(), static_cast<std::streamsize>(block.size())) ||
         content.stream.gcount() > 0) {
    text.append(block, 0, static_cast<size_t>(content.stream.gcount()));
    if (text.size() > kMaxArticleBytes) {
      return visit(At(content.path, TooLong()));
    }
  }
  return visit(ParseText(text, content.path));
}

absl::StatusOr<v1::Article> ArticleReader::ParseText(const std::string& text,
                                                     absl::string_view path) const {
  if (const auto bad = NotUtf8(text, 0)) {
    return At(path, *bad);
  }
  absl::string_view body = text;
  absl::ConsumePrefix(&body, kByteOrderMark);
  const bool is_stdin = path == "-";
  if (is_stdin && options_.stdin_id.empty() && options_.rules.complete) {
    return At(path, "a text needs --id");
  }
  const std::string id = is_stdin ? options_.stdin_id : fs::path(std::string(path)).stem().string();
  auto article = ParseTextArticle(body, id, options_.rules);
  return article.ok() ? std::move(article) : At(path, article.status().message());
}

bool ArticleReader::VisitLines(Content content, const Visit& visit) const {
  std::string line;
  size_t offset = 0;
  for (size_t number = 1; std::getline(content.stream, line); ++number) {
    const size_t begin = offset;
    offset += line.size() + 1;
    absl::string_view text = line;
    if (number == 1) {
      absl::ConsumePrefix(&text, kByteOrderMark);
    }
    if (absl::StripAsciiWhitespace(text).empty()) {
      continue;
    }
    absl::StatusOr<v1::Article> article;
    if (text.size() > kMaxArticleBytes) {
      article = At(content.path, number, TooLong());
    } else if (const auto bad = NotUtf8(line, begin)) {
      article = At(content.path, number, *bad);
    } else {
      article = ParseJsonArticle(text, options_.rules);
      if (!article.ok()) {
        article = At(content.path, number, article.status().message());
      }
    }
    if (!visit(std::move(article))) {
      return false;
    }
  }
  return true;
}

}  // namespace facetwire::formats
