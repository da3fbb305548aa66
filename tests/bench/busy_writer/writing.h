// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_TESTS_BENCH_BUSY_WRITER_WRITING_H_
#define FACETWIRE_TESTS_BENCH_BUSY_WRITER_WRITING_H_

#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "index/ingest/maintenance.h"
#include "index/ingest/write_queue.h"
#include "index/store/document_builder.h"
#include "tests/support/random_corpus.h"

namespace facetwire::bench {

// Times, in milliseconds.
class Latencies {
 public:
  void Add(double milliseconds) { values_.push_back(milliseconds); }

  std::size_t count() const { return values_.size(); }

  // fraction 0.5: the median. 0 where there are none.
  double At(double fraction) const;

 private:
  std::vector<double> values_;
};

// Now, for differences.
double Milliseconds();

// The writing half of a server: queue and maintenance, and articles to feed them with. Ends the
// program where something fails.
class Writing {
 public:
  // `committed` is called after each commit, from the writing thread.
  Writing(const std::string& directory, std::function<void()> committed);
  ~Writing();

  // Puts articles until the index has seen so many, 500 a commit. Returns how many that were.
  std::size_t LoadUpTo(std::size_t documents);

  // Commits one article, again and again, `rate` times a second, until `done`. One in ten replaces
  // an earlier one.
  void Trickle(double rate, const std::atomic<bool>& done, Latencies& commits);

  // Until nothing is left to fold.
  void AwaitQuiet();

  MaintenanceStats maintenance() const { return maintenance_.stats(); }

  // What sealing and adopting took of the writing thread.
  Latencies stalls() const;

  // The most parts that there were.
  std::size_t most_parts() const { return most_parts_; }

 private:
  absl::Status Attend(IndexWriter& writer);
  void Put(const std::vector<std::string>& ids);

  std::unique_ptr<WriteQueue> queue_;
  Maintenance maintenance_;
  DocumentBuilder builder_;
  testing::RandomCorpus corpus_{1};
  std::size_t next_ = 0;
  std::atomic<std::size_t> most_parts_{0};
  mutable Mutex mutex_;
  Latencies stalls_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace facetwire::bench

#endif  // FACETWIRE_TESTS_BENCH_BUSY_WRITER_WRITING_H_
