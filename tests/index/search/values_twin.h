// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_TESTS_INDEX_SEARCH_VALUES_TWIN_H_
#define FACETWIRE_TESTS_INDEX_SEARCH_VALUES_TWIN_H_

// ListFacetValues by its contract, value by value, beside the engine.
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "index/model/known_name.h"
#include "index/search/folded_words.h"
#include "index/search/value_aliases.h"
#include "index/taxonomy/sectors.h"
#include "index/text/typo.h"
#include "tests/index/search/twins.h"

namespace facetwire::testing {

// Further names for the values of a RandomCorpus.
inline std::vector<KnownName> SomeNames() {
  return {{Facet::kCountry, "KG", "Kirghizia"},
          {Facet::kCountry, "CN", "Middle Kingdom"},
          {Facet::kCountry, "FR", "French"},
          {Facet::kSector, "H49", "railway"},
          {Facet::kSector, "H50", "railway ferry"},
          {Facet::kPerson, "li-qiang", "Premier Li"},
          {Facet::kPerson, "li-wei", "Wei of Osh"},
          {Facet::kPerson, "nobody", "Premier Nobody"}};
}

inline std::vector<std::string> NamesIn(const std::vector<KnownName>& known, Facet facet) {
  std::vector<std::string> names = {"Akylbek Japarov", "Conan O'Brien", "The Times", "Carmaking"};
  for (const KnownName& name : known) {
    if (name.facet == facet) {
      names.push_back(name.name);
    }
  }
  return names;
}

class ValuesTwin {
 public:
  ValuesTwin(const Twins& twins, std::vector<KnownName> known)
      : twins_(twins), known_(std::move(known)) {}

  std::vector<FacetValue> List(const FacetValuesRequest& request) const {
    SearchRequest search;
    search.query = request.query;
    search.facets = {{.facet = request.facet, .limit = 1000}};
    BruteForceResult all = twins_.twin.Search(search, twins_.clock.Now());
    std::vector<FacetValue> exact;
    std::vector<FacetValue> with_typo;
    for (FacetValue& value : all.facets[0].values) {
      const int typos = value.count == 0 ? -1 : Typos(request, value.id);
      value.typo_forgiven = typos == 1;
      if (typos >= 0) {
        (typos == 0 ? exact : with_typo).push_back(std::move(value));
      }
    }
    SortByCount(exact);
    SortByCount(with_typo);
    const std::uint64_t most = exact.empty() ? 0 : exact[0].count;
    for (FacetValue& value : with_typo) {
      if (value.count > most) {
        exact.push_back(std::move(value));
      }
    }
    return exact;
  }

 private:
  static void SortByCount(std::vector<FacetValue>& values) {
    std::sort(values.begin(), values.end(), [](const FacetValue& a, const FacetValue& b) {
      return a.count != b.count ? a.count > b.count : a.id < b.id;
    });
  }

  std::vector<std::string> WordsOf(Facet facet, const std::string& id) const {
    std::vector<std::string> names = {id, twins_.twin.Label(facet, id)};
    if (facet == Facet::kSector) {
      names.push_back(SectorTitle(id));
    }
    if (facet == Facet::kPerson) {
      for (const std::string& name : twins_.twin.NamesOf(id)) {
        names.push_back(name);
      }
    }
    for (const KnownName& name : known_) {
      const bool same = facet == Facet::kPerson ? twins_.twin.Person(name.id) == id : name.id == id;
      if (name.facet == facet && same) {
        names.push_back(name.name);
      }
    }
    std::vector<std::string> words;
    for (const std::string& name : names) {
      for (const std::string& word : FoldedWords(name)) {
        words.push_back(word);
      }
    }
    return words;
  }

  // -1: it does not match.
  int Typos(const FacetValuesRequest& request, const std::string& id) const {
    const std::vector<std::string> words = WordsOf(request.facet, id);
    const std::vector<std::string> typed = FoldedWords(request.prefix);
    const bool blank = request.prefix.find_first_not_of(' ') == std::string::npos;
    int typos = 0;
    for (const std::string& wanted : typed) {
      const auto begins = [&](const std::string& word) { return word.starts_with(wanted); };
      const auto nearly = [&](const std::string& word) { return BeginsWithTypo(word, wanted); };
      if (std::any_of(words.begin(), words.end(), begins)) {
        continue;
      }
      if (!ForgivesTypo(wanted) || std::none_of(words.begin(), words.end(), nearly)) {
        return -1;
      }
      ++typos;
    }
    return typos > 1 || (typed.empty() && !blank) ? -1 : typos;
  }

  const Twins& twins_;
  std::vector<KnownName> known_;
};

// All pages.
inline std::vector<FacetValue> ListAll(Twins& twins,
                                       FacetValuesRequest request,
                                       const ValueAliases& aliases) {
  std::vector<FacetValue> values;
  do {
    const absl::StatusOr<FacetValuesResult> page =
        twins.index.Read([&](const Snapshot& snapshot, IndexReader& reader) {
          return Searcher(twins.clock, aliases)
              .ListFacetValues(request, snapshot, reader, CallContext{});
        });
    EXPECT_THAT(page, IsOk());
    if (!page.ok()) {
      break;
    }
    values.insert(values.end(), page->values.begin(), page->values.end());
    request.page_token = page->next_page_token;
  } while (!request.page_token.empty());
  return values;
}

// Something typed, in the context of a random query; the result says how many values it found.
inline std::size_t ExpectSameValues(Twins& twins) {
  const std::vector<KnownName> known = SomeNames();
  const ValueAliases aliases(known);
  const ValuesTwin twin(twins, known);
  const Facet facet = kAllFacets[twins.corpus.Below(kAllFacets.size())];
  FacetValuesRequest request{.facet = facet,
                             .prefix = twins.corpus.MakePrefix(facet, NamesIn(known, facet)),
                             .page_size = static_cast<std::uint32_t>(1 + twins.corpus.Below(3))};
  if (twins.corpus.OneIn(3)) {
    request.query = twins.corpus.MakeRequest().query;
  }
  SCOPED_TRACE(StrCat(FacetName(facet), " ", request.prefix, ", text: ", request.query.text));
  std::vector<FacetValue> values = ListAll(twins, request, aliases);
  for (FacetValue& value : values) {
    value.matched_alias.clear();
  }
  EXPECT_EQ(values, twin.List(request));
  return values.size();
}

}  // namespace facetwire::testing

#endif  // FACETWIRE_TESTS_INDEX_SEARCH_VALUES_TWIN_H_
