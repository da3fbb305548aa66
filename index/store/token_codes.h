// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_STORE_TOKEN_CODES_H_
#define FACETWIRE_INDEX_STORE_TOKEN_CODES_H_

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>

// The codes of token streams, shared by encoder and scanner. Part of the index format.
namespace facetwire::token_internal {

inline constexpr std::size_t kRecordHeader = 12;

// Code of a stem under a seed (0..255): the upper bits of a product; never 0.
template <std::unsigned_integral Code>
constexpr Code CodeOf(std::uint64_t stem_hash, unsigned seed) {
  const std::uint64_t mixed = (stem_hash ^ seed * 0x632be59bd9b4e019U) * 0x9fb21c651e98df25U;
  const auto code = static_cast<Code>(mixed >> (64U - std::numeric_limits<Code>::digits));
  return code == 0 ? Code{1} : code;
}

template <std::unsigned_integral Number>
Number LoadLittle(const std::uint8_t* from) {
  Number value = 0;
  std::memcpy(&value, from, sizeof value);
  return value;
}

}  // namespace facetwire::token_internal

#endif  // FACETWIRE_INDEX_STORE_TOKEN_CODES_H_
