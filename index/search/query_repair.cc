// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/search/query_repair.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "index/base/str_cat.h"

namespace facetwire {
namespace {

using Kind = QueryToken::Kind;

// Drops parentheses that have no partner, and pairs with nothing between them.
class ParenthesisRepair {
 public:
  explicit ParenthesisRepair(QueryTokens& query) : query_(query) {}

  void Run() {
    for (const QueryToken& token : query_.tokens) {
      if (token.kind == Kind::kClose) {
        Close(token);
        continue;
      }
      if (token.kind == Kind::kOpen) {
        open_.push_back(kept_.size());
        query_.depth = std::max(query_.depth, open_.size());
      }
      kept_.push_back(token);
    }
    for (; !open_.empty(); open_.pop_back()) {
      const auto place = kept_.begin() + static_cast<std::ptrdiff_t>(open_.back());
      Report("UNBALANCED_PARENTHESIS", "the parenthesis is not closed", kLeftOut, *place);
      kept_.erase(place);
    }
    query_.tokens = std::move(kept_);
  }

 private:
  void Report(std::string_view reason,
              std::string_view what,
              std::string_view remedy,
              const QueryToken& token) {
    query_.problems.push_back({std::string(reason), std::string(what), remedy, token.position});
  }

  void Close(const QueryToken& token) {
    if (open_.empty()) {
      Report("UNBALANCED_PARENTHESIS", "no parenthesis is open here", kLeftOut, token);
    } else if (open_.back() + 1 == kept_.size()) {
      Report(
          "EMPTY_PARENTHESES", "nothing is in the parentheses", "they were left out", kept_.back());
      kept_.pop_back();
      open_.pop_back();
    } else {
      kept_.push_back(token);
      open_.pop_back();
    }
  }

  QueryTokens& query_;
  std::vector<QueryToken> kept_;
  std::vector<std::size_t> open_;  // places in kept_
};

bool IsWords(Kind kind) { return kind == Kind::kWord || kind == Kind::kQuote; }

bool BeginsOperand(Kind kind) {
  return IsWords(kind) || kind == Kind::kOpen || kind == Kind::kField || kind == Kind::kNot;
}

bool EndsOperand(Kind kind) { return IsWords(kind) || kind == Kind::kClose; }

bool IsOperator(Kind kind) {
  return kind == Kind::kAnd || kind == Kind::kOr || kind == Kind::kNot || kind == Kind::kNear;
}

// Turns operators without operands into words, from the back, then from the front.
class OperatorRepair {
 public:
  explicit OperatorRepair(QueryTokens& query) : query_(query), tokens_(query.tokens) {}

  void Run() {
    for (std::size_t i = tokens_.size(); i-- > 0;) {
      if (!FollowedRight(i)) {
        MakeWord(tokens_[i]);
      }
    }
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      if (!PrecededRight(i)) {
        MakeWord(tokens_[i]);
      }
    }
  }

 private:
  bool FollowedRight(std::size_t i) const {
    const Kind kind = tokens_[i].kind;
    const bool last = i + 1 == tokens_.size();
    switch (kind) {
      case Kind::kField:
        return !last && (IsWords(tokens_[i + 1].kind) || tokens_[i + 1].kind == Kind::kOpen);
      case Kind::kNear:
        return !last && IsWords(tokens_[i + 1].kind);
      default:
        return !IsOperator(kind) || (!last && BeginsOperand(tokens_[i + 1].kind));
    }
  }

  bool PrecededRight(std::size_t i) const {
    const Kind kind = tokens_[i].kind;
    if (kind == Kind::kNear) {
      return i > 0 && IsWords(tokens_[i - 1].kind) &&
             (i < 2 || tokens_[i - 2].kind != Kind::kField);
    }
    if (kind != Kind::kAnd && kind != Kind::kOr) {
      return true;
    }
    return i > 0 && EndsOperand(tokens_[i - 1].kind);
  }

  void MakeWord(QueryToken& token) {
    if (token.kind == Kind::kNear) {
      Report("BAD_NEAR", "NEAR stands between two words or phrases", token);
    } else if (token.kind == Kind::kField) {
      Report("EMPTY_FIELD", StrCat("nothing follows \"", token.text, ":\""), token);
    } else {
      Report("LONELY_OPERATOR", StrCat(token.text, " has nothing to work on"), token);
    }
    token.kind = Kind::kWord;
  }

  void Report(std::string_view reason, std::string what, const QueryToken& token) {
    query_.problems.push_back(
        {std::string(reason), std::move(what), kSearchedAsWord, token.position});
  }

  QueryTokens& query_;
  std::vector<QueryToken>& tokens_;
};

}  // namespace

void RepairQuery(QueryTokens& query) {
  ParenthesisRepair(query).Run();
  OperatorRepair(query).Run();
  const auto by_position = [](const QueryProblem& a, const QueryProblem& b) {
    return a.position < b.position;
  };
  std::stable_sort(query.problems.begin(), query.problems.end(), by_position);
}

}  // namespace facetwire
