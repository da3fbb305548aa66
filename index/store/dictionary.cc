// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/store/dictionary.h"

#include <algorithm>
#include <iterator>
#include <set>

#include "index/text/words.h"

namespace facetwire {
namespace {

// Drops what is not in `other`; both ascend.
void Intersect(std::span<const Ordinal> other, std::vector<Ordinal>& ordinals) {
  std::vector<Ordinal> both;
  std::set_intersection(
      ordinals.begin(), ordinals.end(), other.begin(), other.end(), std::back_inserter(both));
  ordinals = std::move(both);
}

// Whether `id` is the words with '-' between them, as most ids of persons are.
bool IsJoined(std::string_view id, const std::vector<FoldedWord>& words) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) {
      if (!id.starts_with('-')) {
        return false;
      }
      id.remove_prefix(1);
    }
    if (!id.starts_with(words[i].folded)) {
      return false;
    }
    id.remove_prefix(words[i].folded.size());
  }
  return id.empty();
}

bool HasWords(std::string_view name, std::span<const std::string> folded_words) {
  const std::vector<FoldedWord> words = SplitWords(name);
  return std::all_of(folded_words.begin(), folded_words.end(), [&](const std::string& wanted) {
    return std::any_of(
        words.begin(), words.end(), [&](const FoldedWord& word) { return word.folded == wanted; });
  });
}

}  // namespace

Ordinal Dictionary::Add(DictionaryEntry entry) {
  const auto ordinal = static_cast<Ordinal>(entries_.size());
  facets_.Append(entry.facet);
  entries_.Append(std::move(entry));
  const DictionaryEntry& added = entries_[ordinal];
  by_facet_[static_cast<std::size_t>(added.facet)].Append(ordinal);
  if (added.facet != Facet::kCountry && added.facet != Facet::kSector) {
    AddWords(ordinal, added);
  }
  const MutexLock lock(mutex_);
  by_id_.try_emplace(IdKey(added.facet, added.id), ordinal);
  return ordinal;
}

void Dictionary::AddWords(Ordinal ordinal, const DictionaryEntry& entry) {
  const std::vector<FoldedWord> label = SplitWords(entry.label);
  std::vector<FoldedWord> id;
  if (entry.id != entry.label && !IsJoined(entry.id, label)) {
    id = SplitWords(entry.id);
  }
  const MutexLock lock(words_mutex_);
  FacetWords& words = words_[static_cast<std::size_t>(entry.facet)];
  for (const FoldedWord& word : label) {
    words.of_labels.Add(word.folded, ordinal);
  }
  for (const FoldedWord& word : id) {
    const bool known = std::any_of(label.begin(), label.end(), [&](const FoldedWord& other) {
      return other.folded == word.folded;
    });
    if (!known) {
      words.of_ids.Add(word.folded, ordinal);
    }
  }
}

std::optional<Ordinal> Dictionary::Find(Facet facet, std::string_view id) const {
  const MutexLock lock(mutex_);
  const auto found = by_id_.find(IdKey(facet, id));
  if (found == by_id_.end()) {
    return std::nullopt;
  }
  return found->second;
}

std::vector<Ordinal> Dictionary::FindPersons(std::span<const std::string> folded_words,
                                             std::size_t size) const {
  const MutexLock lock(words_mutex_);
  const WordIndex& words = words_[static_cast<std::size_t>(Facet::kPerson)].of_labels;
  std::vector<std::span<const Ordinal>> lists;
  for (const std::string& word : folded_words) {
    lists.push_back(words.Find(word));
  }
  if (lists.empty()) {
    return {};
  }
  std::sort(
      lists.begin(), lists.end(), [](const auto& a, const auto& b) { return a.size() < b.size(); });
  std::vector<Ordinal> persons(lists[0].begin(), lists[0].end());
  for (std::size_t i = 1; i < lists.size(); ++i) {
    Intersect(lists[i], persons);
  }
  persons.erase(std::lower_bound(persons.begin(), persons.end(), size), persons.end());
  return persons;
}

