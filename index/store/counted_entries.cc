// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/store/counted_entries.h"

#include <algorithm>

namespace facetwire {
namespace {

constexpr std::uint8_t kRare = CountedEntries::kMostFrequent;

// The most frequent of the ordinals, ascending.
std::vector<Ordinal> MostFrequent(std::span<const Ordinal> ordinals) {
  std::vector<std::uint32_t> counts;
  std::vector<Ordinal> values;
  for (const Ordinal ordinal : ordinals) {
    if (ordinal >= counts.size()) {
      counts.resize(2 * std::size_t{ordinal} + 1);
    }
    if (counts[ordinal]++ == 0) {
      values.push_back(ordinal);
    }
  }
  if (values.size() > CountedEntries::kMostFrequent) {
    const auto end = values.begin() + CountedEntries::kMostFrequent;
    std::nth_element(values.begin(), end, values.end(), [&](Ordinal a, Ordinal b) {
      return counts[a] > counts[b];
    });
    values.erase(end, values.end());
  }
  std::sort(values.begin(), values.end());
  return values;
}

}  // namespace

CountedEntries::CountedEntries(std::span<const std::uint32_t> begins,
                               const Ordinal* ordinals,
                               const std::uint8_t* facets)
    : frequent_(MostFrequent({ordinals, begins.back()})), documents_(begins.size()) {
  std::vector<std::uint8_t> bit_of(frequent_.empty() ? 0 : frequent_.back() + 1, kRare);
  for (std::size_t bit = 0; bit < frequent_.size(); ++bit) {
    bit_of[frequent_[bit]] = static_cast<std::uint8_t>(bit);
  }
  for (std::size_t i = 0; i + 1 < begins.size(); ++i) {
    std::uint64_t bits = std::uint64_t{facets[i]} << kMostFrequent;
    for (std::size_t at = begins[i]; at < begins[i + 1]; ++at) {
      const Ordinal ordinal = ordinals[at];
      const std::uint8_t bit = ordinal < bit_of.size() ? bit_of[ordinal] : kRare;
      if (bit == kRare) {
        rare_.push_back(ordinal);
      } else {
        bits |= std::uint64_t{1} << bit;
      }
    }
    documents_[i].low_bits = static_cast<std::uint32_t>(bits);
    documents_[i].high_bits = static_cast<std::uint32_t>(bits >> 32U);
    documents_[i + 1].rare_begin = static_cast<std::uint32_t>(rare_.size());
  }
  rare_.resize(rare_.size() + kPadding);
  rare_.shrink_to_fit();
}

}  // namespace facetwire
