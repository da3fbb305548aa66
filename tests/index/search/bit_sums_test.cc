// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/search/bit_sums.h"

#include <array>
#include <cstdint>
#include <random>

#include <gtest/gtest.h>

namespace facetwire {
namespace {

TEST(BitSumsTest, AreThoseOfEachBit) {
  const unsigned seed = std::random_device()();
  SCOPED_TRACE(seed);
  std::mt19937_64 random(seed);
  for (const std::size_t words : {0U, 1U, 7U, 8U, 9U, 255U, 256U, 4096U, 70'000U}) {
    BitSums sums;
    std::array<std::uint32_t, 64> expected{};
    for (std::size_t i = 0; i < words; ++i) {
      // Bit 0 always, bit 63 never, those between rarely and often.
      const std::uint64_t word = ((random() & random()) | (random() << 40U) | 1U) << 1U >> 1U;
      sums.Add(word);
      for (std::size_t bit = 0; bit < expected.size(); ++bit) {
        expected[bit] += word >> bit & 1U;
      }
    }
    std::array<std::uint32_t, 64> counted{};
    sums.ForEach([&](std::size_t bit, std::uint32_t count) {
      EXPECT_GT(count, 0U);
      EXPECT_EQ(counted[bit], 0U) << "said twice";
      counted[bit] = count;
    });
    EXPECT_EQ(counted, expected) << words;
  }
}

}  // namespace
}  // namespace facetwire
