// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/entities/salience.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace facetwire {
namespace {

constexpr std::size_t kLeadWords = 60;
constexpr std::size_t kUpperWords = 200;

double PlaceOf(const Document& document, std::size_t token) {
  switch (document.tokens()[token].field) {
    case TextField::kTitle:
      return 3;
    case TextField::kSummary:
      return 2;
    case TextField::kBody:
      break;
  }
  const std::size_t position = document.PositionInField(token);
  if (position < kLeadWords) {
    return 2;
  }
  return position < kUpperWords ? 1.5 : 1;
}

}  // namespace

std::vector<double> Salience(const Document& document, const std::vector<Finding>& findings) {
  std::vector<double> masses;
  std::map<Facet, double> tops;
  for (const Finding& finding : findings) {
    double mass = 0;
    for (const Evidence& evidence : finding.evidence) {
      mass += evidence.weight * PlaceOf(document, evidence.tokens.begin);
    }
    masses.push_back(mass);
    tops[finding.facet] = std::max(tops[finding.facet], mass);
  }
  std::vector<double> salience;
  for (std::size_t i = 0; i < findings.size(); ++i) {
    const double top = tops[findings[i].facet];
    salience.push_back(top > 0 ? std::log1p(masses[i]) / std::log1p(top) * top / (top + 0.5) : 0);
  }
  return salience;
}

}  // namespace facetwire
