// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/search/facet_counter.h"

#include <algorithm>
#include <span>
#include <utility>

#include "index/search/in_steps.h"
#include "index/search/whole_corpus.h"

namespace facetwire {
absl::StatusOr<FacetCounter> FacetCounter::Make(const std::vector<CheckedFacet>& facets,
                                                const SearchView& view,
                                                Evaluator& evaluator) {
  FacetCounter counter(facets, view, evaluator.folds_copies());
  counter.beside_ = std::make_unique<BesideCounter>(view.helpers, *view.snapshot);
  for (const CheckedFacet& facet : facets) {
    if (absl::Status status = counter.AddFacet(facet, evaluator); !status.ok()) {
      return status;
    }
  }
  return counter;
}

absl::Status FacetCounter::AddFacet(const CheckedFacet& facet, Evaluator& evaluator) {
  const bool by_period = facet.calendar.has_value();
  const bool whole = by_period || facet.request.scope == FacetScope::kQuery;
  Place& place = places_.emplace_back();
  place.group = GroupFor(whole ? std::nullopt : evaluator.AnyOfPlace(facet.request.facet),
                         facet.min_salience);
  if (facet.background.has_value()) {
    auto background = BackgroundCounter::Make(*facet.background, view_);
    if (!background.ok()) {
      return background.status();
    }
    place.background = *std::move(background);
    if (folds_) {
      place.background_copies.emplace(*view_.snapshot);
    }
  }
  Group& group = groups_[place.group];
  if (!by_period && !group.values.has_value()) {
    if (absl::Status status = CountValues(evaluator, group); !status.ok()) {
      return status;
    }
  }
  const bool documents =
      !group.everything || place.background != nullptr || !facet.sub_facets.empty() || by_period;
  if (documents && group.without_any_of.has_value()) {
    evaluator.Want(*group.without_any_of);
  }
  if (documents && folds_) {
    group.copies.emplace(*view_.snapshot);
  }
  return absl::OkStatus();
}

absl::Status FacetCounter::CountValues(Evaluator& evaluator, Group& group) const {
  group.values.emplace(*view_.snapshot);
  group.everything = group.min_salience == 0 && evaluator.IsEverything(group.without_any_of);
  if (!group.everything) {
    return absl::OkStatus();
  }
  absl::Status status = CountWholeCorpus(view_, *group.values);
  return status.ok() && folds_ ? FoldEverything(*group.values) : status;
}

absl::Status FacetCounter::FoldEverything(ValueCounts& values) const {
  CopyGroups copies(*view_.snapshot);
  if (absl::Status status = copies.AddVisible(view_); !status.ok()) {
    return status;
  }
  return copies.ForEach(*view_.budget, [&](std::span<const Docid> documents) {
    values.Fold(documents, /*min_salience=*/0);
  });
}

bool FacetCounter::NeedsDocuments() const {
  const auto counts = [](const Group& group) {
    return group.values.has_value() && !group.everything;
  };
  const auto looks = [](const CheckedFacet& facet) {
    return facet.calendar.has_value() || facet.background.has_value() || !facet.sub_facets.empty();
  };
  return std::any_of(groups_.begin(), groups_.end(), counts) ||
         std::any_of(facets_.begin(), facets_.end(), looks);
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

const DocSet& FacetCounter::DocumentsOf(const Group& group, const ChunkMatches& found) {
  return group.without_any_of.has_value() ? *found.without_any_of[*group.without_any_of]
                                          : found.matches;
}

// Until the next call.
const Places& FacetCounter::PlacesOf(const Group& group, const ChunkMatches& found) {
  if (!group.without_any_of.has_value()) {
    return found.places;
  }
  DocumentsOf(group, found).Read(*buffer_);
  return *buffer_;
}

absl::StatusOr<std::vector<std::optional<DocSet>>> FacetCounter::Backgrounds(
    const DocRange& range, const ChunkMatches& found) {
  std::vector<std::optional<DocSet>> backgrounds(places_.size());
  for (std::size_t i = 0; i < places_.size(); ++i) {
    if (places_[i].background != nullptr) {
      const DocSet& here = DocumentsOf(groups_[places_[i].group], found);
      absl::StatusOr<DocSet> there = places_[i].background->Evaluate(range, here);
      if (!there.ok()) {
        return there.status();
      }
      backgrounds[i] = *std::move(there);
    }
  }
  return backgrounds;
}

absl::Status FacetCounter::Add(const DocRange& range, const ChunkMatches& found) {
  // First all that can run out of time.
  const auto backgrounds = Backgrounds(range, found);
  if (!backgrounds.ok()) {
    return backgrounds.status();
  }
  for (Group& group : groups_) {
    if (group.copies.has_value()) {
      group.copies->Add(DocumentsOf(group, found));
    }
    if (!group.values.has_value() || group.everything) {
      continue;
    }
    absl::Status status = beside_->Add(
        *view_.budget, range.chunk(), PlacesOf(group, found), group.min_salience, *group.values);
    if (!status.ok()) {
      return status;
    }
  }
  for (std::size_t i = 0; i < places_.size(); ++i) {
    if (absl::Status status = AddPlace(range, found, (*backgrounds)[i], i); !status.ok()) {
      return status;
    }
  }
  return absl::OkStatus();
}

absl::Status FacetCounter::AddPlace(const DocRange& range,
                                    const ChunkMatches& found,
                                    const std::optional<DocSet>& background,
                                    std::size_t place) {
  Place& counts = places_[place];
  const CheckedFacet& facet = facets_[place];
  const auto check = [&] { return view_.budget->CheckCaller(); };
  absl::Status status;
  if (facet.calendar.has_value()) {
    const ColumnChunk& columns = view_.snapshot->columns().Chunk(range.begin);
    status.Update(InSteps(PlacesOf(groups_[counts.group], found), check, [&](auto places) {
      counts.periods.Add(columns, places, *facet.calendar);
    }));
  }
  if (background.has_value()) {
    background->Read(*buffer_);
    status.Update(InSteps(*buffer_, check, [&](auto places) {
      counts.background->counts().Add(range.chunk(), places, facet.min_salience);
    }));
    if (counts.background_copies.has_value()) {
      counts.background_copies->Add(*background);
    }
  }
  if (!facet.sub_facets.empty()) {
    counts.documents.push_back(DocumentsOf(groups_[counts.group], found));
  }
  return status;
}

// The values of a group, and the periods of its facets.
absl::Status FacetCounter::FoldGroup(std::size_t group) {
  Group& counted = groups_[group];
  if (!counted.copies.has_value()) {
    return absl::OkStatus();
  }
  return counted.copies->ForEach(*view_.budget, [&](std::span<const Docid> documents) {
    if (counted.values.has_value() && !counted.everything) {
      counted.values->Fold(documents, counted.min_salience);
    }
    for (std::size_t i = 0; i < places_.size(); ++i) {
      if (places_[i].group == group && facets_[i].calendar.has_value()) {
        places_[i].periods.Fold(documents, view_.snapshot->columns(), *facets_[i].calendar);
      }
    }
  });
}

absl::Status FacetCounter::FoldBackgrounds() {
  for (std::size_t i = 0; i < places_.size(); ++i) {
    Place& place = places_[i];
    if (!place.background_copies.has_value()) {
      continue;
    }
    absl::Status status =
        place.background_copies->ForEach(*view_.budget, [&](std::span<const Docid> documents) {
          place.background->counts().Fold(documents, facets_[i].min_salience);
        });
    if (!status.ok()) {
      return status;
    }
  }
  return absl::OkStatus();
}

absl::Status FacetCounter::Finish() {
  if (absl::Status status = beside_->Drain(*view_.budget); !status.ok()) {
    return status;
  }
  for (std::size_t i = 0; i < groups_.size(); ++i) {
    if (absl::Status status = FoldGroup(i); !status.ok()) {
      return status;
    }
  }
  if (absl::Status status = FoldBackgrounds(); !status.ok()) {
    return status;
  }
  for (Group& group : groups_) {
    if (group.values.has_value()) {
      group.values->Finish();
    }
  }
  for (Place& place : places_) {
    if (place.background != nullptr) {
      place.background->counts().Finish();
    }
  }
  return absl::OkStatus();
}

}  // namespace facetwire
