// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/random_corpus.h"

#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_split.h"

#include "index/base/str_cat.h"
#include "index/taxonomy/countries.h"
#include "index/taxonomy/sectors.h"
#include "tests/support/copy_texts.h"

namespace facetwire::testing {
namespace {

// Words with a common stem, accents, hyphens, apostrophes, numbers and no blanks between.
const std::vector<std::string_view> kWords = {
    "railway", "Railways", "construction", "minister", "ministers", "said",        "coal",
    "gas",     "port",     "café",         "cafe",     "trade",     "state-owned", "owned",
    "state",   "O'Brien",  "3.5",          "中国",     "new",       "and",         "near"};

const std::vector<std::string_view> kCountries = {"KG", "CN", "UZ", "RU", "FR", "GE"};
const std::vector<std::string_view> kSectors = {"H", "H49", "H50", "C", "C29", "A01", "D"};
const std::vector<std::string_view> kSources = {"Reuters", "The Times", "Gazette"};
const std::vector<std::string_view> kLanguages = {"en", "pt-br"};

struct Person {
  std::string_view id;
  std::string_view label;
};

const std::vector<Person> kPersons = {{"li-qiang", "Li Qiang"},
                                      {"li-wei", "Li Wei"},
                                      {"akylbek-japarov", "Akylbek Japarov"},
                                      {"sadyr-japarov", "Sadyr Japarov"},
                                      {"o-brien", "Conan O'Brien"}};

Entity MakeEntity(Facet facet, std::string id, std::string label) {
  Entity entity;
  entity.facet = facet;
  entity.id = std::move(id);
  entity.label = std::move(label);
  entity.confidence = 1;
  return entity;
}

}  // namespace

std::string RandomCorpus::Words(std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) {
    text += StrCat(text.empty() ? "" : (OneIn(8) ? ". " : " "), Pick(kWords));
  }
  return text;
}

absl::Time RandomCorpus::Moment() {
  return FirstDay() + absl::Hours(24 * Below(100)) + absl::Hours(Below(3));
}

void RandomCorpus::AddEntities(StoredArticle& stored) {
  std::map<std::pair<Facet, std::string>, Entity> entities;
  const auto add = [&](Facet facet, std::string_view id, std::string label) {
    const std::string key(id);
    entities.try_emplace({facet, key}, MakeEntity(facet, key, std::move(label)));
  };
  for (std::size_t i = Below(4); i > 0; --i) {
    const std::string_view id = Pick(kCountries);
    add(Facet::kCountry, id, CountryLabel(id, "en"));
  }
  for (std::size_t i = Below(3); i > 0; --i) {
    const Person& person = kPersons[Below(kPersons.size())];
    add(Facet::kPerson, person.id, std::string(person.label));
  }
  for (std::size_t i = Below(3); i > 0; --i) {
    const std::string_view id = Pick(kSectors);
    add(Facet::kSector, id, SectorLabel(id));
    if (const std::string parent = SectorParent(id); !parent.empty()) {
      add(Facet::kSector, parent, SectorLabel(parent));
      entities.at({Facet::kSector, parent}).implied = true;
    }
  }
  for (auto& [key, entity] : entities) {
    entity.salience = static_cast<double>(Below(101)) / 100;
    stored.entities.push_back(std::move(entity));
  }
}

StoredArticle RandomCorpus::MakeArticle(std::string id, std::int64_t version) {
  StoredArticle stored;
  Article& article = stored.article;
  article.id = std::move(id);
  article.version = version;
  article.title = Words(Below(6));
  article.summary = OneIn(2) ? Words(Below(8)) : "";
  article.body = Words(1 + Below(30));
  if (stories_ > 0 && !OneIn(4)) {
    constexpr std::size_t kStoryWords = 80;
    article.body = StrCat(CopyText(Below(stories_), kStoryWords), ". ", article.body);
  }
  article.source = OneIn(4) ? "" : std::string(Pick(kSources));
  article.language = OneIn(4) ? "" : std::string(Pick(kLanguages));
  article.published = Moment();
  if (OneIn(15)) {
    article.status = OneIn(2) ? ArticleStatus::kWithheld : ArticleStatus::kCanceled;
  }
  if (OneIn(10)) {
    article.embargoed_until = Moment();
  }
  stored.received = article.published;
  AddEntities(stored);
  return stored;
}

