// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_SEARCH_FACET_ANSWERS_H_
#define FACETWIRE_INDEX_SEARCH_FACET_ANSWERS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

#include "index/model/results.h"
#include "index/search/checked_facets.h"
#include "index/search/facet_counter.h"
#include "index/search/label_language.h"
#include "index/search/nested_counter.h"
#include "index/search/paged_view.h"
#include "index/search/value_order.h"
#include "index/search/value_selection.h"

namespace facetwire {

// Turns the counts of a search into what it answers: ordered, cut into pages, named. Not
// thread-safe.
class FacetAnswers {
 public:
  // All must outlive it.
  FacetAnswers(const CheckedQuery& query, const SearchView& view, LabelLanguage& language)
      : query_(query), view_(view), language_(language) {}

  // One for each facet. Errors of the caller's context.
  absl::StatusOr<std::vector<FacetResult>> Answer(const std::vector<CheckedFacet>& facets,
                                                  const FacetCounter& counter);

  // The value with all that a response says of it.
  FacetValue Shown(Facet facet, const RankedValue& value) const;

 private:
  // One level of the answer to one facet, and where its values come from.
  struct Level {
    FacetResult result;
    std::vector<OuterKey> keys;  // of result.values
  };

  absl::StatusOr<Level> AnswerValues(const CheckedFacet& facet,
                                     const FacetCounter& counter,
                                     std::size_t place);
  Level AnswerPeriods(const CheckedFacet& facet, const PeriodCounts& counts);
  FacetResult AnswerNested(const CheckedFacet& facet,
                           const NestedCounts& counts,
                           std::uint64_t articles);
  absl::Status AddNested(const CheckedFacet& facet,
                         const std::vector<DocSet>& documents,
                         const CopyGroups* copies,
                         Level& level);

  Level FirstValues(const CheckedFacet& facet,
                    ValueSelection& selection,
                    const ValueTotals::Sums& sums);
  void AddFurther(const CheckedFacet& facet,
                  const ValueCounts& counts,
                  const ValueCounts* background,
                  FacetResult& result);
  std::vector<RankedValue> Further(const CheckedFacet& facet,
                                   const std::vector<FacetValue>& values,
                                   const ValueCounts& counts) const;
  void Rank(const CheckedFacet& facet,
            const ValueCounts& counts,
            const ValueCounts* background,
            std::optional<Ordinal> ordinal,
            RankedValue& value);
  std::string LabelKey(const CheckedFacet& facet, std::string_view id);
  RankedValue LastOfPageBefore(const CheckedFacet& facet);
  bool IsSelected(Facet facet, std::string_view id) const;
  std::string TokenAfter(const CheckedFacet& facet, const RankedValue& last) const;

  const CheckedQuery& query_;
  const SearchView& view_;
  LabelLanguage& language_;
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_SEARCH_FACET_ANSWERS_H_
