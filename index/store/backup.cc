// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/store/backup.h"

#include <algorithm>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <functional>
#include <string>
#include <system_error>
#include <unistd.h>
#include <utility>
#include <vector>

#include "index/base/str_cat.h"
#include "index/store/commit_token.h"
#include "index/store/file_util.h"
#include "index/store/part.h"
#include "index/store/part_pin.h"
#include "index/store/token_files.h"
#include "index/store/token_records.h"
#include "index/store/token_stream.h"
#include "index/store/xapian_status.h"

namespace facetwire {
namespace {

// Reads exactly bytes.size() bytes.
absl::Status ReadAll(int fd, std::uint64_t offset, std::string& bytes, const std::string& path) {
  const absl::StatusOr<std::size_t> got = ReadAt(fd, bytes, offset, path);
  if (got.ok() && *got < bytes.size()) {
    return DamagedIndex(StrCat(path, " is too short"));
  }
  return got.status();
}

// A range of a file that is zeros in the copy, whatever stands there.
struct Blank {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
};

// What is copied as one file: bytes in memory, or a file but for its blanks.
struct Source {
  std::string path;  // to read from; empty: `content`
  std::string content;
  std::vector<Blank> blanks;
};

class LocalBackup final : public BackupSource {
 public:
  LocalBackup(std::string_view directory, std::string index_id, std::uint64_t sequence)
      : directory_(directory),
        index_id_(std::move(index_id)),
        commit_token_(EncodeCommitToken({index_id_, sequence})) {}

  const std::string& index_id() const override { return index_id_; }

  const std::string& commit_token() const override { return commit_token_; }

  const std::vector<BackupFileInfo>& files() const override { return files_; }

  absl::StatusOr<std::string> Read(std::size_t file,
                                   std::uint64_t offset,
                                   std::size_t size) override {
    const Source& source = sources_[file];
    if (source.path.empty()) {
      return source.content.substr(offset, size);
    }
    if (absl::Status status = Open(file); !status.ok()) {
      return status;
    }
    std::string bytes(size, '\0');
    // Blanks may reach past the end of what is there.
    const absl::StatusOr<std::uint64_t> there = FileSize(open_.get(), source.path);
    if (!there.ok()) {
      return there.status();
    }
    bytes.resize(std::min<std::uint64_t>(size, *there - std::min(*there, offset)));
    if (absl::Status status = ReadAll(open_.get(), offset, bytes, source.path); !status.ok()) {
      return status;
    }
    bytes.resize(size);
    for (const Blank& blank : source.blanks) {
      const std::uint64_t begin = std::clamp(blank.begin, offset, offset + size) - offset;
      const std::uint64_t end = std::clamp(blank.end, offset, offset + size) - offset;
      std::memset(bytes.data() + begin, 0, end - begin);
    }
    return bytes;
  }

  absl::Status AddPart(const std::string& name) {
    const std::string path = PartPath(directory_, name);
    absl::StatusOr<std::shared_ptr<const PartPin>> pin = PartPin::Acquire(path);
    if (!pin.ok()) {
      return pin.status();
    }
    pins_.push_back(*std::move(pin));
    return ForEachFile(path, [&](const std::string& file, std::uint64_t size) {
      Add(StrCat(name, "/", file), size, {StrCat(path, "/", file), {}, {}});
      return absl::OkStatus();
    });
  }

  // An empty part, as the one that is written. Made beside the index, for its files.
  absl::Status AddEmptyPart(const std::string& name, std::uint64_t sequence) {
    const std::string scratch = StrCat(directory_, "/backup-", name, ".tmp");
    absl::Status status = MakeDirectories(scratch);
    if (status.ok()) {
      status = CatchXapian([&] {
        return CreatePart(scratch, name, index_id_, sequence, PartFilling::kSmallCommits).status();
      });
    }
    const std::string path = PartPath(scratch, name);
    if (status.ok()) {
      status = ForEachFile(path, [&](const std::string& file, std::uint64_t size) -> absl::Status {
        absl::StatusOr<std::string> content = ReadWholeFile(StrCat(path, "/", file));
        if (!content.ok()) {
          return content.status();
        }
        Add(StrCat(name, "/", file), size, {{}, *std::move(content), {}});
        return absl::OkStatus();
      });
    }
    std::error_code ignored;
    std::filesystem::remove_all(scratch, ignored);
    return status;
  }

