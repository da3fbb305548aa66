// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/taxonomy/media_topics.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "index/taxonomy/sectors.h"

namespace facetwire {

std::vector<std::string_view> MediaTopicLines();

namespace {

TEST(SectorOfSubjectTest, MapsWhatIsSure) {
  for (const auto& [subject, sector] :
       std::vector<std::pair<std::string, std::optional<std::string>>>{
           {"medtop:20000274", "K64"},
           {"iptc:20000274", "K64"},
           {"http://cv.iptc.org/newscodes/mediatopic/20000274", "K64"},
           {"https://cv.iptc.org/newscodes/mediatopic/20000274", "K64"},
           {"20000274", "K64"},
           {" MEDTOP:20000210\n", "A"},
           {"Railway Transport", "H49"},
           {"  banking ", "K64"},
           {"medtop:04000000", std::nullopt},  // economy, business and finance: every sector
           {"medtop:20000243", std::nullopt},  // consumer goods: made or sold
           {"medtop:20000344", std::nullopt},  // economy
           {"medtop:2000027", std::nullopt},
           {"medtop:200002740", std::nullopt},
           {"other:20000274", std::nullopt},
           {"politics", std::nullopt},
           {"bank", std::nullopt},
           {"medtop:", std::nullopt},
           {"", std::nullopt}}) {
    EXPECT_EQ(SectorOfSubject(subject), sector) << subject;
  }
}

TEST(SectorOfSubjectTest, EveryRowHasACodeOfEightDigitsAndASector) {
  const std::vector<std::string_view> lines = MediaTopicLines();
  ASSERT_FALSE(lines.empty());
  for (const std::string_view line : lines) {
    ASSERT_GT(line.size(), 9U) << line;
    EXPECT_EQ(line.find_first_not_of("0123456789"), 8U) << line;
    EXPECT_EQ(line[8], '\t') << line;
    const std::string_view rest = line.substr(9);
    EXPECT_TRUE(IsSector(rest.substr(0, rest.find('\t')))) << line;
    EXPECT_TRUE(SectorOfSubject(line.substr(0, 8)).has_value()) << line;
  }
}

}  // namespace
}  // namespace facetwire
