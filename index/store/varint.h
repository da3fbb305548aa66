// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_STORE_VARINT_H_
#define FACETWIRE_INDEX_STORE_VARINT_H_

#include <cstdint>
#include <string>
#include <string_view>

// Numbers in records: seven bits a byte, lowest first, the high bit says that more follow.
namespace facetwire {

inline void PutVarint(std::uint64_t value, std::string& out) {
  while (value >= 0x80) {
    out.push_back(static_cast<char>((value & 0x7fU) | 0x80U));
    value >>= 7U;
  }
  out.push_back(static_cast<char>(value));
}

// Takes a number off the front of `in`; false where there is none.
inline bool GetVarint(std::string_view& in, std::uint64_t& value) {
  value = 0;
  for (unsigned shift = 0; shift < 64 && !in.empty(); shift += 7) {
    const auto byte = static_cast<unsigned char>(in.front());
    in.remove_prefix(1);
    value |= std::uint64_t{byte & 0x7fU} << shift;
    if (byte < 0x80) {
      return true;
    }
  }
  return false;
}

// Signed numbers: small ones, of either sign, stay short.
inline std::uint64_t ZigZag(std::int64_t value) {
  return static_cast<std::uint64_t>(value) << 1U ^ static_cast<std::uint64_t>(value >> 63U);
}

inline std::int64_t UnZigZag(std::uint64_t value) {
  return static_cast<std::int64_t>(value >> 1U ^ (~(value & 1U) + 1));
}

// A text with its length before it.
inline void PutText(std::string_view text, std::string& out) {
  PutVarint(text.size(), out);
  out.append(text);
}

inline bool GetText(std::string_view& in, std::string& text) {
  std::uint64_t size = 0;
  if (!GetVarint(in, size) || size > in.size()) {
    return false;
  }
  text.assign(in.substr(0, size));
  in.remove_prefix(size);
  return true;
}

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_STORE_VARINT_H_
