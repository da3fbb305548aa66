// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/brute_force.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <iterator>
#include <set>

#include "absl/strings/ascii.h"

#include "index/search/label_language.h"
#include "index/search/query_parser.h"
#include "index/store/analyzer.h"
#include "index/taxonomy/countries.h"
#include "index/taxonomy/sectors.h"
#include "index/text/fold.h"
#include "index/text/words.h"

namespace facetwire::testing {
namespace {

std::vector<std::string> StemsOf(const std::vector<std::string>& folded_words) {
  Analyzer analyzer;
  std::vector<std::string> stems;
  stems.reserve(folded_words.size());
  for (const std::string& word : folded_words) {
    stems.push_back(analyzer.Analyze(word).text);
  }
  return stems;
}

std::vector<std::string> FoldedWords(std::string_view text) {
  std::vector<std::string> words;
  for (const FoldedWord& word : SplitWords(text)) {
    words.push_back(word.folded);
  }
  return words;
}

bool Has(const std::vector<std::string>& list, const std::string& item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

std::string Canonical(Facet facet, const std::string& id) {
  if (facet == Facet::kCountry || facet == Facet::kSector) {
    return absl::AsciiStrToUpper(id);
  }
  return facet == Facet::kLanguage ? absl::AsciiStrToLower(id) : id;
}

bool HasPhrase(const std::vector<std::string>& text, const std::vector<std::string>& phrase) {
  for (std::size_t at = 0; at + phrase.size() <= text.size(); ++at) {
    if (std::equal(phrase.begin(), phrase.end(), text.begin() + static_cast<std::ptrdiff_t>(at))) {
      return true;
    }
  }
  return false;
}

// All of `wanted`, each as often as it is there, within some `window` words side by side.
bool HasNear(const std::vector<std::string>& text,
             const std::vector<std::string>& wanted,
             std::size_t window) {
  for (std::size_t begin = 0; begin < text.size(); ++begin) {
    std::multiset<std::string> missing(wanted.begin(), wanted.end());
    for (std::size_t at = begin; at < text.size() && at < begin + window; ++at) {
      const auto found = missing.find(text[at]);
      if (found != missing.end()) {
        missing.erase(found);
      }
    }
    if (missing.empty()) {
      return true;
    }
  }
  return false;
}

// (title, stem) of each word of the text that scores, as often as it is there.
void ScoredWords(const QueryNode& node, std::vector<std::pair<bool, std::string>>& words) {
  if (node.kind == QueryNode::Kind::kNot) {
    return;
  }
  for (const QueryNode::Words& operand : node.operands) {
    for (const std::string& stem : StemsOf(operand)) {
      words.emplace_back(node.title_only, stem);
    }
  }
  for (const QueryNode& child : node.children) {
    ScoredWords(child, words);
  }
}

QueryNode Tree(const ArticleQuery& query) {
  return ParseQuery(query.text, query.strict ? ParseMode::kStrict : ParseMode::kLenient)
      .value()
      .tree;
}

std::set<std::string> Selected(const ArticleQuery& query, Facet facet) {
  std::set<std::string> selected;
  for (const FacetFilter& filter : query.filters) {
    if (filter.facet != facet) {
      continue;
    }
    for (const auto* list : {&filter.any_of, &filter.all_of}) {
      for (const std::string& id : *list) {
        selected.insert(Canonical(facet, id));
      }
    }
  }
  return selected;
}

// Salience is kept in steps of 1/255.
long Steps(double salience) { return std::lround(salience * 255); }

// The period's name and its first moment, by ways of its own: from the civil day, one step at a
// time.
std::pair<std::string, absl::CivilDay> PeriodOf(absl::Time time, const PeriodSpec& spec) {
  absl::TimeZone zone = absl::UTCTimeZone();
  if (!spec.time_zone.empty()) {
    absl::LoadTimeZone(spec.time_zone, &zone);
  }
  absl::CivilDay day = absl::ToCivilDay(time, zone);
  switch (spec.length) {
    case PeriodLength::kYear:
      return {absl::FormatCivilTime(absl::CivilYear(day)), absl::CivilDay(absl::CivilYear(day))};
    case PeriodLength::kMonth:
      return {absl::FormatCivilTime(absl::CivilMonth(day)), absl::CivilDay(absl::CivilMonth(day))};
    case PeriodLength::kQuarter: {
      const int quarter = (day.month() + 2) / 3;
      return {absl::FormatCivilTime(absl::CivilYear(day)) + "-Q" + std::to_string(quarter),
              absl::CivilDay(day.year(), 3 * quarter - 2, 1)};
    }
    case PeriodLength::kWeek:
      while (absl::GetWeekday(day) != spec.week_start) {
        --day;
      }
      break;
    case PeriodLength::kDay:
      break;
  }
  return {absl::FormatCivilTime(day), day};
}

double GSquared(double a, double n, double c, double m) {
  if (n == 0 || m == 0) {
    return 0;
  }
  const auto cell = [&](double observed, double row, double column) {
    return observed == 0 ? 0 : 2 * observed * std::log(observed * (n + m) / (row * column));
  };
  const double sum = cell(a, n, a + c) + cell(c, m, a + c) + cell(n - a, n, n + m - a - c) +
                     cell(m - c, m, n + m - a - c);
  // What is equal but for the last digits is a tie.
  const double rounded = std::ldexp(std::round(std::ldexp(sum, 30)), -30);
  return a / n < c / m ? -rounded : rounded;
}

}  // namespace

void BruteForce::Put(const StoredArticle& stored) {
  End(stored.article.id);
  Document document;
  document.stored = stored;
  document.parts = {StemsOf(FoldedWords(stored.article.title)),
                    StemsOf(FoldedWords(stored.article.summary)),
                    StemsOf(FoldedWords(stored.article.body))};
  for (const Entity& entity : stored.entities) {
    labels_.try_emplace({entity.facet, entity.id}, entity.label);
  }
  if (!stored.article.source.empty()) {
    labels_.try_emplace({Facet::kSource, stored.article.source}, stored.article.source);
  }
  documents_.push_back(std::move(document));
}

void BruteForce::Delete(std::string_view id) {
  End(id);
  // An article that comes again under the same id is another one.
  for (Corrected& each : corrections_) {
    std::erase(each.article_ids, std::string(id));
  }
}

void BruteForce::SetCluster(std::string_view id, std::uint64_t cluster) {
  for (Document& document : documents_) {
    if (document.live && document.stored.article.id == id) {
      document.cluster = cluster;
    }
  }
}

BruteForce::Unit BruteForce::UnitOf(const Document& document, bool fold) const {
  return {fold, fold ? document.cluster : static_cast<std::uint64_t>(&document - &documents_[0])};
}

std::size_t BruteForce::CountUnits(const Matches& matches, bool fold) const {
  std::set<Unit> units;
  for (const Document* document : matches) {
    units.insert(UnitOf(*document, fold));
  }
  return units.size();
}

bool BruteForce::IsCopyOf(const Document& document, const std::string& id, absl::Time now) const {
  return std::any_of(documents_.begin(), documents_.end(), [&](const Document& other) {
    return other.stored.article.id == id && Served(other, now) && other.cluster == document.cluster;
  });
}

void BruteForce::End(std::string_view id) {
  for (Document& document : documents_) {
    if (document.stored.article.id == id) {
      document.live = false;
    }
  }
}

void BruteForce::Correct(const Correction& correction, std::vector<std::string> article_ids) {
  corrections_.push_back({correction, std::move(article_ids)});
  if (correction.kind == CorrectionKind::kSplit) {
    labels_.try_emplace({Facet::kPerson, correction.target}, correction.name);
  }
}

void BruteForce::Undo(std::uint64_t correction) {
  std::erase_if(corrections_,
                [&](const Corrected& each) { return each.correction.id == correction; });
}

// Goes through the corrections as they were made, one after the other.
std::optional<std::string> BruteForce::Meaning(const std::string& id,
                                               const std::string& article_id,
                                               bool heed_bans) const {
  std::string person = id;
  for (const auto& [correction, article_ids] : corrections_) {
    const bool meant = correction.facet == Facet::kPerson && correction.entity == person;
    if (correction.kind == CorrectionKind::kMerge && meant) {
      person = correction.target;
    } else if (correction.kind == CorrectionKind::kAlias && correction.target == person) {
      person = correction.entity;
    } else if (correction.kind == CorrectionKind::kSplit && meant && Has(article_ids, article_id)) {
      person = correction.target;
    } else if (correction.kind == CorrectionKind::kBan && meant && heed_bans) {
      return std::nullopt;
    }
  }
  return person;
}

// Without minding bans.
std::string BruteForce::Root(Facet facet, const std::string& id) const {
  return facet == Facet::kPerson ? Meaning(id, "", false).value_or(id) : Canonical(facet, id);
}

std::string BruteForce::Label(Facet facet, const std::string& id) const {
  if (facet == Facet::kCountry) {
    return CountryLabel(id, "en");
  }
  if (facet == Facet::kSector) {
    return SectorLabel(id);
  }
  const auto known = labels_.find({facet, id});
  std::string label = known == labels_.end() ? id : known->second;
  for (const auto& [correction, article_ids] : corrections_) {
    if (facet == Facet::kPerson && correction.kind == CorrectionKind::kRename &&
        correction.entity == id) {
      label = correction.name;
    }
  }
  return label;
}

std::vector<std::string> BruteForce::NamesOf(const std::string& person) const {
  std::vector<std::string> names;
  for (const auto& [value, label] : labels_) {
    if (value.first == Facet::kPerson && Person(value.second) == person) {
      names.push_back(label);
    }
  }
  for (const auto& [correction, article_ids] : corrections_) {
    const bool named =
        correction.kind == CorrectionKind::kRename || correction.kind == CorrectionKind::kAlias;
    if (named && Person(correction.entity) == person) {
      names.push_back(correction.name);
    }
  }
  return names;
}

std::vector<std::string> BruteForce::Values(const Document& document,
                                            Facet facet,
                                            double min_salience) const {
  std::set<std::string> values;
  const Article& article = document.stored.article;
  for (const Entity& entity : document.stored.entities) {
    if (entity.facet != facet || Steps(entity.salience) < Steps(min_salience)) {
      continue;
    }
    std::optional<std::string> id = entity.id;
    if (facet == Facet::kPerson) {
      id = Meaning(entity.id, article.id);
    }
    for (const auto& [correction, article_ids] : corrections_) {
      if (facet != Facet::kPerson && correction.kind == CorrectionKind::kBan &&
          correction.facet == facet && correction.entity == entity.id) {
        id = std::nullopt;
      }
    }
    if (id.has_value()) {
      values.insert(*id);
    }
  }
  if (facet == Facet::kSource && !article.source.empty()) {
    values.insert(article.source);
  }
  if (facet == Facet::kLanguage && !article.language.empty()) {
    values.insert(article.language);
  }
  return {values.begin(), values.end()};
}

bool BruteForce::Served(const Document& document, absl::Time now) {
  const Article& article = document.stored.article;
  return document.live && article.status == ArticleStatus::kUsable &&
         now >= article.embargoed_until.value_or(absl::InfinitePast());
}

bool BruteForce::MatchesTree(const Document& document, const QueryNode& node) const {
  const auto matches = [&](const QueryNode& child) { return MatchesTree(document, child); };
  switch (node.kind) {
    case QueryNode::Kind::kAll:
      return true;
    case QueryNode::Kind::kNothing:
      return false;
    case QueryNode::Kind::kText:
    case QueryNode::Kind::kNear:
      return MatchesText(document, node);
    case QueryNode::Kind::kFacet:
      return MatchesValue(document, node);
    case QueryNode::Kind::kAnd:
      return std::all_of(node.children.begin(), node.children.end(), matches);
    case QueryNode::Kind::kOr:
      return std::any_of(node.children.begin(), node.children.end(), matches);
    case QueryNode::Kind::kNot:
      return !matches(node.children[0]);
  }
  return false;
}

bool BruteForce::MatchesText(const Document& document, const QueryNode& node) {
  const std::size_t parts = node.title_only ? 1 : document.parts.size();
  const auto anywhere = [&](const auto& test) {
    return std::any_of(
        document.parts.begin(), document.parts.begin() + static_cast<std::ptrdiff_t>(parts), test);
  };
  Stems all;
  for (const QueryNode::Words& words : node.operands) {
    const Stems phrase = StemsOf(words);
    all.insert(all.end(), phrase.begin(), phrase.end());
    if (!anywhere([&](const Stems& part) { return HasPhrase(part, phrase); })) {
      return false;
    }
  }
  return node.kind != QueryNode::Kind::kNear || anywhere([&](const Stems& part) {
           return HasNear(part, all, node.distance + all.size() - 1);
         });
}

bool BruteForce::MatchesValue(const Document& document, const QueryNode& node) const {
  const std::vector<std::string> values = Values(document, node.facet);
  const bool named = node.facet == Facet::kPerson || node.facet == Facet::kSource;
  const std::string root = named ? Root(node.facet, node.value) : node.value;
  if (!named || root != node.value || labels_.contains({node.facet, node.value})) {
    return Has(values, root);
  }
  const std::vector<std::string> words = FoldedWords(node.value);
  const auto has_words = [&](const std::string& label) {
    const std::vector<std::string> name = FoldedWords(label);
    return !words.empty() && std::all_of(words.begin(), words.end(), [&](const std::string& word) {
      return Has(name, word);
    });
  };
  return std::any_of(values.begin(), values.end(), [&](const std::string& id) {
    if (node.facet == Facet::kSource) {
      return Fold(labels_.at({node.facet, id})) == Fold(node.value);
    }
    const std::vector<std::string> names = NamesOf(id);
    return std::any_of(names.begin(), names.end(), has_words);
  });
}

bool BruteForce::MatchesFilters(const Document& document, const ArticleQuery& query) const {
  for (const FacetFilter& filter : query.filters) {
    const std::vector<std::string> values = Values(document, filter.facet, filter.min_salience);
    const auto has = [&](const std::string& id) { return Has(values, Root(filter.facet, id)); };
    const bool any =
        filter.any_of.empty() || std::any_of(filter.any_of.begin(), filter.any_of.end(), has);
    if (!any || !std::all_of(filter.all_of.begin(), filter.all_of.end(), has) ||
        std::any_of(filter.none_of.begin(), filter.none_of.end(), has)) {
      return false;
    }
  }
  const absl::Time published = document.stored.article.published;
  return published >= query.published.start.value_or(absl::InfinitePast()) &&
         published < query.published.end.value_or(absl::InfiniteFuture());
}

BruteForce::Matches BruteForce::Find(const ArticleQuery& query, absl::Time now) const {
  const QueryNode tree = Tree(query);
  Matches found;
  for (const Document& document : documents_) {
    if (Served(document, now) && MatchesFilters(document, query) && MatchesTree(document, tree) &&
        (query.copies_of.empty() || IsCopyOf(document, query.copies_of, now))) {
      found.push_back(&document);
    }
  }
  return found;
}

std::uint64_t BruteForce::Total(const ArticleQuery& query, absl::Time now) const {
  return CountUnits(Find(query, now), query.fold_copies);
}

std::size_t BruteForce::Occurrences(const Document& document, const std::string& stem, bool title) {
  std::size_t count = 0;
  for (const Stems& part : document.parts) {
    count += static_cast<std::size_t>(std::count(part.begin(), part.end(), stem));
    if (title) {
      break;
    }
  }
  return count;
}

// Of ScoredWords, those in parts of the tree that the document matches.
void BruteForce::MatchedWords(const Document& document,
                              const QueryNode& node,
                              std::vector<std::pair<bool, std::string>>& words) const {
  if (!MatchesTree(document, node)) {
    return;
  }
  QueryNode alone = node;
  alone.children.clear();
  ScoredWords(alone, words);
  if (node.kind != QueryNode::Kind::kNot) {
    for (const QueryNode& child : node.children) {
      MatchedWords(document, child, words);
    }
  }
}

// BM25, written down once more: see index/search/scorer.h.
double BruteForce::Score(const Document& document, const QueryNode& tree) const {
  std::vector<std::pair<bool, std::string>> words;
  ScoredWords(tree, words);
  std::vector<std::pair<bool, std::string>> matched;
  MatchedWords(document, tree, matched);
  double live = 0;
  double live_words = 0;
  for (const Document& each : documents_) {
    if (each.live) {
      live += 1;
      for (const Stems& part : each.parts) {
        live_words += static_cast<double>(part.size());
      }
    }
  }
  const double average = live > 0 && live_words > 0 ? live_words / live : 1;
  double length = 0;
  for (const Stems& part : document.parts) {
    length += static_cast<double>(part.size());
  }
  double score = 0;
  for (const auto& word : std::set<std::pair<bool, std::string>>(words.begin(), words.end())) {
    const auto with = [&](const Document& each) {
      return Occurrences(each, word.second, word.first) > 0;
    };
    const auto n = static_cast<double>(std::count_if(documents_.begin(), documents_.end(), with));
    const auto wqf = static_cast<double>(std::count(words.begin(), words.end(), word));
    const auto wdf = static_cast<double>(Occurrences(document, word.second, word.first));
    const double odds = (static_cast<double>(documents_.size()) - n + 0.5) / (n + 0.5);
    const double idf = std::log(odds < 2 ? odds / 2 + 1 : odds);
    const double normal = std::max(length / average, 0.5);
    const auto share = static_cast<double>(std::count(matched.begin(), matched.end(), word)) / wqf;
    score += share * idf * 2 * wdf / (0.5 * normal + 0.5 + wdf) * 2 * wqf / (1 + wqf);
  }
  return score;
}

FacetResult BruteForce::Count(const SearchRequest& request,
                              const FacetRequest& facet,
                              absl::Time now) const {
  ArticleQuery query = request.query;
  for (FacetFilter& filter : query.filters) {
    if (filter.facet == facet.facet && facet.scope == FacetScope::kExceptOwnAnyOf &&
        !facet.periods.has_value()) {
      filter.any_of.clear();
    }
  }
  const Matches matches = Find(query, now);
  Matches background = Find(facet.background, now);
  std::erase_if(background, [&](const Document* document) {
    return std::find(matches.begin(), matches.end(), document) != matches.end();
  });
  const bool significance = facet.order == FacetOrder::kSignificance;
  FacetResult result =
      CountAmong(matches, request.query, facet, significance ? &background : nullptr, false);
  AddNested(matches, request.query, facet, result);
  return result;
}

FacetResult BruteForce::CountPeriods(const Matches& matches,
                                     const FacetRequest& facet,
                                     bool fold) const {
  FacetResult result{.by_period = true};
  result.articles = CountUnits(matches, fold);
  std::map<absl::CivilDay, FacetValue, std::greater<>> periods;
  std::set<std::pair<absl::CivilDay, Unit>> counted;
  for (const Document* document : matches) {
    const auto [name, day] = PeriodOf(document->stored.article.published, *facet.periods);
    FacetValue& value = periods[day];
    value.id = name;
    value.count += counted.emplace(day, UnitOf(*document, fold)).second ? 1 : 0;
  }
  result.distinct = periods.size();
  for (const auto& [day, value] : periods) {
    if (result.values.size() < facet.limit) {
      result.values.push_back(value);
    } else {
      result.other += value.count;
    }
  }
  return result;
}

FacetResult BruteForce::CountAmong(const Matches& matches,
                                   const ArticleQuery& query,
                                   const FacetRequest& facet,
                                   const Matches* background,
                                   bool nested) const {
  if (facet.periods.has_value()) {
    return CountPeriods(matches, facet, query.fold_copies);
  }
  FacetResult result{.facet = facet.facet};
  std::map<std::string, std::uint64_t> counts;
  std::vector<FacetValue> further;
  std::set<std::pair<std::string, Unit>> counted;
  std::set<Unit> present;
  for (const Document* document : matches) {
    const Unit unit = UnitOf(*document, query.fold_copies);
    for (const std::string& id : Values(*document, facet.facet, facet.min_salience)) {
      present.insert(unit);
      counts[id] += counted.emplace(id, unit).second ? 1 : 0;
    }
  }
  result.articles = CountUnits(matches, query.fold_copies);
  result.missing = result.articles - present.size();
  result.distinct = counts.size();
  std::set<std::string> selected;
  for (const std::string& id : Selected(query, facet.facet)) {
    selected.insert(Root(facet.facet, id));
  }
  std::set<std::string> wanted;
  if (!nested) {
    wanted = selected;
  }
  for (const std::string& id : facet.include_values) {
    wanted.insert(Root(facet.facet, id));
  }
  for (const std::string& id : wanted) {
    counts.try_emplace(id, 0);
  }
  const std::size_t occurring = result.distinct;
  std::size_t first = 0;
  for (FacetValue& value :
       Ordered(Ranked(facet.facet, counts), facet, matches, background, query.fold_copies)) {
    value.selected = selected.contains(value.id);
    first += value.count > 0 ? 1 : 0;
    if (value.count > 0 && first <= std::min<std::size_t>(facet.limit, occurring)) {
      result.values.push_back(std::move(value));
    } else if (!wanted.contains(value.id)) {
      result.other += value.count;
    } else {
      further.push_back(std::move(value));
    }
  }
  result.values.insert(result.values.end(), further.begin(), further.end());
  return result;
}

// The values with their significance, in the order of the request.
std::vector<FacetValue> BruteForce::Ordered(std::vector<FacetValue> values,
                                            const FacetRequest& facet,
                                            const Matches& matches,
                                            const Matches* background,
                                            bool fold) const {
  LabelLanguage language("");
  const auto with = [&](const Matches& documents, const std::string& id) {
    Matches found;
    std::copy_if(documents.begin(), documents.end(), std::back_inserter(found), [&](const auto* d) {
      return Has(Values(*d, facet.facet, facet.min_salience), id);
    });
    return CountUnits(found, fold);
  };
  for (FacetValue& value : values) {
    if (background != nullptr) {
      value.background_count = with(*background, value.id);
      value.significance = GSquared(static_cast<double>(value.count),
                                    static_cast<double>(CountUnits(matches, fold)),
                                    static_cast<double>(value.background_count),
                                    static_cast<double>(CountUnits(*background, fold)));
    }
  }
  if (facet.order == FacetOrder::kCount) {
    return values;
  }
  std::sort(values.begin(), values.end(), [](const FacetValue& a, const FacetValue& b) {
    return a.id < b.id;
  });
  std::stable_sort(values.begin(), values.end(), [&](const FacetValue& a, const FacetValue& b) {
    if (facet.order == FacetOrder::kLabel) {
      return language.SortKey(a.label) < language.SortKey(b.label);
    }
    return a.significance > b.significance;
  });
  return values;
}

void BruteForce::AddNested(const Matches& matches,
                           const ArticleQuery& query,
                           const FacetRequest& facet,
                           FacetResult& result) const {
  for (FacetValue& value : result.values) {
    Matches among;
    for (const Document* document : matches) {
      const bool in =
          facet.periods.has_value()
              ? PeriodOf(document->stored.article.published, *facet.periods).first == value.id
              : Has(Values(*document, facet.facet, facet.min_salience), value.id);
      if (in) {
        among.push_back(document);
      }
    }
    for (const FacetRequest& sub_facet : facet.sub_facets) {
      value.sub_facets.push_back(CountAmong(among, query, sub_facet, nullptr, /*nested=*/true));
    }
  }
}

// Most frequent first, ties by id.
std::vector<FacetValue> BruteForce::Ranked(
    Facet facet, const std::map<std::string, std::uint64_t>& counts) const {
  std::vector<FacetValue> all;
  for (const auto& [id, count] : counts) {
    all.push_back({.id = id,
                   .label = Label(facet, id),
                   .count = count,
                   .parent = facet == Facet::kSector ? SectorParent(id) : ""});
  }
  std::stable_sort(all.begin(), all.end(), [](const FacetValue& a, const FacetValue& b) {
    return a.count > b.count;
  });
  return all;
}

BruteForceResult BruteForce::Search(const SearchRequest& request, absl::Time now) const {
  const QueryNode tree = Tree(request.query);
  std::vector<std::pair<double, const Document*>> found;
  for (const Document* document : Find(request.query, now)) {
    found.emplace_back(request.sort == Sort::kRelevance ? Score(*document, tree) : 0, document);
  }
  std::sort(found.begin(), found.end(), [&](const auto& a, const auto& b) {
    if (std::abs(a.first - b.first) > 1e-9) {
      return a.first > b.first;
    }
    const absl::Time x = a.second->stored.article.published;
    const absl::Time y = b.second->stored.article.published;
    if (x != y) {
      return request.sort == Sort::kOldest ? x < y : x > y;
    }
    return a.second > b.second;  // in one array: the later one was added later
  });
  BruteForceResult result;
  std::map<Unit, std::size_t> hits;
  for (const auto& [score, document] : found) {
    const auto [hit, first] =
        hits.emplace(UnitOf(*document, request.query.fold_copies), result.hits.size());
    if (first) {
      result.hits.push_back({document->stored.article.id, score});
    } else {
      ++result.hits[hit->second].copies;
    }
  }
  for (const FacetRequest& facet : request.facets) {
    result.facets.push_back(Count(request, facet, now));
  }
  return result;
}

}  // namespace facetwire::testing
