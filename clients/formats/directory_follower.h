// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_CLIENTS_FORMATS_DIRECTORY_FOLLOWER_H_
#define FACETWIRE_CLIENTS_FORMATS_DIRECTORY_FOLLOWER_H_

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace facetwire::formats {

// Names the files of directories and of all that is below them: first those that are there, by
// name, then each that somebody has closed after writing or moved in, as it happens (inotify). A
// file is named again only when its content has changed. Names that begin with a dot and links to
// directories are passed over: write under such a name and rename, and no file is seen
// half-written. One thread, but Stop.
class DirectoryFollower {
 public:
  // INVALID_ARGUMENT where one is no directory that can be read; RESOURCE_EXHAUSTED where the
  // system allows no more watches.
  static absl::StatusOr<std::unique_ptr<DirectoryFollower>> Open(
      const std::vector<std::string>& directories);

  // Whether a file that was not named yet need not be: asked before its content is read.
  void PassOver(std::function<bool(const std::string& file)> known) { known_ = std::move(known); }

  DirectoryFollower(const DirectoryFollower&) = delete;
  DirectoryFollower& operator=(const DirectoryFollower&) = delete;
  ~DirectoryFollower();

  // The next file; nothing after Stop. Calls `before_waiting` each time before it waits for one,
  // and returns its failure. NOT_FOUND where the directories are gone.
  absl::StatusOr<std::optional<std::string>> Next(
      const std::function<absl::Status()>& before_waiting);

  // What is below a directory and was passed over, since it cannot be read or watched, with the
  // reason: what came up since the last call.
  std::vector<std::string> TakeTroubles() { return std::exchange(troubles_, {}); }

  // Ends Next, now or when it is called; what is queued stays unnamed. Any thread, and signal
  // handlers.
  void Stop() const;

 private:
  DirectoryFollower(int events, int stop) : events_(events), stop_(stop) {}

  absl::Status Watch(const std::string& directory, bool named);
  void WatchBelow(const std::string& directory);
  void QueueAll(const std::string& directory);
  absl::Status ReadEvents();
  void Take(int watch, unsigned int mask, const std::string& name);
  void Forget(int watch);
  // The first file in the queue that is new, if any; those before it are dropped.
  std::optional<std::string> TakeNew();
  bool IsNew(const std::string& file);

  int events_;                        // of inotify
  int stop_;                          // an eventfd
  std::map<int, std::string> named_;  // by watch: what Open was told, while it is there
  std::function<bool(const std::string&)> known_ = [](const std::string&) { return false; };
  std::map<int, std::string> watched_;
  std::map<std::string, std::string> digests_;  // file -> SHA-256 of what was last named
  std::deque<std::string> queue_;
  std::vector<std::string> troubles_;
};

}  // namespace facetwire::formats

#endif  // FACETWIRE_CLIENTS_FORMATS_DIRECTORY_FOLLOWER_H_
