// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/store/reader_pool.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <thread>

namespace facetwire {

ReaderPool::Lease::~Lease() {
  if (reader_ != nullptr) {
    pool_->GiveBack(std::move(reader_));
  }
}

ReaderPool::Lease ReaderPool::Take() {
  std::unique_ptr<IndexReader> reader;
  {
    const MutexLock lock(mutex_);
    if (!idle_.empty()) {
      reader = std::move(idle_.back());
      idle_.pop_back();
    }
  }
  if (reader == nullptr) {
    reader = std::make_unique<IndexReader>(directory_, &cache_);
  }
  return {*this, std::move(reader)};
}

std::size_t ReaderPool::idle() const {
  const MutexLock lock(mutex_);
  return idle_.size();
}

void ReaderPool::GiveBack(std::unique_ptr<IndexReader> reader) {
  std::vector<std::unique_ptr<IndexReader>> outdated;  // goes when the lock does not hold any more
  const MutexLock lock(mutex_);
  const auto others = std::partition(idle_.begin(), idle_.end(), [&](const auto& one) {
    return !one->HasOtherPartsThan(*reader);
  });
  std::move(others, idle_.end(), std::back_inserter(outdated));
  idle_.erase(others, idle_.end());
  idle_.push_back(std::move(reader));
}

namespace reader_internal {
namespace {

constexpr int kMaxFailures = 100;  // a millisecond or more each

}  // namespace

absl::Status Patience::Check(const std::shared_ptr<const Snapshot>& snapshot,
                             const absl::Status& cause) {
  failures_ = snapshot == last_ ? failures_ + 1 : 1;
  last_ = snapshot;
  return failures_ < kMaxFailures ? absl::OkStatus() : absl::DataLossError(cause.message());
}

absl::Status PrepareAttempt(int attempt, SnapshotSource& source, const CallContext& context) {
  if (absl::Status status = context.Check(); !status.ok()) {
    return status;
  }
  if (attempt == 1) {
    return absl::OkStatus();
  }
  if (attempt > 2) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return source.Refresh();
}

}  // namespace reader_internal

}  // namespace facetwire
