// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/busy_writer/writing.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <future>
#include <random>
#include <thread>
#include <utility>

#include "absl/status/statusor.h"

namespace facetwire::bench {

double Latencies::At(double fraction) const {
  if (values_.empty()) {
    return 0;
  }
  std::vector<double> sorted = values_;
  std::sort(sorted.begin(), sorted.end());
  const auto last = static_cast<double>(sorted.size() - 1);
  return sorted[static_cast<std::size_t>(fraction * last)];
}

double Milliseconds() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration<double, std::milli>(now).count();
}

Writing::Writing(const std::string& directory, std::function<void()> committed)
    : maintenance_(SystemClock(), MaintenanceOptions()) {
  const auto open = [directory] { return IndexWriter::Open(directory); };
  WriteQueue::Options options;
  options.committed = [committed = std::move(committed)] {
    committed();
    return true;
  };
  options.maintain = [this](IndexWriter& writer) { return Attend(writer); };
  std::unique_ptr<IndexWriter> writer = open().value();
  next_ = writer->last_docid();
  queue_ = std::make_unique<WriteQueue>(std::move(writer), open, std::move(options));
  maintenance_.Start([this] { queue_->Wake(); });
}

Writing::~Writing() {
  queue_->Shutdown();
  maintenance_.Shutdown();
}

absl::Status Writing::Attend(IndexWriter& writer) {
  const MaintenanceStats before = maintenance_.stats();
  const double start = Milliseconds();
  absl::Status status = maintenance_.Attend(writer);
  const double took = Milliseconds() - start;
  const MaintenanceStats after = maintenance_.stats();
  most_parts_ = std::max(most_parts_.load(), after.parts);
  if (after.seals + after.folds > before.seals + before.folds) {
    const MutexLock lock(mutex_);
    stalls_.Add(took);
  }
  return status;
}

Latencies Writing::stalls() const {
  const MutexLock lock(mutex_);
  return stalls_;
}

void Writing::Put(const std::vector<std::string>& ids) {
  std::vector<WriteOperation> operations;
  for (const std::string& id : ids) {
    const auto version = static_cast<std::int64_t>(next_);
    operations.emplace_back(builder_.Build(corpus_.MakeArticle(id, version)).value());
  }
  std::promise<absl::Status> told;
  queue_->Submit(std::move(operations), CallContext(), [&](absl::StatusOr<WriteReport> report) {
    told.set_value(report.status());
  });
  if (const absl::Status status = told.get_future().get(); !status.ok()) {
    std::fprintf(stderr, "%s\n", status.ToString().c_str());
    std::exit(1);
  }
}

std::size_t Writing::LoadUpTo(std::size_t documents) {
  constexpr std::size_t kBatch = 500;
  const std::size_t first = next_;
  while (next_ < documents) {
    std::vector<std::string> ids;
    while (next_ < documents && ids.size() < kBatch) {
      ids.push_back("a" + std::to_string(++next_));
    }
    Put(ids);
  }
  return next_ - first;
}

void Writing::Trickle(double rate, const std::atomic<bool>& done, Latencies& commits) {
  const auto step =
      std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::duration<double>(1 / rate));
  std::mt19937 random(7);
  auto due = std::chrono::steady_clock::now();
  while (!done) {
    ++next_;
    const bool again = random() % 10 == 0;
    const double start = Milliseconds();
    Put({"a" + std::to_string(again ? random() % next_ : next_)});
    commits.Add(Milliseconds() - start);
    due += step;
    std::this_thread::sleep_until(due);
  }
}

void Writing::AwaitQuiet() {
  MaintenanceStats before;
  for (int same = 0; same < 20;) {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    const MaintenanceStats now = maintenance_.stats();
    same = now == before && now.parts <= FoldPolicy().max_parts ? same + 1 : 0;
    before = now;
  }
}

}  // namespace facetwire::bench
