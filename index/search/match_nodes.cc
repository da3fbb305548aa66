// SPDX-License-Identifier: GPL-3.0-or-later
// Evaluator: what each kind of node of a plan matches.
#include <algorithm>
#include <vector>

#include "index/search/evaluator.h"

namespace facetwire {
namespace {

using Kind = PlanNode::Kind;

// Of all patterns of a node.
std::uint64_t CountStems(const PlanNode& node) {
  std::uint64_t stems = 0;
  for (const std::vector<PhrasePattern>* patterns : {&node.phrases, &node.near}) {
    for (const PhrasePattern& pattern : *patterns) {
      stems += pattern.size();
    }
  }
  return stems;
}

// What it costs to look for so many stems in a document of so many words, see Budget: each word may
// have to be compared with each stem.
std::uint32_t CostOf(std::uint64_t stems, std::uint32_t words) {
  constexpr std::uint64_t kComparisons = 256;  // in a step
  constexpr std::uint64_t kMost = 1U << 30U;
  return static_cast<std::uint32_t>(std::min(1 + words * stems / kComparisons, kMost));
}

bool MatchesTokens(const PlanNode& node, const TokenStreamView& tokens) {
  const auto phrase = [&](const PhrasePattern& p) { return tokens.ContainsPhrase(p, node.zone); };
  const auto near = [&](const PhrasePattern& p) {
    return tokens.ContainsNear(p, node.window, node.zone);
  };
  return std::all_of(node.phrases.begin(), node.phrases.end(), phrase) &&
         std::all_of(node.near.begin(), node.near.end(), near);
}

}  // namespace

DocSet Evaluator::Match(const PlanNode& node, const DocSet& within) {
  switch (node.kind) {
    case Kind::kAll:
      return within;
    case Kind::kNothing:
      return DocSet(within.chunk());
    case Kind::kTerm:
      return MatchTerm(node.terms[0], within);
    case Kind::kPattern:
      return MatchPattern(node, within);
    case Kind::kValues:
      return MatchValues(node, within);
    case Kind::kAnd:
      return MatchAll(node, within);
    case Kind::kOr:
      return MatchAny(node, within);
    case Kind::kNot: {
      DocSet rest = within;
      rest -= Match(node.children[0], within);
      return rest;
    }
  }
  return DocSet(within.chunk());
}

DocSet Evaluator::MatchTerm(const std::string& term, const DocSet& within) {
  DocSet found(within.chunk());
  if (status_.ok()) {
    status_ = terms_.Find(term, within, found);
  }
  return found;
}

DocSet Evaluator::MatchPattern(const PlanNode& node, const DocSet& within) {
  DocSet candidates = within;
  for (const std::string& term : node.terms) {
    candidates = MatchTerm(term, candidates);
    if (!status_.ok() || candidates.empty()) {
      return candidates;
    }
  }
  return VerifyPattern(node, candidates);
}

DocSet Evaluator::VerifyPattern(const PlanNode& node, const DocSet& candidates) {
  // How far ahead the processor is told of what comes.
  constexpr std::size_t kFar = 16;
  constexpr std::size_t kNear = 8;
  DocSet found(candidates.chunk());
  if (node.phrases.empty() && node.near.empty()) {
    found |= candidates;
    return found;
  }
  Recycled<Places> places;
  candidates.Read(*places);
  const TokenFilesView& files = view_.snapshot->token_files();
  const ColumnsView& columns = view_.snapshot->columns();
  const std::uint64_t stems = CountStems(node);
  for (std::size_t i = 0; i < places->size(); ++i) {
    if (i + kFar < places->size()) {
      files.PrefetchPlace(candidates.base() + (*places)[i + kFar]);
      files.PrefetchRecord(candidates.base() + (*places)[i + kNear]);
    }
    const Docid docid = candidates.base() + (*places)[i];
    if (Stopped(CostOf(stems, columns.length(docid)))) {
      break;
    }
    if (MatchesTokens(node, view_.snapshot->tokens(docid))) {
      found.Add(docid);
    }
  }
  return found;
}

DocSet Evaluator::MatchAll(const PlanNode& node, const DocSet& within) {
  DocSet left = within;
  for (const PlanNode& child : node.children) {
    if (left.empty()) {
      break;
    }
    left = Match(child, left);
  }
  return left;
}

DocSet Evaluator::MatchAny(const PlanNode& node, const DocSet& within) {
  DocSet found(within.chunk());
  for (const PlanNode& child : node.children) {
    if (child.kind == Kind::kTerm) {
      if (status_.ok()) {
        status_ = terms_.Find(child.terms[0], within, found);
      }
    } else {
      found |= Match(child, within);
    }
  }
  return found;
}

DocSet Evaluator::MatchValues(const PlanNode& node, const DocSet& within) {
  DocSet found(within.chunk());
  const ColumnsView& columns = view_.snapshot->columns();
  const auto has_value = [&](const FacetEntries& entries) {
    for (std::size_t i = 0; i < entries.ordinals.size(); ++i) {
      const std::size_t value = std::size_t{entries.ordinals[i]} - node.first_value;
      if (value < node.values.size() && node.values[value] &&
          entries.saliences[i] >= node.min_salience) {
        return true;
      }
    }
    return false;
  };
  within.ForEach([&](Docid docid) {
    if (!Stopped() && has_value(columns.entries(docid))) {
      found.Add(docid);
    }
  });
  return found;
}

}  // namespace facetwire
