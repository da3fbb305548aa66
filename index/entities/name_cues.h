// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_ENTITIES_NAME_CUES_H_
#define FACETWIRE_INDEX_ENTITIES_NAME_CUES_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "index/entities/document.h"
#include "index/entities/person_spotter.h"
#include "index/entities/place_map.h"

namespace facetwire {

// A hash that is the same on every machine: FNV-1a, 64 bits.
constexpr std::uint64_t HashOfText(std::string_view text) {
  std::uint64_t hash = 0xCBF29CE484222325ULL;
  for (const char c : text) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
  }
  return hash ^ (hash >> 31U);
}

// What the tagger knows of a word wherever it stands beside a name.
struct NameCue {
  std::uint64_t word = 0;   // hash of the folded word
  std::uint32_t lists = 1;  // the sets and the kind of place, as bits; never 0
  std::uint32_t shape = 0;  // of capitalised words: "Xx", "XX", "X.X.", ... as a hash
  std::uint16_t sign = 0;   // what stands before the word
  std::uint8_t small = 0;   // how often the word stands in small letters: 0 unknown .. 3 mostly
  std::uint8_t rule = 0;    // what the rules say of it, 0 nothing
  std::uint8_t start = 0;   // 2 opens its sentence, 1 follows an opening quote or a colon
};

// The hashes of the words of a lexicon, so that an article's words need none.
class WordHashes {
 public:
  explicit WordHashes(const Lexicon& lexicon);

  std::uint64_t Of(WordId word) const { return hashes_[word]; }

  std::size_t size() const { return hashes_.size(); }

 private:
  std::vector<std::uint64_t> hashes_;
};

// The cues of every word of an article. `candidates` are what the rules found.
std::vector<NameCue> CuesOf(const Document& document,
                            const PlaceMap& places,
                            const WordHashes& hashes,
                            const std::vector<NameCandidate>& candidates);

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_ENTITIES_NAME_CUES_H_
