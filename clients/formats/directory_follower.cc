// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/formats/directory_follower.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <openssl/evp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <system_error>
#include <unistd.h>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

#include "clients/formats/directory_listing.h"

namespace facetwire::formats {
namespace {

namespace fs = std::filesystem;

constexpr uint32_t kEvents =
    IN_CLOSE_WRITE | IN_MOVED_TO | IN_CREATE | IN_ONLYDIR | IN_EXCL_UNLINK | IN_DONT_FOLLOW;
constexpr size_t kBlock = size_t{64} << 10U;

bool IsHidden(absl::string_view name) { return !name.empty() && name.front() == '.'; }

absl::Status SystemError(absl::string_view what, int error) {
  const std::string message = absl::StrCat(what, ": ", std::generic_category().message(error));
  return error == EMFILE ? absl::ResourceExhaustedError(message)
                         : absl::InvalidArgumentError(message);
}

struct FreeDigest {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

// SHA-256 of a file's content; nothing where it cannot be read.
std::optional<std::string> DigestOf(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  const std::unique_ptr<EVP_MD_CTX, FreeDigest> context(EVP_MD_CTX_new());
  if (!file || context == nullptr || EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr) != 1) {
    return std::nullopt;
  }
  std::string block(kBlock, '\0');
  while (file.read(block.data(), static_cast<std::streamsize>(block.size())) || file.gcount() > 0) {
    EVP_DigestUpdate(context.get(), block.data(), static_cast<size_t>(file.gcount()));
  }
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  EVP_DigestFinal_ex(context.get(), digest.data(), &size);
  return std::string(digest.begin(), digest.begin() + size);
}

}  // namespace

DirectoryFollower::~DirectoryFollower() {
  close(events_);
  close(stop_);
}

absl::StatusOr<std::unique_ptr<DirectoryFollower>> DirectoryFollower::Open(
    const std::vector<std::string>& directories) {
  const int stop = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  const int events = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
  std::unique_ptr<DirectoryFollower> follower(new DirectoryFollower(events, stop));
  if (stop < 0 || events < 0) {
    return SystemError("inotify", errno);
  }
  for (const std::string& directory : directories) {
    if (absl::Status status = follower->Watch(directory, true); !status.ok()) {
      return status;
    }
    if (const auto entries = ListDirectory(directory); !entries.ok()) {
      return absl::InvalidArgumentError(absl::StrCat(directory, ": ", entries.status().message()));
    }
  }
  for (const std::string& directory : directories) {
    follower->QueueAll(directory);
  }
  return follower;
}

void DirectoryFollower::Stop() const {
  const int kept = errno;
  const uint64_t one = 1;
  static_cast<void>(!write(stop_, &one, sizeof(one)));
  errno = kept;
}

absl::Status DirectoryFollower::Watch(const std::string& directory, bool named) {
  // A directory that a person named may be a link.
  const uint32_t events = named ? (kEvents & ~uint32_t{IN_DONT_FOLLOW}) | IN_MOVE_SELF : kEvents;
  const int watch = inotify_add_watch(events_, directory.c_str(), events);
  if (watch < 0 && errno == ENOSPC) {
    return absl::ResourceExhaustedError(absl::StrCat(
        directory, ": the system watches no more directories (fs.inotify.max_user_watches)"));
  }
  if (watch < 0) {
    return SystemError(directory, errno);
  }
  watched_[watch] = directory;
  if (named) {
    named_[watch] = directory;
  }
  return absl::OkStatus();
}

// Watches what is below first, so that nothing falls between: what is written meanwhile is met
// twice, and named once.
void DirectoryFollower::QueueAll(const std::string& directory) {
  const absl::StatusOr<std::vector<DirectoryEntry>> entries = ListDirectory(directory);
  if (!entries.ok()) {
    troubles_.push_back(absl::StrCat(directory, ": ", entries.status().message()));
    return;
  }
  for (const DirectoryEntry& entry : *entries) {
    if (entry.is_directory) {
      WatchBelow(entry.path);
    } else {
      queue_.push_back(entry.path);
    }
  }
}

void DirectoryFollower::WatchBelow(const std::string& directory) {
  if (absl::Status status = Watch(directory, false); status.ok()) {
    QueueAll(directory);
  } else if (std::error_code ignored; fs::is_directory(fs::symlink_status(directory, ignored))) {
    troubles_.emplace_back(status.message());
  }
}

// What is no longer where it was, or not at all.
void DirectoryFollower::Forget(int watch) {
  watched_.erase(watch);
  named_.erase(watch);
}

void DirectoryFollower::Take(int watch, unsigned int mask, const std::string& name) {
  if ((mask & IN_Q_OVERFLOW) != 0) {
    for (const auto& [unused, directory] : named_) {
      QueueAll(directory);
    }
    return;
  }
  const auto found = watched_.find(watch);
  if (found == watched_.end() || IsHidden(name)) {
    return;
  }
  if ((mask & (IN_IGNORED | IN_MOVE_SELF)) != 0) {
    Forget(watch);
    return;
  }
  const std::string path = (fs::path(found->second) / name).string();
  if ((mask & IN_ISDIR) != 0) {
    WatchBelow(path);
  } else if ((mask & (IN_CLOSE_WRITE | IN_MOVED_TO)) != 0) {
    queue_.push_back(path);
  }
}

absl::Status DirectoryFollower::ReadEvents() {
  alignas(inotify_event) std::array<char, kBlock> buffer{};
  const ssize_t size = read(events_, buffer.data(), buffer.size());
  if (size < 0) {
    return errno == EAGAIN || errno == EINTR ? absl::OkStatus() : SystemError("inotify", errno);
  }
  for (size_t at = 0; at + sizeof(inotify_event) <= static_cast<size_t>(size);) {
    inotify_event event{};
    std::memcpy(&event, &buffer[at], sizeof(event));
    const char* name = &buffer[at + sizeof(event)];
    Take(event.wd, event.mask, event.len == 0 ? "" : name);
    at += sizeof(event) + event.len;
  }
  return absl::OkStatus();
}

bool DirectoryFollower::IsNew(const std::string& file) {
  std::error_code ignored;
  if (!fs::is_regular_file(file, ignored)) {
    return false;  // gone again, or nothing to read from
  }
  if (digests_.find(file) == digests_.end() && known_(file)) {
    return false;
  }
  auto digest = DigestOf(file);
  if (!digest) {
    return true;  // the reader says why it can't be read
  }
  std::string& known = digests_[file];
  if (known == *digest) {
    return false;
  }
  known = *std::move(digest);
  return true;
}

std::optional<std::string> DirectoryFollower::TakeNew() {
  while (!queue_.empty()) {
    std::string file = std::move(queue_.front());
    queue_.pop_front();
    if (IsNew(file)) {
      return file;
    }
  }
  return std::nullopt;
}

absl::StatusOr<std::optional<std::string>> DirectoryFollower::Next(
    const std::function<absl::Status()>& before_waiting) {
  while (true) {
    const bool waiting = queue_.empty();
    if (waiting && named_.empty()) {
      return absl::NotFoundError("the directory is gone");
    }
    if (waiting) {
      if (absl::Status status = before_waiting(); !status.ok()) {
        return status;
      }
    }
    std::array<pollfd, 2> ready = {pollfd{stop_, POLLIN, 0}, pollfd{events_, POLLIN, 0}};
    const int count = poll(ready.data(), ready.size(), waiting ? -1 : 0);
    if (count < 0 && errno != EINTR) {
      return SystemError("poll", errno);
    }
    if (count > 0 && ready[0].revents != 0) {
      return std::optional<std::string>();
    }
    if (count > 0 && ready[1].revents != 0) {
      if (absl::Status status = ReadEvents(); !status.ok()) {
        return status;
      }
    }
    if (std::optional<std::string> file = TakeNew()) {
      return file;
    }
  }
}

}  // namespace facetwire::formats
