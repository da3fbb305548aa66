// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/search/evaluator.h"

#include <algorithm>
#include <utility>

#include "index/store/posting_cursor.h"
#include "index/store/schema.h"

namespace facetwire {
namespace {

bool MatchesTokens(const PlanNode& node, const TokenStreamView& tokens) {
  const auto phrase = [&](const PhrasePattern& p) { return tokens.ContainsPhrase(p, node.zone); };
  const auto near = [&](const PhrasePattern& p) {
    return tokens.ContainsNear(p, node.window, node.zone);
  };
  return std::all_of(node.phrases.begin(), node.phrases.end(), phrase) &&
         std::all_of(node.near.begin(), node.near.end(), near);
}

}  // namespace

std::size_t SearchView::chunks() const {
  const Docid last = std::min(bound, snapshot->last_docid());
  return last == 0 ? 0 : (last >> DocSet::kChunkBits) + 1;
}

DocSet VisibleDocuments(const SearchView& view, std::size_t chunk) {
  DocSet documents = DocSet::Live(view.snapshot->live(), chunk);
  for (std::uint64_t docid =
           std::max<std::uint64_t>(documents.base(), std::uint64_t{view.bound} + 1);
       docid < documents.end();
       ++docid) {
    documents.Remove(static_cast<Docid>(docid));
  }
  for (const HiddenDocument& hidden : view.snapshot->hidden()) {
    const bool here = hidden.docid >= documents.base() && hidden.docid < documents.end();
    if (here && view.now_micros < hidden.until_micros) {
      documents.Remove(hidden.docid);
    }
  }
  return documents;
}

Evaluator::Evaluator(const CheckedQuery& query, const PlanNode& plan, const SearchView& view)
    : query_(query), plan_(plan), view_(view) {}

absl::StatusOr<ChunkMatches> Evaluator::Evaluate(std::size_t chunk) {
  status_ = view_.budget->Check();
  DocSet base = Match(plan_, VisibleDocuments(view_, chunk));
  KeepInRange(base);
  base = KeepFiltered(std::move(base));
  std::vector<DocSet> any_of;
  for (const FacetFilter& filter : query_.filters) {
    if (!filter.any_of.empty()) {
      any_of.push_back(MatchValues(filter, base));
    }
  }
  if (!status_.ok()) {
    return status_;
  }
  ChunkMatches result{base, std::vector<DocSet>(any_of.size(), base)};
  for (std::size_t i = 0; i < any_of.size(); ++i) {
    result.matches &= any_of[i];
    for (std::size_t k = 0; k < any_of.size(); ++k) {
      if (k != i) {
        result.without_any_of[k] &= any_of[i];
      }
    }
  }
  return result;
}

std::optional<std::size_t> Evaluator::AnyOfPlace(Facet facet) const {
  std::size_t place = 0;
  for (const FacetFilter& filter : query_.filters) {
    if (filter.any_of.empty()) {
      continue;
    }
    if (filter.facet == facet) {
      return place;
    }
    ++place;
  }
  return std::nullopt;
}

bool Evaluator::Stopped() {
  if (status_.ok()) {
    status_ = view_.budget->Step();
  }
  return !status_.ok();
}

DocSet Evaluator::Match(const PlanNode& node, const DocSet& within) {
  switch (node.kind) {
    case PlanNode::Kind::kAll:
      return within;
    case PlanNode::Kind::kNothing:
      return DocSet(within.chunk());
    case PlanNode::Kind::kTerm:
      return MatchTerm(node.terms[0], within);
    case PlanNode::Kind::kPattern:
      return MatchPattern(node, within);
    case PlanNode::Kind::kAnd:
      return MatchAll(node, within);
    case PlanNode::Kind::kOr:
      return MatchAny(node, within);
    case PlanNode::Kind::kNot: {
      DocSet rest = within;
      rest -= Match(node.children[0], within);
      return rest;
    }
  }
  return DocSet(within.chunk());
}

DocSet Evaluator::MatchTerm(const std::string& term, const DocSet& within) {
  DocSet found(within.chunk());
  if (!status_.ok()) {
    return found;
  }
  const Docid from = std::max<Docid>(within.base(), 1);
  PostingCursor cursor = view_.reader->Postings(term, from);
  for (; !cursor.at_end() && cursor.docid() < within.end(); cursor.Next()) {
    if (Stopped()) {
      return found;
    }
    if (within.Contains(cursor.docid())) {
      found.Add(cursor.docid());
    }
  }
  status_.Update(cursor.status());
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
  DocSet found(within.chunk());
  candidates.ForEach([&](Docid docid) {
    if (!Stopped() && MatchesTokens(node, view_.snapshot->tokens(docid))) {
      found.Add(docid);
    }
  });
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
    found |= Match(child, within);
  }
  return found;
}

DocSet Evaluator::MatchValues(const FacetFilter& filter, const DocSet& within) {
  DocSet found(within.chunk());
  for (const std::string& id : filter.any_of) {
    found |= MatchTerm(FacetTerm(filter.facet, id), within);
  }
  return found;
}

void Evaluator::KeepInRange(DocSet& documents) const {
  if (query_.begin_micros == kNeverMicros && query_.end_micros == kForeverMicros) {
    return;
  }
  const ColumnsView& columns = view_.snapshot->columns();
  documents.ForEach([&](Docid docid) {
    const std::int64_t published = columns.published_micros(docid);
    if (published < query_.begin_micros || published >= query_.end_micros) {
      documents.Remove(docid);
    }
  });
}

DocSet Evaluator::KeepFiltered(DocSet documents) {
  for (const FacetFilter& filter : query_.filters) {
    for (const std::string& id : filter.all_of) {
      documents = MatchTerm(FacetTerm(filter.facet, id), documents);
    }
    for (const std::string& id : filter.none_of) {
      documents -= MatchTerm(FacetTerm(filter.facet, id), documents);
    }
  }
  return documents;
}

}  // namespace facetwire
