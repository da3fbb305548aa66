// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_ENTITIES_NAME_RUNS_H_
#define FACETWIRE_INDEX_ENTITIES_NAME_RUNS_H_

#include <cstdint>
#include <vector>

#include "index/entities/document.h"

namespace facetwire {

inline constexpr std::uint32_t kLongestRun = 24;  // tokens; a longer one is read in pieces

// Where names may stand: the stretches of capitalised words within one sentence, with the small
// words that names have inside ("Ursula von der Leyen", "al-Assad", "Tam Yiu-chung"). In reading
// order, disjoint, each at most kLongestRun tokens.
std::vector<TokenRange> FindRuns(const Document& document);

// Whether the token is the second, small syllable of an East Asian given name, as in "Tam
// Yiu-chung" or "Ko Wen-je", and not as in "Smith-led".
bool IsSecondSyllable(const Document& document, std::uint32_t token);

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_ENTITIES_NAME_RUNS_H_
