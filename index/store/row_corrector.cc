// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/store/row_corrector.h"

#include <algorithm>
#include <limits>
#include <optional>

namespace facetwire {
namespace {

constexpr Ordinal kNone = std::numeric_limits<Ordinal>::max();

bool ByOrdinal(const RowEntry& a, const RowEntry& b) {
  return a.ordinal != b.ordinal ? a.ordinal < b.ordinal : a.salience > b.salience;
}

bool SameOrdinal(const RowEntry& a, const RowEntry& b) { return a.ordinal == b.ordinal; }

}  // namespace

RowCorrector::Target RowCorrector::TargetOf(Ordinal ordinal) const {
  const DictionaryEntry& entry = dictionary_->entry(ordinal);
  if (corrections_->MayBeSplit(entry.facet, entry.id)) {
    return {ordinal, kMayBeSplit};
  }
  const Ordinal meaning = Meaning(0, ordinal);
  return {meaning, meaning == ordinal ? kPlain : kLed};
}

Ordinal RowCorrector::Meaning(Docid docid, Ordinal ordinal) const {
  const DictionaryEntry& entry = dictionary_->entry(ordinal);
  const std::optional<std::string_view> id = corrections_->Meaning(docid, entry.facet, entry.id);
  if (!id.has_value()) {
    return kNone;
  }
  // Whoever is corrected to is in the dictionary: the writer saw to it.
  return *id == entry.id ? ordinal : dictionary_->Find(entry.facet, *id).value_or(kNone);
}

void RowCorrector::LearnNew() {
  for (auto ordinal = static_cast<Ordinal>(targets_.size()); ordinal < dictionary_->size();
       ++ordinal) {
    targets_.push_back(TargetOf(ordinal));
  }
}

bool RowCorrector::Correct(Docid docid, std::vector<RowEntry>& entries) {
  if (!entries.empty() && entries.back().ordinal >= targets_.size()) {
    LearnNew();
  }
  const auto plain = [&](const RowEntry& entry) { return targets_[entry.ordinal].mark == kPlain; };
  if (std::all_of(entries.begin(), entries.end(), plain)) {
    return false;
  }
  bool changed = false;
  for (RowEntry& entry : entries) {
    const Target& target = targets_[entry.ordinal];
    const Ordinal meaning =
        target.mark == kMayBeSplit ? Meaning(docid, entry.ordinal) : target.ordinal;
    changed = changed || meaning != entry.ordinal;
    entry.ordinal = meaning;
  }
  if (changed) {
    std::erase_if(entries, [](const RowEntry& entry) { return entry.ordinal == kNone; });
    std::sort(entries.begin(), entries.end(), ByOrdinal);
    entries.erase(std::unique(entries.begin(), entries.end(), SameOrdinal), entries.end());
  }
  return changed;
}

}  // namespace facetwire
