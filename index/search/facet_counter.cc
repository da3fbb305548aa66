// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/search/facet_counter.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "index/search/labels.h"

namespace facetwire {
namespace {

bool Has(const std::vector<std::string>& sorted_ids, std::string_view id) {
  return std::binary_search(sorted_ids.begin(), sorted_ids.end(), id);
}

// The values of a facet that occur, in no order.
std::vector<RankedValue> Occurring(const ValueCounts& counts,
                                   Facet facet,
                                   const DictionaryView& dictionary) {
  std::vector<RankedValue> values;
  dictionary.ForEach(facet, [&](Ordinal ordinal) {
    if (counts.by_ordinal[ordinal] > 0) {
      values.push_back({dictionary.entry(ordinal).id, counts.by_ordinal[ordinal]});
    }
    return true;
  });
  return values;
}

// Selected and included values that are not among `values`, most frequent first.
std::vector<RankedValue> Further(const FacetRequest& request,
                                 const CheckedQuery& query,
                                 const std::vector<RankedValue>& values,
                                 const ValueCounts& counts,
                                 const DictionaryView& dictionary) {
  std::set<std::string_view> wanted(request.include_values.begin(), request.include_values.end());
  for (const FacetFilter& filter : query.filters) {
    if (filter.facet == request.facet) {
      wanted.insert(filter.any_of.begin(), filter.any_of.end());
      wanted.insert(filter.all_of.begin(), filter.all_of.end());
    }
  }
  for (const RankedValue& value : values) {
    wanted.erase(value.id);
  }
  std::vector<RankedValue> further;
  for (const std::string_view id : wanted) {
    const std::optional<Ordinal> ordinal = dictionary.Find(request.facet, id);
    further.push_back({id, ordinal.has_value() ? counts.by_ordinal[*ordinal] : 0});
  }
  std::sort(further.begin(), further.end(), RanksBefore);
  return further;
}

// Whether the query has the value in any_of or all_of.
bool IsSelected(const CheckedQuery& query, Facet facet, std::string_view id) {
  return std::any_of(query.filters.begin(), query.filters.end(), [&](const FacetFilter& filter) {
    return filter.facet == facet && (Has(filter.any_of, id) || Has(filter.all_of, id));
  });
}

}  // namespace

FacetValue ShownValue(const CheckedQuery& query,
                      Facet facet,
                      const RankedValue& value,
                      std::string_view label_language,
                      const DictionaryView& dictionary) {
  const std::string id(value.id);
  return {.id = id,
          .label = ValueLabel(facet, id, label_language, dictionary),
          .count = value.count,
          .selected = IsSelected(query, facet, id),
          .parent = ValueParent(facet, id)};
}

FacetCounter::FacetCounter(const std::vector<FacetRequest>& requests,
                           const CheckedQuery& query,
                           const Snapshot& snapshot,
                           const Evaluator& evaluator)
    : requests_(requests), query_(query), snapshot_(snapshot) {
  const DictionaryView& dictionary = snapshot_.dictionary();
  if (!requests_.empty()) {
    facet_of_ordinal_.resize(dictionary.size());
  }
  for (std::size_t i = 0; i < facet_of_ordinal_.size(); ++i) {
    facet_of_ordinal_[i] =
        static_cast<std::uint8_t>(dictionary.entry(static_cast<Ordinal>(i)).facet);
  }
  for (const FacetRequest& request : requests_) {
    const bool whole = request.scope == FacetScope::kQuery;
    group_of_request_.push_back(
        GroupFor(whole ? std::nullopt : evaluator.AnyOfPlace(request.facet)));
  }
}

std::size_t FacetCounter::GroupFor(std::optional<std::size_t> without_any_of) {
  for (std::size_t i = 0; i < groups_.size(); ++i) {
    if (groups_[i].without_any_of == without_any_of) {
      return i;
    }
  }
  groups_.emplace_back().without_any_of = without_any_of;
  groups_.back().counts.by_ordinal.resize(snapshot_.dictionary().size());
  return groups_.size() - 1;
}

void FacetCounter::Add(const ChunkMatches& chunk) {
  for (Group& group : groups_) {
    const bool all = !group.without_any_of.has_value();
    Count(all ? chunk.matches : chunk.without_any_of[*group.without_any_of], group.counts);
  }
}

void FacetCounter::Count(const DocSet& documents, ValueCounts& counts) const {
  const ColumnsView& columns = snapshot_.columns();
  documents.ForEach([&](Docid docid) {
    ++counts.articles;
    std::uint32_t facets = 0;  // one bit each
    for (const Ordinal ordinal : columns.entries(docid).ordinals) {
      ++counts.by_ordinal[ordinal];
      facets |= 1U << facet_of_ordinal_[ordinal];
    }
    for (; facets != 0; facets &= facets - 1) {
      ++counts.present[static_cast<std::size_t>(std::countr_zero(facets))];
    }
  });
}

std::vector<FacetResult> FacetCounter::Results(std::string_view label_language) const {
  std::vector<FacetResult> results;
  for (std::size_t i = 0; i < requests_.size(); ++i) {
    results.push_back(Result(i, label_language));
  }
  return results;
}

FacetResult FacetCounter::Result(std::size_t request, std::string_view label_language) const {
  const FacetRequest& wanted = requests_[request];
  const ValueCounts& values = counts(request);
  const DictionaryView& dictionary = snapshot_.dictionary();
  std::vector<RankedValue> top = Occurring(values, wanted.facet, dictionary);
  FacetResult result;
  result.facet = wanted.facet;
  result.articles = values.articles;
  result.missing = values.articles - values.present[static_cast<std::size_t>(wanted.facet)];
  result.distinct = top.size();
  for (const RankedValue& value : top) {
    result.other += value.count;
  }
  const std::size_t limit = std::min<std::size_t>(wanted.limit, top.size());
  const auto middle = top.begin() + static_cast<std::ptrdiff_t>(limit);
  std::partial_sort(top.begin(), middle, top.end(), RanksBefore);
  top.resize(limit);
  const std::vector<RankedValue> further = Further(wanted, query_, top, values, dictionary);
  top.insert(top.end(), further.begin(), further.end());
  for (const RankedValue& value : top) {
    result.other -= value.count;
    result.values.push_back(ShownValue(query_, wanted.facet, value, label_language, dictionary));
  }
  return result;
}

}  // namespace facetwire
