// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/search/value_matcher.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "index/search/folded_words.h"
#include "index/search/labels.h"
#include "index/search/typed_words.h"
#include "index/text/typo.h"

namespace facetwire {
namespace {

// Of these the labels are not in the dictionary; there are few.
bool HasTaxonomy(Facet facet) { return facet == Facet::kCountry || facet == Facet::kSector; }

}  // namespace

ValueMatcher::ValueMatcher(Facet facet,
                           std::string_view typed,
                           std::string_view language,
                           const DictionaryView& dictionary,
                           const ValueAliases& aliases)
    : facet_(facet),
      typed_(FoldedWords(typed)),
      language_(language),
      dictionary_(dictionary),
      aliases_(aliases) {
  if (HasTaxonomy(facet)) {
    dictionary.ForEach(facet, [&](Ordinal ordinal) {
      const std::string& id = dictionary.entry(ordinal).id;
      AddNames(ordinal, NamesOf(ordinal));
      AddNames(ordinal, std::vector<std::string>{id});
      return true;
    });
  } else if (facet == Facet::kPerson) {
    AddPersons();
  }
}

void ValueMatcher::AddNames(Ordinal ordinal, std::span<const std::string> names) {
  std::vector<std::string>& words = words_.emplace_back();
  for (const std::string& name : names) {
    std::vector<std::string> more = FoldedWords(name);
    std::move(more.begin(), more.end(), std::back_inserter(words));
  }
  further_.push_back({ordinal, words});
}

// Names that the dictionary's own labels do not have. They are those of whom an id leads to.
void ValueMatcher::AddPersons() {
  const Corrections& corrections = dictionary_.corrections();
  const auto root = [&](std::string_view id) {
    return dictionary_.Find(Facet::kPerson, corrections.Root(Facet::kPerson, id));
  };
  for (const auto& [id, value] : aliases_.of(Facet::kPerson)) {
    if (const std::optional<Ordinal> ordinal = root(id)) {
      further_.push_back({*ordinal, value.words});
    }
  }
  corrections.ForEachName([&](std::string_view id, std::string_view name) {
    if (const std::optional<Ordinal> ordinal = root(id)) {
      AddNames(*ordinal, std::vector<std::string>{std::string(name)});
    }
  });
}

OrdinalSet ValueMatcher::WithWord(std::string_view word, bool typo) const {
  OrdinalSet found(dictionary_.size());
  if (!HasTaxonomy(facet_)) {
    dictionary_.ForEachWithWord(facet_, word, typo, [&](Ordinal ordinal) { found.Add(ordinal); });
  }
  for (const Further& further : further_) {
    if (!found.Contains(further.ordinal) && OneBegins(further.words, word, typo)) {
      found.Add(further.ordinal);
    }
  }
  if (facet_ == Facet::kPerson) {
    dictionary_.corrections().ForEachMember([&](std::string_view id, std::string_view root) {
      const std::optional<Ordinal> member = dictionary_.Find(facet_, id);
      const std::optional<Ordinal> ordinal = dictionary_.Find(facet_, root);
      if (member.has_value() && ordinal.has_value() && found.Contains(*member)) {
        found.Add(*ordinal);
      }
    });
  }
  return found;
}

ValueMatcher::Matches ValueMatcher::Find() const {
  Matches matches{OrdinalSet(dictionary_.size()), OrdinalSet(dictionary_.size())};
  for (std::size_t i = 0; i < typed_.size(); ++i) {
    const OrdinalSet as_typed = WithWord(typed_[i], false);
    OrdinalSet typo_here(dictionary_.size());
    if (ForgivesTypo(typed_[i])) {
      typo_here = WithWord(typed_[i], true);
      if (i > 0) {
        typo_here &= matches.exact;
      }
    }
    if (i == 0) {
      matches.exact = as_typed;
    } else {
      matches.exact &= as_typed;
      matches.with_typo &= as_typed;
    }
    matches.with_typo |= typo_here;
  }
  matches.with_typo -= matches.exact;
  return matches;
}

void ValueMatcher::AppendAliases(std::string_view id, std::vector<std::string>& names) const {
  if (const ValueAliases::OfValue* const aliases = aliases_.Find(facet_, id)) {
    names.insert(names.end(), aliases->names.begin(), aliases->names.end());
  }
}

// The label first.
std::vector<std::string> ValueMatcher::NamesOf(Ordinal ordinal) const {
  const std::string& id = dictionary_.entry(ordinal).id;
  std::vector<std::string> names = {ValueLabel(ordinal, language_, dictionary_)};
  if (facet_ == Facet::kCountry) {
    names.push_back(ValueLabel(ordinal, "en", dictionary_));
  } else if (facet_ == Facet::kPerson) {
    std::vector<std::string> more = dictionary_.Names(ordinal);
    std::move(more.begin(), more.end(), std::back_inserter(names));
    for (const std::string& member : dictionary_.corrections().Members(id)) {
      AppendAliases(member, names);
    }
  }
  AppendAliases(id, names);
  return names;
}

std::string ValueMatcher::Alias(Ordinal ordinal, std::string_view label, bool typo) const {
  if (NameMatches(label, typed_, typo)) {
    return "";
  }
  const std::vector<std::string> names = NamesOf(ordinal);
  const auto found = std::find_if(names.begin(), names.end(), [&](const std::string& name) {
    return NameMatches(name, typed_, typo);
  });
  return found == names.end() ? "" : *found;
}

}  // namespace facetwire
