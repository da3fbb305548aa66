// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/ingest/write_queue.h"

#include <atomic>
#include <chrono>
#include <filesystem>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "index/base/errors.h"
#include "index/store/document_builder.h"
#include "index/store/token_files.h"
#include "tests/index/ingest/small_document.h"
#include "tests/support/fake_clock.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_dir.h"

namespace facetwire {

namespace {

using ::facetwire::testing::IsOk;
using ::facetwire::testing::SmallDocument;
using ::facetwire::testing::StatusIs;
using ::testing::_;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

// A document that no writer can store: the term is longer than Xapian allows.
PreparedDocument Unwritable(const std::string& id) {
  PreparedDocument document = SmallDocument(id);
  document.document.add_boolean_term(std::string(300, 'x'));
  return document;
}

std::vector<WriteOperation> Put(PreparedDocument document) {
  std::vector<WriteOperation> operations;
  operations.emplace_back(std::move(document));
  return operations;
}

std::vector<WriteOperation> Delete(const std::string& id) {
  std::vector<WriteOperation> operations;
  operations.emplace_back(DeleteOperation{id});
  return operations;
}

class WriteQueueTest : public ::testing::Test {
 protected:
  using Report = absl::StatusOr<WriteReport>;

  WriteQueue::OpenWriter Opener() {
    return [this]() -> absl::StatusOr<std::unique_ptr<IndexWriter>> {
      ++opened_;
      if (opened_ <= failing_opens_) {
        return absl::UnavailableError("no disk today");
      }
      return IndexWriter::Open(dir_.path());
    };
  }

  void Start(WriteQueue::Options options = {}) {
    queue_ = std::make_unique<WriteQueue>(nullptr, Opener(), std::move(options));
  }

  std::future<Report> Submit(std::vector<WriteOperation> operations, CallContext context = {}) {
    auto promise = std::make_shared<std::promise<Report>>();
    queue_->Submit(std::move(operations), std::move(context), [promise](Report report) {
      promise->set_value(std::move(report));
    });
    return promise->get_future();
  }

  std::future<Report> SubmitPatiently(std::vector<WriteOperation> operations) {
    auto promise = std::make_shared<std::promise<Report>>();
    queue_->SubmitPatiently(std::move(operations),
                            [promise](Report report) { promise->set_value(std::move(report)); });
    return promise->get_future();
  }

  // Keeps the writing thread busy, in the answer to a first job, until the result is told to go on.
  std::promise<void> Block() {
    std::promise<void> release;
    auto blocked = std::make_shared<std::promise<void>>();
    queue_->Submit(Put(SmallDocument("blocker")),
                   {},
                   [blocked, gate = release.get_future().share()](const Report& report) {
                     EXPECT_THAT(report, IsOk());
                     blocked->set_value();
                     gate.wait();
                   });
    blocked->get_future().wait();
    return release;
  }

