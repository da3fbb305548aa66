// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/search/facet_answers.h"

#include <algorithm>
#include <functional>
#include <set>
#include <string>
#include <utility>

#include "index/search/labels.h"
#include "index/search/significance.h"

namespace facetwire {
namespace {

constexpr std::uint32_t kLabelCost = 64;  // of making a label's sort key, see Budget

bool Has(const std::vector<std::string>& sorted_ids, std::string_view id) {
  return std::binary_search(sorted_ids.begin(), sorted_ids.end(), id);
}

// The periods that have articles, the latest first, those after the page before only.
std::vector<std::int32_t> PeriodsAfter(const CheckedFacet& facet, const PeriodCounts& counts) {
  std::vector<std::int32_t> periods;
  for (const auto& [period, count] : counts.by_period) {
    if (!facet.after.has_value() || period < facet.after->last.published_micros) {
      periods.push_back(period);
    }
  }
  std::sort(periods.begin(), periods.end(), std::greater<>());
  return periods;
}

// Whether the query's range is this one.
bool Selects(const CheckedQuery& query, const TimeRange& range) {
  return query.begin_micros == absl::ToUnixMicros(range.start.value_or(absl::InfinitePast())) &&
         query.end_micros == absl::ToUnixMicros(range.end.value_or(absl::InfiniteFuture()));
}

}  // namespace

absl::StatusOr<std::vector<FacetResult>> FacetAnswers::Answer(
    const std::vector<CheckedFacet>& facets, const FacetCounter& counter) {
  std::vector<FacetResult> results;
  for (std::size_t i = 0; i < facets.size(); ++i) {
    const CheckedFacet& facet = facets[i];
    absl::StatusOr<Level> level = facet.calendar.has_value()
                                      ? AnswerPeriods(facet, counter.periods(i))
                                      : AnswerValues(facet, counter, i);
    if (!level.ok()) {
      return level.status();
    }
    if (!facet.sub_facets.empty()) {
      absl::Status status = AddNested(facet, counter.documents(i), counter.copies(i), *level);
      if (!status.ok()) {
        return status;
      }
    }
    results.push_back(std::move(level->result));
  }
  return results;
}

FacetValue FacetAnswers::Shown(Facet facet, const RankedValue& value) const {
  const std::string id(value.id);
  return {.id = id,
          .label = ValueLabel(facet, id, language_.tag(), view_.snapshot->dictionary()),
          .count = value.count,
          .selected = IsSelected(facet, id),
          .parent = ValueParent(facet, id),
          .significance = value.significance,
          .background_count = value.background_count};
}

// Whether the query has the value in any_of or all_of.
bool FacetAnswers::IsSelected(Facet facet, std::string_view id) const {
  return std::any_of(query_.filters.begin(), query_.filters.end(), [&](const FacetFilter& filter) {
    return filter.facet == facet && (Has(filter.any_of, id) || Has(filter.all_of, id));
  });
}

void FacetAnswers::Rank(const CheckedFacet& facet,
                        const ValueCounts& counts,
                        const ValueCounts* background,
                        std::optional<Ordinal> ordinal,
                        RankedValue& value) {
  if (facet.request.order == FacetOrder::kLabel) {
    value.label_key = LabelKey(facet, value.id);
  }
  if (background != nullptr) {
    value.background_count = ordinal.has_value() ? background->count(*ordinal) : 0;
    value.significance = Significance(
        {value.count, counts.articles(), value.background_count, background->articles()});
  }
}

std::string FacetAnswers::LabelKey(const CheckedFacet& facet, std::string_view id) {
  return language_.SortKey(ValueLabel(
      facet.request.facet, std::string(id), language_.tag(), view_.snapshot->dictionary()));
}

// What ranks last on the page before, where there is one.
RankedValue FacetAnswers::LastOfPageBefore(const CheckedFacet& facet) {
  RankedValue last{.id = facet.after->last_value,
                   .count = facet.after->last_count,
                   .significance = facet.after->last_significance};
  if (facet.request.order == FacetOrder::kLabel) {
    last.label_key = LabelKey(facet, last.id);
  }
  return last;
}

absl::StatusOr<FacetAnswers::Level> FacetAnswers::AnswerValues(const CheckedFacet& facet,
                                                               const FacetCounter& counter,
                                                               std::size_t place) {
  const ValueCounts& counts = counter.values(place);
  const ValueCounts* const background =
      facet.background.has_value() ? &counter.background(place) : nullptr;
  const Facet kind = facet.request.facet;
  const DictionaryView& dictionary = view_.snapshot->dictionary();
  const std::uint32_t cost = facet.request.order == FacetOrder::kLabel ? kLabelCost : 1;
  ValueSelection selection(facet.request.order, facet.request.limit);
  if (facet.after.has_value()) {
    selection.BeginAfter(LastOfPageBefore(facet));
  }
  absl::Status status;
  counts.ForEach(kind, [&](Ordinal ordinal, std::uint32_t count) {
    RankedValue value{.id = dictionary.entry(ordinal).id, .count = count};
    Rank(facet, counts, background, ordinal, value);
    selection.Add(std::move(value));
    status = view_.budget->StepCaller(cost);
    return status.ok() ? selection.floor() : ValueCounts::kEnough;
  });
  if (!status.ok()) {
    return status;
  }
  Level level = FirstValues(facet, selection, counts.sums(kind));
  level.result.articles = counts.articles();
  level.result.missing = counts.articles() - counts.sums(kind).present;
  if (!facet.after.has_value()) {
    AddFurther(facet, counts, background, level.result);
  }
  for (const FacetValue& value : level.result.values) {
    const std::optional<Ordinal> ordinal = dictionary.Find(kind, value.id);
    level.keys.push_back(ordinal.has_value() ? OuterKey{*ordinal} : -1);
  }
  return level;
}

// Selected and included values that are not among the first ones.
void FacetAnswers::AddFurther(const CheckedFacet& facet,
                              const ValueCounts& counts,
                              const ValueCounts* background,
                              FacetResult& result) {
  std::vector<RankedValue> further = Further(facet, result.values, counts);
  for (RankedValue& value : further) {
    const std::optional<Ordinal> ordinal =
        view_.snapshot->dictionary().Find(facet.request.facet, value.id);
    Rank(facet, counts, background, ordinal, value);
  }
  std::sort(further.begin(), further.end(), [&](const RankedValue& a, const RankedValue& b) {
    return RanksBefore(facet.request.order, a, b);
  });
  for (const RankedValue& value : further) {
    result.other -= value.count;
    result.values.push_back(Shown(facet.request.facet, value));
  }
}

// The selected values, and the sums.
FacetAnswers::Level FacetAnswers::FirstValues(const CheckedFacet& facet,
                                              ValueSelection& selection,
                                              const ValueTotals::Sums& sums) {
  Level level;
  level.result.facet = facet.request.facet;
  level.result.distinct = sums.distinct;
  level.result.other = sums.counts;
  const bool more = selection.more(sums.distinct);
  const std::vector<RankedValue> values = selection.Take();
  for (const RankedValue& value : values) {
    level.result.other -= value.count;
    level.result.values.push_back(Shown(facet.request.facet, value));
  }
  if (more) {
    level.result.next_page_token = TokenAfter(facet, values.back());
  }
  return level;
}

// Selected and included values that are not among `values`, in no order.
std::vector<RankedValue> FacetAnswers::Further(const CheckedFacet& facet,
                                               const std::vector<FacetValue>& values,
                                               const ValueCounts& counts) const {
  const FacetRequest& request = facet.request;
  std::set<std::string_view> wanted(request.include_values.begin(), request.include_values.end());
  for (const FacetFilter& filter : query_.filters) {
    if (filter.facet == request.facet) {
      wanted.insert(filter.any_of.begin(), filter.any_of.end());
      wanted.insert(filter.all_of.begin(), filter.all_of.end());
    }
  }
  for (const FacetValue& value : values) {
    wanted.erase(value.id);
  }
  std::vector<RankedValue> further;
  for (const std::string_view id : wanted) {
    const auto ordinal = view_.snapshot->dictionary().Find(request.facet, id);
    further.push_back({.id = id, .count = ordinal.has_value() ? counts.count(*ordinal) : 0});
  }
  return further;
}

std::string FacetAnswers::TokenAfter(const CheckedFacet& facet, const RankedValue& last) const {
  PageToken token = TokenFor(facet.fingerprint, view_, query_);
  token.last_value = last.id;
  token.last_count = last.count;
  token.last_significance = last.significance;
  return EncodePageToken(token);
}

FacetAnswers::Level FacetAnswers::AnswerPeriods(const CheckedFacet& facet,
                                                const PeriodCounts& counts) {
  const Calendar& calendar = *facet.calendar;
  Level level;
  level.result.by_period = true;
  level.result.articles = counts.articles;
  level.result.other = counts.Sum();
  level.result.distinct = counts.by_period.size();
  const std::vector<std::int32_t> periods = PeriodsAfter(facet, counts);
  for (const std::int32_t period : periods) {
    if (level.keys.size() == facet.request.limit) {
      break;
    }
    FacetValue value{.id = calendar.Id(period), .count = counts.by_period.at(period)};
    value.label = language_.PeriodName(facet.request.periods->length, calendar.FirstDay(period));
    value.period = calendar.RangeOf(period);
    value.selected = Selects(query_, value.period);
    level.result.other -= value.count;
    level.result.values.push_back(std::move(value));
    level.keys.push_back(period);
  }
  if (!level.keys.empty() && periods.size() > level.keys.size()) {
    PageToken token = TokenFor(facet.fingerprint, view_, query_);
    token.last.published_micros = level.keys.back();
    level.result.next_page_token = EncodePageToken(token);
  }
  return level;
}

absl::Status FacetAnswers::AddNested(const CheckedFacet& facet,
                                     const std::vector<DocSet>& documents,
                                     const CopyGroups* copies,
                                     Level& level) {
  NestedCounter counter(facet, level.keys, view_);
  absl::Status counted = counter.Count(documents);
  if (counted.ok() && copies != nullptr) {
    counted = counter.Fold(*copies);
  }
  if (!counted.ok()) {
    return counted;
  }
  for (std::size_t i = 0; i < level.keys.size(); ++i) {
    FacetValue& value = level.result.values[i];
    for (std::size_t k = 0; k < facet.sub_facets.size(); ++k) {
      value.sub_facets.push_back(
          AnswerNested(facet.sub_facets[k], counter.counts(i, k), value.count));
    }
  }
  return absl::OkStatus();
}

FacetResult FacetAnswers::AnswerNested(const CheckedFacet& facet,
                                       const NestedCounts& counts,
                                       std::uint64_t articles) {
  FacetResult result;
  if (facet.calendar.has_value()) {
    result = AnswerPeriods(facet, counts.periods).result;
  } else {
    ValueSelection selection(facet.request.order, facet.request.limit);
    ValueTotals::Sums sums;
    sums.distinct = counts.values.size();
    for (const auto& [ordinal, count] : counts.values) {
      RankedValue value{.id = view_.snapshot->dictionary().entry(ordinal).id, .count = count};
      if (facet.request.order == FacetOrder::kLabel) {
        value.label_key = LabelKey(facet, value.id);
      }
      sums.counts += count;
      selection.Add(std::move(value));
    }
    result = FirstValues(facet, selection, sums).result;
    result.articles = articles;
    result.missing = articles - counts.present;
  }
  result.next_page_token.clear();
  return result;
}

}  // namespace facetwire
