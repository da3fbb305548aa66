// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_SEARCH_FACET_COUNTER_H_
#define FACETWIRE_INDEX_SEARCH_FACET_COUNTER_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "index/search/background.h"
#include "index/search/beside_counter.h"
#include "index/search/checked_facets.h"
#include "index/search/copy_groups.h"
#include "index/search/doc_set.h"
#include "index/search/evaluator.h"
#include "index/search/value_counts.h"
#include "index/store/snapshot.h"

namespace facetwire {

// Counts facets from columns, range by range; where a facet ranges over every document of the view,
// from the snapshot's totals. Facets that range over the same documents with the
// same salience share one pass. Not thread-safe.
class FacetCounter {
 public:
  // All must outlive it. Tells the evaluator what is wanted of it. Errors of the reader and of the
  // caller's context.
  static absl::StatusOr<FacetCounter> Make(const std::vector<CheckedFacet>& facets,
                                           const SearchView& view,
                                           Evaluator& evaluator);

  // Whether there is something to count that only Add can tell.
  bool NeedsDocuments() const;

  // All of the range, or an error of the budget or the reader and nothing of it; or an error of the
  // caller's context, which ends it all.
  absl::Status Add(const DocRange& range, const ChunkMatches& found);

  // To be called before what follows. Errors of the caller's context.
  absl::Status Finish();

  // The counts of one facet: of values, of periods, of values in the background.
  const ValueCounts& values(std::size_t facet) const {
    return *groups_[places_[facet].group].values;
  }

  const PeriodCounts& periods(std::size_t facet) const { return places_[facet].periods; }

  const ValueCounts& background(std::size_t facet) const {
    return places_[facet].background->counts();
  }

  // The documents that a facet with sub-facets ranges over, one set a range.
  const std::vector<DocSet>& documents(std::size_t facet) const { return places_[facet].documents; }

  // Those of them that count as one; null: none do.
  const CopyGroups* copies(std::size_t facet) const {
    const std::optional<CopyGroups>& copies = groups_[places_[facet].group].copies;
    return copies.has_value() ? &*copies : nullptr;
  }

 private:
  // Facets that range over the same documents with the same salience.
  struct Group {
    std::optional<std::size_t> without_any_of;  // place in ChunkMatches; nothing: the matches
    std::uint8_t min_salience = 0;
    bool everything = false;            // all documents of the view: nothing is to be added
    std::optional<ValueCounts> values;  // nothing: they are not wanted
    std::optional<CopyGroups> copies;   // of the documents that Add adds, where they are folded
  };

  // What is counted for one facet alone.
  struct Place {
    std::size_t group = 0;
    PeriodCounts periods;
    std::unique_ptr<BackgroundCounter> background;
    std::optional<CopyGroups> background_copies;
    std::vector<DocSet> documents;
  };

  FacetCounter(const std::vector<CheckedFacet>& facets, const SearchView& view, bool folds)
      : facets_(facets), view_(view), folds_(folds) {}

  absl::Status AddFacet(const CheckedFacet& facet, Evaluator& evaluator);
  absl::Status CountValues(Evaluator& evaluator, Group& group) const;
  absl::Status FoldEverything(ValueCounts& values) const;
  std::size_t GroupFor(std::optional<std::size_t> without_any_of, std::uint8_t min_salience);
  absl::Status FoldGroup(std::size_t group);
  absl::Status FoldBackgrounds();
  absl::StatusOr<std::vector<std::optional<DocSet>>> Backgrounds(const DocRange& range,
                                                                 const ChunkMatches& found);
  const Places& PlacesOf(const Group& group, const ChunkMatches& found);
  absl::Status AddPlace(const DocRange& range,
                        const ChunkMatches& found,
                        const std::optional<DocSet>& background,
                        std::size_t place);
  static const DocSet& DocumentsOf(const Group& group, const ChunkMatches& found);

  const std::vector<CheckedFacet>& facets_;
  const SearchView& view_;
  const bool folds_;
  Recycled<Places> buffer_;
  std::vector<Group> groups_;
  std::vector<Place> places_;              // one for each facet
  std::unique_ptr<BesideCounter> beside_;  // of groups_
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_SEARCH_FACET_COUNTER_H_
