// SPDX-License-Identifier: GPL-3.0-or-later
// Random operations against a std::map, seen through every snapshot that was taken.
#include <algorithm>
#include <atomic>
#include <filesystem>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "index/store/manifest.h"
#include "index/store/part.h"
#include "index/store/part_folder.h"
#include "index/store/schema.h"
#include "tests/index/store/store_testing.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_dir.h"

namespace facetwire {
namespace {

using ::facetwire::testing::IsOk;
using ::facetwire::testing::LoadAll;
using ::facetwire::testing::MakeArticle;
using ::facetwire::testing::MakeEntity;
using ::facetwire::testing::Must;
using ::facetwire::testing::RemoveUnusedParts;
using ::facetwire::testing::Search;
using ::facetwire::testing::TempDir;

using Model = std::map<std::string, StoredArticle>;

class Simulation {
 public:
  explicit Simulation(unsigned seed) : random_(seed) {
    writer_ = Must(IndexWriter::Open(dir_.path()));
    source_ = Must(SnapshotSource::Open(dir_.path()));
    reader_ = std::make_unique<IndexReader>(dir_.path());
  }

  void Step() {
    const std::size_t dice = Upto(100);
    if (dice < 45) {
      PutSomething();
    } else if (dice < 60) {
      DeleteSomething();
    } else if (dice < 78) {
      Commit();
    } else if (dice < 87) {
      Commit();
      ASSERT_THAT(writer_->Seal(), IsOk());
    } else if (dice < 94) {
      Fold();
    } else if (dice < 96) {
      Restart();
    } else if (dice < 97) {
      history_.clear();
      LookAnew();
    } else {
      Look();
    }
  }

  // Folds all that the policy finds, while something may wait for its commit.
  void Fold() {
    FoldPolicy policy;
    policy.max_parts = 3 + Upto(3);
    policy.big_fraction = Upto(2) == 0 ? 0.2 : 10;
    policy.min_purge = 1;
    for (auto plan = writer_->PlanFold(policy); plan; plan = writer_->PlanFold(policy)) {
      FoldedPart part = Must(FoldParts(*plan, never_));
      (plan->purge ? purges_ : folds_) += 1;
      if (Upto(4) == 0) {
        Commit();  // the writer goes on meanwhile
      }
      ASSERT_THAT(writer_->AdoptFold(*plan, std::move(part)), IsOk());
    }
    ASSERT_LE(writer_->manifest().parts.size(), policy.max_parts);
    if (Upto(2) == 0) {
      Look();
    }
    RemoveUnusedParts(*writer_);
  }

  // What was made of parts so far.
  int folds() const { return folds_; }

  int purges() const { return purges_; }

  // Nobody but the current snapshot is left: only its parts are.
  void Forget() {
    history_.clear();
    Look();
    history_.clear();
    ASSERT_EQ(RemoveUnusedParts(*writer_), 0U);
    std::size_t parts = 0;
    for (const auto& entry : std::filesystem::directory_iterator(dir_.path())) {
      parts += IsPartName(entry.path().filename().string()) ? 1 : 0;
      ASSERT_NE(entry.path().extension(), ".tmp");
    }
    ASSERT_EQ(parts, writer_->manifest().parts.size());
  }

  // Somebody who comes new to it sees the same.
  void LookAnew() {
    source_ = Must(SnapshotSource::Open(dir_.path()));
    reader_ = std::make_unique<IndexReader>(dir_.path());
    Look();
  }

  // Compares a snapshot, perhaps an old one, with what the model was when it was taken.
  void Look() {
    ASSERT_THAT(source_->Refresh(), IsOk());
    const auto snapshot = source_->Current();
    ASSERT_EQ(snapshot->sequence(), writer_->sequence());
    history_.emplace_back(snapshot, committed_);
    if (history_.size() > 6) {
      history_.erase(history_.begin() + static_cast<std::ptrdiff_t>(Upto(history_.size())));
    }
    Check(history_.back());
    Check(history_[Upto(history_.size())]);
  }

 private:
  using Seen = std::pair<std::shared_ptr<const Snapshot>, Model>;

  std::size_t Upto(std::size_t n) { return std::size_t{random_()} % n; }

  StoredArticle Random() {
    StoredArticle stored =
        MakeArticle("id" + std::to_string(Upto(12)), "word" + std::to_string(Upto(5)) + " common");
    stored.article.version = static_cast<std::int64_t>(Upto(3));
    stored.article.published = absl::FromUnixSeconds(static_cast<std::int64_t>(Upto(1000)));
    for (std::size_t i = Upto(4); i > 0; --i) {
      stored.entities.push_back(
          MakeEntity(Facet::kPerson, "p" + std::to_string(Upto(20)), "Name", 1));
    }
    if (Upto(5) == 0) {
      stored.article.status = ArticleStatus::kWithheld;
    }
    return stored;
  }

