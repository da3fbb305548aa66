// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/text/sentences.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace facetwire {
namespace {

using Sentences = std::vector<std::string>;

struct SentencesCase {
  std::string name;
  std::string text;
  Sentences sentences;
};

class SentencesTest : public ::testing::TestWithParam<SentencesCase> {};

TEST_P(SentencesTest, Splits) {
  Sentences found;
  for (const SentenceSpan& span : SplitSentences(GetParam().text)) {
    found.push_back(GetParam().text.substr(span.begin, span.end - span.begin));
  }
  EXPECT_EQ(found, GetParam().sentences);
}

INSTANTIATE_TEST_SUITE_P(
    Cases,
    SentencesTest,
    ::testing::Values(
        SentencesCase{"Empty", "", {}},
        SentencesCase{"OnlySpace", " \n\n ", {}},
        SentencesCase{"Two", "One. Two!  Three?", {"One.", "Two!", "Three?"}},
        SentencesCase{"NoEnd", "One. Two", {"One.", "Two"}},
        SentencesCase{
            "Title", "Mr. Li met Gen. Wu. They spoke.", {"Mr. Li met Gen. Wu.", "They spoke."}},
        SentencesCase{
            "Month", "On Oct. 26 they met. It rained.", {"On Oct. 26 they met.", "It rained."}},
        SentencesCase{"Initial", "J. Smith came. He left.", {"J. Smith came.", "He left."}},
        SentencesCase{"CountryGoesOn", "The U.S. Senate met.", {"The U.S. Senate met."}},
        SentencesCase{"CountryEnds",
                      "He left the U.S. The talks go on.",
                      {"He left the U.S.", "The talks go on."}},
        SentencesCase{"Number",
                      "It is No. 1 now. He said no. Then he left.",
                      {"It is No. 1 now.", "He said no.", "Then he left."}},
        SentencesCase{"SmallLetter", "About 3 p.m. in May.", {"About 3 p.m. in May."}},
        SentencesCase{"Decimal", "It rose 3.5 percent. Good.", {"It rose 3.5 percent.", "Good."}},
        SentencesCase{"Quotes", "\"We agree.\" He left.", {"\"We agree.\"", "He left."}},
        SentencesCase{"Paragraphs", "A headline\n\nThe text", {"A headline", "The text"}},
        SentencesCase{"WrappedLine", "One line\nand another.", {"One line\nand another."}},
        SentencesCase{"Chinese", "中国。美国！", {"中国。", "美国！"}}),
    [](const auto& param_info) { return param_info.param.name; });

TEST(SentencesTest, AMebibyteOfPointsIsRead) {
  EXPECT_EQ(SplitSentences(std::string(1U << 20U, '.')).size(), 1U);
}

}  // namespace
}  // namespace facetwire
