// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/store/copy_signature.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <span>

#include "absl/status/status.h"

#include "index/store/varint.h"

namespace facetwire {
namespace {

constexpr std::size_t kShingleWords = 4;
constexpr std::size_t kMinShingles = 32;
constexpr std::size_t kMostNumbers = 64;
constexpr std::size_t kHashNibbles = 16;

// Where copies begin. As measured, see tests/bench/copies.
constexpr double kMinLikeness = 0.5;     // of the shingles of the shorter text
constexpr double kMinOverlap = 0.15;     // of the shingles of both together
constexpr std::size_t kFewNumbers = 1;   // fewer say nothing
constexpr double kMinSameNumbers = 0.6;  // of the numbers of the text that has fewer

std::uint64_t Mix(std::uint64_t hash) {
  hash = (hash ^ hash >> 32U) * 0xd6e8feb86659fd93U;
  hash = (hash ^ hash >> 32U) * 0xd6e8feb86659fd93U;
  return hash ^ hash >> 32U;
}

std::uint64_t Chain(std::uint64_t hash, std::uint64_t next) {
  return hash * 0x9e3779b97f4a7c15U + next;
}

// Takes in the shingles of a text one by one.
class Shingles {
 public:
  void Add(const std::vector<std::uint64_t>& stems) {
    for (std::size_t i = 0; i + kShingleWords <= stems.size(); ++i) {
      std::uint64_t hash = 0;
      for (std::size_t k = 0; k < kShingleWords; ++k) {
        hash = Chain(hash, stems[i + k]);
      }
      Add(Mix(hash));
    }
  }

  std::uint32_t count() const { return count_; }

  // Of different shingles, at least so many as there are minima.
  bool AreFew() const { return count_ < kMinShingles || lowest_.size() < CopySignature::kKeys; }

  void Finish(CopySignature& signature) const {
    signature.shingles = count_;
    signature.keys = lowest_;
    for (std::size_t i = 0; i < CopySignature::kBins; ++i) {
      signature.bins[i] =
          bins_[i] == kEmpty ? 0 : static_cast<std::uint8_t>(1 + Mix(bins_[i]) % 15);
    }
  }

 private:
  static constexpr std::uint32_t kEmpty = std::numeric_limits<std::uint32_t>::max();

  void Add(std::uint64_t hash) {
    ++count_;
    const auto low = static_cast<std::uint32_t>(hash);
    std::uint32_t& bin = bins_[(hash >> 32U) % CopySignature::kBins];
    bin = std::min(bin, low);
    if (lowest_.size() < CopySignature::kKeys || low < lowest_.back()) {
      AddLowest(low);
    }
  }

  void AddLowest(std::uint32_t hash) {
    const auto place = std::lower_bound(lowest_.begin(), lowest_.end(), hash);
    if (place != lowest_.end() && *place == hash) {
      return;
    }
    lowest_.insert(place, hash);
    if (lowest_.size() > CopySignature::kKeys) {
      lowest_.pop_back();
    }
  }

  std::uint32_t count_ = 0;
  std::vector<std::uint32_t> lowest_;
  std::array<std::uint32_t, CopySignature::kBins> bins_ = Filled();

