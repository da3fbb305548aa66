// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/search/evaluator.h"

#include <algorithm>
#include <utility>

#include "index/search/copies_of.h"
#include "index/search/time_filter.h"

namespace facetwire {
namespace {

using Kind = PlanNode::Kind;

// Of how many documents a text must leave one for filters to come after it.
constexpr std::uint64_t kFew = 64;

// What is read from the column of each document comes late.
bool ReadsColumn(const PlanNode& node) {
  return node.kind == Kind::kValues ||
         std::any_of(node.children.begin(), node.children.end(), ReadsColumn);
}

}  // namespace

Evaluator::Evaluator(const CheckedQuery& query,
                     const PlanNode& plan,
                     const SearchView& view,
                     const Scorer* scorer)
    : query_(query),
      plan_(plan),
      view_(view),
      scorer_(scorer != nullptr && !scorer->idle() ? scorer : nullptr),
      terms_(view, scorer_),
      text_first_(plan.estimate < view.bound / kFew) {
  AddConditions();
  wanted_.resize(any_of_.size());
}

void Evaluator::AddConditions() {
  const DictionaryView& dictionary = view_.snapshot->dictionary();
  const auto add = [&](PlanNode node, bool exclude) {
    Condition& condition = conditions_.emplace_back();
    condition.late = text_first_ || ReadsColumn(node);
    condition.node = std::move(node);
    condition.exclude = exclude;
  };
  for (const FacetFilter& filter : query_.filters) {
    if (!filter.none_of.empty()) {
      add(PlanAnyValue(filter, filter.none_of, dictionary), /*exclude=*/true);
    }
    if (!filter.any_of.empty()) {
      any_of_.push_back(PlanAnyValue(filter, filter.any_of, dictionary));
    }
    for (const std::string& id : filter.all_of) {
      add(PlanAnyValue(filter, {id}, dictionary), /*exclude=*/false);
    }
  }
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

bool Evaluator::IsEverything(std::optional<std::size_t> without_any_of) const {
  return plan_.kind == Kind::kAll && query_.begin_micros == kNeverMicros &&
         query_.end_micros == kForeverMicros && conditions_.empty() &&
         !query_.cluster.has_value() && any_of_.size() == (without_any_of.has_value() ? 1U : 0U);
}

absl::StatusOr<ChunkMatches> Evaluator::Evaluate(const DocRange& range) {
  status_ = view_.budget->Check();
  terms_.Begin(range);
  DocSet base = Visible(range);
  if (query_.cluster.has_value() && base.empty()) {
    return Combine(base);
  }
  const ColumnChunk& columns = view_.snapshot->columns().Chunk(range.begin);
  if (!text_first_) {
    KeepInRange(query_, columns, base);
  }
  base = KeepFiltered(std::move(base), /*late=*/false);
  base = MatchText(base);
  if (text_first_) {
    KeepInRange(query_, columns, base);
  }
  base = KeepFiltered(std::move(base), /*late=*/true);
  ChunkMatches result = Combine(base);
  if (!status_.ok()) {
    return status_;
  }
  return result;
}

DocSet Evaluator::Visible(const DocRange& range) const {
  DocSet documents = VisibleDocuments(view_, range.chunk());
  documents.CutBefore(range.begin);
  documents.CutAfter(range.last);
  if (query_.cluster.has_value()) {
    KeepCluster(*view_.snapshot, *query_.cluster, documents);
  }
  return documents;
}

// An any_of that nobody wants to be left out is a condition like others.
DocSet Evaluator::KeepFiltered(DocSet documents, bool late) {
  for (const Condition& condition : conditions_) {
    if (condition.late != late) {
      continue;
    }
    if (condition.exclude) {
      documents -= Match(condition.node, documents);
    } else {
      documents = Match(condition.node, documents);
    }
  }
  for (std::size_t i = 0; i < any_of_.size(); ++i) {
    if (!wanted_[i] && (text_first_ || ReadsColumn(any_of_[i])) == late) {
      documents = Match(any_of_[i], documents);
    }
  }
  return documents;
}

DocSet Evaluator::MatchText(const DocSet& within) {
  return Scores(plan_) ? MatchScored(plan_, within, *scores_) : Match(plan_, within);
}

ChunkMatches Evaluator::Combine(const DocSet& base) {
  std::vector<std::optional<DocSet>> any_of(any_of_.size());
  for (std::size_t i = 0; i < any_of_.size(); ++i) {
    if (wanted_[i]) {
      any_of[i] = Match(any_of_[i], base);
    }
  }
  ChunkMatches result{base, {}, std::vector<std::optional<DocSet>>(any_of.size())};
  for (std::size_t i = 0; i < any_of.size(); ++i) {
    if (!wanted_[i]) {
      continue;
    }
    result.matches &= *any_of[i];
    result.without_any_of[i] = base;
    for (std::size_t k = 0; k < any_of.size(); ++k) {
      if (k != i && wanted_[k]) {
        *result.without_any_of[i] &= *any_of[k];
      }
    }
  }
  result.matches.Read(result.places);
  return result;
}

bool Evaluator::Stopped(std::uint32_t cost) {
  if (status_.ok() && view_.budget->IsDue(cost)) {
    status_ = view_.budget->Check();
  }
  return !status_.ok();
}

}  // namespace facetwire
