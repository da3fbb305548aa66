// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/cli/backup_directory.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <openssl/sha.h>
#include <sstream>
#include <system_error>
#include <unistd.h>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"

namespace facetwire::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kBlockBytes = std::size_t{1} << 20U;
constexpr char kMark[] = "BACKUP";
constexpr char kManifest[] = "MANIFEST";
constexpr char kMarkHead[] = "facetwire-backup 1\nindex ";

absl::Status Failed(const std::string& what, const std::string& path) {
  const int number = errno;
  return absl::ErrnoToStatus(number, absl::StrCat("cannot ", what, " ", path));
}

absl::Status Failed(const std::string& what,
                    const std::string& path,
                    const std::error_code& error) {
  return absl::ErrnoToStatus(error.value(), absl::StrCat("cannot ", what, " ", path));
}

// An open file; closed in the end.
class File {
 public:
  File(const std::string& path, int flags) : fd_(open(path.c_str(), flags | O_CLOEXEC, 0644)) {}

  ~File() {
    if (fd_ >= 0) {
      close(fd_);
    }
  }

  File(const File&) = delete;
  File& operator=(const File&) = delete;

  int fd() const { return fd_; }

 private:
  int fd_;
};

absl::Status Sync(const std::string& path) {
  const File file(path, O_RDONLY);
  return file.fd() >= 0 && fsync(file.fd()) == 0 ? absl::OkStatus() : Failed("sync", path);
}

// Names that stand at the top of a backup.
bool BelongsToBackup(const std::string& name) {
  return name == kMark || name == kManifest || name == "tok" || absl::StartsWith(name, "part-") ||
         name == absl::StrCat(kManifest, ".tmp") || name == absl::StrCat(kMark, ".tmp");
}

// "MANIFEST", or a name in a folder of the index.
bool IsPathOfIndex(const std::string& path) {
  if (path == kManifest) {
    return true;
  }
  const std::size_t slash = path.find('/');
  if (slash == std::string::npos) {
    return false;
  }
  const std::string folder = path.substr(0, slash);
  const std::string name = path.substr(slash + 1);
  const auto plain = [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '.' || c == '-';
  };
  return (folder == "tok" || absl::StartsWith(folder, "part-")) && !name.empty() &&
         name.front() != '.' && std::all_of(name.begin(), name.end(), plain) &&
         std::all_of(folder.begin(), folder.end(), plain);
}

absl::StatusOr<std::string> BlockDigests(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string digests;
  std::string block(kBlockBytes, '\0');
  while (file) {
    file.read(block.data(), static_cast<std::streamsize>(block.size()));
    const auto got = static_cast<std::size_t>(file.gcount());
    if (got > 0) {
      std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
      SHA256(reinterpret_cast<const unsigned char*>(block.data()), got, digest.data());
      digests.append(digest.begin(), digest.end());
    }
  }
  if (!file.eof()) {
    return absl::UnavailableError(absl::StrCat("cannot read ", path));
  }
  return digests;
}

// Replaces a file, durably.
absl::Status WriteDurably(const std::string& path, const std::string& content) {
  const std::string temporary = path + ".tmp";
  {
    std::ofstream file(temporary, std::ios::binary | std::ios::trunc);
    file << content;
    file.close();
    if (!file) {
      return absl::UnavailableError(absl::StrCat("cannot write ", temporary));
    }
  }
  absl::Status status = Sync(temporary);
  if (status.ok() && std::rename(temporary.c_str(), path.c_str()) != 0) {
    status = Failed("replace", path);
  }
  return status.ok() ? Sync(fs::path(path).parent_path().string()) : status;
}

// The index whose backups the directory has; empty for a new or empty one.
absl::StatusOr<std::string> ReadMark(const std::string& path) {
  std::ifstream file(absl::StrCat(path, "/", kMark), std::ios::binary);
  std::stringstream content;
  content << file.rdbuf();
  const std::string text = content.str();
  absl::string_view id = text;
  if (file.is_open() && absl::ConsumePrefix(&id, kMarkHead)) {
    return std::string(absl::StripAsciiWhitespace(id));
  }
  return std::string();
}

absl::StatusOr<std::vector<std::string>> TopNames(const std::string& path) {
  std::vector<std::string> names;
  std::error_code error;
  for (fs::directory_iterator entry(path, error), end; !error && entry != end;
       entry.increment(error)) {
    names.push_back(entry->path().filename().string());
  }
  if (error) {
    return Failed("list", path, error);
  }
  return names;
}

}  // namespace

absl::StatusOr<BackupDirectory> BackupDirectory::Open(const std::string& path) {
  std::error_code error;
  const fs::path full = fs::absolute(path, error);
  if (!error) {
    fs::create_directories(full, error);
  }
  if (error) {
    return Failed("make", path, error);
  }
  BackupDirectory directory(full.lexically_normal().string());
  const absl::StatusOr<std::vector<std::string>> names = TopNames(directory.path_);
  if (!names.ok()) {
    return names.status();
  }
  directory.index_id_ = ReadMark(directory.path_).value_or("");
  for (const std::string& name : *names) {
    if (name == "LOCK") {
      return absl::FailedPreconditionError(absl::StrCat(
          path, " has been a server's directory; start servers on copies of a backup"));
    }
    const bool unfinished_mark = name == absl::StrCat(kMark, ".tmp");
    if (!BelongsToBackup(name) || (directory.index_id_.empty() && !unfinished_mark)) {
      return absl::FailedPreconditionError(
          absl::StrCat(path,
                       " holds ",
                       name,
                       ", which is no backup's; give a new directory, or one with a backup"));
    }
  }
  return directory;
}