void Dictionary::ForEach(Facet facet, std::size_t size, absl::FunctionRef<bool(Ordinal)> fn) const {
  const AppendOnlyArray<Ordinal>& ordinals = by_facet_[static_cast<std::size_t>(facet)];
  for (std::size_t i = 0, end = ordinals.size(); i < end; ++i) {
    if (ordinals[i] >= size || !fn(ordinals[i])) {
      return;
    }
  }
}

void Dictionary::ForEachWithWord(Facet facet,
                                 std::string_view typed,
                                 bool typo,
                                 std::size_t size,
                                 absl::FunctionRef<void(Ordinal)> fn) const {
  const auto take = [&](std::span<const Ordinal> ordinals) {
    for (const Ordinal ordinal : ordinals) {
      if (ordinal >= size) {
        break;
      }
      fn(ordinal);
    }
  };
  const MutexLock lock(words_mutex_);
  FacetWords& words = words_[static_cast<std::size_t>(facet)];
  for (WordIndex* const index : {&words.of_labels, &words.of_ids}) {
    if (typo) {
      index->ForEachWithTypo(typed, take);
    } else {
      index->ForEachBeginning(typed, take);
    }
  }
}

std::optional<Ordinal> DictionaryView::Find(Facet facet, std::string_view id) const {
  if (size_ == 0) {
    return std::nullopt;
  }
  const std::optional<Ordinal> found = dictionary_->Find(facet, id);
  return found && *found < size_ ? found : std::nullopt;
}

std::vector<Ordinal> DictionaryView::FindPersons(std::span<const std::string> folded_words) const {
  if (size_ == 0) {
    return {};
  }
  std::vector<Ordinal> named = dictionary_->FindPersons(folded_words, size_);
  const Corrections& all = corrections();
  if (all.empty() || folded_words.empty()) {
    return named;
  }
  std::set<Ordinal> persons;
  const auto add = [&](std::string_view id) {
    const std::string_view root = all.Root(Facet::kPerson, id);
    const std::optional<Ordinal> ordinal = Find(Facet::kPerson, root);
    if (ordinal.has_value() && !all.IsBanned(Facet::kPerson, root)) {
      persons.insert(*ordinal);
    }
  };
  for (const Ordinal ordinal : named) {
    add(entry(ordinal).id);
  }
  all.ForEachName([&](std::string_view root, std::string_view name) {
    if (HasWords(name, folded_words)) {
      add(root);
    }
  });
  return {persons.begin(), persons.end()};
}

void DictionaryView::ForEachWithWord(Facet facet,
                                     std::string_view typed,
                                     bool typo,
                                     absl::FunctionRef<void(Ordinal)> fn) const {
  if (size_ != 0) {
    dictionary_->ForEachWithWord(facet, typed, typo, size_, fn);
  }
}

const Corrections& DictionaryView::corrections() const {
  static const Corrections kNone;
  return corrections_ == nullptr ? kNone : *corrections_;
}

const std::string& DictionaryView::Label(Ordinal ordinal) const {
  const DictionaryEntry& added = entry(ordinal);
  const std::string* const label =
      added.facet == Facet::kPerson ? corrections().Label(added.id) : nullptr;
  return label == nullptr ? added.label : *label;
}

std::vector<std::string> DictionaryView::Names(Ordinal ordinal) const {
  const DictionaryEntry& added = entry(ordinal);
  std::vector<std::string> names = {added.label};
  const Corrections& all = corrections();
  if (all.empty() || added.facet != Facet::kPerson) {
    return names;
  }
  for (const std::string& member : all.Members(added.id)) {
    if (const std::optional<Ordinal> merged = Find(Facet::kPerson, member)) {
      names.push_back(entry(*merged).label);
    }
  }
  for (const std::string_view name : all.NamesOf(added.id)) {
    names.emplace_back(name);
  }
  return names;
}

void DictionaryView::ForEach(Facet facet, absl::FunctionRef<bool(Ordinal)> fn) const {
  if (size_ != 0) {
    dictionary_->ForEach(facet, size_, fn);
  }
}

}  // namespace facetwire
