// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/search/evaluator.h"

#include <algorithm>
#include <utility>

namespace facetwire {
namespace {

// What something costs, see Budget: to open a posting list, to skip in it, to look for a phrase in
// so many words more.
constexpr std::uint32_t kOpenCost = 64;
constexpr std::uint32_t kSkipCost = 4;
constexpr std::uint32_t kWordsPerStep = 256;

// Fewer candidates than this in a chunk: skipping to each is cheaper than walking a long list.
constexpr std::size_t kSparse = 1024;

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

std::span<const HiddenDocument> HiddenFrom(const Snapshot& snapshot, Docid first) {
  const std::span<const HiddenDocument> hidden = snapshot.hidden();
  const auto before = [](const HiddenDocument& each, Docid docid) { return each.docid < docid; };
  return {std::lower_bound(hidden.begin(), hidden.end(), first, before), hidden.end()};
}

DocSet VisibleDocuments(const SearchView& view, std::size_t chunk) {
  DocSet documents = DocSet::Live(view.snapshot->live(), chunk);
  documents.CutAfter(view.bound);
  for (const HiddenDocument& hidden : HiddenFrom(*view.snapshot, documents.base())) {
    if (hidden.docid >= documents.end()) {
      break;
    }
    if (view.now_micros < hidden.until_micros) {
      documents.Remove(hidden.docid);
    }
  }
  return documents;
}

Evaluator::Evaluator(const CheckedQuery& query, const PlanNode& plan, const SearchView& view)
    : query_(query), plan_(plan), view_(view) {
  const DictionaryView& dictionary = view.snapshot->dictionary();
  for (const FacetFilter& filter : query.filters) {
    none_of_.push_back(PlanAnyValue(filter, filter.none_of, dictionary));
    if (!filter.any_of.empty()) {
      any_of_.push_back(PlanAnyValue(filter, filter.any_of, dictionary));
    }
    for (const std::string& id : filter.all_of) {
      all_of_.push_back(PlanAnyValue(filter, {id}, dictionary));
    }
  }
}

absl::StatusOr<ChunkMatches> Evaluator::Evaluate(std::size_t chunk) {
  status_ = view_.budget->Check();
  DocSet base = Match(plan_, VisibleDocuments(view_, chunk));
  KeepInRange(base);
  base = KeepFiltered(std::move(base));
  std::vector<DocSet> any_of;
  for (const PlanNode& values : any_of_) {
    any_of.push_back(Match(values, base));
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

bool Evaluator::Stopped(std::uint32_t cost) {
  if (status_.ok() && view_.budget->IsDue(cost)) {
    status_ = view_.budget->Check();
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
    case PlanNode::Kind::kValues:
      return MatchValues(node, within);
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
  if (Stopped(kOpenCost)) {
    return found;
  }
  PostingCursor cursor = view_.reader->Postings(term, std::max<Docid>(within.base(), 1));
  if (within.Count() < kSparse) {
    SkipThrough(cursor, within, found);
  } else {
    WalkThrough(cursor, within, found);
  }
  status_.Update(cursor.status());
  return found;
}

void Evaluator::SkipThrough(PostingCursor& cursor, const DocSet& within, DocSet& found) {
  within.ForEach([&](Docid docid) {
    if (cursor.at_end() || Stopped(kSkipCost)) {
      return;
    }
    cursor.SkipTo(docid);
    if (!cursor.at_end() && cursor.docid() == docid) {
      found.Add(docid);
    }
  });
}

void Evaluator::WalkThrough(PostingCursor& cursor, const DocSet& within, DocSet& found) {
  for (; !cursor.at_end() && cursor.docid() < within.end() && !Stopped(); cursor.Next()) {
    if (within.Contains(cursor.docid())) {
      found.Add(cursor.docid());
    }
  }
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
  const ColumnsView& columns = view_.snapshot->columns();
  candidates.ForEach([&](Docid docid) {
    if (!Stopped(1 + columns.length(docid) / kWordsPerStep) &&
        MatchesTokens(node, view_.snapshot->tokens(docid))) {
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

DocSet Evaluator::MatchValues(const PlanNode& node, const DocSet& within) {
  DocSet found(within.chunk());
  const ColumnsView& columns = view_.snapshot->columns();
  const auto has_value = [&](const FacetEntries& entries) {
    for (std::size_t i = 0; i < entries.ordinals.size(); ++i) {
      if (node.values[entries.ordinals[i]] && entries.saliences[i] >= node.min_salience) {
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
  for (const PlanNode& value : all_of_) {
    documents = Match(value, documents);
  }
  for (const PlanNode& values : none_of_) {
    documents -= Match(values, documents);
  }
  return documents;
}

}  // namespace facetwire