  void PutSomething() {
    const StoredArticle stored = Random();
    const IndexOutcome outcome = ::facetwire::testing::Put(*writer_, stored);
    const auto there = pending_.find(stored.article.id);
    if (there == pending_.end()) {
      ASSERT_EQ(outcome, IndexOutcome::kCreated);
    } else if (there->second.article.version > stored.article.version) {
      ASSERT_EQ(outcome, IndexOutcome::kOutdated);
      return;
    } else {
      ASSERT_EQ(outcome,
                there->second == stored ? IndexOutcome::kUnchanged : IndexOutcome::kUpdated);
    }
    pending_[stored.article.id] = stored;
  }

  void DeleteSomething() {
    const std::string id = "id" + std::to_string(Upto(12));
    ASSERT_EQ(Must(writer_->Delete(id)), pending_.erase(id) == 1);
  }

  void Commit() {
    ASSERT_THAT(writer_->Commit(), IsOk());
    committed_ = pending_;
  }

  // What was not committed is lost.
  void Restart() {
    writer_.reset();
    writer_ = Must(IndexWriter::Open(dir_.path()));
    pending_ = committed_;
  }

  void Check(const Seen& seen) {
    const auto& [snapshot, model] = seen;
    ASSERT_THAT(reader_->CatchUp(*snapshot), IsOk());
    ASSERT_EQ(LoadAll(*snapshot, *reader_), model);
    ASSERT_EQ(snapshot->live_count(), model.size());
    std::map<std::string, std::size_t> by_word;
    std::size_t hidden = 0;
    for (const auto& [id, stored] : model) {
      ++by_word[stored.article.body.substr(0, 5)];
      hidden += stored.article.status == ArticleStatus::kWithheld ? 1 : 0;
      CheckDocument(*snapshot, id, stored);
    }
    ASSERT_EQ(snapshot->hidden().size(), hidden);
    for (int word = 0; word < 5; ++word) {
      const std::string name = "word" + std::to_string(word);
      ASSERT_EQ(Search(*snapshot, *reader_, TextTerm(name)).size(), by_word[name]);
    }
    for (int person = 0; person < 20; ++person) {
      CheckPerson(*snapshot, model, "p" + std::to_string(person));
    }
  }

  void CheckDocument(const Snapshot& snapshot, const std::string& id, const StoredArticle& stored) {
    const auto docid = Must(reader_->FindDocument(id, snapshot));
    ASSERT_TRUE(docid.has_value());
    ASSERT_EQ(snapshot.columns().published_micros(*docid),
              absl::ToUnixMicros(stored.article.published));
    ASSERT_EQ(snapshot.columns().length(*docid), 4U);
    Analyzer analyzer;
    const std::uint64_t word = analyzer.Analyze(stored.article.body.substr(0, 5)).hash;
    const std::uint64_t common = analyzer.Analyze("common").hash;
    ASSERT_TRUE(
        snapshot.tokens(*docid).ContainsPhrase(PhrasePattern({word, common}), TextZone::kAny));
    std::set<std::string> wanted;
    std::set<std::string> found;
    for (const Entity& entity : stored.entities) {
      wanted.insert(entity.id);
    }
    for (const Ordinal ordinal : snapshot.columns().entries(*docid).ordinals) {
      found.insert(snapshot.dictionary().entry(ordinal).id);
    }
    ASSERT_EQ(found, wanted);
  }

  void CheckPerson(const Snapshot& snapshot, const Model& model, const std::string& person) {
    std::size_t count = 0;
    for (const auto& [id, stored] : model) {
      const auto is_person = [&](const Entity& entity) { return entity.id == person; };
      count += std::any_of(stored.entities.begin(), stored.entities.end(), is_person) ? 1 : 0;
    }
    ASSERT_EQ(Search(snapshot, *reader_, FacetTerm(Facet::kPerson, person)).size(), count);
  }

  std::mt19937 random_;
  TempDir dir_;
  std::unique_ptr<IndexWriter> writer_;
  std::unique_ptr<SnapshotSource> source_;
  std::unique_ptr<IndexReader> reader_;
  Model pending_;
  Model committed_;
  std::vector<Seen> history_;
  const std::atomic<bool> never_{false};
  int folds_ = 0;
  int purges_ = 0;
};

TEST(StoreModelTest, EverySnapshotIsWhatTheModelWas) {
  int folds = 0;
  int purges = 0;
  for (int round = 0; round < 3; ++round) {
    const unsigned seed = std::random_device()();
    SCOPED_TRACE("seed " + std::to_string(seed));
    Simulation simulation(seed);
    for (int step = 0; step < 250 && !HasFatalFailure(); ++step) {
      simulation.Step();
    }
    simulation.Look();
    simulation.LookAnew();
    simulation.Forget();
    folds += simulation.folds();
    purges += simulation.purges();
  }
  EXPECT_GT(folds + purges, 0);
}

}  // namespace
}  // namespace facetwire
