// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_SEARCH_QUERY_LEXER_H_
#define FACETWIRE_INDEX_SEARCH_QUERY_LEXER_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace facetwire {

struct QueryToken {
  enum class Kind : std::uint8_t {
    kWord,   // text: up to a blank, quote or parenthesis
    kQuote,  // text: between the quotes
    kField,  // text: the name before the colon; the next token is its value
    kOpen,
    kClose,
    kAnd,
    kOr,
    kNot,   // NOT, or a minus before an operand
    kNear,  // distance
  };

  Kind kind = Kind::kWord;
  std::string_view text;  // of the query; lives as long as it
  std::uint32_t position = 0;
  std::uint32_t distance = 0;

  friend bool operator==(const QueryToken&, const QueryToken&) = default;
};

// What in a query text cannot be read as it stands.
struct QueryProblem {
  std::string reason;       // UPPER_SNAKE_CASE, see ParseQuery
  std::string what;         // "the quotation mark is not closed"
  std::string_view remedy;  // what is done where it is let pass: "it was left out"; a literal
  std::uint32_t position = 0;
};

inline constexpr std::string_view kLeftOut = "it was left out";
inline constexpr std::string_view kSearchedAsWord = "it was searched as a word";

struct QueryTokens {
  std::vector<QueryToken> tokens;
  std::vector<QueryProblem> problems;  // by position
  std::size_t depth = 0;               // of parentheses
};

// Takes a query text apart, and repairs what is wrong with it, so that what comes out is always
// well-formed: parentheses in pairs with something in them, an operand on each side of each
// operator (after NOT only), a value after each field. What had to be repaired is in `problems`.
// Any bytes; fewer than 4 GiB; linear.
QueryTokens LexQuery(std::string_view text);

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_SEARCH_QUERY_LEXER_H_
