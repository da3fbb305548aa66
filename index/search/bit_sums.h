// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_SEARCH_BIT_SUMS_H_
#define FACETWIRE_INDEX_SEARCH_BIT_SUMS_H_

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace facetwire {

// Counts for each of 64 bits in how many words it is set: 64 counters side by side, plane p holds
// bit p of each, and eight words are added at once by carry-save adders (Harley and Seal; see
// Warren, "Hacker's Delight", 5-2). A few operations a word, whatever it holds. Not thread-safe.
class BitSums {
 public:
  // At most 2^32 - 8 words.
  void Add(std::uint64_t word) {
    waiting_[count_++ % kAtOnce] = word;
    if (count_ % kAtOnce == 0) {
      AddWaiting();
    }
  }

  // Calls fn(bit, count) for the bits that were set in a word.
  template <typename Fn>
  void ForEach(Fn&& fn) {
    while (count_ % kAtOnce != 0) {
      Add(0);
    }
    const auto planes = static_cast<std::size_t>(std::bit_width(count_));
    std::uint64_t set = 0;
    for (std::size_t plane = 0; plane < planes; ++plane) {
      set |= planes_[plane];
    }
    for (; set != 0; set &= set - 1) {
      const int bit = std::countr_zero(set);
      std::uint32_t count = 0;
      for (std::size_t plane = 0; plane < planes; ++plane) {
        count |= static_cast<std::uint32_t>(planes_[plane] >> bit & 1U) << plane;
      }
      fn(static_cast<std::size_t>(bit), count);
    }
  }

 private:
  static constexpr std::size_t kAtOnce = 8;

  // sum + 2 * the result is what a + b + sum was.
  static std::uint64_t Carry(std::uint64_t& sum, std::uint64_t a, std::uint64_t b) {
    const std::uint64_t either = a ^ b;
    const std::uint64_t carry = (a & b) | (either & sum);
    sum ^= either;
    return carry;
  }

  void AddWaiting() {
    const auto& w = waiting_;
    std::uint64_t& ones = planes_[0];
    std::uint64_t& twos = planes_[1];
    std::uint64_t& fours = planes_[2];
    const std::uint64_t a = Carry(twos, Carry(ones, w[0], w[1]), Carry(ones, w[2], w[3]));
    const std::uint64_t b = Carry(twos, Carry(ones, w[4], w[5]), Carry(ones, w[6], w[7]));
    std::uint64_t carry = Carry(fours, a, b);
    for (std::size_t plane = 3; carry != 0; ++plane) {
      const std::uint64_t next = planes_[plane] & carry;
      planes_[plane] ^= carry;
      carry = next;
    }
  }

  std::array<std::uint64_t, kAtOnce> waiting_{};
  std::uint32_t count_ = 0;
  std::array<std::uint64_t, 33> planes_{};
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_SEARCH_BIT_SUMS_H_
