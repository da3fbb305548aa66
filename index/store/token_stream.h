// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_STORE_TOKEN_STREAM_H_
#define FACETWIRE_INDEX_STORE_TOKEN_STREAM_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// The words of one document in text order, for phrases and NEAR.
//
// A word is a code: a hash of its stem under a seed that was chosen for the document so that no two
// of its stems share a code. Answers are exact for documents that hold EVERY stem of the pattern
// (ask the posting lists first): then a code that equals a pattern's code is that stem. For other
// documents they may be wrong.
//
// Record: seed (1 byte), log2 of the bytes of a code (1 byte: 1, 2 or 3), 2 zero bytes, words in
// the title (u32), words in the summary (u32), then the codes of title, 0, summary, 0, body (0 is
// never a code). Two-byte codes, those of all but very long documents, are two planes: all low
// bytes, then all high bytes, so that a scan reads half the memory. Little endian.
namespace facetwire {

// Where a pattern must be found. A match never reaches from one part of the text into another.
enum class TextZone : std::uint8_t { kAny, kTitle };

// So many bytes after a record must be readable (not meaningful).
inline constexpr std::size_t kTokenPad = 64;

// The stems of a phrase or of a NEAR. Any number; the same one may stand there twice.
// Immutable, so thread-safe.
class PhrasePattern {
 public:
  // A stem (its hash) and how often the pattern has it.
  struct Distinct {
    std::uint64_t hash = 0;
    std::uint32_t count = 0;
  };

  // StemHash of each stem, in order.
  explicit PhrasePattern(std::vector<std::uint64_t> stem_hashes);

  std::size_t size() const { return hashes_.size(); }

  const std::vector<std::uint64_t>& hashes() const { return hashes_; }

  const std::vector<Distinct>& distinct() const { return distinct_; }

 private:
  std::vector<std::uint64_t> hashes_;
  std::vector<Distinct> distinct_;
};

// One record. A view: whoever gave it out says how long it lives. A damaged record reads as empty.
class TokenStreamView {
 public:
  TokenStreamView() = default;

  // kTokenPad bytes after `record` must be readable.
  explicit TokenStreamView(std::string_view record);

  // The stems of the pattern stand side by side in this order. An empty pattern: false.
  bool ContainsPhrase(const PhrasePattern& pattern, TextZone zone) const;

  // Every stem of the pattern stands within some `window` consecutive words of one part of the
  // text, in any order; a stem that the pattern has twice must be there twice. NEAR/n of m terms is
  // window = n + m - 1 (as in Xapian): two words are near within n when they are at most n apart.
  bool ContainsNear(const PhrasePattern& pattern, std::uint64_t window, TextZone zone) const;

  // The same answers without vector instructions, to compare with.
  bool ContainsPhraseScalar(const PhrasePattern& pattern, TextZone zone) const;
  bool ContainsNearScalar(const PhrasePattern& pattern, std::uint64_t window, TextZone zone) const;

  std::size_t title_words() const { return title_; }

  std::size_t summary_words() const { return summary_; }

  std::size_t body_words() const { return count_ < 2 ? 0 : count_ - 2 - title_ - summary_; }

  int bytes_per_code() const { return 1 << width_; }

 private:
  template <typename Narrow>
  bool Phrase(const PhrasePattern& pattern, TextZone zone) const;
  template <typename Narrow>
  bool Near(const PhrasePattern& pattern, std::uint64_t window, TextZone zone) const;
  template <typename Code, typename Text>
  bool ScanPhrase(const PhrasePattern& pattern, TextZone zone) const;
  template <typename Code, typename Text>
  bool ScanNear(const PhrasePattern& pattern, std::uint64_t window, TextZone zone) const;

  const std::uint8_t* codes_ = nullptr;
  std::size_t count_ = 0;  // codes, with the two zeros
  std::size_t title_ = 0;
  std::size_t summary_ = 0;
  std::uint8_t seed_ = 0;
  std::uint8_t width_ = 1;
};

// Makes records. Not thread-safe: one per thread.
class TokenEncoder {
 public:
  TokenEncoder();

  // Stem hashes (StemHash) of the words of each part in order.
  std::string Encode(std::span<const std::uint64_t> title,
                     std::span<const std::uint64_t> summary,
                     std::span<const std::uint64_t> body);

 private:
  // The first seed under which no two of distinct_ share a code, or -1.
  int FindNarrowSeed();
  int FindWideSeed();

  std::vector<std::uint64_t> distinct_;
  std::vector<std::uint64_t> used_;   // one bit for each 16-bit code
  std::vector<std::uint32_t> codes_;  // 32-bit codes under the seed that is tried
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_STORE_TOKEN_STREAM_H_
