// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/text/fold.h"

#include <random>
#include <string>

#include <gtest/gtest.h>

namespace facetwire {
namespace {

struct FoldCase {
  std::string name;
  std::string text;
  std::string folded;
};

class FoldTest : public ::testing::TestWithParam<FoldCase> {};

TEST_P(FoldTest, FoldsAndIsIdempotent) {
  EXPECT_EQ(Fold(GetParam().text), GetParam().folded);
  EXPECT_EQ(Fold(GetParam().folded), GetParam().folded);
}

INSTANTIATE_TEST_SUITE_P(
    Cases,
    FoldTest,
    ::testing::Values(FoldCase{"Empty", "", ""},
                      FoldCase{"Ascii", "The U.S. [@Z]", "the u.s. [@z]"},
                      FoldCase{"Portuguese", "São", "sao"},
                      FoldCase{"Decomposed", "Sa\u0303o", "sao"},
                      FoldCase{"Serbian", "Đukanović", "dukanovic"},
                      FoldCase{"Polish", "Łódź", "lodz"},
                      FoldCase{"German", "Straße", "strasse"},
                      FoldCase{"Turkish", "İstanbul Diyarbakır", "istanbul diyarbakir"},
                      FoldCase{"Danish", "Ærø", "aero"},
                      FoldCase{"Icelandic", "Þór Garðar", "thor gardar"},
                      FoldCase{"Azeri", "Əliyev", "eliyev"},
                      FoldCase{"Vietnamese", "Nguyễn Phú Trọng", "nguyen phu trong"},
                      FoldCase{"Ligature", "\uFB01nance", "finance"},
                      FoldCase{"FullWidth", "\uFF21\uFF22", "ab"},
                      FoldCase{"Greek", "Μητσοτάκης", "μητσοτακησ"},
                      FoldCase{"Russian", "Йошкар-Ола", "иошкар-ола"},
                      FoldCase{"Hangul", "한국", "한국"},
                      FoldCase{"Kana", "ガ", "ガ"},
                      FoldCase{"Devanagari", "हिन्दी", "हिन्दी"},
                      FoldCase{"ArabicVowels", "مُحَمَّد", "محمد"},
                      FoldCase{"LatinBesideHan", "É中", "e中"},
                      FoldCase{"SoftHyphen", "co\u00ADop", "coop"}),
    [](const auto& param_info) { return param_info.param.name; });

TEST(FoldPropertyTest, IsIdempotentOnRandomCodePoints) {
  const std::uint32_t seed = std::random_device{}();
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  for (int round = 0; round < 2000; ++round) {
    std::string text;
    for (int i = 0; i < 6; ++i) {
      const auto value = static_cast<std::uint32_t>(0x80 + random() % 0x2F80);
      if (value < 0x800) {
        text.push_back(static_cast<char>(0xC0U | (value >> 6U)));
      } else {
        text.push_back(static_cast<char>(0xE0U | (value >> 12U)));
        text.push_back(static_cast<char>(0x80U | ((value >> 6U) & 0x3FU)));
      }
      text.push_back(static_cast<char>(0x80U | (value & 0x3FU)));
    }
    const std::string once = Fold(text);
    ASSERT_EQ(Fold(once), once) << "from " << text;
  }
}

TEST(FoldTest, AppendKeepsWhatIsThere) {
  std::string out = "É";
  AppendFolded("中É", out);
  EXPECT_EQ(out, "É中e");
}

TEST(FoldTest, IllFormedBytesDoNotPass) { EXPECT_EQ(Fold("a\xFF"), "a\uFFFD"); }

}  // namespace
}  // namespace facetwire