absl::StatusOr<v1::BackupIndexRequest> BackupDirectory::Present() const {
  v1::BackupIndexRequest request;
  request.set_index_id(index_id_);
  std::error_code error;
  for (fs::recursive_directory_iterator entry(path_, error), end; !error && entry != end;
       entry.increment(error)) {
    const std::string name = fs::relative(entry->path(), path_, error).string();
    if (name == kManifest || !IsPathOfIndex(name) || !entry->is_regular_file(error)) {
      continue;
    }
    const absl::StatusOr<std::string> digests = BlockDigests(entry->path().string());
    if (!digests.ok()) {
      return digests.status();
    }
    v1::BackupFile& file = *request.add_files();
    file.set_path(name);
    file.set_size(entry->file_size(error));
    file.set_block_sha256(*digests);
  }
  if (error) {
    return Failed("list", path_, error);
  }
  return request;
}

absl::Status BackupDirectory::Begin(const v1::BackupPlan& plan) {
  // First, so that the next run knows what an interrupted one leaves.
  if (index_id_.empty()) {
    index_id_ = plan.index_id();
    absl::Status status =
        WriteDurably(absl::StrCat(path_, "/", kMark), absl::StrCat(kMarkHead, index_id_, "\n"));
    if (!status.ok()) {
      return status;
    }
  }
  for (const v1::BackupFile& file : plan.files()) {
    if (!IsPathOfIndex(file.path())) {
      return absl::DataLossError(absl::StrCat("the server sends a file \"", file.path(), "\""));
    }
    planned_.insert(file.path());
    total_bytes_ += file.size();
    std::error_code error;
    fs::create_directories(fs::path(PathOf(file.path())).parent_path(), error);
    if (error) {
      return Failed("make", fs::path(PathOf(file.path())).parent_path().string(), error);
    }
  }
  return absl::OkStatus();
}

std::string BackupDirectory::PathOf(const std::string& name) const {
  return absl::StrCat(path_, "/", name, name == kManifest ? ".tmp" : "");
}

absl::Status BackupDirectory::Put(const v1::BackupBlock& block) {
  if (!planned_.contains(block.path())) {
    return absl::DataLossError(absl::StrCat(block.path(), " is sent, and not in the plan"));
  }
  const std::string path = PathOf(block.path());
  const File file(path, O_WRONLY | O_CREAT);
  if (file.fd() < 0) {
    return Failed("open", path);
  }
  absl::string_view bytes = block.data();
  auto offset = static_cast<off_t>(block.offset());
  while (!bytes.empty()) {
    const ssize_t written = pwrite(file.fd(), bytes.data(), bytes.size(), offset);
    if (written < 0 && errno != EINTR) {
      return Failed("write", path);
    }
    if (written > 0) {
      bytes.remove_prefix(static_cast<std::size_t>(written));
      offset += written;
    }
  }
  received_bytes_ += block.data().size();
  return absl::OkStatus();
}

absl::Status BackupDirectory::End(const v1::BackupFile& file) {
  const std::string path = PathOf(file.path());
  {
    const File out(path, O_WRONLY | O_CREAT);
    if (out.fd() < 0 || ftruncate(out.fd(), static_cast<off_t>(file.size())) != 0 ||
        fsync(out.fd()) != 0) {
      return Failed("write", path);
    }
  }
  const absl::StatusOr<std::string> digests = BlockDigests(path);
  if (!digests.ok()) {
    return digests.status();
  }
  if (*digests != file.block_sha256()) {
    return absl::DataLossError(absl::StrCat(path, " is not what was sent: the disk may be bad"));
  }
  complete_.insert(file.path());
  return absl::OkStatus();
}

absl::Status BackupDirectory::Finish() {
  if (complete_ != planned_ || !planned_.contains(kManifest)) {
    return absl::DataLossError("the server ended before the backup was complete");
  }
  std::set<std::string> folders;
  for (const std::string& name : planned_) {
    folders.insert(fs::path(PathOf(name)).parent_path().string());
  }
  for (const std::string& folder : folders) {
    if (absl::Status status = Sync(folder); !status.ok()) {
      return status;
    }
  }
  const std::string manifest = absl::StrCat(path_, "/", kManifest);
  if (std::rename(PathOf(kManifest).c_str(), manifest.c_str()) != 0) {
    return Failed("replace", manifest);
  }
  if (absl::Status status = Sync(path_); !status.ok()) {
    return status;
  }
  std::error_code error;
  std::vector<fs::path> gone;
  for (fs::recursive_directory_iterator entry(path_, error), end; !error && entry != end;
       entry.increment(error)) {
    const std::string name = fs::relative(entry->path(), path_, error).string();
    const bool folder = entry->is_directory(error);
    if (name != kMark &&
        (folder ? !folders.contains(entry->path().string()) : !planned_.contains(name))) {
      gone.push_back(entry->path());
    }
  }
  for (const fs::path& path : gone) {
    if (!error) {
      fs::remove_all(path, error);
    }
  }
  return error ? Failed("clean up", path_, error) : Sync(path_);
}

}  // namespace facetwire::cli
