// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_STORE_COPY_SIGNATURE_H_
#define FACETWIRE_INDEX_STORE_COPY_SIGNATURE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

// What tells that two articles are the same story, lightly edited. Part of the index format.
namespace facetwire {

// What is kept of an article's text to compare it with others. A value.
//
// The text (summary and body; headlines are changed freely) is taken as the set of its shingles:
// hashes of four stems in a row. Of a text with fewer than kMinCopyWords words, or of few different
// shingles, only a hash of everything is kept, title included: it is a copy only where it is
// identical, and has more than a title.
struct CopySignature {
  static constexpr std::size_t kKeys = 7;
  static constexpr std::size_t kBins = 96;

  // How many shingles the text has; 0: it is only compared as a whole.
  std::uint32_t shingles = 0;
  // Where to look for copies: the lowest hashes of shingles (bottom-k), ascending, each once; of a
  // text compared as a whole its hash alone. Empty: nothing is a copy of it.
  std::vector<std::uint32_t> keys;
  // One permutation, a minimum for each bin, of which 1 to 15 are kept; 0: the bin is empty (Li,
  // Owen, Zhang, "One Permutation Hashing", 2012; Li, König, "b-Bit Minwise Hashing", 2010). Of a
  // text compared as a whole the first 16 are its hash.
  std::array<std::uint8_t, kBins> bins{};
  // Hashes of the numbers in it, ascending, each once; the kMostNumbers lowest. What has the same
  // words with other figures (weather, results, prices) is no copy.
  std::vector<std::uint16_t> numbers;

  friend bool operator==(const CopySignature&, const CopySignature&) = default;
};

inline constexpr std::size_t kMinCopyWords = 50;

std::string EncodeCopySignature(const CopySignature& signature);

// DATA_LOSS where `bytes` is not what EncodeCopySignature wrote.
absl::StatusOr<CopySignature> DecodeCopySignature(std::string_view bytes);

// How surely two texts are copies of each other: 0 where they are not, else the share of the
// shorter one's shingles that the other one has, as far as the signatures tell.
double CopyLikeness(const CopySignature& a, const CopySignature& b);

// What a signature is made of: StemHash of the stems in order, and of the words of summary and body
// that have a digit, in any order.
struct HashedText {
  std::vector<std::uint64_t> title;
  std::vector<std::uint64_t> summary;
  std::vector<std::uint64_t> body;
  std::vector<std::uint64_t> numbers;
};

CopySignature SignText(const HashedText& text);

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_STORE_COPY_SIGNATURE_H_
