// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/search/nested_counter.h"

#include <algorithm>
#include <span>

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
        status = CountOne(docid);
      }
    });
    if (!status.ok()) {
      return status;
    }
  }
  return absl::OkStatus();
}

absl::Status NestedCounter::CountOne(Docid docid) {
  ForEachCounted(docid, [&](const Counted& counted) { Change(counted, 1); });
  const std::size_t entries = view_.snapshot->columns().entries(docid).ordinals.size();
  return view_.budget->StepCaller(kEntryCost * static_cast<std::uint32_t>(1 + entries));
}

absl::Status NestedCounter::Fold(const CopyGroups& copies) {
  std::vector<Counted> all;
  return copies.ForEach(*view_.budget, [&](std::span<const Docid> documents) {
    all.clear();
    for (const Docid docid : documents) {
      ForEachCounted(docid, [&](const Counted& counted) { all.push_back(counted); });
    }
    std::sort(all.begin(), all.end());
    for (std::size_t i = 1; i < all.size(); ++i) {
      if (all[i] == all[i - 1]) {
        Change(all[i], -1);
      }
    }
  });
}

// Calls fn(Counted) for all that a document counts for, each once.
template <typename Fn>
void NestedCounter::ForEachCounted(Docid docid, Fn&& fn) const {
  const ColumnsView& columns = view_.snapshot->columns();
  if (facet_.calendar.has_value()) {
    const auto place = places_.find(facet_.calendar->PeriodOf(columns.published_micros(docid)));
    if (place != places_.end()) {
      ForEachUnder(place->second, docid, fn);
    }
    return;
  }
  const FacetEntries entries = columns.entries(docid);
  for (std::size_t i = 0; i < entries.ordinals.size(); ++i) {
    const auto place = places_.find(entries.ordinals[i]);
    if (place != places_.end() && entries.saliences[i] >= facet_.min_salience) {
      ForEachUnder(place->second, docid, fn);
    }
  }
}

template <typename Fn>
void NestedCounter::ForEachUnder(std::size_t place, Docid docid, Fn&& fn) const {
  for (std::size_t i = 0; i < facet_.sub_facets.size(); ++i) {
    const CheckedFacet& sub_facet = facet_.sub_facets[i];
    const std::size_t counts = place * facet_.sub_facets.size() + i;
    if (sub_facet.calendar.has_value()) {
      const std::int64_t published = view_.snapshot->columns().published_micros(docid);
      fn(Counted{counts, Counted::What::kPeriod, sub_facet.calendar->PeriodOf(published)});
      fn(Counted{counts, Counted::What::kArticle});
    } else {
      ForEachValue(i, counts, docid, fn);
    }
  }
}

template <typename Fn>
void NestedCounter::ForEachValue(std::size_t sub_facet,
                                 std::size_t counts,
                                 Docid docid,
                                 Fn&& fn) const {
  const CheckedFacet& wanted = facet_.sub_facets[sub_facet];
  const FacetEntries entries = view_.snapshot->columns().entries(docid);
  bool present = false;
  for (std::size_t i = 0; i < entries.ordinals.size(); ++i) {
    const Ordinal ordinal = entries.ordinals[i];
    if (entries.saliences[i] >= wanted.min_salience &&
        view_.snapshot->dictionary().entry(ordinal).facet == wanted.request.facet) {
      fn(Counted{counts, Counted::What::kValue, ordinal});
      present = true;
    }
  }
  if (present) {
    fn(Counted{counts, Counted::What::kPresent});
  }
}

void NestedCounter::Change(const Counted& counted, std::int64_t by) {
  NestedCounts& counts = counts_[counted.counts];
  switch (counted.what) {
    case Counted::What::kValue:
      counts.values[static_cast<Ordinal>(counted.number)] += static_cast<std::uint32_t>(by);
      break;
    case Counted::What::kPeriod:
      counts.periods.by_period[static_cast<std::int32_t>(counted.number)] +=
          static_cast<std::uint32_t>(by);
      break;
    case Counted::What::kPresent:
      counts.present += static_cast<std::uint64_t>(by);
      break;
    case Counted::What::kArticle:
      counts.periods.articles += static_cast<std::uint64_t>(by);
      break;
  }
}

}  // namespace facetwire
