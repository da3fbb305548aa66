// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/common/text_offsets.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>

namespace facetwire {
namespace {

using Offsets = std::vector<std::uint32_t>;

struct Row {
  std::string name;
  std::string text;
  Offsets bytes;
  Offsets utf16;
  Offsets points;
};

class ConvertOffsetsTest : public ::testing::TestWithParam<Row> {};

TEST_P(ConvertOffsetsTest, CountsInTheUnit) {
  const Row& row = GetParam();
  EXPECT_EQ(ConvertOffsets(row.text, row.bytes, OffsetUnit::kUtf8Bytes), row.bytes);
  EXPECT_EQ(ConvertOffsets(row.text, row.bytes, OffsetUnit::kUtf16Units), row.utf16);
  EXPECT_EQ(ConvertOffsets(row.text, row.bytes, OffsetUnit::kCodePoints), row.points);
}

INSTANTIATE_TEST_SUITE_P(
    Texts,
    ConvertOffsetsTest,
    ::testing::Values(Row{"None", "abc", {}, {}, {}},
                      Row{"Empty", "", {0, 0}, {0, 0}, {0, 0}},
                      Row{"Ascii", "abc", {0, 1, 3}, {0, 1, 3}, {0, 1, 3}},
                      Row{"AnyOrderAndTwice", "abc", {3, 1, 1, 0}, {3, 1, 1, 0}, {3, 1, 1, 0}},
                      Row{"TwoBytes", "\u00e9a", {0, 2, 3}, {0, 1, 2}, {0, 1, 2}},
                      Row{"ThreeBytes", "\u674e\u5f3a", {0, 3, 6}, {0, 1, 2}, {0, 1, 2}},
                      Row{"FourBytes", "\U0001F600a", {0, 4, 5}, {0, 2, 3}, {0, 1, 2}},
                      Row{"PastTheEnd", "\u00e9", {2, 99}, {1, 1}, {1, 1}}),
    [](const auto& test) { return test.param.name; });

TEST(ConvertOffsetsToBytesTest, IsTheOtherWayRound) {
  const std::string text = "aé€😀z";  // 1, 2, 3, 4, 1 bytes

  const struct {
    OffsetUnit unit;
    std::vector<std::uint32_t> offsets;
    std::vector<std::uint32_t> bytes;
  } rows[] = {
      {OffsetUnit::kUtf8Bytes, {2, 99}, {2, 99}},
      {OffsetUnit::kCodePoints, {5, 0, 3, 4, 1, 2}, {11, 0, 6, 10, 1, 3}},
      {OffsetUnit::kCodePoints, {6, 0xFFFFFFFFU, 5}, {kNoOffset, kNoOffset, 11}},
      {OffsetUnit::kUtf16Units, {6, 3, 5}, {11, 6, 10}},
      {OffsetUnit::kUtf16Units, {4, 5, 7}, {kNoOffset, 10, kNoOffset}},
  };

  for (const auto& row : rows) {
    EXPECT_EQ(ConvertOffsetsToBytes(text, row.offsets, row.unit), row.bytes);
  }
  EXPECT_EQ(ConvertOffsetsToBytes("", {0, 1}, OffsetUnit::kCodePoints),
            (std::vector<std::uint32_t>{0, kNoOffset}));
}

}  // namespace
}  // namespace facetwire
