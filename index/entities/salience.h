// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_ENTITIES_SALIENCE_H_
#define FACETWIRE_INDEX_ENTITIES_SALIENCE_H_

#include <vector>

#include "index/entities/finding.h"

namespace facetwire {

// How much an article is about each of the findings, in their order: 0..1, comparable within one
// facet. The one formula:
//
//   mass(e)     = sum over the evidence of e of weight × place
//   place       = 3 in the title, 2 in the summary and the first 60 words of the body, 1.5 in the
//   next
//                 140, 1 after that
//   top         = the largest mass of the same facet
//   salience(e) = ln(1 + mass(e)) / ln(1 + top) × top / (top + 0.5)
//
// So repetition counts, less each time; the first entity of a facet comes near 1 unless nothing but
// a passing word speaks of it; and a long article does not make everything in it salient.
std::vector<double> Salience(const Document& document, const std::vector<Finding>& findings);

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_ENTITIES_SALIENCE_H_
