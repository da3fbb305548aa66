// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_SEARCH_QUERY_PARSER_H_
#define FACETWIRE_INDEX_SEARCH_QUERY_PARSER_H_

#include <cstddef>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

#include "index/model/results.h"
#include "index/search/query_tree.h"

namespace facetwire {

inline constexpr std::size_t kMaxQueryBytes = 4096;
inline constexpr std::size_t kMaxQueryTerms = 128;  // words, and values of facets
inline constexpr std::size_t kMaxQueryDepth = 32;   // parentheses
inline constexpr std::uint32_t kDefaultNear = 10;
inline constexpr std::uint32_t kMaxNear = 100;

enum class ParseMode : std::uint8_t { kLenient, kStrict };

struct ParsedQuery {
  QueryNode tree;
  std::vector<QueryNote> notes;  // by position; each says what is wrong and what was done about it

  friend bool operator==(const ParsedQuery&, const ParsedQuery&) = default;
};

// What a person typed, as a tree. Thread-safe.
//
//   railway construction      both words, anywhere in title, summary or body
//   "railway construction"    side by side; so are the parts of state-owned, and CJK runs
//   a NEAR/5 b                the second at most the fifth word after the first, or before it;
//                             1 to 100; NEAR alone is NEAR/10; in a chain the largest counts
//   a AND b, a OR b, NOT a    upper case only; -a after a blank is NOT a; NOT binds most, then AND,
//                             then OR
//   (a OR b) c                groups
//   title:word  title:"a b"  title:(a OR b)      in the title
//   country:KG  country:kyrgyzstan  country:"South Africa"   code or English name
//   person:li-qiang  person:"Li Qiang"           an id, or else everyone with these words in a name
//   sector:H49  source:"The Times"  language:en
//
// Nothing but blanks: every article. Text without a word ("?!"): no article, with the note
// NO_WORDS. Lenient: what is wrong is searched as plain words, with a note. Reasons:
// UNCLOSED_QUOTE, UNBALANCED_PARENTHESIS, EMPTY_PARENTHESES, LONELY_OPERATOR, UNKNOWN_FIELD,
// EMPTY_FIELD, BAD_NEAR (a distance out of range, or operands that are not words), UNKNOWN_COUNTRY,
// AMBIGUOUS_COUNTRY, UNKNOWN_SECTOR, NO_WORDS.
// Strict: INVALID_ARGUMENT (field "query.text") with what is wrong first, and its position.
// Both: INVALID_ARGUMENT for a text over the limits above.
absl::StatusOr<ParsedQuery> ParseQuery(std::string_view text, ParseMode mode);

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_SEARCH_QUERY_PARSER_H_
