// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/entities/name_evidence.h"

#include <algorithm>
#include <string_view>

namespace facetwire {
namespace {

constexpr std::array<std::string_view, 7> kLinks = {"of", "the", "for", "and", "in", "on", "to"};
constexpr std::array<std::string_view, 6> kWhoWords = {"who", "whose", "whom", "he", "she", "aged"};
constexpr std::uint8_t kMost = 255;

constexpr EvidenceBits Bit(NameEvidence kind, bool condition = true) {
  return static_cast<EvidenceBits>((condition ? 1U : 0U) << static_cast<unsigned>(kind));
}

bool IsAge(std::string_view word) {
  return word.size() == 2 && word[0] >= '1' && word[0] <= '9' && word[1] >= '0' && word[1] <= '9';
}

}  // namespace

EvidenceBits EvidenceReader::At(const TokenRange& run, std::uint32_t i) const {
  const EvidenceBits title = TitleBits(run, i);
  return title | AfterBits(run) | BeforeBits(run, i, title != 0) | InsideBits(run, i);
}

EvidenceBits EvidenceReader::TitleBits(const TokenRange& run, std::uint32_t i) const {
  for (std::uint32_t k = i; k-- > run.begin;) {
    if (Is(k, WordSet::kHonorific)) {
      return Bit(NameEvidence::kHonoured);
    }
    if (Is(k, WordSet::kRole)) {
      return Bit(NameEvidence::kTitled);
    }
  }
  if (run.begin == 0 || !Follows(run.begin)) {
    return 0;
  }
  return Bit(NameEvidence::kHonoured, Is(run.begin - 1, WordSet::kHonorific)) |
         Bit(NameEvidence::kTitled,
             Is(run.begin - 1, WordSet::kRole) && !Is(run.begin - 1, WordSet::kHonorific));
}

bool EvidenceReader::IsWho(std::uint32_t i) const {
  const std::string_view word = document_.TextOf(tokens_[i].word);
  return std::find(kWhoWords.begin(), kWhoWords.end(), word) != kWhoWords.end();
}

EvidenceBits EvidenceReader::AfterBits(const TokenRange& run) const {
  if (!Follows(run.end)) {
    return 0;
  }
  const Gap gap = tokens_[run.end].gap;
  const bool age = gap == Gap::kComma && IsAge(document_.TextOf(tokens_[run.end].word));
  return Bit(NameEvidence::kSpeaks, gap == Gap::kSpace && Is(run.end, WordSet::kSpeech)) |
         Bit(NameEvidence::kWho, age || IsWho(run.end)) |
         Bit(NameEvidence::kPossessive, gap == Gap::kPossessive) |
         Bit(NameEvidence::kApposition, RoleAfter(run.end) != 0);
}

EvidenceBits EvidenceReader::BeforeBits(const TokenRange& run, std::uint32_t i, bool titled) const {
  EvidenceBits bits = Bit(NameEvidence::kChain, TitleBefore(i) > 1);
  bits |= Bit(NameEvidence::kAfterGiven,
              i > run.begin && Is(i - 1, WordSet::kGivenName) &&
                  !Is(i - 1, WordSet::kOrganisation) && !Is(i - 1, WordSet::kPlace));
  if (run.begin == 0 || !Follows(run.begin)) {
    return bits;
  }
  const std::uint32_t before = run.begin - 1;
  const bool near = tokens_[run.begin].gap == Gap::kSpace;
  bits |= Bit(NameEvidence::kSpeaks,
              IsWord(before, "said") || IsWord(before, "says") || IsWord(before, "added") ||
                  IsWord(before, "told"));
  bits |= Bit(NameEvidence::kAfterIn, near && i == run.begin && Is(before, WordSet::kPreposition));
  bits |= Bit(NameEvidence::kAfterThe, near && !titled && IsWord(before, "the"));
  return bits;
}

EvidenceBits EvidenceReader::InsideBits(const TokenRange& run, std::uint32_t i) const {
  bool organisation = false;
  for (std::uint32_t k = run.begin; k < run.end; ++k) {
    const bool other = Is(k, WordSet::kOrganisation) || Is(k, WordSet::kPlace);
    const bool name = Is(k, WordSet::kGivenName) || Is(k, WordSet::kSurname);
    organisation = organisation || (k != i && other && !name);
  }
  const bool several = run.end - run.begin > 1;
  return Bit(NameEvidence::kInOrganisation, organisation) |
         Bit(NameEvidence::kInside, !tokens_[i].opens) |
         Bit(NameEvidence::kLast, several && i + 1 == run.end) |
         Bit(NameEvidence::kFirst, several && i == run.begin) | Bit(NameEvidence::kAlone, !several);
}

bool EvidenceReader::IsLink(std::uint32_t i) const {
  const std::string_view word = document_.TextOf(tokens_[i].word);
  return tokens_[i].capital || std::find(kLinks.begin(), kLinks.end(), word) != kLinks.end();
}

unsigned EvidenceReader::TitleBefore(std::uint32_t i) const {
  constexpr std::uint32_t kFurthest = 10;
  for (std::uint32_t distance = 1; distance <= kFurthest && distance <= i; ++distance) {
    const std::uint32_t k = i - distance;
    const Gap gap = tokens_[k + 1].gap;
    if (gap == Gap::kBreak || gap == Gap::kOther || (gap == Gap::kComma && distance > 1)) {
      return 0;
    }
    const bool verb = Is(k, WordSet::kSpeech) && !tokens_[k].capital;
    if ((Is(k, WordSet::kRole) || Is(k, WordSet::kHonorific)) && !verb) {
      return distance == 1 ? 1 : distance <= 4 ? 2 : 3;
    }
    if (!IsLink(k)) {
      return 0;
    }
  }
  return 0;
}

unsigned EvidenceReader::RoleAfter(std::uint32_t end) const {
  constexpr std::uint32_t kFurthest = 6;
  if (!Follows(end) || (tokens_[end].gap != Gap::kComma && tokens_[end].gap != Gap::kOther)) {
    return 0;
  }
  if (tokens_[end].gap == Gap::kOther && IsAge(document_.TextOf(tokens_[end].word))) {
    return 4;
  }
  for (std::uint32_t i = end; i < end + kFurthest && i < tokens_.size(); ++i) {
    const Gap gap = tokens_[i].gap;
    if (i > end && (gap == Gap::kComma || gap == Gap::kOther || gap == Gap::kBreak)) {
      return 0;
    }
    if (Is(i, WordSet::kRole)) {
      return i < end + 2 ? 1 : i < end + 4 ? 2 : 3;
    }
  }
  return 0;
}

EvidenceTable::EvidenceTable(const Document& document, const std::vector<TokenRange>& runs)
    : document_(document), own_(document.tokens().size()), row_of_(document.word_count()) {
  const EvidenceReader reader(document);
  for (const TokenRange& run : runs) {
    for (std::uint32_t i = run.begin; i < run.end; ++i) {
      own_[i] = reader.At(run, i);
      std::uint32_t& row = row_of_[document.tokens()[i].word];
      if (row == 0) {
        rows_.emplace_back();
        row = static_cast<std::uint32_t>(rows_.size());
      }
      for (std::size_t kind = 0; kind < kEvidenceKinds; ++kind) {
        std::uint8_t& count = rows_[row - 1][kind];
        const bool more = count < kMost && Has(own_[i], static_cast<NameEvidence>(kind));
        count = static_cast<std::uint8_t>(count + (more ? 1 : 0));
      }
    }
  }
}

std::array<std::uint8_t, kEvidenceKinds> EvidenceTable::Elsewhere(std::uint32_t i) const {
  const std::uint32_t row = row_of_[document_.tokens()[i].word];
  std::array<std::uint8_t, kEvidenceKinds> counts = {};
  if (row == 0) {
    return counts;
  }
  counts = rows_[row - 1];
  for (std::size_t kind = 0; kind < kEvidenceKinds; ++kind) {
    const bool own = counts[kind] > 0 && Has(own_[i], static_cast<NameEvidence>(kind));
    counts[kind] = static_cast<std::uint8_t>(counts[kind] - (own ? 1 : 0));
  }
  return counts;
}

}  // namespace facetwire
