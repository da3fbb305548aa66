// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/search/query_parser.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_join.h"

#include "index/base/errors.h"
#include "index/base/str_cat.h"
#include "index/search/country_names.h"
#include "index/search/folded_words.h"
#include "index/search/query_lexer.h"
#include "index/taxonomy/sectors.h"

namespace facetwire {
namespace {

using Kind = QueryToken::Kind;
using NodeKind = QueryNode::Kind;

// What the words of an operand are looked for in.
struct Scope {
  bool title = false;
  std::optional<Facet> facet;
};

Scope ScopeOf(std::string_view field) {
  const std::string name = absl::AsciiStrToLower(ToAbsl(field));
  return {.title = name == "title", .facet = ParseFacet(name)};
}

// Recursive descent over tokens that LexQuery has made well-formed. An operand without words (an
// exclamation mark) is nothing at all.
class Parser {
 public:
  explicit Parser(QueryTokens query) : query_(std::move(query)) {}

  QueryNode Run() {
    std::optional<QueryNode> tree = ParseOr({});
    if (!tree.has_value()) {
      tree.emplace().kind = NodeKind::kNothing;
      Report("NO_WORDS", "there is no word in the text", "no article is found", 0);
    }
    const auto by_position = [](const QueryProblem& a, const QueryProblem& b) {
      return a.position < b.position;
    };
    std::stable_sort(query_.problems.begin(), query_.problems.end(), by_position);
    return *std::move(tree);
  }

  std::size_t terms() const { return terms_; }

  // By position.
  const std::vector<QueryProblem>& problems() const { return query_.problems; }

 private:
  bool At(Kind kind) const { return at_ < query_.tokens.size() && Peek().kind == kind; }

  const QueryToken& Peek() const { return query_.tokens[at_]; }

  const QueryToken& Take() { return query_.tokens[at_++]; }

  bool Skip(Kind kind) {
    const bool there = At(kind);
    at_ += there ? 1 : 0;
    return there;
  }

  void Report(std::string_view reason,
              std::string what,
              std::string_view remedy,
              std::uint32_t position) {
    query_.problems.push_back({std::string(reason), std::move(what), remedy, position});
  }

  static std::optional<QueryNode> Join(NodeKind kind, std::vector<QueryNode> children) {
    if (children.empty()) {
      return std::nullopt;
    }
    return Combine(kind, std::move(children));
  }

  std::optional<QueryNode> ParseOr(const Scope& scope) {
    std::vector<QueryNode> children;
    do {
      if (std::optional<QueryNode> child = ParseAnd(scope)) {
        children.push_back(*std::move(child));
      }
    } while (Skip(Kind::kOr));
    return Join(NodeKind::kOr, std::move(children));
  }

  std::optional<QueryNode> ParseAnd(const Scope& scope) {
    std::vector<QueryNode> children;
    while (at_ < query_.tokens.size() && !At(Kind::kOr) && !At(Kind::kClose)) {
      if (Skip(Kind::kAnd)) {
        continue;
      }
      if (std::optional<QueryNode> child = ParseNot(scope)) {
        children.push_back(*std::move(child));
      }
    }
    return Join(NodeKind::kAnd, std::move(children));
  }

  std::optional<QueryNode> ParseNot(const Scope& scope) {
    bool negated = false;
    while (Skip(Kind::kNot)) {
      negated = !negated;
    }
    std::optional<QueryNode> operand = ParseOperand(scope);
    if (negated && operand.has_value()) {
      return NotNode(*std::move(operand));
    }
    return operand;
  }

  std::optional<QueryNode> ParseOperand(const Scope& scope) {
    if (At(Kind::kField)) {
      const QueryToken& field = Take();
      const Scope inner = ScopeOf(field.text);
      std::optional<QueryNode> value = At(Kind::kOpen) ? ParseGroup(inner) : ParseWords(inner);
      if (inner.title && !value.has_value()) {
        Report("EMPTY_FIELD", "no word follows \"title:\"", kLeftOut, field.position);
      }
      return value;
    }
    return At(Kind::kOpen) ? ParseGroup(scope) : ParseNear(scope);
  }

  std::optional<QueryNode> ParseGroup(const Scope& scope) {
    Skip(Kind::kOpen);
    std::optional<QueryNode> inner = ParseOr(scope);
    Skip(Kind::kClose);
    return inner;
  }

  std::optional<QueryNode> ParseNear(const Scope& scope) {
    std::optional<QueryNode> node = ParseWords(scope);
    std::vector<QueryNode> others;  // of a NEAR between values, which is read as AND
    while (At(Kind::kNear)) {
      const QueryToken near = Take();
      std::optional<QueryNode> next = ParseWords(scope);
      if (scope.facet.has_value()) {
        Report("BAD_NEAR",
               "NEAR stands between words of the text",
               "it was read as AND",
               near.position);
        others = Append(std::move(others), std::move(next));
      } else {
        node = JoinNear(std::move(node), std::move(next), near.distance);
      }
    }
    if (others.empty()) {
      return node;
    }
    return Join(NodeKind::kAnd, Append(std::move(others), std::move(node)));
  }

