// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/ingest/backup_requests.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "index/store/backup.h"
#include "index/store/xapian_status.h"

namespace facetwire {
namespace {

// How often a caller looks whether it is still wanted.
constexpr std::chrono::milliseconds kStep{20};

}  // namespace

absl::StatusOr<std::unique_ptr<BackupSource>> BackupRequests::Wait(
    const CallContext& context, const std::function<void()>& wake) {
  const auto request = std::make_shared<Request>();
  {
    const MutexLock lock(mutex_);
    if (stopped_) {
      return absl::UnavailableError("the index is shutting down");
    }
    waiting_.push_back(request);
  }
  wake();
  const MutexLock lock(mutex_);
  for (;;) {
    if (request->result) {
      return *std::move(request->result);
    }
    if (absl::Status status = context.Check(); !status.ok()) {
      waiting_.erase(std::remove(waiting_.begin(), waiting_.end(), request), waiting_.end());
      return status;
    }
    answered_.WaitFor(mutex_, kStep);
  }
}

absl::Status BackupRequests::Attend(IndexWriter& writer) {
  std::vector<std::shared_ptr<Request>> requests;
  {
    const MutexLock lock(mutex_);
    requests.swap(waiting_);
  }
  absl::Status dead;
  for (const std::shared_ptr<Request>& request : requests) {
    Result backup = dead.ok() ? CatchXapian([&] { return MakeBackupSource(directory_, writer); })
                              : Result(dead);
    if (!writer.alive()) {
      dead = backup.status();
    }
    const MutexLock lock(mutex_);
    request->result = std::move(backup);
    answered_.NotifyAll();
  }
  return dead;
}

void BackupRequests::Shutdown() {
  const MutexLock lock(mutex_);
  stopped_ = true;
  for (const std::shared_ptr<Request>& request : waiting_) {
    request->result = absl::UnavailableError("the index is shutting down");
  }
  waiting_.clear();
  answered_.NotifyAll();
}

}  // namespace facetwire
