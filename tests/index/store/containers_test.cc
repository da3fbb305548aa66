// SPDX-License-Identifier: GPL-3.0-or-later
// What snapshots are made of: columns, live sets, dictionary, token files.
#include <atomic>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "index/store/append_only_array.h"
#include "index/store/columns.h"
#include "index/store/counted_entries.h"
#include "index/store/dictionary.h"
#include "index/store/live_set.h"
#include "index/store/token_file_reader.h"
#include "index/store/token_file_writer.h"
#include "index/store/token_stream.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_dir.h"

namespace facetwire {
namespace {

using ::facetwire::testing::IsOk;
using ::facetwire::testing::TempDir;
using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::IsEmpty;

TEST(AppendOnlyArrayTest, KeepsElementsWhereTheyAre) {
  AppendOnlyArray<std::string> array;
  array.Append("0");
  const std::string* first = &array[0];
  for (int i = 1; i < 10'000; ++i) {
    array.Append(std::to_string(i));
  }
  EXPECT_EQ(array.size(), 10'000U);
  EXPECT_EQ(&array[0], first);
  for (std::size_t i = 0; i < array.size(); ++i) {
    ASSERT_EQ(array[i], std::to_string(i));
  }
}

TEST(AppendOnlyArrayTest, IsReadWhileItGrows) {
  constexpr std::size_t kCount = 50'000;
  AppendOnlyArray<std::string> array;
  std::atomic<bool> wrong{false};
  std::thread reader([&] {
    for (std::size_t size = 0; size < kCount;) {
      size = array.size();
      if (size != 0 && array[size - 1] != std::to_string(size - 1)) {
        wrong = true;
      }
    }
  });
  for (std::size_t i = 0; i < kCount; ++i) {
    array.Append(std::to_string(i));
  }
  reader.join();
  EXPECT_FALSE(wrong);
}

TEST(ColumnsTest, ViewsStayAsTheyAre) {
  constexpr Docid kDocuments = kColumnChunkSize + 100;
  const auto dictionary = std::make_shared<Dictionary>();
  for (Docid i = 0; i < kDocuments + 4; ++i) {
    dictionary->Add({kAllFacets[i % kAllFacets.size()], std::to_string(i), "x"});
  }
  ColumnsBuilder builder(dictionary);
  std::vector<ColumnsView> views;
  const auto row_of = [](Docid docid) {
    DocumentRow row;
    row.published_micros = std::int64_t{docid} * 10;
    row.length = docid % 7;
    for (Ordinal i = 0; i < docid % 4; ++i) {
      row.entries.push_back({docid + i, static_cast<std::uint8_t>(docid % 256)});
    }
    return row;
  };
  for (Docid docid = 1; docid <= kDocuments; ++docid) {
    builder.Append(row_of(docid));
    if (docid % 5000 == 0) {
      views.push_back(builder.View());
    }
  }
  views.push_back(builder.View());
  EXPECT_EQ(builder.last_docid(), kDocuments);
  for (std::size_t v = 0; v < views.size(); ++v) {
    const Docid last = std::min(kDocuments, static_cast<Docid>((v + 1) * 5000));
    for (Docid docid = 1; docid <= last; docid += docid < last - 3 ? 3U : 1U) {
      const DocumentRow row = row_of(docid);
      ASSERT_EQ(views[v].published_micros(docid), row.published_micros);
      ASSERT_EQ(views[v].length(docid), row.length);
      const FacetEntries entries = views[v].entries(docid);
      ASSERT_EQ(entries.ordinals.size(), row.entries.size());
      unsigned facets = 0;
      for (const RowEntry& entry : row.entries) {
        facets |= 1U << entry.ordinal % kAllFacets.size();
      }
      ASSERT_EQ(entries.facets, facets);
      const std::size_t stretch = (docid & kColumnChunkMask) >> TimeBounds::kStretchBits;
      ASSERT_LE(views[v].Chunk(docid).bounds->earliest(stretch), row.published_micros);
      ASSERT_GE(views[v].Chunk(docid).bounds->latest(stretch), row.published_micros);
      for (std::size_t i = 0; i < row.entries.size(); ++i) {
        ASSERT_EQ(entries.ordinals[i], row.entries[i].ordinal);
        ASSERT_EQ(entries.saliences[i], row.entries[i].salience);
      }
    }
  }
}

// Some values that most documents have, many that few have, documents without any.
TEST(CountedEntriesTest, HoldTheSameValues) {
  const unsigned seed = std::random_device()();
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  for (const Ordinal values : {0U, 1U, 40U, 500U}) {
    std::vector<std::uint32_t> begins = {0};
    std::vector<Ordinal> ordinals;
    std::vector<std::uint8_t> facets;
    for (int document = 0; document < 3000; ++document) {
      std::set<Ordinal> own;
      for (std::size_t i = random() % 12; i > 0 && values > 0; --i) {
        own.insert(static_cast<Ordinal>(random() % (1 + random() % values)));
      }
      ordinals.insert(ordinals.end(), own.begin(), own.end());
      begins.push_back(static_cast<std::uint32_t>(ordinals.size()));
      facets.push_back(static_cast<std::uint8_t>(random() % 32));
    }
    const CountedEntries counted(begins, ordinals.data(), facets.data());
    EXPECT_EQ(counted.frequent().size(),
              std::min<std::size_t>(values, CountedEntries::kMostFrequent));
    std::map<Ordinal, std::size_t> counts;
    for (const Ordinal ordinal : ordinals) {
      ++counts[ordinal];
    }
    std::size_t rarest_bit = ordinals.size();
    for (const Ordinal ordinal : counted.frequent()) {
      rarest_bit = std::min(rarest_bit, counts[ordinal]);
    }
    for (std::size_t i = 0; i < facets.size(); ++i) {
      const CountedEntries::Document& document = counted.documents()[i];
      std::set<Ordinal> own(counted.rare() + document.rare_begin,
                            counted.rare() + counted.documents()[i + 1].rare_begin);
      for (const Ordinal ordinal : own) {
        EXPECT_LE(counts[ordinal], rarest_bit);
      }
      for (std::size_t bit = 0; bit < counted.frequent().size(); ++bit) {
        if ((document.bits() >> bit & 1U) != 0) {
          EXPECT_TRUE(own.insert(counted.frequent()[bit]).second);
        }
      }
      EXPECT_THAT(own,
                  ElementsAreArray(ordinals.begin() + begins[i], ordinals.begin() + begins[i + 1]));
      EXPECT_EQ(document.bits() >> CountedEntries::kMostFrequent, facets[i]);
    }
  }
}

std::vector<Docid> Members(const LiveSet& set) {
  std::vector<Docid> members;
  set.ForEach([&](Docid docid) { members.push_back(docid); });
  return members;
}

TEST(LiveSetTest, SharedSetsDoNotSeeLaterChanges) {
  LiveSet set;
  for (const Docid docid : {1U, 63U, 64U, 65'535U, 65'536U, 200'000U}) {
    EXPECT_TRUE(set.Add(docid));
    EXPECT_FALSE(set.Add(docid));
  }
  const LiveSet before = set.Share();
  EXPECT_TRUE(set.Remove(63));
  EXPECT_FALSE(set.Remove(63));
  EXPECT_FALSE(set.Remove(9'999'999));
  EXPECT_TRUE(set.Add(2));
  const LiveSet after = set.Share();
  EXPECT_TRUE(set.Remove(200'000));
  EXPECT_THAT(Members(before), ElementsAre(1U, 63U, 64U, 65'535U, 65'536U, 200'000U));
  EXPECT_THAT(Members(after), ElementsAre(1U, 2U, 64U, 65'535U, 65'536U, 200'000U));
  EXPECT_THAT(Members(set), ElementsAre(1U, 2U, 64U, 65'535U, 65'536U));
  EXPECT_EQ(before.count(), 6U);
  EXPECT_EQ(set.count(), 5U);
  EXPECT_TRUE(before.Contains(63));
  EXPECT_FALSE(before.Contains(0));
  EXPECT_FALSE(before.Contains(0xffffffff));
  EXPECT_EQ(before.chunks(), 4U);
  EXPECT_EQ(before.Words(0)[1], 1U);
}

TEST(DictionaryTest, FindsValuesAndPersons) {
  const auto dictionary = std::make_shared<Dictionary>();
  dictionary->Add({Facet::kPerson, "li-qiang", "Li Qiang"});
  dictionary->Add({Facet::kCountry, "KG", "Kyrgyzstan"});
  dictionary->Add({Facet::kPerson, "li-li", "Li Li"});
  dictionary->Add({Facet::kPerson, "jose", "José Li-Ortega"});
  const DictionaryView view(dictionary, 3);
  const DictionaryView all(dictionary, 4);
  EXPECT_EQ(view.Find(Facet::kCountry, "KG"), 1U);
  EXPECT_EQ(view.Find(Facet::kPerson, "KG"), std::nullopt);
  EXPECT_EQ(view.Find(Facet::kPerson, "jose"), std::nullopt);
  EXPECT_EQ(all.Find(Facet::kPerson, "jose"), 3U);
  const auto persons = [](const DictionaryView& where, const std::vector<std::string>& words) {
    return where.FindPersons(words);
  };
  EXPECT_THAT(persons(view, {"li"}), ElementsAre(0U, 2U));
  EXPECT_THAT(persons(all, {"li"}), ElementsAre(0U, 2U, 3U));
  EXPECT_THAT(persons(all, {"ortega", "jose"}), ElementsAre(3U));
  EXPECT_THAT(persons(all, {"li", "nobody"}), IsEmpty());
  EXPECT_THAT(persons(all, {"kyrgyzstan"}), IsEmpty());
  EXPECT_THAT(persons(all, {}), IsEmpty());
  std::vector<Ordinal> seen;
  view.ForEach(Facet::kPerson, [&](Ordinal ordinal) {
    seen.push_back(ordinal);
    return true;
  });
  EXPECT_THAT(seen, ElementsAre(0U, 2U));
  seen.clear();
  all.ForEach(Facet::kPerson, [&](Ordinal ordinal) {
    seen.push_back(ordinal);
    return seen.size() < 2;
  });
  EXPECT_THAT(seen, ElementsAre(0U, 2U));
  EXPECT_THAT(DictionaryView().FindPersons(std::vector<std::string>{"li"}), IsEmpty());
}

class TokenFilesTest : public ::testing::Test {
 protected:
  TokenFilesTest() { std::filesystem::create_directory(dir_.path()); }

  static std::string Record(const std::vector<std::uint64_t>& body) {
    return TokenEncoder().Encode({}, {}, body);
  }

  // Whether the document consists of the one word `hash`.
  static bool Holds(const TokenFilesView& view, Docid docid, std::uint64_t hash) {
    return view.Get(docid).body_words() == 1 &&
           view.Get(docid).ContainsPhrase(PhrasePattern({hash}), TextZone::kAny);
  }

  TempDir dir_;
};

TEST_F(TokenFilesTest, CrossesTheBorderBetweenTwoFiles) {
  std::vector<std::string> records;
  std::vector<std::string_view> views;
  constexpr Docid kFirst = kTokenFileDocs - 3;
  for (Docid docid = kFirst; docid < kTokenFileDocs + 3; ++docid) {
    records.push_back(Record({docid}));
  }
  views.assign(records.begin(), records.end());
  // What came before: empty entries, as a hole.
  std::filesystem::create_directory(TokenDirectory(dir_.path()));
  std::ofstream(TokenFilePath(dir_.path(), 0)).close();
  std::filesystem::resize_file(TokenFilePath(dir_.path(), 0), kTokenFileHeader);
  TokenFileWriter writer(dir_.path());
  ASSERT_THAT(writer.Append(kFirst, views), IsOk());
  TokenFileReader reader(dir_.path());
  ASSERT_THAT(reader.Extend(kTokenFileDocs + 2), IsOk());
  for (Docid docid = kFirst; docid < kTokenFileDocs + 3; ++docid) {
    EXPECT_TRUE(Holds(reader.View(), docid, docid)) << docid;
  }
  EXPECT_EQ(reader.View().Get(kFirst - 1).body_words(), 0U);
  EXPECT_EQ(reader.View().Get(3 * kTokenFileDocs).body_words(), 0U);
}

TEST_F(TokenFilesTest, EntriesThatWereNotCommittedAreOverwritten) {
  {
    TokenFileWriter writer(dir_.path());
    ASSERT_THAT(writer.Append(1, std::vector<std::string_view>{Record({1})}), IsOk());
    const std::string lost = Record({7, 8, 9});
    ASSERT_THAT(writer.Append(2, std::vector<std::string_view>{lost, lost}), IsOk());
  }
  TokenFileWriter writer(dir_.path());
  const std::string kept = Record({22});
  ASSERT_THAT(writer.Append(2, std::vector<std::string_view>{kept}), IsOk());
  TokenFileReader reader(dir_.path());
  ASSERT_THAT(reader.Extend(2), IsOk());
  EXPECT_TRUE(Holds(reader.View(), 1, 1));
  EXPECT_TRUE(Holds(reader.View(), 2, 22));
}

TEST_F(TokenFilesTest, ViewsOutliveGrowthAndTheReader) {
  TokenFileWriter writer(dir_.path());
  auto reader = std::make_unique<TokenFileReader>(dir_.path());
  std::vector<TokenFilesView> views;
  // Records of some megabytes, so that the file outgrows what was mapped at first.
  const std::string big = Record(std::vector<std::uint64_t>(1'500'000, 5));
  for (Docid docid = 1; docid <= 16; ++docid) {
    const std::string record = docid % 2 == 0 ? Record({docid}) : big;
    ASSERT_THAT(writer.Append(docid, std::vector<std::string_view>{record}), IsOk());
    ASSERT_THAT(reader->Extend(docid), IsOk());
    views.push_back(reader->View());
  }
  reader.reset();
  for (std::size_t v = 1; v < views.size(); v += 2) {
    EXPECT_TRUE(Holds(views[v], static_cast<Docid>(v + 1), v + 1)) << v;
  }
}

}  // namespace
}  // namespace facetwire
