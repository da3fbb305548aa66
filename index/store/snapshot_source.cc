// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/store/snapshot_source.h"

#include <chrono>
#include <fcntl.h>
#include <sys/stat.h>
#include <utility>

#include "index/base/errors.h"
#include "index/base/str_cat.h"
#include "index/store/file_util.h"
#include "index/store/index_follower.h"
#include "index/store/manifest.h"
#include "index/store/xapian_status.h"

namespace facetwire {
namespace {

// A MANIFEST that was read. It is kept open, so that no file that replaces it has its number.
struct OpenManifest {
  FileHandle file;
  dev_t device = 0;
  ino_t inode = 0;

  // Whether it is still the one in its place.
  bool IsCurrent(const std::string& path) const {
    struct stat status = {};
    return file && stat(path.c_str(), &status) == 0 && status.st_dev == device &&
           status.st_ino == inode;
  }
};

// A file that is absent gives one that is never current.
OpenManifest OpenTheManifest(const std::string& path) {
  OpenManifest manifest;
  struct stat status = {};
  absl::StatusOr<FileHandle> file = OpenFile(path, O_RDONLY);
  if (file.ok() && fstat(file->get(), &status) == 0) {
    manifest = {*std::move(file), status.st_dev, status.st_ino};
  }
  return manifest;
}

// A long read may be overtaken by two commits again and again, but each time it gets further.
constexpr int kMaxAttempts = 100;

// How long a waiter sleeps between its own looks; somebody's Refresh wakes it earlier.
constexpr std::chrono::milliseconds kWaitStep{2};

}  // namespace

// Which index is followed, and the MANIFEST that says so.
class SnapshotSource::Follower {
 public:
  explicit Follower(std::string_view directory) : directory_(directory) {}

  // Makes index() the follower of what MANIFEST names. NOT_FOUND while there is no index.
  absl::Status Look() {
    if (index_ != nullptr && !Outdated()) {
      return absl::OkStatus();
    }
    // Opened before it is read: where it is replaced in between, the next look sees that.
    OpenManifest opened = OpenTheManifest(ManifestPath(directory_));
    const absl::StatusOr<Manifest> manifest = ReadManifest(directory_);
    if (!manifest.ok()) {
      return manifest.status();
    }
    if (manifest->parts.empty()) {
      return absl::NotFoundError(StrCat(directory_, " is just being made"));
    }
    if (index_ == nullptr || !index_->Follows(*manifest)) {
      Forget();
      index_ = std::make_unique<IndexFollower>(directory_, *manifest);
    } else {
      index_->SetParts(*manifest);
    }
    manifest_ = std::move(opened);
    return absl::OkStatus();
  }

  // Whether there is another MANIFEST than the one that index() knows.
  bool Outdated() const { return !manifest_.IsCurrent(ManifestPath(directory_)); }

  // Whether MANIFEST is one that index() cannot follow: of another generation, for example.
  bool IsOfThePast() const {
    if (!Outdated()) {
      return false;
    }
    const absl::StatusOr<Manifest> manifest = ReadManifest(directory_);
    return manifest.ok() && !index_->Follows(*manifest);
  }

  void Forget() {
    before_ = stats();
    index_.reset();
  }

  // What index() has read, and those before it.
  RefreshStats stats() const {
    if (index_ == nullptr) {
      return before_;
    }
    const RefreshStats& now = index_->stats();
    return {before_.documents_read + now.documents_read,
            before_.tombstones_read + now.tombstones_read,
            before_.entries_read + now.entries_read};
  }

  IndexFollower* index() { return index_.get(); }

