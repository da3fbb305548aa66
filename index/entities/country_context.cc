// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/entities/country_context.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

namespace facetwire {
namespace {

constexpr double kFixed = 3;
constexpr double kName = 3;
constexpr double kAdjective = 2;
constexpr double kProvince = 1.5;
constexpr double kTown = 0.75;
constexpr double kLocatedTown = 1.25;
constexpr double kCity = 2;
constexpr double kRepetition = 0.5;
constexpr double kEnoughNamed = 2.5;  // of a country whose adjective is another's too

bool IsNamed(PlaceKind kind) { return kind == PlaceKind::kName || kind == PlaceKind::kAdjective; }

double LocalWeight(const PlaceCandidate& place, bool located) {
  const PlaceSense& sense = *place.senses.front();
  double weight = kCity;
  if (sense.kind == PlaceKind::kProvince) {
    weight = kProvince;
  } else if (sense.kind == PlaceKind::kTown) {
    weight = located ? kLocatedTown : kTown;
  }
  return sense.doubtful ? weight / 2 : weight;
}

// What speaks for the first sense of a name against another one before anything is read.
double BeforehandOfKind(const PlaceSense& first, const PlaceSense& other) {
  switch (first.kind) {
    case PlaceKind::kName:
    case PlaceKind::kAdjective:
      return other.kind == PlaceKind::kRegion ? 2 : 5;
    case PlaceKind::kCapital:
      return 4;
    case PlaceKind::kCity:
    case PlaceKind::kRegion:
      return 2.5;
    default:
      return 0;
  }
}

double Beforehand(const PlaceSense& first, const PlaceSense& other) {
  const double weight = BeforehandOfKind(first, other);
  return first.doubtful ? weight / 2 : weight;
}

}  // namespace

CountryContext::CountryContext(const Document& document,
                               const std::vector<PlaceCandidate>& places,
                               const std::vector<CountrySigns::Sum>& signs) {
  std::map<std::uint64_t, std::size_t> times;
  for (const PlaceCandidate& place : places) {
    ++times[place.name];
  }
  std::set<std::uint64_t> seen;
  for (const PlaceCandidate& place : places) {
    if ((place.fixed.empty() && !place.IsSure()) || !seen.insert(place.name).second) {
      continue;
    }
    if (!place.fixed.empty()) {
      local_[place.fixed] += kFixed;
      continue;
    }
    const PlaceSense& sense = *place.senses.front();
    if (IsNamed(sense.kind)) {
      named_[sense.country] += sense.kind == PlaceKind::kName ? kName : kAdjective;
      continue;
    }
    const bool located =
        place.tokens.begin > 0 && document.Is(place.tokens.begin - 1, WordSet::kPreposition);
    const double repeated = 1 + kRepetition * std::log(static_cast<double>(times[place.name]));
    local_[sense.country] += LocalWeight(place, located) * repeated;
  }
  for (const CountrySigns::Sum& sum : signs) {
    local_[sum.country] += sum.score;
  }
  for (const auto& [country, weight] : local_) {
    named_[country] += weight;
  }
}

const PlaceSense& CountryContext::Choose(const PlaceCandidate& place) const {
  if (!place.fixed.empty()) {
    const PlaceSense* inside = place.In(place.fixed);
    if (inside != nullptr) {
      return *inside;
    }
  }
  const PlaceSense& first = *place.senses.front();
  if (place.IsSure()) {
    return first;
  }
  if (std::all_of(place.senses.begin(), place.senses.end(), [](const PlaceSense* sense) {
        return IsNamed(sense->kind);
      })) {
    return ChooseNamed(place);
  }
  const PlaceSense* best = &first;
  double most = 0;
  for (const PlaceSense* other : place.senses) {
    const bool city = other->kind == PlaceKind::kCity || other->kind == PlaceKind::kCapital;
    const double weight = Of(city ? named_ : local_, other->country);
    if (other->country != first.country && weight > most &&
        weight >= Beforehand(first, *other) + Of(named_, first.country)) {
      best = other;
      most = weight;
    }
  }
  return *best;
}

const PlaceSense& CountryContext::ChooseNamed(const PlaceCandidate& place) const {
  const PlaceSense& first = *place.senses.front();
  if (Of(named_, first.country) > 0) {
    return first;
  }
  const auto other =
      std::find_if(place.senses.begin(), place.senses.end(), [this](const PlaceSense* sense) {
        return Of(local_, sense->country) > 0 || Of(named_, sense->country) >= kEnoughNamed;
      });
  return other == place.senses.end() ? first : **other;
}

}  // namespace facetwire