std::string RandomCorpus::FieldLeaf() {
  switch (Below(8)) {
    case 0:
      return StrCat("country:", Pick(kCountries));
    case 1:
      return "country:kyrgyzstan";
    case 2:
      return StrCat("person:", kPersons[Below(kPersons.size())].id);
    case 3:
      return OneIn(2) ? "person:japarov" : "person:\"qiang li\"";
    case 4:
      return StrCat("sector:", Pick(kSectors));
    case 5:
      return StrCat("source:\"", OneIn(2) ? Pick(kSources) : "the times", "\"");
    case 6:
      return StrCat("language:", Pick(kLanguages));
    default:
      return StrCat("title:", Pick(kWords));
  }
}

std::string RandomCorpus::Leaf() {
  switch (Below(8)) {
    case 0:
      return StrCat("\"", Words(2 + Below(2)), "\"");
    case 1:
      return StrCat(Pick(kWords), " NEAR/", 1 + Below(6), " ", Pick(kWords));
    case 2:
      return StrCat("\"", Words(2), "\" NEAR ", Pick(kWords));
    case 3:
      return StrCat("title:\"", Words(2), "\"");
    case 4:
    case 5:
      return FieldLeaf();
    default:
      return std::string(Pick(kWords));
  }
}

std::string RandomCorpus::MakeText(int depth) {
  if (depth == 0) {
    return Leaf();
  }
  switch (Below(6)) {
    case 0:
      return StrCat(MakeText(depth - 1), " OR ", MakeText(depth - 1));
    case 1:
      return StrCat(MakeText(depth - 1), " AND ", MakeText(depth - 1));
    case 2:
      return StrCat("(", MakeText(depth - 1), ") ", MakeText(depth - 1));
    case 3:
      return StrCat("NOT (", MakeText(depth - 1), ")");
    case 4:
      return StrCat(MakeText(depth - 1), " -", Pick(kWords));
    default:
      return Leaf();
  }
}

std::string RandomCorpus::Value(Facet facet) {
  switch (facet) {
    case Facet::kCountry:
      return OneIn(8) ? "kg" : std::string(OneIn(10) ? "PE" : Pick(kCountries));
    case Facet::kPerson:
      return std::string(OneIn(10) ? "nobody" : kPersons[Below(kPersons.size())].id);
    case Facet::kSector:
      return std::string(OneIn(10) ? "Q86" : Pick(kSectors));
    case Facet::kSource:
      return std::string(OneIn(10) ? "Nowhere" : Pick(kSources));
    case Facet::kLanguage:
      return std::string(Pick(kLanguages));
  }
  return "";
}

std::vector<std::string> RandomCorpus::Values(Facet facet, std::size_t most) {
  std::vector<std::string> values;
  for (std::size_t i = Below(most + 1); i > 0; --i) {
    values.push_back(Value(facet));
  }
  return values;
}

FacetFilter RandomCorpus::MakeFilter(Facet facet) {
  FacetFilter filter;
  filter.facet = facet;
  filter.any_of = Values(facet, 3);
  filter.all_of = OneIn(3) ? Values(facet, 1) : std::vector<std::string>();
  filter.none_of = OneIn(3) ? Values(facet, 2) : std::vector<std::string>();
  filter.min_salience = MinSalience(facet);
  if (facet == Facet::kSource && OneIn(4)) {  // more than are looked for one by one
    for (std::size_t i = 0; i < 70; ++i) {
      filter.any_of.push_back(StrCat("Nowhere ", i));
      filter.none_of.push_back(StrCat("Nowhere ", i));
    }
  }
  return filter;
}

