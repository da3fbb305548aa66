// SPDX-License-Identifier: GPL-3.0-or-later
// Texts that nobody writes, or only somebody who means harm: the recognisers never fail, what they
// find is sound, and the work is linear in the length. The work is counted, not timed.
#include <cstdint>
#include <functional>
#include <iterator>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "index/base/str_cat.h"
#include "index/entities/extractor.h"
#include "index/text/utf8.h"
#include "tests/index/entities/work_counter.h"
#include "tests/support/status_matchers.h"

namespace facetwire {
namespace {

constexpr std::size_t kShort = 12'500;
constexpr std::size_t kLong = 4 * kShort;
constexpr std::size_t kMegabyte = 1'000'000;

// Linear is 4, n log n 4.7, quadratic 16. Some shapes begin to cost their full price only at
// length.
constexpr double kMostGrowth = 6;

std::string Repeat(std::string_view unit, std::size_t size) {
  std::string text;
  while (text.size() < size) {
    text += unit;
  }
  text.resize(FloorToCodePoint(text, size));
  return text;
}

// Text that says something new for ever: `make(i)`.
std::string Count(std::size_t size, const std::function<std::string(std::size_t)>& make) {
  std::string text;
  for (std::size_t i = 0; text.size() < size; ++i) {
    text += make(i);
  }
  text.resize(FloorToCodePoint(text, size));
  return text;
}

std::string Nest(std::string_view open, std::string_view close, std::size_t size) {
  return Repeat(open, size / 2) + " Li Qiang met him in Peru " + Repeat(close, size / 2);
}

// A name that occurs nowhere: "Bacaba", "Cacaba" ...
std::string Name(std::size_t number) {
  std::string name;
  for (int i = 0; i < 4; ++i, number /= 20) {
    name += StrCat(std::string(1, "bcdfghjklmnpqrstvwxz"[number % 20]), "a");
  }
  name[0] = static_cast<char>(name[0] - 'a' + 'A');
  return name;
}

// Repeated as they stand.
constexpr std::string_view kUnits[] = {
    "A",
    "a",
    "AB ",
    "CAPITALS ",
    "CHINA PERU ",
    "1",
    "1.",
    "1,000 ",
    " ",
    "\n",
    "\n\n",
    "\t",
    ".",
    "...",
    "?!",
    ",",
    ", ",
    "-",
    "--",
    "- ",
    "'",
    "’",
    "\"",
    "“",
    "”",
    "(",
    ")",
    "[",
    "{",
    "<b>",
    "&amp;",
    "#",
    "@Li ",
    "/",
    "\\",
    "_",
    "*",
    "$",
    "%",
    "http://x.y/ ",
    "a@b.c ",
    "Mr ",
    "Mr. ",
    "Mr Mr. Dr ",
    "Mrs. A ",
    "the President ",
    "President ",
    "prime minister ",
    "The prime minister of ",
    "King ",
    "of ",
    "of the ",
    "al-",
    "de la ",
    "von ",
    "Mc",
    "O'",
    "van der Berg ",
    "J. ",
    "J.K.",
    "J. K. Smith ",
    "St. ",
    "Jr. ",
    "Peru ",
    "Peru, ",
    "Peru-",
    "Peru's ",
    "Peruvian ",
    "Georgia ",
    "Congo ",
    "Korea ",
    "Jordan ",
    "Chad ",
    "Turkey ",
    "New ",
    "New South ",
    "South ",
    "Republic of ",
    "Democratic Republic of the ",
    "Bank of ",
    "United ",
    "United States of ",
    "U.S. ",
    "US ",
    "us ",
    "U.",
    "Paris, Texas ",
    "Washington ",
    "Washington Irving said. ",
    "Li ",
    "Li Li Qiang ",
    "Kim Kim ",
    "Mohammed bin ",
    "Abd al-Rahman ",
    "railway ",
    "Railway ",
    "coal mine bank oil ",
    "he ",
    "He said. ",
    "She, Ann Lee, said. ",
    "Ann and Bob Lee ",
    "Ann Lee and ",
    "A. ",
    "A B ",
    "Aa Bb Cc ",
    "aA ",
    "Ab.Cd.",
    "Ab. Cd. ",
    "Ab\n\nCd\n\n",
    "Ab\r\n",
    "\r",
    "\xF0\x9F\x8E\x89",
    "\xF0\x9F\x91\xA8\xE2\x80\x8D\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x91\xA7",
    "\xF0\x9F\x87\xB5\xF0\x9F\x87\xAA",
    "Li \xF0\x9F\x8E\x89 ",
    "e\xCC\x81",
    "\xCC\x81",
    "Z\xCC\x80\xCC\x81\xCC\x82\xCC\x83\xCC\x84 ",
    "Perú ",
    "PERÚ ",
    "İ",
    "ß",
    "ẞ ",
    "ﬁ",
    "Ǆ ",
    "\xE2\x80\x8B",
    "Pe\xE2\x80\x8Bru ",
    "\xC2\xAD",
    "Pe\xC2\xADru ",
    "\xE2\x80\x8F",
    "\xE2\x80\xAE",
    "\xEF\xBB\xBF",
    "\xEF\xBF\xBD",
    "\xC2\xA0",
    "\xE3\x80\x80",
    "\xE2\x80\xA8",
    "\xE2\x80\xA9",
    "\xC2\x85",
    "מלך ",
    "الرئيس ",
    "الرئيس Peru ",
    "李强",
    "李强 ",
    "中国、",
    "かな",
    "カナ",
    "한국 ",
    "ไทย",
    "हिन्दी ",
    "Москва ",
    "МОСКВА ",
    "Αθήνα ",
    "Mr. President ",
    "Mr. Speaker, Mr. ",
    "Sir ",
    "Pope Francis ",
    "Queen of ",
    "the late ",
    "ex-President ",
    "acting ",
    "Lee's ",
    "s' ",
    "Ann \"Bob\" Lee ",
    "Ann (Bob) Lee ",
    "Ann/Bob/",
    "Reuters - ",
    "LIMA, Oct 26 (Reuters) - ",
    "Inc. ",
    "University of Peru ",
    "U.S.-China ",
    "Guinea-Bissau ",
    "Bosnia and ",
    "Trinidad and Tobago and ",
    std::string_view("\0", 1),
    "\x01",
    "\x7F",
    "\xFF",
    "\xC3",
    "\xE2\x82",
    "\xF0\x9F\x8E",
    "\xED\xA0\x80",
    "\xC0\x80",
    "Ann\xFFLee ",
    "Mr \xFF"};

struct Shape {
  std::string name;
  std::function<std::string(std::size_t size)> make;
};

std::vector<Shape> GrowingShapes() {
  return {
      {"one word", [](std::size_t n) { return "A" + std::string(n, 'a'); }},
      {"one hyphenated word", [](std::size_t n) { return Repeat("Ann-", n); }},
      {"nested quotes", [](std::size_t n) { return Nest("“", "”", n); }},
      {"nested double quotes", [](std::size_t n) { return Nest("\"", "\"", n); }},
      {"nested brackets", [](std::size_t n) { return Nest("(", ")", n); }},
      {"nested quotes with words",
       [](std::size_t n) { return Nest("“He said ", "” she said ", n); }},
      {"one sentence", [](std::size_t n) { return Repeat("Ann Lee of Peru and ", n) + "."; }},
      {"no sentence ends, small", [](std::size_t n) { return Repeat("word upon word ", n); }},
      {"new names",
       [](std::size_t n) {
         return Count(n, [](std::size_t i) { return StrCat("Ann ", Name(i), " spoke. "); });
       }},
      {"new names, no verbs",
       [](std::size_t n) {
         return Count(n, [](std::size_t i) { return StrCat(Name(i), " ", Name(i + 1), ", "); });
       }},
      {"one surname for all",
       [](std::size_t n) {
         return Count(n, [](std::size_t i) { return StrCat(Name(i), " Smith said so. "); });
       }},
      {"one surname, then alone",
       [](std::size_t n) {
         return Count(n,
                      [](std::size_t i) { return StrCat(Name(i), " Smith and Mr Smith met. "); });
       }},
      {"one given name for all",
       [](std::size_t n) {
         return Count(n, [](std::size_t i) { return StrCat("Robert ", Name(i), " said so. "); });
       }},
      {"titles with new names",
       [](std::size_t n) {
         return Count(n, [](std::size_t i) {
           return StrCat("President ", Name(i), " and the president. ");
         });
       }},
      {"roles without names", [](std::size_t n) { return Repeat("The prime minister said. ", n); }},
      {"names then roles",
       [](std::size_t n) {
         return Count(n / 2,
                      [](std::size_t i) {
                        return StrCat("Prime Minister ", Name(i), " ", Name(i + 7), " spoke. ");
                      }) +
                Repeat("The prime minister agreed. ", n / 2);
       }},
      {"initials grow",
       [](std::size_t n) {
         return Count(n, [](std::size_t i) {
           return StrCat(std::string(1, static_cast<char>('A' + i % 26)), ". ");
         });
       }},
      {"new words",
       [](std::size_t n) { return Count(n, [](std::size_t i) { return StrCat("w", i, " "); }); }},
      {"countries in turn",
       [](std::size_t n) {
         return Repeat(
             "Peru, Chad, Congo, Georgia, Jordan, Niger, Nigeria, Guinea, Oman, Iran and ", n);
       }},
      {"capitals in one line",
       [](std::size_t n) { return Repeat("PRESIDENT LI VISITS PERU AS MR KATO RESIGNS ", n); }},
      {"long name",
       [](std::size_t n) { return "Mr " + Count(n, [](std::size_t i) { return Name(i) + " "; }); }},
      {"long name of particles",
       [](std::size_t n) { return "Ann " + Repeat("de la ", n) + "Cruz"; }},
      {"list with and",
       [](std::size_t n) {
         return "Presidents " + Count(n, [](std::size_t i) { return StrCat(Name(i), " and "); });
       }},
      {"possessives", [](std::size_t n) { return Repeat("Ann Lee's Bob Lee's ", n); }},
      {"sentences of a letter", [](std::size_t n) { return Repeat("A. B. ", n); }},
      {"paragraphs of a word", [](std::size_t n) { return Repeat("Peru\n\n", n); }},
  };
}

std::vector<Shape> AllShapes() {
  std::vector<Shape> shapes = GrowingShapes();
  for (const std::string_view unit : kUnits) {
    shapes.push_back({StrCat("\"", unit, "\" for ever"),
                      [unit](std::size_t size) { return Repeat(unit, size); }});
  }
  return shapes;
}

const EntityExtractor& Extractor() {
  static const std::unique_ptr<EntityExtractor> kExtractor = [] {
    auto created = EntityExtractor::Create({});
    EXPECT_THAT(created, testing::IsOk());
    return *std::move(created);
  }();
  return *kExtractor;
}

void ExpectSound(const std::vector<Entity>& entities, const ArticleText& article) {
  const std::string_view texts[] = {article.title, article.summary, article.body};
  for (const Entity& entity : entities) {
    EXPECT_FALSE(entity.id.empty());
    EXPECT_LE(entity.id.size(), 64U);
    EXPECT_TRUE(entity.salience >= 0 && entity.salience <= 1) << entity.id;
    EXPECT_TRUE(entity.confidence >= 0 && entity.confidence <= 1) << entity.id;
    const Mention* before = nullptr;
    for (const Mention& mention : entity.mentions) {
      const std::string_view text = texts[static_cast<std::size_t>(mention.field)];
      ASSERT_LT(mention.begin, mention.end);
      ASSERT_LE(mention.end, text.size());
      ASSERT_EQ(text.substr(mention.begin, mention.end - mention.begin), mention.surface);
      ASSERT_TRUE(before == nullptr || before->field < mention.field ||
                  before->end <= mention.begin);
      before = &mention;
    }
  }
}

// Extracts from `text` as title and body; returns the work.
std::uint64_t Work(const std::string& text) {
  ArticleText article;
  article.title = std::string_view(text).substr(0, FloorToCodePoint(text, 2000));
  article.body = text;
  const EntityExtractor& extractor = Extractor();
  const std::uint64_t before = testing::WorkDone();
  const std::vector<Entity> entities = extractor.Extract(article);
  const std::uint64_t work = testing::WorkDone() - before;
  ExpectSound(entities, article);
  return work;
}

TEST(HostileTest, ThereAreManyShapes) { EXPECT_GE(AllShapes().size(), 200U); }

TEST(HostileTest, WorkIsLinearInTheLength) {
  for (const Shape& shape : AllShapes()) {
    SCOPED_TRACE(shape.name);
    const auto small = static_cast<double>(Work(shape.make(kShort)));
    const auto large = static_cast<double>(Work(shape.make(kLong)));
    EXPECT_GT(small, 0);
    EXPECT_LE(large, kMostGrowth * small) << "grows by " << large / small;
  }
}

TEST(HostileTest, AMegabyteOfIt) {
  const std::string texts[] = {
      Repeat("CAPITALS ", kMegabyte),
      Repeat("A", kMegabyte),
      Repeat("?!...-", kMegabyte),
      Nest("“", "”", kMegabyte),
      Repeat("الرئيس ", kMegabyte),
      Repeat("\xF0\x9F\x8E\x89", kMegabyte),
      Repeat("Mr ", kMegabyte),
      Count(kMegabyte, [](std::size_t i) { return StrCat(Name(i), " Smith and Mr Smith met. "); })};
  for (const std::string& text : texts) {
    SCOPED_TRACE(text.substr(0, 20));
    Work(text);
  }
}

TEST(HostileTest, RandomMixtures) {
  const unsigned seed = std::random_device()();
  std::mt19937 random(seed);
  SCOPED_TRACE(StrCat("seed ", seed));
  std::uniform_int_distribution<std::size_t> pick(0, std::size(kUnits) - 1);
  std::uniform_int_distribution<int> times(1, 4);
  for (int i = 0; i < 200; ++i) {
    std::string text;
    while (text.size() < 5000) {
      const std::string_view unit = kUnits[pick(random)];
      for (int n = times(random); n > 0; --n) {
        text += unit;
      }
    }
    Work(text);
  }
}

}  // namespace
}  // namespace facetwire