  testing::TempDir dir_;
  std::atomic<int> failing_opens_ = 0;
  int opened_ = 0;  // of the writing thread
  std::unique_ptr<WriteQueue> queue_;
};

TEST_F(WriteQueueTest, TellsWhatBecameOfEachOperation) {
  Start();
  EXPECT_THAT(Submit(Put(SmallDocument("a"))).get()->puts, ElementsAre(IndexOutcome::kCreated));
  EXPECT_THAT(Submit(Put(SmallDocument("a"))).get()->puts, ElementsAre(IndexOutcome::kUnchanged));
  std::vector<WriteOperation> mixed = Delete("a");
  mixed.emplace_back(SmallDocument("a"));
  mixed.emplace_back(DeleteOperation{"nobody"});
  const Report report = Submit(std::move(mixed)).get();
  ASSERT_THAT(report, IsOk());
  EXPECT_THAT(report->puts, ElementsAre(IndexOutcome::kCreated));
  EXPECT_THAT(report->deletes, ElementsAre(true, false));
}

TEST_F(WriteQueueTest, JobsThatWaitShareACommit) {
  Start();
  std::promise<void> release = Block();
  std::vector<std::future<Report>> reports;
  for (const char* const id : {"a", "b", "c"}) {
    reports.push_back(Submit(Put(SmallDocument(id))));
  }
  release.set_value();
  const std::string token = reports[0].get()->commit_token;
  EXPECT_EQ(reports[1].get()->commit_token, token);
  EXPECT_EQ(reports[2].get()->commit_token, token);
}

TEST_F(WriteQueueTest, PatientJobsWaitUntilTheyAreEnough) {
  Start({.patient_operations = 3, .patience = std::chrono::hours(1)});
  std::vector<std::future<Report>> reports;
  for (const char* const id : {"a", "b", "c"}) {
    reports.push_back(SubmitPatiently(Put(SmallDocument(id))));
  }
  const std::string token = reports[0].get()->commit_token;
  EXPECT_EQ(reports[1].get()->commit_token, token);
  EXPECT_EQ(reports[2].get()->commit_token, token);
}

TEST_F(WriteQueueTest, PatientJobsWaitUntilTheyHaveManyWords) {
  const PreparedDocument document = SmallDocument("a");
  Start({.patient_words = 2 * document.length, .patience = std::chrono::hours(1)});
  std::future<Report> first = SubmitPatiently(Put(SmallDocument("a")));
  std::future<Report> second = SubmitPatiently(Put(SmallDocument("b")));
  EXPECT_EQ(first.get()->commit_token, second.get()->commit_token);
}

TEST_F(WriteQueueTest, PatientJobsGoAlongWithOneInAHurry) {
  Start({.patience = std::chrono::hours(1)});
  std::future<Report> patient = SubmitPatiently(Put(SmallDocument("a")));
  std::future<Report> later = Submit(Put(SmallDocument("a")));
  const Report told = later.get();
  ASSERT_THAT(told, IsOk());
  EXPECT_EQ(patient.get()->commit_token, told->commit_token);
  EXPECT_THAT(told->puts, ElementsAre(IndexOutcome::kUnchanged));
}

TEST_F(WriteQueueTest, PatientJobsDoNotWaitForever) {
  Start({.patience = std::chrono::milliseconds(1)});
  EXPECT_THAT(SubmitPatiently(Put(SmallDocument("a"))).get(), IsOk());
}

TEST_F(WriteQueueTest, PatientJobsDoNotWaitForAsLongAsMoreComes) {
  constexpr int kMost = 1'000'000;
  Start({.operations_per_commit = kMost,
         .patient_operations = kMost,
         .patience = std::chrono::milliseconds(20)});
  std::future<Report> first = SubmitPatiently(Put(SmallDocument("a")));
  const auto waits = [&first] {
    return first.wait_for(std::chrono::seconds(0)) != std::future_status::ready;
  };
  int more = 0;
  while (waits() && more < kMost / 2) {
    queue_->SubmitPatiently(Delete("nobody"), [](const Report&) {});
    ++more;
    std::this_thread::yield();
  }
  EXPECT_LT(more, kMost / 2);
}

TEST_F(WriteQueueTest, ShutdownWritesWhatWaitsPatiently) {
  Start({.patience = std::chrono::hours(1)});
  std::future<Report> waiting = SubmitPatiently(Put(SmallDocument("a")));
  queue_->Shutdown();
  EXPECT_THAT(waiting.get(), IsOk());
  EXPECT_THAT(SubmitPatiently(Put(SmallDocument("b"))).get(),
              StatusIs(absl::StatusCode::kUnavailable, _));
}

TEST_F(WriteQueueTest, CommittedIsCalledBeforeTheAnswer) {
  int commits = 0;
  Start({.committed = [&commits] { return ++commits > 0; }});
  EXPECT_THAT(Submit(Put(SmallDocument("a"))).get(), IsOk());
  EXPECT_EQ(commits, 1);
}

TEST_F(WriteQueueTest, OneBadDocumentDoesNotHarmTheOthers) {
  Start();
  std::promise<void> release = Block();
  std::future<Report> first = Submit(Put(SmallDocument("a")));
  std::future<Report> bad = Submit(Put(Unwritable("b")));
  std::future<Report> last = Submit(Put(SmallDocument("c")));
  release.set_value();
  EXPECT_THAT(first.get(), IsOk());
  EXPECT_FALSE(bad.get().ok());
  EXPECT_THAT(last.get(), IsOk());
  EXPECT_THAT(queue_->Health(), IsOk());
  // The bad one is not there, the others are, once.
  EXPECT_THAT(Submit(Delete("a")).get()->deletes, ElementsAre(true));
  EXPECT_THAT(Submit(Delete("b")).get()->deletes, ElementsAre(false));
  EXPECT_THAT(Submit(Delete("c")).get()->deletes, ElementsAre(true));
}

TEST_F(WriteQueueTest, WhatAFirstAttemptWouldHaveDoneIsNotTold) {
  Start();
  std::promise<void> release = Block();
  std::atomic<int> looks = 0;  // gone when its job is tried again on its own
  std::future<Report> dropped =
      Submit(Put(SmallDocument("a")), {.cancelled = [&looks] { return ++looks > 1; }});
  std::future<Report> deleted = Submit(Delete("a"));
  std::future<Report> bad = Submit(Put(Unwritable("b")));
  release.set_value();
  EXPECT_THAT(dropped.get(), StatusIs(absl::StatusCode::kCancelled, _));
  EXPECT_THAT(deleted.get()->deletes, ElementsAre(false));
  EXPECT_FALSE(bad.get().ok());
}

TEST_F(WriteQueueTest, GoesOnWhenTheWriterCanBeOpenedAgain) {
  failing_opens_ = 1;
  std::vector<absl::Status> told;
  Start({.closed = [&told](const absl::Status& why) { told.push_back(why); },
         .reopen_interval = std::chrono::hours(1)});
  EXPECT_THAT(Submit(Put(SmallDocument("a"))).get(),
              StatusIs(absl::StatusCode::kUnavailable, HasSubstr("no disk")));
  EXPECT_THAT(queue_->Health(), StatusIs(absl::StatusCode::kUnavailable, _));
  EXPECT_THAT(Submit(Put(SmallDocument("a"))).get(), IsOk());
  EXPECT_THAT(queue_->Health(), IsOk());
  queue_->Shutdown();
  EXPECT_THAT(told, ElementsAre(StatusIs(absl::StatusCode::kUnavailable, HasSubstr("no disk"))));
}

TEST_F(WriteQueueTest, GetsWellWithoutAWrite) {
  Start({.reopen_interval = std::chrono::milliseconds(1)});
  EXPECT_FALSE(Submit(Put(Unwritable("a"))).get().ok());
  while (!queue_->Health().ok()) {
    std::this_thread::yield();
  }
}

// As where looking for parts to fold throws, which gives no error.
TEST_F(WriteQueueTest, AWriterThatDiedQuietlyIsNoticed) {
  std::atomic<int> looks = 0;
  Start({.maintain =
             [&looks](IndexWriter& writer) {
               if (++looks == 1) {
                 EXPECT_FALSE(writer.Put(Unwritable("a")).ok() && writer.Commit().ok());
               }
               return absl::OkStatus();
             },
         .reopen_interval = std::chrono::hours(1)});
  // It looks once by itself; another look would open another writer.
  while (queue_->Health().ok()) {
    std::this_thread::yield();
  }
  EXPECT_THAT(queue_->Health(),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("it had said: ")));
  EXPECT_THAT(Submit(Put(SmallDocument("b"))).get(), IsOk());
  EXPECT_THAT(queue_->Health(), IsOk());
}

TEST_F(WriteQueueTest, AnIndexThatCannotBeOpenedIsTriedOnceForAllThatWait) {
  Start({.reopen_interval = std::chrono::hours(1)});
  std::promise<void> release = Block();
  std::future<Report> bad = Submit(Put(Unwritable("b")));
  std::vector<std::future<Report>> reports;
  for (const char* const id : {"a", "c", "d"}) {
    reports.push_back(Submit(Put(SmallDocument(id))));
  }
  failing_opens_ = 100;  // from now on
  release.set_value();
  EXPECT_THAT(bad.get(), StatusIs(absl::StatusCode::kUnavailable, HasSubstr("no disk")));
  for (std::future<Report>& report : reports) {
    EXPECT_THAT(report.get(), StatusIs(absl::StatusCode::kUnavailable, HasSubstr("no disk")));
  }
  queue_->Shutdown();
  EXPECT_EQ(opened_, 2);
}

TEST_F(WriteQueueTest, AnErrorThatMeetsAllIsNotSoughtWithEach) {
  Start({.reopen_interval = std::chrono::hours(1)});
  std::promise<void> release = Block();
  std::vector<std::future<Report>> reports;
  for (const char* const id : {"a", "b", "c"}) {
    reports.push_back(Submit(Put(SmallDocument(id))));
  }
  reports.push_back(Submit(Put(Unwritable("bad"))));
  // No other writer will be able to open the token file: a directory stands in its place.
  const std::string file = TokenFilePath(dir_.path(), 0);
  std::filesystem::remove(file);
  std::filesystem::create_directory(file);
  release.set_value();
  for (std::future<Report>& report : reports) {
    EXPECT_THAT(report.get(),
                StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("000000.tok")));
  }
  queue_->Shutdown();
  EXPECT_EQ(opened_, 2);  // at first, and for the first job on its own
}