SearchRequest RandomCorpus::MakeRequest() {
  SearchRequest request;
  request.query.text = OneIn(5) ? "" : MakeText(static_cast<int>(Below(4)));
  for (const Facet facet : kAllFacets) {
    if (OneIn(4)) {
      request.query.filters.push_back(MakeFilter(facet));
    }
  }
  if (OneIn(4)) {
    request.query.published.start = Moment();
  }
  if (OneIn(4)) {
    request.query.published.end =
        request.query.published.start.value_or(FirstDay()) + absl::Hours(24 * Below(80));
  }
  request.sort = static_cast<Sort>(Below(3));
  request.page_size = 100;
  for (const Facet facet : kAllFacets) {
    if (OneIn(3)) {
      continue;
    }
    FacetRequest& wanted = request.facets.emplace_back();
    wanted.facet = facet;
    wanted.limit = static_cast<std::uint32_t>(Below(6));
    wanted.scope = OneIn(3) ? FacetScope::kQuery : FacetScope::kExceptOwnAnyOf;
    wanted.include_values = Values(facet, 2);
    wanted.min_salience = MinSalience(facet);
    wanted.order = static_cast<FacetOrder>(Below(3));
    if (wanted.order == FacetOrder::kSignificance && OneIn(2)) {
      wanted.background.text = MakeText(1);
    }
    AddSubFacets(wanted);
  }
  if (OneIn(2)) {
    FacetRequest& periods = request.facets.emplace_back();
    periods.limit = static_cast<std::uint32_t>(Below(6));
    periods.periods = MakePeriods();
    AddSubFacets(periods);
  }
  return request;
}

double RandomCorpus::MinSalience(Facet facet) {
  const bool has_salience = facet != Facet::kSource && facet != Facet::kLanguage;
  return has_salience && OneIn(3) ? static_cast<double>(Below(11)) / 10 : 0;
}

PeriodSpec RandomCorpus::MakePeriods() {
  static const std::vector<std::string_view> kZones = {
      "", "Asia/Bishkek", "Europe/Berlin", "Pacific/Honolulu"};
  return {.length = static_cast<PeriodLength>(Below(5)),
          .time_zone = std::string(Pick(kZones)),
          .week_start = static_cast<absl::Weekday>(Below(7))};
}

void RandomCorpus::AddSubFacets(FacetRequest& facet) {
  for (std::size_t i = OneIn(2) ? 1 + Below(2) : 0; i > 0; --i) {
    FacetRequest& sub_facet = facet.sub_facets.emplace_back();
    sub_facet.facet = kAllFacets[Below(kAllFacets.size())];
    sub_facet.limit = static_cast<std::uint32_t>(Below(4));
    sub_facet.order = static_cast<FacetOrder>(Below(2));
    if (OneIn(4)) {
      sub_facet.order = FacetOrder::kCount;
      sub_facet.periods = MakePeriods();
    } else {
      sub_facet.min_salience = MinSalience(sub_facet.facet);
    }
  }
}

// ASCII.
std::string RandomCorpus::BeginningOf(std::string word) {
  word.resize(OneIn(2) ? word.size() : 1 + Below(word.size()));
  const std::size_t at = Below(word.size());
  switch (Below(8)) {
    case 0:
      word.erase(at, 1);
      break;
    case 1:
      word.insert(at, 1, OneIn(2) ? 'x' : 'i');
      break;
    case 2:
      word[at] = OneIn(2) ? 'x' : 'A';
      break;
    case 3:
      std::swap(word[at], word[at / 2]);
      break;
    default:
      break;
  }
  return word;
}

std::string RandomCorpus::MakePrefix(Facet facet, const std::vector<std::string>& names) {
  const std::string id = Value(facet);
  std::string name = OneIn(4) ? id : facet == Facet::kCountry ? CountryLabel(id, "en") : id;
  if (!names.empty() && OneIn(2)) {
    name = names[Below(names.size())];
  }
  std::string prefix;
  for (const absl::string_view word :
       absl::StrSplit(name, absl::ByAnyChar(" -"), absl::SkipEmpty())) {
    if (OneIn(2)) {
      prefix = StrCat(BeginningOf(std::string(word)), " ", prefix);
    }
  }
  return prefix;
}

}  // namespace facetwire::testing
