// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/ingest/maintenance.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <system_error>
#include <utility>

#include "index/base/priority.h"
#include "index/store/xapian_status.h"

namespace facetwire {
namespace {

// How often somebody who waits for a fold looks whether it is still wanted.
constexpr std::chrono::milliseconds kStep{20};

}  // namespace

Maintenance::Maintenance(const Clock& clock, MaintenanceOptions options)
    : clock_(clock), options_(std::move(options)) {}

Maintenance::~Maintenance() { Shutdown(); }

void Maintenance::Start(std::function<void()> wake) {
  wake_ = std::move(wake);
  const MutexLock lock(join_mutex_);
  thread_ = std::thread([this] { Run(); });
}

void Maintenance::Stop() {
  const MutexLock lock(mutex_);
  stopping_ = true;
  changed_.NotifyAll();
}

void Maintenance::Shutdown() {
  Stop();
  const MutexLock lock(join_mutex_);
  if (thread_.joinable()) {
    thread_.join();
  }
}

void Maintenance::BeginBulk() {
  const MutexLock lock(mutex_);
  ++bulk_loads_;
  seal_now_ = false;
}

void Maintenance::EndBulk() {
  {
    const MutexLock lock(mutex_);
    if (--bulk_loads_ > 0) {
      return;
    }
    seal_now_ = true;
    compacting_ = true;
  }
  wake_();
}

absl::Status Maintenance::Hold(const CallContext& context) {
  const MutexLock lock(mutex_);
  held_ = true;
  absl::Status status;
  while (status.ok() && plan_) {
    status = stopping_ ? absl::UnavailableError("the index is shutting down") : context.Check();
    if (status.ok()) {
      changed_.WaitFor(mutex_, kStep);
    }
  }
  held_ = status.ok();
  return status;
}

void Maintenance::Release() {
  {
    const MutexLock lock(mutex_);
    held_ = false;
  }
  wake_();
}

MaintenanceStats Maintenance::stats() const {
  const MutexLock lock(mutex_);
  return stats_;
}

void Maintenance::Run() {
  LowerThreadPriority(Priority::kBackground);
  while (AwaitWork()) {
    RemoveRetired();
    Fold();
    wake_();
  }
}

// False: it is to stop. True: there is work, or it is time to be attended again.
bool Maintenance::AwaitWork() {
  const MutexLock lock(mutex_);
  while (!stopping_ && retired_.empty() && !(plan_ && !folded_)) {
    if (!look_again_) {
      changed_.Wait(mutex_);
    } else if (!changed_.WaitFor(mutex_, options_.recheck)) {
      break;
    }
  }
  return !stopping_;
}

void Maintenance::Fold() {
  const FoldPlan* plan = nullptr;
  {
    const MutexLock lock(mutex_);
    plan = plan_ && !folded_ ? &*plan_ : nullptr;  // nobody touches it until folded_ is there
  }
  if (plan == nullptr) {
    return;
  }
  const absl::Time start = clock_.Now();
  absl::StatusOr<FoldedPart> folded = FoldParts(*plan, stopping_);
  const MutexLock lock(mutex_);
  stats_.writing += clock_.Now() - start;
  folded_ = std::move(folded);
}

// Here, for a large file takes its time.
void Maintenance::RemoveRetired() {
  std::vector<std::string> paths;
  {
    const MutexLock lock(mutex_);
    paths.swap(retired_);
  }
  for (const std::string& path : paths) {
    std::error_code ignored;  // what stays is removed when the index is opened next
    std::filesystem::remove_all(path, ignored);
  }
}

absl::Status Maintenance::Attend(IndexWriter& writer) {
  if (absl::Status status = Seal(writer); !status.ok()) {
    return status;
  }
  if (absl::Status status = Adopt(writer); !status.ok()) {
    return status;
  }
  PlanNext(writer);
  return absl::OkStatus();
}

absl::Status Maintenance::Seal(IndexWriter& writer) {
  const Docid documents = writer.active_documents();
  const std::size_t parts = writer.manifest().parts.size();
  PartFilling next = PartFilling::kSmallCommits;
  {
    const MutexLock lock(mutex_);
    next = bulk_loads_ > 0 ? PartFilling::kLargeCommits : PartFilling::kSmallCommits;
    seal_now_ = seal_now_ && documents > 0;
    if (documents < SealAt(parts) || clock_.Now() < seal_retry_.at) {
      return absl::OkStatus();
    }
  }
  absl::Status status = writer.Seal(next);
  const MutexLock lock(mutex_);
  if (status.ok()) {
    ++stats_.seals;
    seal_now_ = false;
    large_blocks_ = next == PartFilling::kLargeCommits;
    Succeeded(seal_retry_);
  } else {
    Failed(status, seal_retry_);
  }
  return status;
}

Docid Maintenance::SealAt(std::size_t parts) const {
  constexpr std::size_t kMostTimes = 8;
  if (seal_now_ || (large_blocks_ && bulk_loads_ == 0)) {
    return 1;
  }
  const Docid documents = bulk_loads_ > 0 ? options_.bulk_seal_documents : options_.seal_documents;
  const std::size_t most = policy().max_parts;
  const std::size_t times = parts <= most ? 1 : std::min(parts - most + 1, kMostTimes);
  return documents * static_cast<Docid>(times);
}

FoldPolicy Maintenance::policy() const {
  if (bulk_loads_ > 0) {
    return options_.bulk_policy;
  }
  FoldPolicy policy = options_.policy;
  if (MayCompact()) {
    policy.big_fraction = 0;
  }
  return policy;
}

bool Maintenance::MayCompact() const { return compacting_ && bulk_loads_ == 0 && !seal_now_; }

absl::Status Maintenance::Adopt(IndexWriter& writer) {
  FoldPlan plan;
  absl::StatusOr<FoldedPart> folded;
  {
    const MutexLock lock(mutex_);
    if (!folded_) {
      return absl::OkStatus();
    }
    plan = *std::move(plan_);
    folded = *std::move(folded_);
    plan_.reset();
    folded_.reset();
    changed_.NotifyAll();
  }
  absl::Status status = folded.status();
  const std::uint64_t documents = folded.ok() ? folded->documents : 0;
  if (folded.ok()) {
    status = writer.AdoptFold(plan, *std::move(folded));
  }
  const MutexLock lock(mutex_);
  if (status.ok()) {
    ++stats_.folds;
    stats_.purges += plan.purge ? 1 : 0;
    stats_.documents_written += documents;
    Succeeded(fold_retry_);
    return absl::OkStatus();
  }
  Failed(status, fold_retry_);
  compacting_ = compacting_ || plan_compacts_;
  return writer.alive() ? absl::OkStatus() : status;
}

void Maintenance::PlanNext(IndexWriter& writer) {
  std::vector<std::string> retired;
  const std::size_t unused = writer.RetireUnusedParts(retired);
  const std::size_t parts = writer.manifest().parts.size();
  const MutexLock lock(mutex_);
  stats_.parts = parts;
  stats_.unused_parts = unused;
  const absl::Time now = clock_.Now();
  if (!plan_ && !held_ && now >= fold_retry_.at) {
    plan_ = writer.PlanFold(policy());
    plan_compacts_ = MayCompact();
    compacting_ = compacting_ && !plan_compacts_;
  }
  look_again_ = unused > 0 || now < std::max(seal_retry_.at, fold_retry_.at);
  std::move(retired.begin(), retired.end(), std::back_inserter(retired_));
  if (plan_ || look_again_ || !retired_.empty()) {
    changed_.NotifyAll();
  }
}

void Maintenance::Succeeded(Retry& retry) {
  retry = Retry();
  if (seal_retry_.backoff + fold_retry_.backoff == absl::ZeroDuration()) {
    stats_.last_failure = absl::OkStatus();
  }
}

void Maintenance::Failed(const absl::Status& status, Retry& retry) {
  ++stats_.failures;
  stats_.last_failure = status;
  retry.backoff = std::clamp(2 * retry.backoff, options_.first_retry, options_.last_retry);
  retry.at = clock_.Now() + retry.backoff;
}

}  // namespace facetwire
