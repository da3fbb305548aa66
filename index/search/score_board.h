// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_SEARCH_SCORE_BOARD_H_
#define FACETWIRE_INDEX_SEARCH_SCORE_BOARD_H_

#include <array>
#include <cstdint>

#include "index/search/doc_set.h"

namespace facetwire {

// A score in units of 2^-40. Sums of whole numbers are the same in any order, so that a document
// has one score whatever order its terms are looked for in, on every page of a search.
using Score = std::int64_t;

inline constexpr double kScoreUnits = 1099511627776.0;  // 2^40

// Rounded down.
inline Score ToScore(double score) { return static_cast<Score>(score * kScoreUnits); }

inline double FromScore(Score score) { return static_cast<double>(score) / kScoreUnits; }

// The scores of the documents of one chunk, by place. They mean something for those documents only
// that whoever fills it says they do.
using ScoreBoard = std::array<Score, DocSet::kWords * 64>;

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_SEARCH_SCORE_BOARD_H_
