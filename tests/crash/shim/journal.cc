// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/crash/shim/journal.h"

#include <cerrno>
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <pthread.h>
#include <random>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/crash/shim/real.h"

namespace facetwire::shim {
namespace {

pthread_mutex_t g_mutex = PTHREAD_MUTEX_INITIALIZER;

std::string Variable(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? std::string() : std::string(value);
}

std::uint64_t Number(const char* name) {
  return std::strtoull(Variable(name).c_str(), nullptr, 10);
}

std::string RealPath(const std::string& path) {
  char buffer[PATH_MAX];
  return realpath(path.c_str(), buffer) == nullptr ? std::string() : std::string(buffer);
}

Settings ReadSettings() {
  Settings settings;
  settings.data = Variable("POWER_LOSS_DATA");
  settings.journal = Variable("POWER_LOSS_JOURNAL");
  settings.ignore_sync = Variable("POWER_LOSS_IGNORE_SYNC") == "1";
  const std::string error = Variable("POWER_LOSS_ERROR");
  settings.error = error == "ENOSPC" ? ENOSPC : EIO;
  settings.one_in = error.empty() ? 0 : Number("POWER_LOSS_ONE_IN");
  settings.seed = Number("POWER_LOSS_SEED");
  return settings;
}

std::string Parent(const std::string& path) { return path.substr(0, path.rfind('/')); }

std::string PathOf(int fd) {
  const std::string link = "/proc/self/fd/" + std::to_string(fd);
  char buffer[PATH_MAX];
  const ssize_t length = readlink(link.c_str(), buffer, sizeof buffer);
  return {buffer, length < 0 ? 0 : static_cast<std::size_t>(length)};
}

bool Inside(const std::string& path, const std::string& directory) {
  return !directory.empty() && path.compare(0, directory.size(), directory) == 0 &&
         (path.size() == directory.size() || path[directory.size()] == '/');
}

template <typename Number>
void Put(Number number, std::string& out) {
  for (std::size_t i = 0; i < sizeof number; ++i) {
    out.push_back(static_cast<char>(static_cast<std::uint64_t>(number) >> (8 * i)));
  }
}

int JournalFd() {
  static const int fd = [] {
    const std::string path = GetSettings().journal + "/journal";
    constexpr mode_t kMode = 0644;
    return FACETWIRE_REAL(open)(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, kMode);
  }();
  if (fd < 0) {
    Die("the journal cannot be opened");
  }
  return fd;
}

}  // namespace

void Die(const char* what) {
  static_cast<void>(std::fprintf(stderr, "power_loss: %s\n", what));
  std::abort();
}

const Settings& GetSettings() {
  static const Settings settings = ReadSettings();
  return settings;
}

std::string Below(int directory_fd, const char* path) {
  std::string full = path;
  if (full.empty() || full.front() != '/') {
    const std::string base = directory_fd == AT_FDCWD
                                 ? RealPath(".")
                                 : RealPath("/proc/self/fd/" + std::to_string(directory_fd));
    full = base + "/" + full;
  }
  if (Inside(full, GetSettings().data)) {
    return full;
  }
  return {};
}

std::string Below(int fd) {
  const std::string path = PathOf(fd);
  return Inside(path, GetSettings().data) ? path : std::string();
}

bool SyncCounts(int fd) {
  const std::string path = PathOf(fd);
  const std::string& data = GetSettings().data;
  return Inside(path, data) || (!data.empty() && path == Parent(data));
}

bool MustFail() {
  const Settings& settings = GetSettings();
  if (settings.one_in == 0) {
    return false;
  }
  static std::mt19937_64 random(settings.seed);
  if (random() % settings.one_in != 0) {
    return false;
  }
  errno = settings.error;
  return true;
}

void Write(const Record& record) {
  std::string bytes;
  Put(static_cast<std::uint8_t>(record.kind), bytes);
  Put(record.file, bytes);
  Put(record.directory, bytes);
  Put(record.other_directory, bytes);
  Put(record.target, bytes);
  Put(record.offset, bytes);
  Put(record.size, bytes);
  Put(static_cast<std::uint32_t>(record.first.size()), bytes);
  Put(static_cast<std::uint32_t>(record.second.size()), bytes);
  bytes += record.first;
  bytes += record.second;
  if (FACETWIRE_REAL(write)(JournalFd(), bytes.data(), bytes.size()) !=
      static_cast<ssize_t>(bytes.size())) {
    Die("the journal cannot be written");
  }
}

void Keep(const std::string& path, std::uint64_t file) {
  const std::string kept = GetSettings().journal + "/keep." + std::to_string(file);
  if (FACETWIRE_REAL(link)(path.c_str(), kept.c_str()) != 0 && errno != EEXIST) {
    Die("a file cannot be kept");
  }
}

std::uint64_t FileAt(const std::string& path) {
  struct stat status = {};
  return lstat(path.c_str(), &status) == 0 ? status.st_ino : 0;
}

std::uint64_t ParentOf(const std::string& path) { return FileAt(Parent(path)); }

Guard::Guard() {
  const int number = errno;
  pthread_mutex_lock(&g_mutex);
  errno = number;
}

Guard::~Guard() {
  const int number = errno;
  pthread_mutex_unlock(&g_mutex);
  errno = number;
}

}  // namespace facetwire::shim
