// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_SEARCH_QUERY_REPAIR_H_
#define FACETWIRE_INDEX_SEARCH_QUERY_REPAIR_H_

#include "index/search/query_lexer.h"

namespace facetwire {

// Makes a sequence of tokens well-formed, see LexQuery: drops parentheses without a partner and
// pairs with nothing between them, and turns operators and fields without an operand into words.
// Adds a problem for each, and sorts them by position. Thread-safe.
void RepairQuery(QueryTokens& query);

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_SEARCH_QUERY_REPAIR_H_
