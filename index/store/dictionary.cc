// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/store/dictionary.h"

#include <algorithm>
#include <iterator>
#include <set>

#include "index/text/words.h"

namespace facetwire {
namespace {

// Drops what is not in `other`; both ascend.
void Intersect(const std::vector<Ordinal>& other, std::vector<Ordinal>& ordinals) {
  std::vector<Ordinal> both;
  std::set_intersection(
      ordinals.begin(), ordinals.end(), other.begin(), other.end(), std::back_inserter(both));
  ordinals = std::move(both);
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
  entries_.Append(std::move(entry));
  const DictionaryEntry& added = entries_[ordinal];
  by_facet_[static_cast<std::size_t>(added.facet)].Append(ordinal);
  const MutexLock lock(mutex_);
  by_id_.try_emplace(IdKey(added.facet, added.id), ordinal);
  if (added.facet == Facet::kPerson) {
    AddWords(ordinal, added.label);
  }
  return ordinal;
}

void Dictionary::AddWords(Ordinal ordinal, std::string_view label) {
  for (const FoldedWord& word : SplitWords(label)) {
    std::vector<Ordinal>& ordinals = person_words_[word.folded];
    if (ordinals.empty() || ordinals.back() != ordinal) {
      ordinals.push_back(ordinal);
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
  const MutexLock lock(mutex_);
  std::vector<const std::vector<Ordinal>*> lists;
  for (const std::string& word : folded_words) {
    const auto found = person_words_.find(word);
    if (found == person_words_.end()) {
      return {};
    }
    lists.push_back(&found->second);
  }
  if (lists.empty()) {
    return {};
  }
  std::sort(lists.begin(), lists.end(), [](const auto* a, const auto* b) {
    return a->size() < b->size();
  });
  std::vector<Ordinal> persons = *lists[0];
  for (std::size_t i = 1; i < lists.size(); ++i) {
    Intersect(*lists[i], persons);
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
