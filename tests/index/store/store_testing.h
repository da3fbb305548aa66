// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_TESTS_INDEX_STORE_STORE_TESTING_H_
#define FACETWIRE_TESTS_INDEX_STORE_STORE_TESTING_H_

#include <atomic>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "index/model/article.h"
#include "index/store/analyzer.h"
#include "index/store/document_builder.h"
#include "index/store/index_reader.h"
#include "index/store/index_writer.h"
#include "index/store/part_folder.h"
#include "index/store/snapshot.h"
#include "index/store/snapshot_source.h"
#include "tests/support/status_matchers.h"

namespace facetwire::testing {

inline StoredArticle MakeArticle(std::string_view id, std::string_view body) {
  StoredArticle stored;
  stored.article.id = std::string(id);
  stored.article.title = "A title";
  stored.article.body = std::string(body);
  stored.article.published = absl::FromUnixSeconds(1'700'000'000);
  stored.received = absl::FromUnixSeconds(1'700'000'100);
  return stored;
}

inline Entity MakeEntity(Facet facet,
                         std::string_view id,
                         std::string_view label,
                         double salience = 0.5) {
  Entity entity;
  entity.facet = facet;
  entity.id = std::string(id);
  entity.label = std::string(label);
  entity.salience = salience;
  return entity;
}

// The test fails, and the value is empty, where `result` is an error.
template <typename T>
T Must(absl::StatusOr<T> result) {
  EXPECT_TRUE(result.ok()) << result.status();
  return result.ok() ? *std::move(result) : T{};
}

inline IndexOutcome Put(IndexWriter& writer, const StoredArticle& stored) {
  DocumentBuilder builder;
  return Must(writer.Put(Must(builder.Build(stored))));
}

// Removes what nobody reads any more, and returns how many directories are left.
inline std::size_t RemoveUnusedParts(IndexWriter& writer) {
  std::vector<std::string> retired;
  const std::size_t left = writer.RetireUnusedParts(retired);
  for (const std::string& path : retired) {
    std::filesystem::remove_all(path);
  }
  return left;
}

// Folds and purges what there is, and removes what nobody reads.
inline void FoldAll(IndexWriter& writer) {
  const std::atomic<bool> never{false};
  FoldPolicy policy;
  policy.min_purge = 1;
  while (const auto plan = writer.PlanFold(policy)) {
    ASSERT_THAT(writer.AdoptFold(*plan, Must(FoldParts(*plan, never))), IsOk());
    RemoveUnusedParts(writer);
  }
}

inline std::string Stemmed(std::string_view word) {
  Analyzer analyzer;
  return analyzer.Analyze(word).text;
}

inline std::vector<Docid> LiveDocids(const Snapshot& snapshot) {
  std::vector<Docid> docids;
  snapshot.live().ForEach([&](Docid docid) { docids.push_back(docid); });
  return docids;
}

// The live documents of a term.
inline std::vector<Docid> Search(const Snapshot& snapshot,
                                 const IndexReader& reader,
                                 const std::string& term) {
  std::vector<Docid> docids;
  const absl::Status status = reader.ForEachPosting(term, 1, [&](Docid docid, std::uint32_t) {
    if (snapshot.IsLive(docid)) {
      docids.push_back(docid);
    }
    return true;
  });
  EXPECT_TRUE(status.ok()) << status;
  return docids;
}

// Every live article of a snapshot by its id.
inline std::map<std::string, StoredArticle> LoadAll(const Snapshot& snapshot,
                                                    const IndexReader& reader) {
  std::map<std::string, StoredArticle> articles;
  for (const Docid docid : LiveDocids(snapshot)) {
    StoredArticle stored = Must(reader.Load(docid, LoadMode::kFull));
    std::string id = stored.article.id;
    EXPECT_TRUE(articles.emplace(id, std::move(stored)).second) << "two live documents of " << id;
  }
  return articles;
}

// Every live article of the index in a directory, as somebody who comes new to it sees it.
inline std::map<std::string, StoredArticle> ContentsOf(const std::string& directory) {
  const auto source = Must(SnapshotSource::Open(directory));
  const auto snapshot = source == nullptr ? nullptr : source->Current();
  if (snapshot == nullptr) {
    ADD_FAILURE() << "no index in " << directory;
    return {};
  }
  IndexReader reader(directory);
  const absl::Status status = reader.CatchUp(*snapshot);
  EXPECT_TRUE(status.ok()) << status;
  return LoadAll(*snapshot, reader);
}

}  // namespace facetwire::testing

#endif  // FACETWIRE_TESTS_INDEX_STORE_STORE_TESTING_H_
