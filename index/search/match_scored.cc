// SPDX-License-Identifier: GPL-3.0-or-later
// Evaluator: what each kind of node of a plan matches, and its scores.
#include <algorithm>
#include <vector>

#include "index/search/evaluator.h"

namespace facetwire {
namespace {

using Kind = PlanNode::Kind;

std::size_t PlaceOf(Docid docid) { return docid & (DocSet::kWords * 64 - 1); }

}  // namespace

// Scores mean something afterwards for what is found.
DocSet Evaluator::MatchScored(const PlanNode& node, const DocSet& within, ScoreBoard& scores) {
  DocSet found(within.chunk());
  if (Scores(node)) {
    switch (node.kind) {
      case Kind::kPattern:
        return MatchPatternScored(node, within, scores);
      case Kind::kAnd:
        return MatchAllScored(node, within, scores);
      case Kind::kOr:
        for (const PlanNode& child : node.children) {
          FindScored(child, within, found, scores);
        }
        return found;
      default:
        FindScored(node, within, found, scores);
        return found;
    }
  }
  found |= Match(node, within);
  found.ForEach([&](Docid docid) { scores[PlaceOf(docid)] = 0; });
  return found;
}

void Evaluator::FindScored(const PlanNode& node,
                           const DocSet& within,
                           DocSet& found,
                           ScoreBoard& scores) {
  if (!status_.ok()) {
    return;
  }
  if (node.kind == Kind::kTerm && Scores(node)) {
    status_ = terms_.FindScored({node.terms[0], WeightOf(node, 0)}, within, found, scores);
    return;
  }
  const Recycled<ScoreBoard> own;
  const DocSet more = MatchScored(node, within, *own);
  more.ForEach([&](Docid docid) {
    Score& score = scores[PlaceOf(docid)];
    score = (found.Contains(docid) ? score : 0) + (*own)[PlaceOf(docid)];
  });
  found |= more;
}

DocSet Evaluator::KeepScored(const PlanNode& node, const DocSet& within, ScoreBoard& scores) {
  if (node.kind == Kind::kTerm) {
    DocSet found(within.chunk());
    if (status_.ok()) {
      status_ = terms_.KeepScored({node.terms[0], WeightOf(node, 0)}, within, found, scores);
    }
    return found;
  }
  const Recycled<ScoreBoard> own;
  DocSet found = MatchScored(node, within, *own);
  found.ForEach([&](Docid docid) { scores[PlaceOf(docid)] += (*own)[PlaceOf(docid)]; });
  return found;
}

// What is left in the end is often far less than what a term has: terms are matched first, and
// scored where all has matched.
DocSet Evaluator::MatchPatternScored(const PlanNode& node,
                                     const DocSet& within,
                                     ScoreBoard& scores) {
  DocSet matches = MatchPattern(node, within);
  for (std::size_t i = 0; i < node.terms.size() && status_.ok(); ++i) {
    DocSet found(within.chunk());
    const TermMatcher::Weighed term{node.terms[i], WeightOf(node, i)};
    status_ = i == 0 ? terms_.FindScored(term, matches, found, scores)
                     : terms_.KeepScored(term, matches, found, scores);
  }
  return matches;
}

DocSet Evaluator::MatchAllScored(const PlanNode& node, const DocSet& within, ScoreBoard& scores) {
  const auto is_scored_term = [&](const PlanNode& child) {
    return child.kind == Kind::kTerm && Scores(child);
  };
  const auto last_term = std::find_if(node.children.rbegin(), node.children.rend(), is_scored_term);
  DocSet left = within;
  bool scored = false;                   // scores mean something for what is left
  std::vector<const PlanNode*> matched;  // and not yet scored
  for (const PlanNode& child : node.children) {
    if (left.empty()) {
      return left;
    }
    if (!Scores(child)) {
      left = Match(child, left);
    } else if (is_scored_term(child) && &child != &*last_term) {
      left = MatchTerm(child.terms[0], left);
      matched.push_back(&child);
    } else if (!scored) {
      left = MatchScored(child, left, scores);
      scored = true;
    } else {
      left = KeepScored(child, left, scores);
    }
  }
  for (const PlanNode* const child : matched) {
    left = KeepScored(*child, left, scores);
  }
  return left;
}

}  // namespace facetwire
