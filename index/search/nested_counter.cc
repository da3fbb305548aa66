// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/search/nested_counter.h"

namespace facetwire {
namespace {

constexpr std::uint32_t kEntryCost = 8;  // see Budget

}  // namespace

NestedCounter::NestedCounter(const CheckedFacet& facet,
                             const std::vector<OuterKey>& keys,
                             const SearchView& view)
    : facet_(facet), view_(view), counts_(keys.size() * facet.sub_facets.size()) {
  for (std::size_t i = 0; i < keys.size(); ++i) {
    places_.emplace(keys[i], i);
  }
}

absl::Status NestedCounter::Count(const std::vector<DocSet>& documents) {
  for (const DocSet& chunk : documents) {
    absl::Status status = view_.budget->CheckCaller();
    chunk.ForEach([&](Docid docid) {
      if (status.ok()) {
        CountDocument(docid);
        const std::size_t entries = view_.snapshot->columns().entries(docid).ordinals.size();
        status = view_.budget->StepCaller(kEntryCost * static_cast<std::uint32_t>(1 + entries));
      }
    });
    if (!status.ok()) {
      return status;
    }
  }
  return absl::OkStatus();
}

void NestedCounter::CountDocument(Docid docid) {
  const ColumnsView& columns = view_.snapshot->columns();
  if (facet_.calendar.has_value()) {
    const auto place = places_.find(facet_.calendar->PeriodOf(columns.published_micros(docid)));
    if (place != places_.end()) {
      CountUnder(place->second, docid);
    }
    return;
  }
  const FacetEntries entries = columns.entries(docid);
  for (std::size_t i = 0; i < entries.ordinals.size(); ++i) {
    const auto place = places_.find(entries.ordinals[i]);
    if (place != places_.end() && entries.saliences[i] >= facet_.min_salience) {
      CountUnder(place->second, docid);
    }
  }
}

void NestedCounter::CountUnder(std::size_t place, Docid docid) {
  for (std::size_t i = 0; i < facet_.sub_facets.size(); ++i) {
    const CheckedFacet& sub_facet = facet_.sub_facets[i];
    NestedCounts& counts = counts_[place * facet_.sub_facets.size() + i];
    if (sub_facet.calendar.has_value()) {
      const std::int64_t published = view_.snapshot->columns().published_micros(docid);
      ++counts.periods.by_period[sub_facet.calendar->PeriodOf(published)];
      ++counts.periods.articles;
    } else {
      CountValues(sub_facet, docid, counts);
    }
  }
}

void NestedCounter::CountValues(const CheckedFacet& sub_facet,
                                Docid docid,
                                NestedCounts& counts) const {
  const FacetEntries entries = view_.snapshot->columns().entries(docid);
  bool present = false;
  for (std::size_t i = 0; i < entries.ordinals.size(); ++i) {
    const Ordinal ordinal = entries.ordinals[i];
    if (entries.saliences[i] >= sub_facet.min_salience &&
        view_.snapshot->dictionary().entry(ordinal).facet == sub_facet.request.facet) {
      ++counts.values[ordinal];
      present = true;
    }
  }
  counts.present += present ? 1 : 0;
}

}  // namespace facetwire
