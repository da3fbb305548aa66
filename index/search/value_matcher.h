// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_SEARCH_VALUE_MATCHER_H_
#define FACETWIRE_INDEX_SEARCH_VALUE_MATCHER_H_

#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "index/model/facet.h"
#include "index/search/ordinal_set.h"
#include "index/search/value_aliases.h"
#include "index/store/dictionary.h"
#include "index/store/docid.h"

namespace facetwire {

// The values of a facet that a person may mean by what they typed: those that have, for each word
// typed, a word that begins with it in their id or one of their names. The names: the label in the
// language, for countries the English one too, aliases, and what curators or others that were
// merged into them add. Not thread-safe.
class ValueMatcher {
 public:
  // All must outlive it. `language`: of the labels of countries.
  ValueMatcher(Facet facet,
               std::string_view typed,
               std::string_view language,
               const DictionaryView& dictionary,
               const ValueAliases& aliases);

  struct Matches {
    OrdinalSet exact;
    OrdinalSet with_typo;  // not as typed, but where one word may have one typo
  };

  Matches Find() const;

  // A name of the value other than `label` that matches by itself; empty where the label does, or
  // no single name does.
  std::string Alias(Ordinal ordinal, std::string_view label, bool typo) const;

 private:
  // Words of a value that the dictionary does not look up.
  struct Further {
    Ordinal ordinal = 0;
    std::span<const std::string> words;
  };

  void AddNames(Ordinal ordinal, std::span<const std::string> names);
  void AddAliases(Ordinal ordinal, std::string_view id);
  void AddPersons();
  OrdinalSet WithWord(std::string_view word, bool typo) const;
  std::vector<std::string> NamesOf(Ordinal ordinal) const;
  void AppendAliases(std::string_view id, std::vector<std::string>& names) const;

  Facet facet_;
  std::vector<std::string> typed_;
  std::string_view language_;
  const DictionaryView& dictionary_;
  const ValueAliases& aliases_;
  std::vector<Further> further_;
  std::deque<std::vector<std::string>> words_;  // where those of `further_` are ours
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_SEARCH_VALUE_MATCHER_H_
