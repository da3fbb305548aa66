// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/ingest/write_queue.h"

#include <set>
#include <string_view>
#include <utility>

#include "index/base/errors.h"
#include "index/ingest/disk_room.h"
#include "index/store/xapian_status.h"

namespace facetwire {

namespace {

constexpr absl::Duration kRetryAfter = absl::Milliseconds(200);

absl::Status ShuttingDown() { return absl::UnavailableError("the index is shutting down"); }

bool MayHaveHappened(const absl::Status& status) { return Reason(status) == kCommitUnsure; }

}  // namespace

WriteQueue::WriteQueue(std::unique_ptr<IndexWriter> writer, OpenWriter open, Options options)
    : open_(std::move(open)), options_(std::move(options)), writer_(std::move(writer)) {
  if (writer_ != nullptr) {
    Note(absl::OkStatus());
  }
  {
    const MutexLock lock(mutex_);
    woken_ = options_.maintain != nullptr;  // for what was left when the index was last open
  }
  const MutexLock lock(join_mutex_);
  thread_ = std::thread([this] { Run(); });
}

WriteQueue::~WriteQueue() { Shutdown(); }

void WriteQueue::Submit(std::vector<WriteOperation> operations, CallContext context, Done done) {
  absl::Status refused;
  const std::size_t words = WordsIn(operations);
  {
    const MutexLock lock(mutex_);
    if (stopping_) {
      refused = ShuttingDown();
    } else if (!jobs_.empty() &&
               (waiting_operations_ + operations.size() > options_.max_operations ||
                waiting_words_ + words > options_.max_words)) {
      refused =
          WithRetryAfter(absl::ResourceExhaustedError("too many writes are waiting"), kRetryAfter);
    } else {
      Push({std::move(operations), std::move(context), std::move(done), words});
      return;
    }
  }
  done(std::move(refused));
}

void WriteQueue::SubmitAlways(std::vector<WriteOperation> operations, Done done) {
  const std::size_t words = WordsIn(operations);
  PushOrRefuse({std::move(operations), {}, std::move(done), words});
}

void WriteQueue::SubmitPatiently(std::vector<WriteOperation> operations, Done done) {
  const std::size_t words = WordsIn(operations);
  PushOrRefuse({std::move(operations), {}, std::move(done), words, /*patient=*/true});
}

void WriteQueue::PushOrRefuse(Job job) {
  {
    const MutexLock lock(mutex_);
    if (!stopping_) {
      Push(std::move(job));
      return;
    }
  }
  job.done(ShuttingDown());
}

void WriteQueue::Push(Job job) {
  waiting_operations_ += job.operations.size();
  waiting_words_ += job.words;
  waiting_impatient_ += job.patient ? 0 : 1;
  jobs_.push_back(std::move(job));
  work_.NotifyOne();
}

CommitToken WriteQueue::Position() const {
  const MutexLock lock(mutex_);
  return position_;
}

void WriteQueue::Shutdown() {
  {
    const MutexLock lock(mutex_);
    stopping_ = true;
    work_.NotifyAll();
  }
  const MutexLock lock(join_mutex_);
  if (thread_.joinable()) {
    thread_.join();
  }
}

absl::Status WriteQueue::Health() const {
  const MutexLock lock(mutex_);
  return health_;
}

void WriteQueue::Note(const absl::Status& status) {
  const MutexLock lock(mutex_);
  health_ = status;
  if (status.ok()) {
    position_ = {writer_->index_id(), writer_->sequence()};
  }
}

void WriteQueue::Run() {
  ReadAhead();
  while (WaitForWork()) {
    std::vector<Job> batch = NextBatch();
    if (batch.empty()) {
      // Nobody writes while Health() is bad, so it must be able to get well without a write.
      OpenIfClosed().IgnoreError();
    } else {
      Write(batch);
    }
    Maintain();
  }
  writer_ = nullptr;
}

// So that the first write after a start is as fast as any.
void WriteQueue::ReadAhead() {
  if (writer_ == nullptr) {
    return;
  }
  if (absl::Status status = writer_->ReadAhead(); !status.ok()) {
    Fail(status).IgnoreError();
  }
}

bool WriteQueue::WaitForWork() {
  const MutexLock lock(mutex_);
  while (jobs_.empty() && !stopping_ && !woken_) {
    if (writer_ != nullptr) {
      work_.Wait(mutex_);
    } else if (!work_.WaitFor(mutex_, options_.reopen_interval)) {
      break;
    }
  }
  WaitForMore();
  woken_ = false;
  return !jobs_.empty() || !stopping_;
}

// While all that waits may wait: until it is enough for a commit, or has waited for long.
void WriteQueue::WaitForMore() {
  const auto end = std::chrono::steady_clock::now() + options_.patience;
  while (!jobs_.empty() && waiting_impatient_ == 0 && !stopping_ && !woken_ &&
         waiting_operations_ < options_.patient_operations &&
         waiting_words_ < options_.patient_words) {
    const auto left = end - std::chrono::steady_clock::now();
    if (left <= std::chrono::nanoseconds(0) || !work_.WaitFor(mutex_, left)) {
      return;
    }
  }
}

void WriteQueue::Wake() {
  const MutexLock lock(mutex_);
  woken_ = true;
  work_.NotifyOne();
}

void WriteQueue::Maintain() {
  if (writer_ == nullptr || !options_.maintain) {
    return;
  }
  absl::Status status = CatchXapian([&] { return options_.maintain(*writer_); });
  if (status.ok()) {
    status = writer_->failure();
  }
  if (!status.ok()) {
    Fail(status).IgnoreError();
  }
}

std::vector<WriteQueue::Job> WriteQueue::NextBatch() {
  std::vector<Job> batch;
  const MutexLock lock(mutex_);
  std::size_t operations = 0;
  std::size_t words = 0;
  while (!jobs_.empty() && operations < options_.operations_per_commit &&
         words < options_.words_per_commit) {
    operations += jobs_.front().operations.size();
    words += jobs_.front().words;
    waiting_impatient_ -= jobs_.front().patient ? 0 : 1;
    batch.push_back(std::move(jobs_.front()));
    jobs_.pop_front();
  }
  waiting_operations_ -= operations;
  waiting_words_ -= words;
  return batch;
}

// Tells those off whose context has ended, and returns the others.
std::vector<WriteQueue::Job*> WriteQueue::StillWanted(std::vector<Job>& batch) {
  std::vector<Job*> jobs;
  for (Job& job : batch) {
    if (absl::Status status = job.context.Check(); !status.ok()) {
      job.done(std::move(status));
    } else {
      jobs.push_back(&job);
    }
  }
  return jobs;
}

void WriteQueue::Write(std::vector<Job>& batch) {
  const std::vector<Job*> jobs = StillWanted(batch);
  if (jobs.empty()) {
    return;
  }
  absl::Status hopeless = OpenIfClosed();
  if (hopeless.ok() && WriteTogether(jobs, hopeless)) {
    return;
  }
  // The writer died and nothing of the batch was acknowledged. Each job is tried again on its
  // own, so that one that cannot be written does not take the others with it; until an error shows
  // that would meet them all.
  for (Job* const job : jobs) {
    job->done(hopeless.ok() ? WriteAlone(*job, hopeless) : hopeless);
  }
}

bool WriteQueue::WriteTogether(const std::vector<Job*>& jobs, absl::Status& hopeless) {
  const std::uint64_t before = writer_->sequence();
  absl::StatusOr<std::vector<WriteReport>> reports = TryWrite(jobs);
  if (reports.ok()) {
    for (std::size_t i = 0; i < jobs.size(); ++i) {
      jobs[i]->done(std::move((*reports)[i]));
    }
    return true;
  }
  hopeless = OpenIfClosed();
  if (!hopeless.ok() && MayHaveHappened(reports.status())) {
    hopeless = reports.status();
  }
  if (hopeless.ok() && writer_->sequence() == before) {
    for (Job* const job : jobs) {
      job->first = {};  // the commit did not happen
    }
  }
  return false;
}

absl::StatusOr<WriteReport> WriteQueue::WriteAlone(Job& job, absl::Status& hopeless) {
  hopeless = OpenIfClosed();
  if (!hopeless.ok()) {
    return hopeless;
  }
  if (absl::Status status = job.context.Check(); !status.ok()) {
    return status;
  }
  absl::StatusOr<std::vector<WriteReport>> reports = TryWrite({&job});
  if (reports.ok()) {
    return std::move(reports->front());
  }
  // INTERNAL is what the store says of a document that it cannot take.
  if (!absl::IsInternal(reports.status())) {
    hopeless = reports.status();
  }
  return reports.status();
}

absl::Status WriteQueue::OpenIfClosed() {
  if (writer_ != nullptr) {
    return absl::OkStatus();
  }
  if (absl::Status status = TryOpen(); !status.ok()) {
    status = Fail(status);
    if (options_.closed) {
      options_.closed(status);
    }
    return status;
  }
  disk_full_ = false;
  Note(absl::OkStatus());
  return absl::OkStatus();
}

absl::Status WriteQueue::TryOpen() {
  if (disk_full_ && options_.room) {
    if (absl::Status status = options_.room(); !status.ok()) {
      return status;
    }
  }
  absl::StatusOr<std::unique_ptr<IndexWriter>> writer = CatchXapian([&] { return open_(); });
  absl::Status status = writer.status();
  writer_ = std::move(writer).value_or(nullptr);
  return status;
}

absl::Status WriteQueue::Fail(const absl::Status& status) {
  writer_ = nullptr;
  disk_full_ = MeansDiskFull(status);
  absl::Status told = disk_full_ ? DiskFullError(status) : status;
  Note(told);
  // RESOURCE_EXHAUSTED would say that nothing was done.
  return MayHaveHappened(status) ? status : told;
}

absl::StatusOr<std::vector<WriteReport>> WriteQueue::TryWrite(const std::vector<Job*>& jobs) {
  std::vector<WriteReport> reports;
  const absl::Status status = CatchXapian([&] { return ApplyAndCommit(jobs, reports); });
  if (!status.ok()) {
    return Fail(status);
  }
  Note(status);
  const bool announced = options_.committed && options_.committed();
  for (WriteReport& report : reports) {
    report.announced = announced;
  }
  return reports;
}

absl::Status WriteQueue::ApplyAndCommit(const std::vector<Job*>& jobs,
                                        std::vector<WriteReport>& reports) {
  for (Job* const job : jobs) {
    absl::StatusOr<WriteReport> report = ApplyAll(job->operations, *writer_);
    if (!report.ok()) {
      return report.status();
    }
    Reconcile(job->first, *report);
    reports.push_back(*std::move(report));
  }
  const absl::StatusOr<std::uint64_t> sequence = writer_->Commit();
  std::set<std::string_view> duplicates(writer_->duplicates().begin(), writer_->duplicates().end());
  for (std::size_t i = jobs.size(); i-- > 0;) {
    TellDuplicates(jobs[i]->operations, duplicates, reports[i]);
    jobs[i]->first = reports[i];  // the commit may have happened even where it failed
  }
  if (!sequence.ok()) {
    return sequence.status();
  }
  const std::string token = EncodeCommitToken({writer_->index_id(), *sequence});
  for (WriteReport& report : reports) {
    report.commit_token = token;
  }
  return absl::OkStatus();
}

}  // namespace facetwire
