// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_ENTITIES_LEXICON_H_
#define FACETWIRE_INDEX_ENTITIES_LEXICON_H_

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"

// The words that the recognisers know, numbered, so that an article's words are looked up once.
// Filled while an extractor is made; after that any number of threads may read.
namespace facetwire {

using WordId = std::uint32_t;

inline constexpr WordId kNoWord = 0;

// The sets of data/people.tsv and data/words.tsv, as bits.
enum class WordSet : std::uint32_t {
  kGivenName = 1U << 0U,
  kSurname = 1U << 1U,
  kChineseSurname = 1U << 2U,
  kHonorific = 1U << 3U,
  kRole = 1U << 4U,
  kSpeech = 1U << 5U,
  kOrganisation = 1U << 6U,
  kPlace = 1U << 7U,
  kParticle = 1U << 8U,
  kNever = 1U << 9U,
  kPreposition = 1U << 10U,
  kCommon = 1U << 11U,
  kPlaceOpener = 1U << 12U,
  kCompany = 1U << 13U,       // the end of a company's name
  kCurrency = 1U << 14U,      // a unit of money
  kListed = 1U << 15U,        // "listed in Luxembourg"
  kLanguageVerb = 1U << 16U,  // "taught English"
  kLanguageNoun = 1U << 17U,  // "the English version"
  kSometimes = 1U << 18U,     // in small letters now and then
  kMixed = 1U << 19U,         // always beside kCommon
  kRegionName = 1U << 20U,    // a word of a first-level region's name
};

class Lexicon {
 public:
  Lexicon();

  // The number of a folded word, made where there is none yet.
  WordId Intern(std::string_view folded);

  // The same for each word of `text`, which need not be folded.
  std::vector<WordId> InternAll(std::string_view text);

  // kNoWord where the word is unknown.
  WordId Find(std::string_view folded) const;

  // The folded word of a number below size().
  std::string_view TextOf(WordId word) const { return words_[word]; }

  // All sets that hold the word, as bits; 0 for words that are not here.
  std::uint32_t SetsOf(WordId word) const { return word < sets_.size() ? sets_[word] : 0; }

  bool Is(WordId word, WordSet set) const {
    return word < sets_.size() && (sets_[word] & static_cast<std::uint32_t>(set)) != 0;
  }

  // One more than the largest number given out.
  WordId size() const { return static_cast<WordId>(sets_.size()); }

  // Rows as in these files. INVALID_ARGUMENT names the row at fault.
  absl::Status AddSets(const std::vector<std::string_view>& lines);

 private:
  std::deque<std::string> words_;  // does not move what `ids_` points to
  absl::flat_hash_map<absl::string_view, WordId> ids_;
  std::vector<std::uint32_t> sets_;  // by word
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_ENTITIES_LEXICON_H_
