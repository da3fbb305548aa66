// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/search/query_lexer.h"

#include <array>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"

#include "index/base/str_cat.h"
#include "index/model/facet.h"
#include "index/search/query_parser.h"
#include "index/search/query_repair.h"

namespace facetwire {
namespace {

using Kind = QueryToken::Kind;

constexpr std::array<std::string_view, 4> kQuotes = {"\"", "\u201c", "\u201d", "\u201e"};
constexpr std::array<std::string_view, 2> kWideBlanks = {"\u00a0", "\u3000"};

// Bytes of the blank at the beginning of `text`; 0 where there is none.
std::size_t BlankSize(std::string_view text) {
  if (absl::ascii_isspace(static_cast<unsigned char>(text[0])) || text[0] == '\0') {
    return 1;
  }
  for (const std::string_view blank : kWideBlanks) {
    if (text.starts_with(blank)) {
      return blank.size();
    }
  }
  return 0;
}

std::size_t QuoteSize(std::string_view text) {
  for (const std::string_view quote : kQuotes) {
    if (text.starts_with(quote)) {
      return quote.size();
    }
  }
  return 0;
}

bool EndsWord(std::string_view text) {
  return text.empty() || text[0] == '(' || text[0] == ')' || BlankSize(text) > 0 ||
         QuoteSize(text) > 0;
}

bool IsField(std::string_view name) {
  const std::string lower = absl::AsciiStrToLower(ToAbsl(name));
  return lower == "title" || ParseFacet(lower).has_value();
}

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  QueryTokens Run() {
    while (at_ < text_.size()) {
      Step();
    }
    return std::move(out_);
  }

 private:
  std::string_view rest() const { return text_.substr(at_); }

  void Emit(Kind kind, std::size_t size, std::uint32_t distance = 0) {
    out_.tokens.push_back({.kind = kind,
                           .text = text_.substr(at_, size),
                           .position = static_cast<std::uint32_t>(at_),
                           .distance = distance});
    at_ += size;
  }

  void Report(std::string_view reason, std::string what, std::string_view remedy) {
    out_.problems.push_back(
        {std::string(reason), std::move(what), remedy, static_cast<std::uint32_t>(at_)});
  }

  bool AfterField() const {
    return !out_.tokens.empty() && out_.tokens.back().kind == Kind::kField;
  }

  void Step() {
    const bool may_negate = std::exchange(may_negate_, false);
    if (const std::size_t blank = BlankSize(rest()); blank > 0) {
      at_ += blank;
      may_negate_ = true;
    } else if (const std::size_t quote = QuoteSize(rest()); quote > 0) {
      LexQuote(quote);
    } else if (rest()[0] == '(' || rest()[0] == ')') {
      may_negate_ = rest()[0] == '(';
      Emit(may_negate_ ? Kind::kOpen : Kind::kClose, 1);
    } else if (AfterField()) {
      Emit(Kind::kWord, WordSize());
    } else if (rest()[0] == '-') {
      LexMinus(may_negate);
    } else if (!LexField()) {
      LexWord();
    }
  }

  std::size_t WordSize() const {
    std::size_t size = 1;
    while (!EndsWord(rest().substr(size))) {
      ++size;
    }
    return size;
  }

  void LexQuote(std::size_t quote) {
    std::size_t size = quote;
    while (at_ + size < text_.size() && QuoteSize(rest().substr(size)) == 0) {
      ++size;
    }
    if (at_ + size == text_.size()) {
      Report("UNCLOSED_QUOTE", "the quotation mark is not closed", kLeftOut);
      at_ += quote;
      return;
    }
    const std::size_t closing = QuoteSize(rest().substr(size));
    const std::size_t begin = at_;
    at_ += quote;
    Emit(Kind::kQuote, size - quote);
    out_.tokens.back().position = static_cast<std::uint32_t>(begin);
    at_ = begin + size + closing;
  }

  // A minus between a blank (or the beginning) and an operand is NOT; any other is punctuation, as
  // in "new york"-based.
  void LexMinus(bool may_negate) {
    const std::string_view next = rest().substr(1);
    const bool operand = !next.empty() && next[0] != '-' && next[0] != ')' && BlankSize(next) == 0;
    if (may_negate && operand) {
      Emit(Kind::kNot, 1);
    } else {
      ++at_;
    }
  }

  bool LexField() {
    std::size_t size = 0;
    while (size < rest().size() &&
           (absl::ascii_isalpha(static_cast<unsigned char>(rest()[size])) || rest()[size] == '_')) {
      ++size;
    }
    if (size == 0 || size == rest().size() || rest()[size] != ':' ||
        rest().substr(size).starts_with("://")) {
      return false;
    }
    const std::string_view name = rest().substr(0, size);
    const std::string_view value = rest().substr(size + 1);
    const bool empty = value.empty() || value[0] == ')' || BlankSize(value) > 0;
    if (IsField(name) && !empty) {
      Emit(Kind::kField, size);
    } else {
      NotAField(name, empty);
      Emit(Kind::kWord, size);
    }
    ++at_;  // the colon
    return true;
  }

  void NotAField(std::string_view name, bool empty) {
    if (IsField(name)) {
      Report("EMPTY_FIELD", StrCat("nothing follows \"", name, ":\""), kSearchedAsWord);
    } else if (!empty) {
      Report("UNKNOWN_FIELD", StrCat("there is no field \"", name, "\""), kSearchedAsWord);
    }
  }

  void LexWord() {
    const std::size_t size = WordSize();
    const std::string_view word = rest().substr(0, size);
    if (word == "AND") {
      Emit(Kind::kAnd, size);
    } else if (word == "OR") {
      Emit(Kind::kOr, size);
    } else if (word == "NOT") {
      Emit(Kind::kNot, size);
    } else if (word == "NEAR") {
      Emit(Kind::kNear, size, kDefaultNear);
    } else if (word.starts_with("NEAR/")) {
      LexNear(word);
    } else {
      Emit(Kind::kWord, size);
    }
  }

  void LexNear(std::string_view word) {
    std::uint32_t distance = 0;
    if (absl::SimpleAtoi(ToAbsl(word.substr(5)), &distance) && distance >= 1 &&
        distance <= kMaxNear) {
      Emit(Kind::kNear, word.size(), distance);
      return;
    }
    Report("BAD_NEAR", StrCat("NEAR/n takes a number from 1 to ", kMaxNear), kSearchedAsWord);
    Emit(Kind::kWord, word.size());
  }

  std::string_view text_;
  std::size_t at_ = 0;
  bool may_negate_ = true;  // nothing but a blank or an opening parenthesis stands before
  QueryTokens out_;
};

}  // namespace

QueryTokens LexQuery(std::string_view text) {
  QueryTokens query = Lexer(text).Run();
  RepairQuery(query);
  return query;
}

}  // namespace facetwire