  // Each token file up to the last docid's entry.
  absl::Status AddTokens(Docid last_docid) {
    TokenRecords records(directory_);
    for (std::uint64_t first = 0; first <= last_docid && last_docid > 0; first += kTokenFileDocs) {
      const auto last =
          static_cast<Docid>(std::min<std::uint64_t>(first + kTokenFileMask, last_docid));
      const absl::StatusOr<std::uint64_t> end = records.End(last);
      if (!end.ok()) {
        return end.status();
      }
      const std::uint64_t ends = std::uint64_t{(last & kTokenFileMask) + 1} * sizeof(std::uint64_t);
      const std::uint64_t size = kTokenFileHeader + *end + kTokenPad;
      const std::string path = TokenFilePath(directory_, first >> kTokenFileBits);
      Add(path.substr(directory_.size() + 1),
          size,
          {path, {}, {{ends, kTokenFileHeader}, {size - kTokenPad, size}}});
    }
    return absl::OkStatus();
  }

  void AddManifest(const Manifest& manifest) {
    std::string text = FormatManifest(manifest);
    const std::uint64_t size = text.size();
    Add("MANIFEST", size, {{}, std::move(text), {}});
  }

 private:
  static absl::Status ForEachFile(
      const std::string& path,
      const std::function<absl::Status(const std::string&, std::uint64_t)>& fn) {
    std::error_code error;
    for (std::filesystem::directory_iterator entry(path, error), end; !error && entry != end;
         entry.increment(error)) {
      // Xapian's lock file belongs to who writes.
      const std::string name = entry->path().filename().string();
      if (name == "flintlock" || !entry->is_regular_file(error)) {
        continue;
      }
      if (absl::Status status = fn(name, entry->file_size(error)); !status.ok()) {
        return status;
      }
    }
    return error ? absl::ErrnoToStatus(error.value(), StrCat("cannot list ", path))
                 : absl::OkStatus();
  }

  void Add(std::string path, std::uint64_t size, Source source) {
    files_.push_back({std::move(path), size});
    sources_.push_back(std::move(source));
  }

  absl::Status Open(std::size_t file) {
    if (open_ && open_file_ == file) {
      return absl::OkStatus();
    }
    absl::StatusOr<FileHandle> opened = OpenFile(sources_[file].path, O_RDONLY);
    if (!opened.ok()) {
      return opened.status();
    }
    open_ = *std::move(opened);
    open_file_ = file;
    return absl::OkStatus();
  }

  const std::string directory_;
  const std::string index_id_;
  const std::string commit_token_;
  std::vector<std::shared_ptr<const PartPin>> pins_;
  std::vector<BackupFileInfo> files_;
  std::vector<Source> sources_;  // beside files_
  FileHandle open_;
  std::size_t open_file_ = 0;
};

}  // namespace

absl::StatusOr<std::unique_ptr<BackupSource>> MakeBackupSource(std::string_view directory,
                                                               IndexWriter& writer) {
  absl::Status status;
  if (writer.sequence() != writer.manifest().sealed_sequence || writer.active_documents() > 0) {
    status = writer.Seal();
  }
  const absl::StatusOr<std::string> name = status.ok() ? writer.ReservePartName() : status;
  if (!name.ok()) {
    return name.status();
  }
  Manifest manifest = writer.manifest();
  manifest.parts.pop_back();
  auto backup = std::make_unique<LocalBackup>(directory, manifest.index_id, writer.sequence());
  for (const PartInfo& part : manifest.parts) {
    if (status = backup->AddPart(part.name); !status.ok()) {
      return status;
    }
  }
  manifest.parts.push_back({*name, writer.last_docid() + 1});
  status = backup->AddEmptyPart(*name, writer.sequence());
  if (status.ok()) {
    status = backup->AddTokens(writer.last_docid());
  }
  if (!status.ok()) {
    return status;
  }
  backup->AddManifest(manifest);
  return backup;
}

}  // namespace facetwire
