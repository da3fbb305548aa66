// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_ENTITIES_NAME_EVIDENCE_H_
#define FACETWIRE_INDEX_ENTITIES_NAME_EVIDENCE_H_

#include <array>
#include <cstdint>
#include <vector>

#include "index/entities/document.h"

namespace facetwire {

// What one place of a capitalised word tells about it, as bits.
enum class NameEvidence : std::uint8_t {
  kHonoured,        // after "Mr", with other words of a name between
  kTitled,          // after "president"
  kSpeaks,          // before "said", or after it
  kAfterGiven,      // after a given name
  kAfterIn,         // after "in", "near"
  kAfterThe,        // after "the"
  kInOrganisation,  // beside a word such as "bank" or "river"
  kPossessive,      // before "'s"
  kWho,             // before "who", "he", an age
  kInside,          // not the first word of a sentence
  kLast,            // the last of several
  kFirst,           // the first of several
  kAlone,
  kChain,       // after "minister of the environment,"
  kApposition,  // before ", the former head of"
};

inline constexpr std::size_t kEvidenceKinds = 15;

using EvidenceBits = std::uint16_t;

constexpr bool Has(EvidenceBits bits, NameEvidence kind) {
  return ((bits >> static_cast<unsigned>(kind)) & 1U) != 0;
}

// Reads what stands beside runs of capitalised words. Every call looks at a bounded number of
// words.
class EvidenceReader {
 public:
  explicit EvidenceReader(const Document& document)
      : document_(document), tokens_(document.tokens()) {}

  EvidenceBits At(const TokenRange& run, std::uint32_t i) const;

  // How far before `i` a title stands, over a chain such as "minister of the environment": 0 none
  // within ten words, 1 right before it, 2 within four, 3 further.
  unsigned TitleBefore(std::uint32_t i) const;

  // How far after the end a role stands, behind a comma, dash or bracket: 0 none within six words,
  // 1 within two, 2 within four, 3 further; 4 for an age in brackets.
  unsigned RoleAfter(std::uint32_t end) const;

 private:
  bool Is(std::uint32_t i, WordSet set) const { return document_.Is(i, set); }

  // Whether `i` is a token of the same sentence as the one before it.
  bool Follows(std::uint32_t i) const {
    return i < tokens_.size() && tokens_[i].gap != Gap::kBreak;
  }

  bool IsWord(std::uint32_t i, std::string_view word) const {
    return document_.TextOf(tokens_[i].word) == word;
  }

  bool IsLink(std::uint32_t i) const;
  bool IsWho(std::uint32_t i) const;
  EvidenceBits TitleBits(const TokenRange& run, std::uint32_t i) const;
  EvidenceBits AfterBits(const TokenRange& run) const;
  EvidenceBits BeforeBits(const TokenRange& run, std::uint32_t i, bool titled) const;
  EvidenceBits InsideBits(const TokenRange& run, std::uint32_t i) const;

  const Document& document_;
  const std::vector<Token>& tokens_;
};

// The evidence of a whole article, by word.
class EvidenceTable {
 public:
  EvidenceTable(const Document& document, const std::vector<TokenRange>& runs);

  // What this place itself tells.
  EvidenceBits Own(std::uint32_t i) const { return own_[i]; }

  // How often other places of the word tell something, each 0..255.
  std::array<std::uint8_t, kEvidenceKinds> Elsewhere(std::uint32_t i) const;

 private:
  const Document& document_;
  std::vector<EvidenceBits> own_;      // by token
  std::vector<std::uint32_t> row_of_;  // by word: 1 + its row, 0 for none
  std::vector<std::array<std::uint8_t, kEvidenceKinds>> rows_;
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_ENTITIES_NAME_EVIDENCE_H_
