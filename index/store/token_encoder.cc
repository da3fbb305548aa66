// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <bit>

#include "index/store/token_codes.h"
#include "index/store/token_stream.h"

namespace facetwire {
namespace {

using token_internal::CodeOf;
using token_internal::kRecordHeader;

static_assert(std::endian::native == std::endian::little, "records are little endian");

constexpr int kSeeds = 256;
// With more distinct stems hardly one of the 256 seeds is without a collision in 16 bits.
constexpr std::size_t kMaxNarrowStems = 1200;
// The same for 32 bits: with as many, one seed in eight is without a collision; each costs a sort.
constexpr std::size_t kMaxWideStems = std::size_t{1} << 17U;

using Words = std::span<const std::uint64_t>;

template <typename Number>
void Append(Number value, std::string& out) {
  char bytes[sizeof value];
  std::memcpy(bytes, &value, sizeof value);
  out.append(bytes, sizeof value);
}

std::string Header(unsigned seed, unsigned width, Words title, Words summary) {
  std::string out;
  out.push_back(static_cast<char>(seed));
  out.push_back(static_cast<char>(width));
  out.append(2, '\0');
  Append(static_cast<std::uint32_t>(title.size()), out);
  Append(static_cast<std::uint32_t>(summary.size()), out);
  return out;
}

// Calls put(code) for each code of the record.
template <typename Code, typename Put>
void ForEachCode(unsigned seed, Words title, Words summary, Words body, Put put) {
  const Words parts[] = {title, summary, body};
  for (std::size_t part = 0; part < 3; ++part) {
    if (part != 0) {
      put(Code{0});
    }
    for (const std::uint64_t hash : parts[part]) {
      put(CodeOf<Code>(hash, seed));
    }
  }
}

std::string EncodeNarrow(unsigned seed, Words title, Words summary, Words body) {
  std::string out = Header(seed, 1, title, summary);
  const std::size_t count = title.size() + summary.size() + body.size() + 2;
  out.resize(kRecordHeader + 2 * count);
  char* low = out.data() + kRecordHeader;
  char* high = low + count;
  ForEachCode<std::uint16_t>(seed, title, summary, body, [&](std::uint16_t code) {
    *low++ = static_cast<char>(code & 0xffU);
    *high++ = static_cast<char>(code >> 8U);
  });
  return out;
}

template <typename Code>
std::string EncodeWide(unsigned seed, Words title, Words summary, Words body) {
  std::string out = Header(seed, sizeof(Code) == 4 ? 2 : 3, title, summary);
  out.reserve(kRecordHeader + sizeof(Code) * (title.size() + summary.size() + body.size() + 2));
  ForEachCode<Code>(seed, title, summary, body, [&](Code code) { Append(code, out); });
  return out;
}

}  // namespace

TokenEncoder::TokenEncoder() : used_(std::size_t{1} << 10U) {}

int TokenEncoder::FindNarrowSeed() {
  if (distinct_.size() > kMaxNarrowStems) {
    return -1;
  }
  for (int seed = 0; seed < kSeeds; ++seed) {
    const auto code_at = [&](std::size_t i) {
      return CodeOf<std::uint16_t>(distinct_[i], static_cast<unsigned>(seed));
    };
    std::size_t taken = 0;
    for (; taken < distinct_.size(); ++taken) {
      const std::uint16_t code = code_at(taken);
      const std::uint64_t bit = std::uint64_t{1} << (code & 63U);
      if ((used_[code >> 6U] & bit) != 0) {
        break;
      }
      used_[code >> 6U] |= bit;
    }
    for (std::size_t i = 0; i < taken; ++i) {
      used_[code_at(i) >> 6U] = 0;
    }
    if (taken == distinct_.size()) {
      return seed;
    }
  }
  return -1;
}

int TokenEncoder::FindWideSeed() {
  if (distinct_.size() > kMaxWideStems) {
    return -1;
  }
  for (int seed = 0; seed < kSeeds; ++seed) {
    codes_.clear();
    for (const std::uint64_t hash : distinct_) {
      codes_.push_back(CodeOf<std::uint32_t>(hash, static_cast<unsigned>(seed)));
    }
    std::sort(codes_.begin(), codes_.end());
    if (std::adjacent_find(codes_.begin(), codes_.end()) == codes_.end()) {
      return seed;
    }
  }
  return -1;
}

std::string TokenEncoder::Encode(Words title, Words summary, Words body) {
  distinct_.clear();
  for (const Words part : {title, summary, body}) {
    distinct_.insert(distinct_.end(), part.begin(), part.end());
  }
  std::sort(distinct_.begin(), distinct_.end());
  distinct_.erase(std::unique(distinct_.begin(), distinct_.end()), distinct_.end());
  if (const int seed = FindNarrowSeed(); seed >= 0) {
    return EncodeNarrow(static_cast<unsigned>(seed), title, summary, body);
  }
  if (const int seed = FindWideSeed(); seed >= 0) {
    return EncodeWide<std::uint32_t>(static_cast<unsigned>(seed), title, summary, body);
  }
  return EncodeWide<std::uint64_t>(0, title, summary, body);
}

}  // namespace facetwire
