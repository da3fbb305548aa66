// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_ENTITIES_COUNTRY_SIGNS_H_
#define FACETWIRE_INDEX_ENTITIES_COUNTRY_SIGNS_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"

#include "index/entities/finding.h"
#include "index/entities/lexicon.h"
#include "index/entities/phrases.h"

namespace facetwire {

// Words that tell where an article is at home, though they name no country ("county sheriff",
// "RCMP", "crore"); see data/country_signs.tsv. Filled first, then read by any number of threads.
class CountrySigns {
 public:
  // What speaks for one country in one article.
  struct Sum {
    std::string country;
    double score = 0;                // each phrase counts weight × (1 + ln(times))
    bool strong = false;             // a phrase of weight 3 is among them
    std::vector<Evidence> evidence;  // in reading order, disjoint
  };

  // INVALID_ARGUMENT names the line and the column at fault: not three fields, an unknown code, a
  // weight that is none of 1, 2 and 3.
  absl::Status Add(const std::vector<std::string_view>& lines, Lexicon& lexicon);

  // The countries that have a sign in the article, by code. The longest phrase at each place
  // counts.
  std::vector<Sum> Find(const Document& document) const;

 private:
  struct Sign {
    std::uint32_t country = 0;  // index into countries_
    double weight = 0;
  };

  PhraseTable phrases_;
  std::vector<std::vector<Sign>> signs_;  // by phrase
  std::vector<std::string> countries_;
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_ENTITIES_COUNTRY_SIGNS_H_
