// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/entities/country_recogniser.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "index/entities/country_context.h"
#include "index/entities/place_candidate.h"
#include "index/entities/place_filter.h"
#include "index/taxonomy/countries.h"

namespace facetwire {
namespace {

struct KindScore {
  double weight;
  double confidence;
};

KindScore ScoreOf(PlaceKind kind) {
  switch (kind) {
    case PlaceKind::kName:
      return {1.0, 0.95};
    case PlaceKind::kAdjective:
      return {0.8, 0.9};
    case PlaceKind::kCapital:
      return {0.6, 0.85};
    case PlaceKind::kCity:
    case PlaceKind::kRegion:
      return {0.5, 0.75};
    case PlaceKind::kProvince:
    case PlaceKind::kTown:
    case PlaceKind::kSuffix:
      return {0.4, 0.6};
    case PlaceKind::kNothing:
      break;
  }
  return {0, 0};
}

constexpr double kInsideOrganisation = 0.4;
constexpr double kDoubt = 0.15;
constexpr double kFixedConfidence = 0.9;
constexpr double kSignConfidence = 0.5;
constexpr double kOneCity = 2;      // local weight, where a city is named and nothing else
constexpr double kEnoughTowns = 2;  // local weight, where a town or province is named
constexpr double kEnoughSigns = 4;  // local weight, where nothing is
constexpr double kEnoughWeakSigns = 5;
constexpr std::size_t kOpening = 8;  // words: a dateline and what follows at once

// What speaks for one country.
struct Case {
  Finding finding;
  bool named = false;   // by its name or an adjective
  bool firm = false;    // by anything that is enough alone
  bool passing = true;  // by nothing but cities behind the opening
  bool inside = true;   // by nothing but cities and regions inside names of organisations
  bool placed = false;  // by a town or province
  bool strong = false;  // by a sign of the strongest kind
};

class Resolver {
 public:
  Resolver(Analysis& analysis, const CountrySigns& signs)
      : analysis_(&analysis), document_(*analysis.document), signs_(signs.Find(document_)) {}

  void Run() {
    std::vector<PlaceCandidate> places = FindCandidates(*analysis_);
    FixQualified(document_, places);
    const CountryContext context(document_, places, signs_);
    const PlaceFilter filter(*analysis_);
    for (const PlaceCandidate& place : places) {
      AddPlace(place, context, filter.InOrganisation(place.tokens) ? kInsideOrganisation : 1.0);
    }
    AddSigns();
    for (auto& [country, each] : cases_) {
      if (Holds(each, country, context)) {
        PutInOrder(each.finding.evidence);
        analysis_->findings.push_back(std::move(each.finding));
      }
    }
  }

 private:
  Case& CaseOf(const std::string& country) {
    Case& each = cases_[country];
    if (each.finding.id.empty()) {
      each.finding.facet = Facet::kCountry;
      each.finding.id = country;
      each.finding.label = CountryLabel(country, "en");
    }
    return each;
  }

  void AddPlace(const PlaceCandidate& place, const CountryContext& context, double factor) {
    const bool fixed = !place.fixed.empty();
    const bool unknown = fixed && place.In(place.fixed) == nullptr;
    const PlaceSense suffix = {place.fixed, PlaceKind::kSuffix, false};
    const PlaceSense& sense = unknown ? suffix : context.Choose(place);
    const KindScore score = ScoreOf(sense.kind);
    const bool minor = sense.kind == PlaceKind::kTown || sense.kind == PlaceKind::kProvince;
    Case& each = CaseOf(sense.country);
    each.named =
        each.named || sense.kind == PlaceKind::kName || sense.kind == PlaceKind::kAdjective;
    each.firm = each.firm || fixed || !minor;
    each.passing = each.passing && !fixed && IsPassing(place, sense);
    each.inside = each.inside && IsWithin(sense) && factor < 1;
    const double doubt = sense.doubtful ? kDoubt : 0;
    const double confidence = fixed ? kFixedConfidence : score.confidence - doubt;
    each.finding.confidence = std::max(each.finding.confidence, confidence);
    each.finding.evidence.push_back({place.tokens, score.weight * factor});
    each.placed = true;
    any_named_ = any_named_ || each.named;
    any_firm_ = any_firm_ || each.firm;
  }

  void AddSigns() {
    for (CountrySigns::Sum& sum : signs_) {
      Case& each = CaseOf(sum.country);
      each.finding.confidence = std::max(each.finding.confidence, kSignConfidence);
      each.strong = sum.strong;
      if (!each.placed) {
        each.passing = false;
        each.finding.evidence = std::move(sum.evidence);
      }
    }
  }

  bool Holds(const Case& each, const std::string& country, const CountryContext& context) const {
    if (each.firm) {
      const bool once = each.finding.evidence.size() == 1;
      const bool alone = any_named_ || context.Local(country) <= kOneCity;
      return !once || (!each.inside && !(each.passing && alone));
    }
    const double weight = context.Local(country);
    if (each.placed) {
      return weight >= (any_firm_ ? 2 * kEnoughTowns : kEnoughTowns);
    }
    return each.strong ? weight >= kEnoughSigns : !any_firm_ && weight >= kEnoughWeakSigns;
  }

  static bool IsWithin(const PlaceSense& sense) {
    return sense.kind != PlaceKind::kName && sense.kind != PlaceKind::kAdjective;
  }

  // A city behind the opening of the article.
  bool IsPassing(const PlaceCandidate& place, const PlaceSense& sense) const {
    const std::size_t token = place.tokens.begin;
    return (sense.kind == PlaceKind::kCity || sense.kind == PlaceKind::kCapital) &&
           document_.tokens()[token].field == TextField::kBody &&
           document_.PositionInField(token) >= kOpening;
  }

  Analysis* analysis_;
  const Document& document_;
  std::vector<CountrySigns::Sum> signs_;
  std::map<std::string, Case> cases_;
  bool any_named_ = false;
  bool any_firm_ = false;
};

}  // namespace

absl::StatusOr<std::unique_ptr<CountryRecogniser>> CountryRecogniser::Create(
    const std::vector<std::string_view>& signs, Lexicon& lexicon) {
  std::unique_ptr<CountryRecogniser> recogniser(new CountryRecogniser);
  const absl::Status status = recogniser->signs_.Add(signs, lexicon);
  if (!status.ok()) {
    return status;
  }
  return recogniser;
}

void CountryRecogniser::Recognise(Analysis& analysis) const { Resolver(analysis, signs_).Run(); }

}  // namespace facetwire
