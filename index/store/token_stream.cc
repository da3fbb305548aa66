// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/store/token_stream.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "absl/container/inlined_vector.h"

#include "index/store/token_codes.h"
#include "index/store/token_scan.h"

namespace facetwire {
namespace {

using token_internal::CodeOf;
using token_internal::kRecordHeader;
using token_internal::LoadLittle;

template <typename Code>
using Codes = absl::InlinedVector<Code, 16>;

template <typename Code>
Codes<Code> PhraseCodes(const PhrasePattern& pattern, unsigned seed) {
  Codes<Code> codes;
  for (const std::uint64_t hash : pattern.hashes()) {
    codes.push_back(CodeOf<Code>(hash, seed));
  }
  return codes;
}

template <typename Code>
Codes<Code> NearCodes(const PhrasePattern& pattern, unsigned seed) {
  Codes<Code> codes;
  for (const PhrasePattern::Distinct& stem : pattern.distinct()) {
    codes.push_back(CodeOf<Code>(stem.hash, seed));
  }
  return codes;
}

// Calls scan(begin, end) for the codes of title, summary and body until one says true.
template <typename Scan>
bool AnyPart(std::size_t title, std::size_t summary, std::size_t count, TextZone zone, Scan scan) {
  if (scan(std::size_t{0}, title)) {
    return true;
  }
  return zone == TextZone::kAny &&
         (scan(title + 1, title + 1 + summary) || scan(title + summary + 2, count));
}

}  // namespace

PhrasePattern::PhrasePattern(std::vector<std::uint64_t> stem_hashes)
    : hashes_(std::move(stem_hashes)) {
  std::vector<std::uint64_t> sorted = hashes_;
  std::sort(sorted.begin(), sorted.end());
  for (const std::uint64_t hash : sorted) {
    if (distinct_.empty() || distinct_.back().hash != hash) {
      distinct_.push_back({hash, 0});
    }
    ++distinct_.back().count;
  }
}

TokenStreamView::TokenStreamView(std::string_view record) {
  if (record.size() < kRecordHeader) {
    return;
  }
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(record.data());
  const std::uint8_t width = bytes[1];
  const std::size_t title = LoadLittle<std::uint32_t>(bytes + 4);
  const std::size_t summary = LoadLittle<std::uint32_t>(bytes + 8);
  if (width < 1 || width > 3) {
    return;
  }
  const std::size_t count = (record.size() - kRecordHeader) >> width;
  if (title + summary + 2 > count) {
    return;
  }
  codes_ = bytes + kRecordHeader;
  count_ = count;
  title_ = title;
  summary_ = summary;
  seed_ = bytes[0];
  width_ = width;
}

template <typename Code, typename Text>
bool TokenStreamView::ScanPhrase(const PhrasePattern& pattern, TextZone zone) const {
  const Codes<Code> codes = PhraseCodes<Code>(pattern, seed_);
  // The zeros between the parts are no code, so that all parts can be scanned as one.
  const std::size_t end = zone == TextZone::kTitle ? title_ : count_;
  return token_internal::FindPhrase<Code>(Text(codes_, count_), end, codes);
}

template <typename Code, typename Text>
bool TokenStreamView::ScanNear(const PhrasePattern& pattern,
                               std::uint64_t window,
                               TextZone zone) const {
  const Codes<Code> codes = NearCodes<Code>(pattern, seed_);
  const Text text(codes_, count_);
  return AnyPart(title_, summary_, count_, zone, [&](std::size_t begin, std::size_t end) {
    if (end - begin < pattern.size()) {
      return false;
    }
    token_internal::NearWindow near(pattern, window);
    return token_internal::FindNear<Code>(text, {begin, end}, codes, near);
  });
}

template <typename Narrow>
bool TokenStreamView::Phrase(const PhrasePattern& pattern, TextZone zone) const {
  if (pattern.size() == 0 || codes_ == nullptr) {
    return false;
  }
  switch (width_) {
    case 1:
      return ScanPhrase<std::uint16_t, Narrow>(pattern, zone);
    case 2:
      return ScanPhrase<std::uint32_t, token_internal::WideText<std::uint32_t>>(pattern, zone);
    default:
      return ScanPhrase<std::uint64_t, token_internal::WideText<std::uint64_t>>(pattern, zone);
  }
}

template <typename Narrow>
bool TokenStreamView::Near(const PhrasePattern& pattern,
                           std::uint64_t window,
                           TextZone zone) const {
  if (pattern.size() == 0 || codes_ == nullptr) {
    return false;
  }
  switch (width_) {
    case 1:
      return ScanNear<std::uint16_t, Narrow>(pattern, window, zone);
    case 2:
      return ScanNear<std::uint32_t, token_internal::WideText<std::uint32_t>>(
          pattern, window, zone);
    default:
      return ScanNear<std::uint64_t, token_internal::WideText<std::uint64_t>>(
          pattern, window, zone);
  }
}

bool TokenStreamView::ContainsPhrase(const PhrasePattern& pattern, TextZone zone) const {
  return Phrase<token_internal::FastNarrowText>(pattern, zone);
}

bool TokenStreamView::ContainsNear(const PhrasePattern& pattern,
                                   std::uint64_t window,
                                   TextZone zone) const {
  return Near<token_internal::FastNarrowText>(pattern, window, zone);
}

bool TokenStreamView::ContainsPhraseScalar(const PhrasePattern& pattern, TextZone zone) const {
  return Phrase<token_internal::NarrowText>(pattern, zone);
}

bool TokenStreamView::ContainsNearScalar(const PhrasePattern& pattern,
                                         std::uint64_t window,
                                         TextZone zone) const {
  return Near<token_internal::NarrowText>(pattern, window, zone);
}

}  // namespace facetwire