  static std::vector<QueryNode> Append(std::vector<QueryNode> nodes,
                                       std::optional<QueryNode> node) {
    if (node.has_value()) {
      nodes.push_back(*std::move(node));
    }
    return nodes;
  }

  static std::optional<QueryNode> JoinNear(std::optional<QueryNode> left,
                                           std::optional<QueryNode> right,
                                           std::uint32_t distance) {
    if (!left.has_value() || !right.has_value()) {
      return left.has_value() ? std::move(left) : std::move(right);
    }
    left->kind = NodeKind::kNear;
    left->distance = std::max(left->distance, distance);
    left->operands.push_back(std::move(right->operands[0]));
    return left;
  }

  std::optional<QueryNode> ParseWords(const Scope& scope) {
    if (at_ == query_.tokens.size()) {
      return std::nullopt;
    }
    const QueryToken token = Take();
    if (scope.facet.has_value()) {
      return Value(*scope.facet, token);
    }
    return Text(token, scope.title);
  }

  std::optional<QueryNode> Text(const QueryToken& token, bool title) {
    QueryNode::Words words = FoldedWords(token.text);
    if (words.empty()) {
      return std::nullopt;
    }
    terms_ += words.size();
    return TextNode(std::move(words), title);
  }

  std::optional<QueryNode> Value(Facet facet, const QueryToken& token) {
    ++terms_;
    switch (facet) {
      case Facet::kCountry:
        return Country(token);
      case Facet::kSector:
        return Sector(token);
      case Facet::kLanguage:
        return FacetNode(facet, absl::AsciiStrToLower(ToAbsl(token.text)));
      default:
        return FacetNode(facet, std::string(token.text));
    }
  }

  std::optional<QueryNode> Country(const QueryToken& token) {
    const std::vector<std::string> found = FindCountries(token.text);
    if (found.size() == 1) {
      return FacetNode(Facet::kCountry, found[0]);
    }
    if (found.empty()) {
      return Unknown("UNKNOWN_COUNTRY", StrCat("there is no country \"", token.text, "\""), token);
    }
    const std::string which = absl::StrJoin(found, ", ");
    return Unknown("AMBIGUOUS_COUNTRY",
                   StrCat("\"", token.text, "\" may be one of ", which, ": give the code"),
                   token);
  }

  std::optional<QueryNode> Sector(const QueryToken& token) {
    const QueryNode::Words words = FoldedWords(token.text);  // without a comma after it
    if (words.size() == 1) {
      if (std::optional<std::string> code = CanonicalSector(words[0])) {
        return FacetNode(Facet::kSector, *std::move(code));
      }
    }
    return Unknown("UNKNOWN_SECTOR", StrCat("there is no sector \"", token.text, "\""), token);
  }

  // Plain words stand for it.
  std::optional<QueryNode> Unknown(std::string_view reason,
                                   std::string what,
                                   const QueryToken& token) {
    Report(reason, std::move(what), "it was searched as words", token.position);
    std::vector<QueryNode> words;
    for (std::string& word : FoldedWords(token.text)) {
      words.push_back(TextNode({std::move(word)}, false));
    }
    terms_ += words.size();
    return Join(NodeKind::kAnd, std::move(words));
  }

  QueryTokens query_;
  std::size_t at_ = 0;
  std::size_t terms_ = 0;
};

absl::Status Refusal(const QueryProblem& problem) {
  return WithReason(
      InvalidField("query.text", StrCat("at byte ", problem.position, ": ", problem.what)),
      problem.reason);
}

absl::Status TooMuch(std::string_view what, std::size_t limit) {
  return InvalidField("query.text", StrCat(what, ": at most ", limit, " are allowed"));
}

}  // namespace

absl::StatusOr<ParsedQuery> ParseQuery(std::string_view text, ParseMode mode) {
  if (text.size() > kMaxQueryBytes) {
    return TooMuch(StrCat("the text has ", text.size(), " bytes"), kMaxQueryBytes);
  }
  QueryTokens tokens = LexQuery(text);
  if (tokens.tokens.empty() && tokens.problems.empty()) {
    return ParsedQuery{};
  }
  if (tokens.depth > kMaxQueryDepth) {
    return TooMuch(StrCat("parentheses ", tokens.depth, " deep"), kMaxQueryDepth);
  }
  Parser parser(std::move(tokens));
  ParsedQuery parsed;
  parsed.tree = parser.Run();
  if (parser.terms() > kMaxQueryTerms) {
    return TooMuch(StrCat("the text has ", parser.terms(), " words"), kMaxQueryTerms);
  }
  if (mode == ParseMode::kStrict && !parser.problems().empty()) {
    return Refusal(parser.problems()[0]);
  }
  for (const QueryProblem& problem : parser.problems()) {
    parsed.notes.push_back(
        {problem.reason, StrCat(problem.what, ": ", problem.remedy), problem.position});
  }
  return parsed;
}

}  // namespace facetwire
