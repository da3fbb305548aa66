// SPDX-License-Identifier: GPL-3.0-or-later
// Many readers beside a busy writer; run under the thread sanitizer too.
#include <atomic>
#include <iostream>
#include <string>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "index/store/reader_pool.h"
#include "index/store/schema.h"
#include "tests/index/store/store_testing.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_dir.h"

namespace facetwire {
namespace {

using ::facetwire::testing::FoldAll;
using ::facetwire::testing::IsOk;
using ::facetwire::testing::MakeArticle;
using ::facetwire::testing::MakeEntity;
using ::facetwire::testing::Must;
using ::facetwire::testing::Put;
using ::facetwire::testing::RemoveUnusedParts;
using ::facetwire::testing::TempDir;

constexpr int kArticles = 20;
constexpr int kRounds = 60;
constexpr int kReaders = 3;

// Every commit replaces all articles by ones of the next round, so that each snapshot holds exactly
// kArticles articles of one round. Returns what is wrong, or nothing.
std::string CheckOneRound(const Snapshot& snapshot, IndexReader& reader, absl::Status& status) {
  std::string round;
  std::size_t count = 0;
  snapshot.live().ForEach([&](Docid docid) {
    const absl::StatusOr<StoredArticle> stored = reader.Load(docid, LoadMode::kFull);
    if (!stored.ok()) {
      status = stored.status();
      return;
    }
    if (count++ == 0)
      round = stored->article.body;
    if (stored->article.body != round)
      round += " and " + stored->article.body;
    const PhrasePattern pattern({StemHash("common"), StemHash("word")});
    if (!snapshot.tokens(docid).ContainsPhrase(pattern, TextZone::kAny))
      round += " no phrase";
    const FacetEntries entries = snapshot.columns().entries(docid);
    if (entries.ordinals.size() != 1 ||
        snapshot.dictionary().entry(entries.ordinals[0]).id != stored->entities[0].id) {
      round += " wrong entity";
    }
  });
  if (!status.ok() || count == 0) {
    return "";
  }
  std::size_t found = 0;
  status = reader.ForEachPosting(TextTerm("common"), 1, [&](Docid docid, std::uint32_t) {
    found += snapshot.IsLive(docid) ? 1U : 0U;
    return true;
  });
  if (status.ok() && (count != kArticles || found != kArticles)) {
    return round + ": " + std::to_string(count) + " articles, " + std::to_string(found) + " found";
  }
  return round.find_first_of("aw", 12) == std::string::npos ? "" : round;
}

void WriteRounds(IndexWriter& writer) {
  for (int round = 0; round < kRounds; ++round) {
    for (int i = 0; i < kArticles; ++i) {
      StoredArticle stored =
          MakeArticle("id" + std::to_string(i), "common word " + std::to_string(round));
      stored.entities = {
          MakeEntity(Facet::kPerson, "p" + std::to_string(round * 7 + i), "Name Surname")};
      Put(writer, stored);
    }
    ASSERT_THAT(writer.Commit(), IsOk());
    if (round % 5 == 4) {
      ASSERT_THAT(writer.Seal(), IsOk());
    }
    if (round % 10 == 7) {
      FoldAll(writer);
    }
  }
}

// Looks at the index, once and again until `done`. Returns what is wrong, or nothing.
std::string ReadUntil(const std::atomic<bool>& done, ReaderPool& pool, SnapshotSource& source) {
  std::string wrong;
  while (!done && wrong.empty()) {
    const absl::Status status =
        WithReader(pool, source, CallContext(), [&](const Snapshot& snapshot, IndexReader& reader) {
          absl::Status result;
          wrong = CheckOneRound(snapshot, reader, result);
          return result;
        });
    if (!status.ok()) {
      wrong = status.ToString();
    }
    const std::vector<std::string> name = {"surname"};
    source.Current()->dictionary().FindPersons(name);
  }
  while (!done && wrong.empty())
    ;
  return wrong;
}

TEST(StoreThreadsTest, EveryReaderSeesOneCommitAtATime) {
  TempDir dir;
  const auto writer = Must(IndexWriter::Open(dir.path()));
  const auto source = Must(SnapshotSource::Open(dir.path()));
  ReaderPool pool(dir.path());
  std::atomic<bool> done{false};
  std::vector<std::string> wrong(kReaders);
  std::vector<std::thread> readers;
  for (std::size_t i = 0; i < kReaders; ++i) {
    readers.emplace_back([&, i] { wrong[i] = ReadUntil(done, pool, *source); });
  }
  std::thread refresher([&] {
    while (!done) {
      const absl::Status status = source->Refresh();
      EXPECT_TRUE(status.ok()) << status;
    }
  });
  WriteRounds(*writer);
  const auto last = source->WaitFor({writer->index_id(), writer->sequence()}, CallContext());
  done = true;
  for (std::thread& reader : readers) {
    reader.join();
  }
  refresher.join();
  EXPECT_THAT(wrong, ::testing::Each(""));
  EXPECT_EQ(Must(last)->live_count(), std::uint64_t{kArticles});
  // Some may have been purged before anybody saw them.
  EXPECT_LE(source->stats().documents_read, std::uint64_t{kArticles} * kRounds);
}

// Follows the index until the last round is there. What is wrong goes to the standard error.
int FollowInAChild(const std::string& directory) {
  const auto source = Must(SnapshotSource::Open(directory));
  ReaderPool pool(directory);
  std::uint64_t sequence = 0;
  std::string wrong;
  while (sequence < kRounds && wrong.empty()) {
    absl::Status status = source->Refresh();
    if (status.ok()) {
      status = WithReader(
          pool, *source, CallContext(), [&](const Snapshot& snapshot, IndexReader& reader) {
            absl::Status result;
            wrong = CheckOneRound(snapshot, reader, result);
            sequence = snapshot.sequence();
            return result;
          });
    }
    wrong += status.ok() ? "" : status.ToString();
  }
  std::cerr << wrong;
  return wrong.empty() ? 0 : 1;
}

TEST(StoreThreadsTest, AnotherProcessSeesOneCommitAtATime) {
  TempDir dir;
  const auto writer = Must(IndexWriter::Open(dir.path()));
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    _exit(FollowInAChild(dir.path()));
  }
  WriteRounds(*writer);
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 0);
  FoldAll(*writer);
  EXPECT_EQ(RemoveUnusedParts(*writer), 0U);
}

}  // namespace
}  // namespace facetwire