TEST_F(WriteQueueTest, DeletesADocumentOnlyAsItWas) {
  Start();
  ASSERT_THAT(Submit(Put(SmallDocument("a"))).get(), IsOk());  // document 1
  std::vector<WriteOperation> other;
  other.emplace_back(DeleteOperation{"a", 2});
  EXPECT_THAT(Submit(std::move(other)).get()->deletes, ElementsAre(false));
  // Updated in the same commit: what was meant is no longer there.
  PreparedDocument update = SmallDocument("a");
  update.version = 1;
  std::vector<WriteOperation> late = Put(std::move(update));
  late.emplace_back(DeleteOperation{"a", 1});
  EXPECT_THAT(Submit(std::move(late)).get()->deletes, ElementsAre(false));
  std::vector<WriteOperation> right;
  right.emplace_back(DeleteOperation{"a", 2});
  EXPECT_THAT(Submit(std::move(right)).get()->deletes, ElementsAre(true));
}

TEST_F(WriteQueueTest, AnAnswerMaySubmitMore) {
  Start();
  std::promise<Report> second;
  queue_->Submit(Put(SmallDocument("a")), {}, [&](const Report& first) {
    EXPECT_THAT(first, IsOk());
    queue_->Submit(Delete("a"), {}, [&](Report report) { second.set_value(std::move(report)); });
  });
  EXPECT_THAT(second.get_future().get()->deletes, ElementsAre(true));
}

