// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/store/word_index.h"

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "index/base/str_cat.h"
#include "index/text/typo.h"

namespace facetwire {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::set<Ordinal> Beginning(WordIndex& index, std::string_view begin) {
  std::set<Ordinal> found;
  index.ForEachBeginning(
      begin, [&](WordIndex::Ordinals ordinals) { found.insert(ordinals.begin(), ordinals.end()); });
  return found;
}

std::set<Ordinal> WithTypo(WordIndex& index, std::string_view typed) {
  std::set<Ordinal> found;
  index.ForEachWithTypo(
      typed, [&](WordIndex::Ordinals ordinals) { found.insert(ordinals.begin(), ordinals.end()); });
  return found;
}

TEST(WordIndexTest, FindsWordsWholeAndByTheirBeginning) {
  WordIndex index;
  index.Add("japarov", 1);
  index.Add("japarov", 1);
  index.Add("sadyr", 1);
  index.Add("japarov", 4);
  EXPECT_THAT(index.Find("japarov"), ElementsAre(1, 4));
  EXPECT_THAT(index.Find("japa"), IsEmpty());
  EXPECT_THAT(Beginning(index, "japa"), ElementsAre(1, 4));
  index.Add("japan", 7);  // after the first look
  EXPECT_THAT(Beginning(index, "japa"), ElementsAre(1, 4, 7));
  EXPECT_THAT(Beginning(index, "s"), ElementsAre(1));
  EXPECT_THAT(Beginning(index, "japarovs"), IsEmpty());
  EXPECT_THAT(WithTypo(index, "jpaarov"), ElementsAre(1, 4));
  EXPECT_THAT(WithTypo(index, "jappan"), ElementsAre(7));
  EXPECT_THAT(WithTypo(index, "apan"), ElementsAre(7));
  EXPECT_THAT(WithTypo(index, "xapxn"), IsEmpty());
}

// With enough words that the latest are sorted into the many several times.
TEST(WordIndexTest, EqualsLookingAtEveryWord) {
  constexpr int kSeed = 7;
  std::mt19937 random(kSeed);
  const auto word = [&] {
    std::string made;
    for (std::size_t i = 1 + random() % 9; i > 0; --i) {
      made += std::vector<std::string>{"a", "b", "c", "ж", "é", "d"}[random() % 6];
    }
    return made;
  };
  WordIndex index;
  std::map<std::string, std::set<Ordinal>> twin;
  std::size_t found = 0;
  for (Ordinal ordinal = 0; ordinal < 9000; ++ordinal) {
    const std::string added = word();
    index.Add(added, ordinal);
    twin[added].insert(ordinal);
    if (random() % 100 != 0) {
      continue;
    }
    const std::string typed = word();
    std::set<Ordinal> beginning;
    std::set<Ordinal> with_typo;
    for (const auto& [known, ordinals] : twin) {
      if (known.starts_with(typed)) {
        beginning.insert(ordinals.begin(), ordinals.end());
      }
      if (BeginsWithTypo(known, typed)) {
        with_typo.insert(ordinals.begin(), ordinals.end());
      }
    }
    SCOPED_TRACE(StrCat("seed ", kSeed, ", ", ordinal, ": ", typed));
    ASSERT_EQ(Beginning(index, typed), beginning);
    ASSERT_EQ(WithTypo(index, typed), with_typo);
    found += with_typo.size();
  }
  EXPECT_GT(found, 1'000U);
}

}  // namespace
}  // namespace facetwire
