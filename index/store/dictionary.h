// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_STORE_DICTIONARY_H_
#define FACETWIRE_INDEX_STORE_DICTIONARY_H_

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/functional/function_ref.h"

#include "index/base/mutex.h"
#include "index/model/facet.h"
#include "index/store/append_only_array.h"
#include "index/store/corrections.h"
#include "index/store/docid.h"
#include "index/store/word_index.h"

namespace facetwire {

// A value of a facet.
struct DictionaryEntry {
  Facet facet = Facet::kCountry;
  std::string id;
  std::string label;  // the first one that came with the id; never empty

  friend bool operator==(const DictionaryEntry&, const DictionaryEntry&) = default;
};

// All facet values of an index: append-only, an entry never changes, its position is its ordinal.
// Thread-safe: one thread adds while others read.
class Dictionary {
 public:
  // Adds an entry that is not there yet. One thread at a time.
  Ordinal Add(DictionaryEntry entry);

  std::size_t size() const { return entries_.size(); }

  // ordinal < size(). Lives as long as the dictionary.
  const DictionaryEntry& entry(Ordinal ordinal) const { return entries_[ordinal]; }

  // entry(ordinal).facet, for tight loops.
  Facet facet(Ordinal ordinal) const { return facets_[ordinal]; }

  std::optional<Ordinal> Find(Facet facet, std::string_view id) const;

  // See DictionaryView; of the first `size` entries.
  std::vector<Ordinal> FindPersons(std::span<const std::string> folded_words,
                                   std::size_t size) const;
  void ForEach(Facet facet, std::size_t size, absl::FunctionRef<bool(Ordinal)> fn) const;
  void ForEachWithWord(Facet facet,
                       std::string_view typed,
                       bool typo,
                       std::size_t size,
                       absl::FunctionRef<void(Ordinal)> fn) const;

 private:
  using IdKey = std::pair<Facet, std::string_view>;

  // The words of one facet's values.
  struct FacetWords {
    WordIndex of_labels;
    WordIndex of_ids;  // but for those of their labels
  };

  void AddWords(Ordinal ordinal, const DictionaryEntry& entry);

  AppendOnlyArray<Facet> facets_;
  AppendOnlyArray<DictionaryEntry> entries_;
  std::array<AppendOnlyArray<Ordinal>, kAllFacets.size()> by_facet_;
  mutable Mutex mutex_;
  absl::flat_hash_map<IdKey, Ordinal> by_id_ ABSL_GUARDED_BY(mutex_);
  mutable Mutex words_mutex_;
  mutable std::array<FacetWords, kAllFacets.size()> words_ ABSL_GUARDED_BY(words_mutex_);
};

// The first size() entries, as a snapshot sees them, and what its corrections make of them.
// Thread-safe; entries live as long as it.
class DictionaryView {
 public:
  DictionaryView() = default;

  DictionaryView(std::shared_ptr<const Dictionary> dictionary,
                 std::size_t size,
                 std::shared_ptr<const Corrections> corrections = nullptr)
      : dictionary_(std::move(dictionary)), size_(size), corrections_(std::move(corrections)) {}

  std::size_t size() const { return size_; }

  // ordinal < size(). As it was added.
  const DictionaryEntry& entry(Ordinal ordinal) const { return dictionary_->entry(ordinal); }

  // entry(ordinal).facet, for tight loops.
  Facet facet(Ordinal ordinal) const { return dictionary_->facet(ordinal); }

  // As it was added.
  std::optional<Ordinal> Find(Facet facet, std::string_view id) const;

  // Persons that have all these words (folded, as index/text/words.h gives them), in any order, in
  // one of their names: a label, an alias, or a name of somebody who was merged into them.
  // Ascending; none of them merged into another or banned. No words: no persons.
  std::vector<Ordinal> FindPersons(std::span<const std::string> folded_words) const;

  // Calls fn for the values of one facet by ascending ordinal until it returns false.
  void ForEach(Facet facet, absl::FunctionRef<bool(Ordinal)> fn) const;

  // Calls fn for the values of one facet that have a word in their label or their id, as they were
  // added, that begins with `typed`, which is folded; or with something that one typo makes `typed`
  // of (see index/text/typo.h). In no order, for some more than once. Not for countries and
  // sectors, whose labels are not those of the dictionary.
  void ForEachWithWord(Facet facet,
                       std::string_view typed,
                       bool typo,
                       absl::FunctionRef<void(Ordinal)> fn) const;

  const Corrections& corrections() const;

  // The id that `id` stands for after all corrections.
  std::string Root(Facet facet, std::string_view id) const {
    return std::string(corrections().Root(facet, id));
  }

  // What a curator called the person, or else the entry's label.
  const std::string& Label(Ordinal ordinal) const;

  // All that a value is called: FindPersons has the names.
  std::vector<std::string> Names(Ordinal ordinal) const;

 private:
  std::shared_ptr<const Dictionary> dictionary_;
  std::size_t size_ = 0;
  std::shared_ptr<const Corrections> corrections_;
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_STORE_DICTIONARY_H_