TEST_F(WriteQueueTest, RefusesWhatIsTooMuch) {
  WriteQueue::Options few_operations;
  few_operations.max_operations = 2;
  WriteQueue::Options few_words;
  few_words.max_words = 8;  // two documents of four words
  for (const WriteQueue::Options& options : {few_operations, few_words}) {
    Start(options);
    std::promise<void> release = Block();
    std::future<Report> first = Submit(Put(SmallDocument("a")));
    std::future<Report> second = Submit(Put(SmallDocument("b")));
    std::future<Report> third = Submit(Put(SmallDocument("c")));
    release.set_value();
    const Report refused = third.get();
    EXPECT_THAT(refused, StatusIs(absl::StatusCode::kResourceExhausted, _));
    EXPECT_TRUE(RetryAfter(refused.status()).has_value());
    EXPECT_THAT(first.get(), IsOk());
    EXPECT_THAT(second.get(), IsOk());
    queue_ = nullptr;
  }
}

TEST_F(WriteQueueTest, ACommitTakesSoManyOperationsOrWords) {
  WriteQueue::Options few_operations;
  few_operations.operations_per_commit = 2;
  WriteQueue::Options few_words;
  few_words.words_per_commit = 8;
  for (WriteQueue::Options options : {few_operations, few_words}) {
    std::atomic<int> commits = 0;
    options.committed = [&commits] { return ++commits > 0; };
    Start(std::move(options));
    std::promise<void> release = Block();
    std::vector<std::future<Report>> reports;
    for (const char* const id : {"a", "b", "c", "d", "e"}) {
      reports.push_back(Submit(Put(SmallDocument(id))));
    }
    release.set_value();
    queue_->Shutdown();
    EXPECT_EQ(commits, 4);  // the blocker, two, two and one
    queue_ = nullptr;
  }
}

TEST_F(WriteQueueTest, DropsWhatNobodyWaitsFor) {
  testing::FakeClock clock;
  Start();
  std::promise<void> release = Block();
  std::future<Report> late = Submit(Put(SmallDocument("a")),
                                    {.deadline = clock.Now() + absl::Seconds(1), .clock = &clock});
  clock.Advance(absl::Seconds(2));
  release.set_value();
  EXPECT_THAT(late.get(), StatusIs(absl::StatusCode::kDeadlineExceeded, _));
  EXPECT_THAT(Submit(Delete("a")).get()->deletes, ElementsAre(false));
}

TEST_F(WriteQueueTest, ShutdownFinishesWhatWasAccepted) {
  Start();
  std::promise<void> release = Block();
  std::future<Report> accepted = Submit(Put(SmallDocument("a")));
  std::future<void> shut_down = std::async(std::launch::async, [this] { queue_->Shutdown(); });
  release.set_value();
  shut_down.wait();
  EXPECT_THAT(accepted.get(), IsOk());
  EXPECT_THAT(Submit(Put(SmallDocument("b"))).get(), StatusIs(absl::StatusCode::kUnavailable, _));
  queue_ = nullptr;
  // The lock is free and the article is there.
  auto writer = IndexWriter::Open(dir_.path());
  ASSERT_THAT(writer, IsOk());
  EXPECT_TRUE(*(*writer)->Delete("a"));
}

}  // namespace

}  // namespace facetwire
