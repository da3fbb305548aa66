// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_ENTITIES_GAZETTEER_H_
#define FACETWIRE_INDEX_ENTITIES_GAZETTEER_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"

#include "index/entities/document.h"
#include "index/entities/lexicon.h"
#include "index/entities/phrases.h"

namespace facetwire {

enum class PlaceKind : std::uint8_t {
  kName,
  kAdjective,
  kCapital,
  kCity,
  kRegion,
  kProvince,  // a region that counts less: see MatchMinor
  kTown,      // a city that counts less
  kSuffix,    // counts only behind a comma: "Blakely, Ga."
  kNothing,
};

// A country that a name may mean.
struct PlaceSense {
  std::string country;
  PlaceKind kind = PlaceKind::kName;
  bool doubtful = false;  // "~": also a person's name or another place
};

// A name of the gazetteer found in an article. `senses` points into the gazetteer.
struct PlaceMatch {
  TokenRange tokens;
  const std::vector<PlaceSense>* senses = nullptr;
};

// The names of countries and of what lies in them; see data/countries.tsv for the format. Filled
// first, then read by any number of threads.
class Gazetteer {
 public:
  // Blank lines and comments (#) say nothing. INVALID_ARGUMENT says what is wrong with the first
  // line at fault, and where: "name:line:column: ", both from 1, the column in bytes. Wrong are:
  // other than three fields, an unknown code or kind, a name without a word or of more than
  // PhraseTable::kMaxWords, text that is not UTF-8, and lines that name no country at all.
  absl::Status Add(std::string_view name,
                   const std::vector<std::string_view>& lines,
                   Lexicon& lexicon);

  // Every name in the article: the longest at each place, disjoint, in reading order. Names begin
  // with a capital in the text as they do here. Linear in the article, whatever the number of
  // names.
  std::vector<PlaceMatch> Match(const Document& document) const { return Match(document, major_); }

  // The same for provinces, towns and suffixes, which are too many and too much like people's names
  // to be taken at sight.
  std::vector<PlaceMatch> MatchMinor(const Document& document) const {
    return Match(document, minor_);
  }

 private:
  struct Entry {
    std::vector<PlaceSense> senses;
    std::string exact;         // "!": the only surface that counts
    bool capital_last = true;  // the last word has a capital too
  };

  struct Table {
    PhraseTable phrases;
    std::vector<Entry> entries;  // by phrase
  };

  struct Fault {
    std::size_t at = 0;  // bytes from the beginning of the line
    std::string why;
  };

  std::optional<Fault> AddRow(std::string_view line, Lexicon& lexicon);
  bool AddName(std::string_view name, const PlaceSense& sense, Lexicon& lexicon);
  static bool Fits(const Document& document,
                   std::size_t begin,
                   std::size_t words,
                   const Entry& entry);
  static std::vector<PlaceMatch> Match(const Document& document, const Table& table);

  Table major_;
  Table minor_;
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_ENTITIES_GAZETTEER_H_
