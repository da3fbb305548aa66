// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/entities/country_recogniser.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

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
    case PlaceKind::kNothing:
      break;
  }
  return {0, 0};
}

constexpr double kInsideOrganisation = 0.4;
constexpr std::uint32_t kOrganisationReach = 4;  // words

// The tokens that belong to people's names.
std::vector<bool> PersonTokens(const Analysis& analysis) {
  std::vector<bool> taken(analysis.document->tokens().size());
  for (const Finding& finding : analysis.findings) {
    if (finding.facet != Facet::kPerson) {
      continue;
    }
    for (const Evidence& evidence : finding.evidence) {
      // "the Kyrgyz prime minister" speaks of the country as well.
      if (analysis.document->tokens()[evidence.tokens.begin].capital) {
        std::fill(taken.begin() + evidence.tokens.begin, taken.begin() + evidence.tokens.end, true);
      }
    }
  }
  return taken;
}

class Resolver {
 public:
  explicit Resolver(Analysis& analysis)
      : analysis_(&analysis), document_(*analysis.document), tokens_(document_.tokens()) {}

  void Run() {
    const std::vector<bool> taken = PersonTokens(*analysis_);
    std::vector<const PlaceMatch*> kept;
    for (const PlaceMatch& match : analysis_->places) {
      if (match.senses->front().kind == PlaceKind::kNothing || IsTaken(match, taken)) {
        continue;
      }
      if (match.senses->front().doubtful && LooksLikePerson(match.tokens)) {
        continue;
      }
      kept.push_back(&match);
      NoteSupport(match);
    }
    for (const PlaceMatch* match : kept) {
      AddEvidence(match->tokens, Choose(*match->senses));
    }
    for (auto& [code, finding] : findings_) {
      analysis_->findings.push_back(std::move(finding));
    }
  }

 private:
  static bool IsTaken(const PlaceMatch& match, const std::vector<bool>& taken) {
    if (!taken[match.tokens.begin]) {
      return false;
    }
    // A role mention begins with "The" and holds the adjective: only names take it away.
    return match.senses->front().kind != PlaceKind::kAdjective;
  }

  // "Chad Smith", "Michael Jordan": a name of another kind beside it, with nothing but a space.
  bool LooksLikePerson(const TokenRange& range) const {
    if (range.begin > 0 && tokens_[range.begin].gap == Gap::kSpace) {
      const std::size_t before = range.begin - 1;
      if (tokens_[before].capital && document_.Is(before, WordSet::kGivenName) &&
          !document_.Is(before, WordSet::kCommon)) {
        return true;
      }
      if (document_.Is(before, WordSet::kHonorific) && tokens_[before].capital) {
        return true;
      }
    }
    const std::size_t next = range.end;
    if (next >= tokens_.size() || tokens_[next].gap != Gap::kSpace || !tokens_[next].capital) {
      return false;
    }
    for (const WordSet set : {WordSet::kOrganisation,
                              WordSet::kPlace,
                              WordSet::kRole,
                              WordSet::kNever,
                              WordSet::kCommon,
                              WordSet::kPreposition}) {
      if (document_.Is(next, set)) {
        return false;
      }
    }
    return !tokens_[next].all_capitals && !document_.IsHeadline(tokens_[next].sentence) &&
           (document_.Is(next, WordSet::kSurname) ||
            !document_.Is(range.begin - (range.begin > 0 ? 1 : 0), WordSet::kPreposition));
  }

  void NoteSupport(const PlaceMatch& match) {
    if (match.senses->size() == 1 && !match.senses->front().doubtful) {
      supported_.insert(match.senses->front().country);
      if (match.senses->front().kind == PlaceKind::kRegion) {
        with_regions_.insert(match.senses->front().country);
      }
    }
  }

  const PlaceSense& Choose(const std::vector<PlaceSense>& senses) const {
    const PlaceSense& first = senses.front();
    if (senses.size() == 1 || supported_.contains(first.country)) {
      return first;
    }
    for (const PlaceSense& other : senses) {
      // A state of a federation needs its sisters beside it to stand against a country's name.
      const auto& witnesses = first.kind == PlaceKind::kName && other.kind != PlaceKind::kName
                                  ? with_regions_
                                  : supported_;
      if (witnesses.contains(other.country)) {
        return other;
      }
    }
    return first;
  }

  bool InOrganisation(const TokenRange& range) const {
    for (std::uint32_t i = range.end; i < tokens_.size() && i < range.end + kOrganisationReach;
         ++i) {
      if (!tokens_[i].capital || tokens_[i].gap != Gap::kSpace) {
        break;
      }
      if (document_.Is(i, WordSet::kOrganisation)) {
        return true;
      }
    }
    return range.begin >= 2 && !tokens_[range.begin - 1].capital &&
           document_.Surface(range.begin - 1) == "of" && tokens_[range.begin - 2].capital &&
           document_.Is(range.begin - 2, WordSet::kOrganisation);
  }

  void AddEvidence(const TokenRange& range, const PlaceSense& sense) {
    const KindScore score = ScoreOf(sense.kind);
    Finding& finding = findings_[sense.country];
    if (finding.evidence.empty()) {
      finding.facet = Facet::kCountry;
      finding.id = sense.country;
      finding.label = CountryLabel(sense.country, "en");
    }
    const double factor = InOrganisation(range) ? kInsideOrganisation : 1.0;
    const double confidence = score.confidence - (sense.doubtful ? 0.15 : 0);
    finding.confidence = std::max(finding.confidence, confidence);
    finding.evidence.push_back({range, score.weight * factor});
  }

  Analysis* analysis_;
  const Document& document_;
  const std::vector<Token>& tokens_;
  std::set<std::string> supported_;     // countries that an unambiguous name speaks of
  std::set<std::string> with_regions_;  // countries of which a region is named
  std::map<std::string, Finding> findings_;
};

}  // namespace

void CountryRecogniser::Recognise(Analysis& analysis) const { Resolver(analysis).Run(); }

}  // namespace facetwire