  static constexpr std::array<std::uint32_t, CopySignature::kBins> Filled() {
    std::array<std::uint32_t, CopySignature::kBins> bins{};
    bins.fill(kEmpty);
    return bins;
  }
};

// Of a text that is only compared as a whole.
CopySignature SignWhole(const HashedText& text) {
  CopySignature signature;
  if (text.summary.empty() && text.body.empty()) {
    return signature;
  }
  std::uint64_t hash = 0;
  for (const auto* part : {&text.title, &text.summary, &text.body}) {
    hash = Mix(Chain(hash, part->size()));
    for (const std::uint64_t stem : *part) {
      hash = Chain(hash, stem);
    }
  }
  hash = Mix(hash);
  signature.keys.push_back(static_cast<std::uint32_t>(hash));
  for (std::size_t i = 0; i < kHashNibbles; ++i) {
    signature.bins[i] = hash >> (4 * i) & 15U;
  }
  return signature;
}

std::vector<std::uint16_t> LowestNumbers(const std::vector<std::uint64_t>& hashes) {
  std::vector<std::uint16_t> numbers;
  numbers.reserve(hashes.size());
  for (const std::uint64_t hash : hashes) {
    numbers.push_back(static_cast<std::uint16_t>(Mix(hash)));
  }
  std::sort(numbers.begin(), numbers.end());
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
  numbers.resize(std::min(numbers.size(), kMostNumbers));
  return numbers;
}

// Those that can be compared with `other`: where a list was cut, nothing beyond its last.
std::size_t Comparable(const std::vector<std::uint16_t>& numbers,
                       const std::vector<std::uint16_t>& other) {
  if (other.size() < kMostNumbers) {
    return numbers.size();
  }
  return static_cast<std::size_t>(std::upper_bound(numbers.begin(), numbers.end(), other.back()) -
                                  numbers.begin());
}

bool HaveTheSameNumbers(const CopySignature& a, const CopySignature& b) {
  const std::span left(a.numbers.data(), Comparable(a.numbers, b.numbers));
  const std::span right(b.numbers.data(), Comparable(b.numbers, a.numbers));
  const std::size_t fewer = std::min(left.size(), right.size());
  if (fewer < kFewNumbers) {
    return true;
  }
  std::vector<std::uint16_t> shared;
  std::set_intersection(
      left.begin(), left.end(), right.begin(), right.end(), std::back_inserter(shared));
  return static_cast<double>(shared.size()) >= kMinSameNumbers * static_cast<double>(fewer);
}

absl::Status Damaged() { return absl::DataLossError("the signature of a document is damaged"); }

// The Jaccard index of the shingles, as far as the bins tell.
double Overlap(const CopySignature& a, const CopySignature& b) {
  constexpr double kByChance = 1.0 / 15;
  std::size_t used = 0;
  std::size_t same = 0;
  for (std::size_t i = 0; i < CopySignature::kBins; ++i) {
    used += (a.bins[i] | b.bins[i]) != 0 ? 1 : 0;
    same += a.bins[i] != 0 && a.bins[i] == b.bins[i] ? 1 : 0;
  }
  if (used == 0) {
    return 0;
  }
  const double share = static_cast<double>(same) / static_cast<double>(used);
  return std::max(0.0, (share - kByChance) / (1 - kByChance));
}

}  // namespace

std::string EncodeCopySignature(const CopySignature& signature) {
  std::string out;
  PutVarint(signature.shingles, out);
  PutVarint(signature.keys.size(), out);
  for (const std::uint32_t key : signature.keys) {
    for (unsigned shift = 0; shift < 32; shift += 8) {
      out.push_back(static_cast<char>(key >> shift & 0xffU));
    }
  }
  for (std::size_t i = 0; i < CopySignature::kBins; i += 2) {
    out.push_back(static_cast<char>(signature.bins[i] | signature.bins[i + 1] << 4U));
  }
  std::uint64_t next = 0;
  for (const std::uint64_t number : signature.numbers) {
    PutVarint(number - next, out);
    next = number + 1;
  }
  return out;
}

absl::StatusOr<CopySignature> DecodeCopySignature(std::string_view bytes) {
  CopySignature signature;
  std::uint64_t shingles = 0;
  std::uint64_t keys = 0;
  constexpr std::size_t kBinBytes = CopySignature::kBins / 2;
  if (!GetVarint(bytes, shingles) || !GetVarint(bytes, keys) || keys > CopySignature::kKeys ||
      shingles > std::numeric_limits<std::uint32_t>::max() || bytes.size() < 4 * keys + kBinBytes) {
    return Damaged();
  }
  signature.shingles = static_cast<std::uint32_t>(shingles);
  for (; keys > 0; --keys, bytes.remove_prefix(4)) {
    std::uint32_t key = 0;
    for (unsigned i = 0; i < 4; ++i) {
      key |= std::uint32_t{static_cast<unsigned char>(bytes[i])} << (8 * i);
    }
    signature.keys.push_back(key);
  }
  for (std::size_t i = 0; i < kBinBytes; ++i) {
    const auto byte = static_cast<unsigned char>(bytes[i]);
    signature.bins[2 * i] = byte & 15U;
    signature.bins[2 * i + 1] = byte >> 4U;
  }
  bytes.remove_prefix(kBinBytes);
  std::uint64_t next = 0;
  for (std::uint64_t gap = 0; !bytes.empty(); ++next) {
    if (!GetVarint(bytes, gap) || gap > std::numeric_limits<std::uint16_t>::max() - next) {
      return Damaged();
    }
    next += gap;
    signature.numbers.push_back(static_cast<std::uint16_t>(next));
  }
  return signature;
}

CopySignature SignText(const HashedText& text) {
  if (text.summary.size() + text.body.size() < kMinCopyWords) {
    return SignWhole(text);
  }
  Shingles shingles;
  shingles.Add(text.summary);
  shingles.Add(text.body);
  if (shingles.AreFew()) {
    return SignWhole(text);
  }
  CopySignature signature;
  shingles.Finish(signature);
  signature.numbers = LowestNumbers(text.numbers);
  return signature;
}

double CopyLikeness(const CopySignature& a, const CopySignature& b) {
  if (a.shingles == 0 || b.shingles == 0) {
    return !a.keys.empty() && a == b ? 1 : 0;
  }
  const double overlap = Overlap(a, b);
  const double both = static_cast<double>(a.shingles) + static_cast<double>(b.shingles);
  const double shared = overlap / (1 + overlap) * both;
  const double likeness = std::min(1.0, shared / std::min(a.shingles, b.shingles));
  const bool alike = overlap >= kMinOverlap && likeness >= kMinLikeness && HaveTheSameNumbers(a, b);
  return alike ? likeness : 0;
}

}  // namespace facetwire
