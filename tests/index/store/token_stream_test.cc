// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/store/token_stream.h"

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "index/store/analyzer.h"
#include "index/store/token_codes.h"

namespace facetwire {
namespace {

using Hashes = std::vector<std::uint64_t>;

Hashes HashesOf(const std::string& words) {
  Hashes hashes;
  const std::vector<std::string> split = absl::StrSplit(words, ' ', absl::SkipEmpty());
  for (const std::string& word : split) {
    hashes.push_back(StemHash(word));
  }
  return hashes;
}

// A record with what must be readable after it.
class Record {
 public:
  Record(const Hashes& title, const Hashes& summary, const Hashes& body) {
    TokenEncoder encoder;
    bytes_ = encoder.Encode(title, summary, body);
    size_ = bytes_.size();
    bytes_.append(kTokenPad, '\x5a');
  }

  TokenStreamView view() const {
    return TokenStreamView(std::string_view(bytes_).substr(0, size_));
  }

 private:
  std::string bytes_;
  std::size_t size_;
};

// Many words that no case asks for, to make a record wide.
Hashes Filler(std::size_t count) {
  Hashes hashes;
  for (std::size_t i = 0; i < count; ++i) {
    hashes.push_back(StemHash("filler" + std::to_string(i)));
  }
  return hashes;
}

struct PhraseCase {
  std::string name;
  std::string phrase;
  bool anywhere;
  bool in_title;
};

TEST(TokenStreamTest, FindsPhrases) {
  const std::string title = "new york new york a city";
  const std::string summary = "of many";
  const std::string body = "railway construction begins in new york city new";
  const std::vector<PhraseCase> cases = {
      {"OneWord", "railway", true, false},
      {"OneWordOfTitle", "york", true, true},
      {"TwoWords", "railway construction", true, false},
      {"WrongOrder", "construction railway", false, false},
      {"RepeatedWords", "new york new york", true, true},
      {"RepeatedTooOften", "new york new york new york", false, false},
      {"TitleOnly", "a city", true, true},
      {"BodyOnly", "york city", true, false},
      {"NotFromTitleToSummary", "city of", false, false},
      {"NotFromSummaryToBody", "many railway", false, false},
      {"AllOfSummary", "of many", true, false},
      {"LastWord", "city new", true, false},
      {"AllOfBody", body, true, false},
      {"LongerThanTheText", body + " " + body + " " + body, false, false},
      {"WholeTitle", title, true, true},
  };
  for (const std::size_t filler : {std::size_t{0}, std::size_t{3000}}) {
    Hashes body_hashes = HashesOf(body);
    const Hashes extra = Filler(filler);
    body_hashes.insert(body_hashes.end(), extra.begin(), extra.end());
    const Record record(HashesOf(title), HashesOf(summary), body_hashes);
    EXPECT_EQ(record.view().bytes_per_code(), filler == 0 ? 2 : 4);
    EXPECT_EQ(record.view().title_words(), 6U);
    EXPECT_EQ(record.view().summary_words(), 2U);
    EXPECT_EQ(record.view().body_words(), 8U + filler);
    for (const PhraseCase& c : cases) {
      const PhrasePattern pattern(HashesOf(c.phrase));
      EXPECT_EQ(record.view().ContainsPhrase(pattern, TextZone::kAny), c.anywhere) << c.name;
      EXPECT_EQ(record.view().ContainsPhrase(pattern, TextZone::kTitle), c.in_title) << c.name;
      EXPECT_EQ(record.view().ContainsPhraseScalar(pattern, TextZone::kAny), c.anywhere) << c.name;
    }
  }
}

struct NearCase {
  std::string name;
  std::string words;
  std::uint64_t window;
  bool anywhere;
  bool in_title;
};

TEST(TokenStreamTest, FindsWordsNearEachOther) {
  const std::string title = "alpha x x beta";
  const std::string summary = "gamma";
  const std::string body = "delta x x x gamma x delta beta";
  const std::vector<NearCase> cases = {
      {"Exactly", "alpha beta", 4, true, true},
      {"OneTooFew", "alpha beta", 3, false, false},
      {"AnyOrder", "beta alpha", 4, true, true},
      {"NotAcrossParts", "beta gamma", 3, false, false},
      {"InBody", "beta gamma", 4, true, false},
      {"TheNearerOfTwo", "delta gamma", 3, true, false},
      {"ThreeWords", "gamma beta delta", 4, true, false},
      {"ThreeWordsTooNarrow", "gamma beta delta", 3, false, false},
      {"OneWordTwice", "delta delta", 7, true, false},
      {"OneWordTwiceTooNarrow", "delta delta", 6, false, false},
      {"OneWordThrice", "delta delta delta", 100, false, false},
      {"TwiceAndAnother", "delta gamma delta", 7, true, false},
      {"NoWindow", "alpha", 0, false, false},
      {"OneWord", "alpha", 1, true, true},
      {"HugeWindow", "delta beta", ~std::uint64_t{0}, true, false},
  };
  for (const std::size_t filler : {std::size_t{0}, std::size_t{3000}}) {
    Hashes body_hashes = HashesOf(body);
    const Hashes extra = Filler(filler);
    body_hashes.insert(body_hashes.end(), extra.begin(), extra.end());
    const Record record(HashesOf(title), HashesOf(summary), body_hashes);
    for (const NearCase& c : cases) {
      const PhrasePattern pattern(HashesOf(c.words));
      EXPECT_EQ(record.view().ContainsNear(pattern, c.window, TextZone::kAny), c.anywhere)
          << c.name;
      EXPECT_EQ(record.view().ContainsNear(pattern, c.window, TextZone::kTitle), c.in_title)
          << c.name;
      EXPECT_EQ(record.view().ContainsNearScalar(pattern, c.window, TextZone::kAny), c.anywhere)
          << c.name;
    }
  }
}

TEST(TokenStreamTest, EmptyAndDamagedRecordsHoldNothing) {
  const PhrasePattern none((Hashes()));
  const PhrasePattern word(HashesOf("x"));
  const Record empty({}, {}, {});
  for (const TokenStreamView& view : {empty.view(), TokenStreamView(), TokenStreamView("short")}) {
    EXPECT_FALSE(view.ContainsPhrase(none, TextZone::kAny));
    EXPECT_FALSE(view.ContainsPhrase(word, TextZone::kAny));
    EXPECT_FALSE(view.ContainsNear(none, 5, TextZone::kAny));
    EXPECT_FALSE(view.ContainsNear(word, 5, TextZone::kTitle));
    EXPECT_EQ(view.body_words(), 0U);
  }
  // A head that claims a longer title than there are codes.
  std::string bytes = TokenEncoder().Encode(HashesOf("a b"), {}, HashesOf("x"));
  bytes[4] = 100;
  const std::size_t size = bytes.size();
  bytes.append(kTokenPad, '\0');
  EXPECT_FALSE(TokenStreamView(std::string_view(bytes).substr(0, size))
                   .ContainsPhrase(word, TextZone::kAny));
}

TEST(TokenStreamTest, NoTwoStemsOfADocumentShareACode) {
  std::mt19937_64 random(7);
  for (const std::size_t count : std::vector<std::size_t>{1, 100, 1000, 1200, 1201, 50'000}) {
    const Hashes hashes = Filler(count);
    const Record record({}, {}, hashes);
    const std::size_t width = static_cast<std::size_t>(record.view().bytes_per_code());
    EXPECT_LE(width, count <= 300 ? 2U : 4U);
    for (int i = 0; i < 200; ++i) {
      const std::uint64_t a = hashes[random() % count];
      const std::uint64_t b = hashes[random() % count];
      // Side by side only where they stand so in the text.
      const auto at =
          static_cast<std::size_t>(std::find(hashes.begin(), hashes.end(), a) - hashes.begin());
      const bool expected = at + 1 < count && hashes[at + 1] == b;
      EXPECT_EQ(record.view().ContainsPhrase(PhrasePattern({a, b}), TextZone::kAny), expected);
    }
  }
}

// Else an article of a megabyte of such words would cost seconds of hopeless search.
TEST(TokenStreamTest, NoSeedIsSoughtForMoreStemsThanCodesCanTellApart) {
  const Hashes hashes = Filler((std::size_t{1} << 17U) + 1);
  const Record record({}, {}, hashes);
  EXPECT_EQ(record.view().bytes_per_code(), 8);
  const std::size_t at = hashes.size() - 2;
  EXPECT_TRUE(
      record.view().ContainsPhrase(PhrasePattern({hashes[at], hashes[at + 1]}), TextZone::kAny));
  EXPECT_FALSE(
      record.view().ContainsPhrase(PhrasePattern({hashes[at + 1], hashes[at]}), TextZone::kAny));
}

TEST(TokenStreamTest, CodesArePartOfTheFormat) {
  using token_internal::CodeOf;
  EXPECT_EQ(CodeOf<std::uint16_t>(0, 0), 1U);
  EXPECT_EQ(CodeOf<std::uint16_t>(StemHash("railway"), 3), 20211U);
  EXPECT_EQ(CodeOf<std::uint32_t>(StemHash("railway"), 3), 1324605391U);
}

// What the two searches mean, by the book.
bool PhraseByTheBook(const std::vector<Hashes>& parts, const Hashes& words) {
  return std::any_of(parts.begin(), parts.end(), [&](const Hashes& part) {
    return std::search(part.begin(), part.end(), words.begin(), words.end()) != part.end();
  });
}

bool NearByTheBook(const std::vector<Hashes>& parts, const Hashes& words, std::size_t window) {
  std::map<std::uint64_t, int> wanted;
  for (const std::uint64_t word : words) {
    ++wanted[word];
  }
  for (const Hashes& part : parts) {
    for (std::size_t begin = 0; begin < part.size(); ++begin) {
      std::map<std::uint64_t, int> seen;
      for (std::size_t i = begin; i < std::min(part.size(), begin + window); ++i) {
        ++seen[part[i]];
      }
      if (std::all_of(wanted.begin(), wanted.end(), [&](const auto& each) {
            return seen[each.first] >= each.second;
          })) {
        return true;
      }
    }
  }
  return false;
}

TEST(TokenStreamTest, VectorsScalarsAndTheBookAgreeOnRandomTexts) {
  const auto seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  const auto upto = [&](std::size_t n) { return std::size_t{random()} % n; };
  std::size_t found = 0;
  for (int round = 0; round < 2000; ++round) {
    const std::size_t vocabulary = 2 + upto(30);
    const auto text = [&](std::size_t n) {
      Hashes hashes;
      for (std::size_t i = 0; i < n; ++i) {
        hashes.push_back(StemHash("w" + std::to_string(upto(vocabulary))));
      }
      return hashes;
    };
    std::vector<Hashes> parts = {text(upto(12)), text(upto(4)), text(upto(90))};
    if (round % 20 == 0) {
      const Hashes extra = Filler(1300);
      parts[2].insert(parts[2].end(), extra.begin(), extra.end());
    }
    const Record record(parts[0], parts[1], parts[2]);
    const PhrasePattern pattern(text(1 + upto(4)));
    const std::size_t window = upto(12);
    for (const TextZone zone : {TextZone::kAny, TextZone::kTitle}) {
      const std::vector<Hashes> searched =
          zone == TextZone::kAny ? parts : std::vector<Hashes>{parts[0]};
      // Only documents with all the words are asked about.
      const bool candidate =
          std::all_of(pattern.hashes().begin(), pattern.hashes().end(), [&](std::uint64_t word) {
            return PhraseByTheBook(parts, {word});
          });
      const bool phrase = record.view().ContainsPhrase(pattern, zone);
      const bool near = record.view().ContainsNear(pattern, window, zone);
      ASSERT_EQ(phrase, record.view().ContainsPhraseScalar(pattern, zone));
      ASSERT_EQ(near, record.view().ContainsNearScalar(pattern, window, zone));
      if (candidate) {
        ASSERT_EQ(phrase, PhraseByTheBook(searched, pattern.hashes()));
        ASSERT_EQ(near, NearByTheBook(searched, pattern.hashes(), window));
        found += phrase ? 1U : 0U;
      }
    }
  }
  EXPECT_GT(found, 100U);
}

}  // namespace
}  // namespace facetwire
