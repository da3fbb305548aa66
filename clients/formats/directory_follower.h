// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_CLIENTS_FORMATS_DIRECTORY_FOLLOWER_H_
#define FACETWIRE_CLIENTS_FORMATS_DIRECTORY_FOLLOWER_H_

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace facetwire::formats {

// Names the files of a directory and of all that is below it: first those that are there, by name,
// then each that somebody has closed after writing or moved in, as it happens (inotify). A file is
// named again only when its content has changed. Names that begin with a dot and links to
// directories are passed over: write under such a name and rename, and no file is seen
// half-written. One thread, but Stop.
class DirectoryFollower {
 public:
  // INVALID_ARGUMENT where it is no directory that can be read; RESOURCE_EXHAUSTED where the system
  // allows no more watches.
  static absl::StatusOr<std::unique_ptr<DirectoryFollower>> Open(const std::string& directory);

  DirectoryFollower(const DirectoryFollower&) = delete;
  DirectoryFollower& operator=(const DirectoryFollower&) = delete;
  ~DirectoryFollower();

  // The next file; nothing after Stop. Calls `before_waiting` where there is none yet. Directories
  // that cannot be read or watched any more are passed over.
  absl::StatusOr<std::optional<std::string>> Next(const std::function<void()>& before_waiting);

  // Ends Next, now or when it is called; what is queued stays unnamed. Any thread, and signal
  // handlers.
  void Stop();

 private:
  DirectoryFollower(std::string directory, int events, int stop);

  absl::Status Watch(const std::string& directory);
  void QueueAll(const std::string& directory);
  absl::Status ReadEvents();
  void Take(int watch, unsigned int mask, const std::string& name);
  bool IsNew(const std::string& file);

  std::string directory_;
  int events_;  // of inotify
  int stop_;    // an eventfd
  std::map<int, std::string> watched_;
  std::map<std::string, std::string> digests_;  // file -> SHA-256 of what was last named
  std::deque<std::string> queue_;
};

}  // namespace facetwire::formats

#endif  // FACETWIRE_CLIENTS_FORMATS_DIRECTORY_FOLLOWER_H_
