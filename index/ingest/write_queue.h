// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_INGEST_WRITE_QUEUE_H_
#define FACETWIRE_INDEX_INGEST_WRITE_QUEUE_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "index/base/call_context.h"
#include "index/base/mutex.h"
#include "index/ingest/write_operation.h"
#include "index/store/commit_token.h"
#include "index/store/index_writer.h"

namespace facetwire {

// The one thread that writes an index: it takes all jobs that wait, writes them, commits once,
// tells the callers, and begins again. So a lone write is committed at once, and many share a
// commit. Thread-safe.
class WriteQueue {
 public:
  using OpenWriter = std::function<absl::StatusOr<std::unique_ptr<IndexWriter>>()>;
  using Done = std::function<void(absl::StatusOr<WriteReport>)>;

  struct Options {
    // What may wait; more is refused. Words stand for memory: some 100 bytes each.
    std::size_t max_operations = 20000;
    std::size_t max_words = 5'000'000;
    // A commit takes jobs until it has as many.
    std::size_t operations_per_commit = 2000;
    std::size_t words_per_commit = 1'000'000;
    // Where all that waits may wait, a commit is begun when there are so many operations or words,
    // or so long after it could have been begun.
    std::size_t patient_operations = 1000;
    std::size_t patient_words = 250'000;
    std::chrono::nanoseconds patience = std::chrono::milliseconds(300);
    // Called after each commit, before its jobs are told. What it says is told to them.
    std::function<bool()> committed;
    // Called by the writing thread between commits: when the index was opened, after the jobs of a
    // commit were told, and after Wake(). An error: the writer is dead.
    std::function<absl::Status(IndexWriter&)> maintain;
    // Called by the writing thread when the index could not be opened, with what callers are told.
    std::function<void(const absl::Status&)> closed;
    // Asked after the disk was full, before the writer is opened again: OK where there is room.
    std::function<absl::Status()> room;
    std::chrono::nanoseconds reopen_interval = std::chrono::seconds(1);  // after a failure
  };

  // `writer` is what `open` gave first; `open` is called again after a failure: for the next job,
  // or after `reopen_interval` where there is none.
  WriteQueue(std::unique_ptr<IndexWriter> writer, OpenWriter open, Options options);

  // As Shutdown().
  ~WriteQueue();

  WriteQueue(const WriteQueue&) = delete;
  WriteQueue& operator=(const WriteQueue&) = delete;

  // Calls `done` exactly once: from the writing thread when the operations are durable or have
  // failed, or from within this call where they are refused: RESOURCE_EXHAUSTED with a time to
  // retry after, or UNAVAILABLE after Shutdown. Where the disk is full they fail with
  // RESOURCE_EXHAUSTED (reason "DISK_FULL") and a time to retry after; where they may have happened
  // nevertheless, with UNAVAILABLE (kCommitUnsure). A job whose context has ended before it is
  // begun is dropped with the context's status.
  void Submit(std::vector<WriteOperation> operations, CallContext context, Done done);

  // The same for those who bound by themselves how much they have under way: refused only after
  // Shutdown, never dropped.
  void SubmitAlways(std::vector<WriteOperation> operations, Done done);

  // The same for those who are in no hurry: many such jobs share a commit, which takes less work
  // than many small ones. Any other job takes those before it along at once.
  void SubmitPatiently(std::vector<WriteOperation> operations, Done done);

  // The index and its last commit, as of the last time it could be opened or written.
  CommitToken Position() const;

  // Has `maintain` called soon.
  void Wake();

  // Refuses new jobs, finishes those that wait, ends the thread. Idempotent.
  void Shutdown();

  // Why the last attempt to write failed; OK again once one succeeds or the index opens again.
  absl::Status Health() const;

 private:
  struct Job {
    std::vector<WriteOperation> operations;
    CallContext context;
    Done done;
    std::size_t words = 0;
    bool patient = false;
    WriteReport first = {};  // of a first attempt, whose commit failed and yet may have happened
  };

  void Push(Job job) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void PushOrRefuse(Job job);
  void Run();
  void ReadAhead();
  // False: shut down, and no jobs are left. True without jobs: it is time to open the writer again,
  // or to maintain the index.
  bool WaitForWork();
  void WaitForMore() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  std::vector<Job> NextBatch();
  static std::vector<Job*> StillWanted(std::vector<Job>& batch);
  void Write(std::vector<Job>& batch);
  // False: the writer died. Sets `hopeless` to an error that each of them would meet as well.
  bool WriteTogether(const std::vector<Job*>& jobs, absl::Status& hopeless);
  void Maintain();
  // Sets `hopeless` to an error that the other jobs would meet as well.
  absl::StatusOr<WriteReport> WriteAlone(Job& job, absl::Status& hopeless);
  absl::Status OpenIfClosed();
  absl::Status TryOpen();
  absl::StatusOr<std::vector<WriteReport>> TryWrite(const std::vector<Job*>& jobs);
  absl::Status ApplyAndCommit(const std::vector<Job*>& jobs, std::vector<WriteReport>& reports);
  // Drops the writer. Returns what callers are told.
  absl::Status Fail(const absl::Status& status);
  // After an attempt to open or to write.
  void Note(const absl::Status& status);

  const OpenWriter open_;
  const Options options_;
  std::unique_ptr<IndexWriter> writer_;  // of the thread; null after a failure
  bool disk_full_ = false;               // of the thread: that was the last failure

  mutable Mutex mutex_;
  CondVar work_;
  std::deque<Job> jobs_ ABSL_GUARDED_BY(mutex_);
  std::size_t waiting_operations_ ABSL_GUARDED_BY(mutex_) = 0;
  std::size_t waiting_words_ ABSL_GUARDED_BY(mutex_) = 0;
  std::size_t waiting_impatient_ ABSL_GUARDED_BY(mutex_) = 0;  // jobs
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  bool woken_ ABSL_GUARDED_BY(mutex_) = false;
  absl::Status health_ ABSL_GUARDED_BY(mutex_);
  CommitToken position_ ABSL_GUARDED_BY(mutex_);

  Mutex join_mutex_;  // one Shutdown at a time
  std::thread thread_ ABSL_GUARDED_BY(join_mutex_);
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_INGEST_WRITE_QUEUE_H_
