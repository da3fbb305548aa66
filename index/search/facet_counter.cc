// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/search/facet_counter.h"

#include <utility>

namespace facetwire {

absl::StatusOr<FacetCounter> FacetCounter::Make(const std::vector<CheckedFacet>& facets,
                                                const SearchView& view,
                                                const Evaluator& evaluator) {
  FacetCounter counter(facets, view);
  for (const CheckedFacet& facet : facets) {
    const bool by_period = facet.calendar.has_value();
    const bool whole = by_period || facet.request.scope == FacetScope::kQuery;
    Place& place = counter.places_.emplace_back();
    place.group = counter.GroupFor(whole ? std::nullopt : evaluator.AnyOfPlace(facet.request.facet),
                                   facet.min_salience);
    if (facet.background.has_value()) {
      auto background = BackgroundCounter::Make(*facet.background, view);
      if (!background.ok()) {
        return background.status();
      }
      place.background = *std::move(background);
    }
    Group& group = counter.groups_[place.group];
    if (!by_period && !group.counts_values) {
      group.counts_values = true;
      group.values = counter.value_counter_.Zero();
    }
  }
  return counter;
}

std::size_t FacetCounter::GroupFor(std::optional<std::size_t> without_any_of,
                                   std::uint8_t min_salience) {
  for (std::size_t i = 0; i < groups_.size(); ++i) {
    if (groups_[i].without_any_of == without_any_of && groups_[i].min_salience == min_salience) {
      return i;
    }
  }
  Group& group = groups_.emplace_back();
  group.without_any_of = without_any_of;
  group.min_salience = min_salience;
  return groups_.size() - 1;
}

const DocSet& FacetCounter::DocumentsOf(const Group& group, const ChunkMatches& chunk) {
  return group.without_any_of.has_value() ? chunk.without_any_of[*group.without_any_of]
                                          : chunk.matches;
}

absl::Status FacetCounter::Add(const ChunkMatches& chunk) {
  // First all that can fail.
  std::vector<std::optional<DocSet>> backgrounds(places_.size());
  for (std::size_t i = 0; i < places_.size(); ++i) {
    if (places_[i].background != nullptr) {
      const DocSet& here = DocumentsOf(groups_[places_[i].group], chunk);
      absl::StatusOr<DocSet> there = places_[i].background->Evaluate(here.chunk(), here);
      if (!there.ok()) {
        return there.status();
      }
      backgrounds[i] = *std::move(there);
    }
  }
  for (Group& group : groups_) {
    if (group.counts_values) {
      value_counter_.Count(DocumentsOf(group, chunk), group.min_salience, group.values);
    }
  }
  for (std::size_t i = 0; i < places_.size(); ++i) {
    const DocSet& documents = DocumentsOf(groups_[places_[i].group], chunk);
    if (facets_[i].calendar.has_value()) {
      value_counter_.Count(documents, *facets_[i].calendar, places_[i].periods);
    }
    if (backgrounds[i].has_value()) {
      places_[i].background->Count(*backgrounds[i], facets_[i].min_salience, value_counter_);
    }
    if (!facets_[i].sub_facets.empty()) {
      places_[i].documents.push_back(documents);
    }
  }
  return absl::OkStatus();
}

}  // namespace facetwire