 private:
  const std::string directory_;
  std::unique_ptr<IndexFollower> index_;
  RefreshStats before_;    // of followers that were forgotten
  OpenManifest manifest_;  // that index_ knows
};

SnapshotSource::SnapshotSource(std::string_view directory)
    : directory_(directory), follower_(std::make_unique<Follower>(directory)) {}

SnapshotSource::~SnapshotSource() = default;

absl::StatusOr<std::unique_ptr<SnapshotSource>> SnapshotSource::Open(std::string_view directory) {
  std::unique_ptr<SnapshotSource> source(new SnapshotSource(directory));
  absl::Status status = source->Refresh();
  if (!status.ok() && !absl::IsUnavailable(status)) {
    return status;
  }
  return source;
}

absl::Status SnapshotSource::Refresh() {
  const MutexLock lock(refresh_mutex_);
  absl::Status status = absl::AbortedError("");
  for (int attempt = 0; attempt < kMaxAttempts && absl::IsAborted(status); ++attempt) {
    status = RefreshLocked();
  }
  return absl::IsAborted(status) ? absl::UnavailableError(status.message()) : status;
}

absl::Status SnapshotSource::RefreshLocked() {
  Follower& follower = *follower_;
  absl::Status looked = CatchXapian([&] { return follower.Look(); });
  if (absl::IsNotFound(looked)) {
    follower.Forget();
    Publish(nullptr);
    return absl::UnavailableError(StrCat("there is no index yet: ", looked.message()));
  }
  if (!looked.ok()) {
    return looked;
  }
  IndexFollower& index = *follower.index();
  absl::StatusOr<std::shared_ptr<const Snapshot>> snapshot =
      CatchXapian([&] { return index.Advance(); });
  const RefreshStats stats = follower.stats();
  if (snapshot.ok() && *snapshot == nullptr) {
    return absl::OkStatus();
  }
  {
    const MutexLock stats_lock(mutex_);
    stats_ = stats;
  }
  // A commit that came after a new generation, and was read beside the old one, is no news.
  if (snapshot.ok() && follower.IsOfThePast()) {
    return absl::AbortedError("there is another generation of the index");
  }
  if (snapshot.ok()) {
    Publish(*std::move(snapshot));
    return absl::OkStatus();
  }
  if (absl::IsFailedPrecondition(snapshot.status())) {
    follower.Forget();
    return absl::AbortedError(snapshot.status().message());
  }
  // What it looked for may have gone with the MANIFEST that named it.
  if (follower.Outdated()) {
    return absl::AbortedError(snapshot.status().message());
  }
  return snapshot.status();
}

void SnapshotSource::Publish(std::shared_ptr<const Snapshot> snapshot) {
  {
    const MutexLock lock(mutex_);
    std::swap(current_, snapshot);
  }
  changed_.NotifyAll();
  // What was the current one goes here, outside the lock.
}

std::shared_ptr<const Snapshot> SnapshotSource::Current() const {
  const MutexLock lock(mutex_);
  return current_;
}

absl::StatusOr<std::shared_ptr<const Snapshot>> SnapshotSource::WaitFor(
    const CommitToken& token, const CallContext& context) {
  for (;;) {
    std::shared_ptr<const Snapshot> current = Current();
    if (current != nullptr && current->index_id() == token.index_id &&
        current->sequence() >= token.sequence) {
      return current;
    }
    if (absl::Status status = Refresh(); !status.ok() && !absl::IsUnavailable(status)) {
      return status;
    }
    current = Current();
    if (current != nullptr && current->index_id() != token.index_id) {
      return WithReason(
          absl::FailedPreconditionError("the commit token belongs to another index than this one"),
          "COMMIT_TOKEN_OF_ANOTHER_INDEX");
    }
    if (current != nullptr && current->sequence() >= token.sequence) {
      return current;
    }
    if (absl::Status status = context.Check(); !status.ok()) {
      return status;
    }
    const MutexLock lock(mutex_);
    if (current_ == current) {
      changed_.WaitFor(mutex_, kWaitStep);
    }
  }
}

RefreshStats SnapshotSource::stats() const {
  const MutexLock lock(mutex_);
  return stats_;
}

}  // namespace facetwire
