// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/entities/place_filter.h"

#include <algorithm>
#include <array>

namespace facetwire {
namespace {

constexpr std::uint32_t kOrganisationReach = 4;  // words

// Words of these kinds behind a place are no surname.
constexpr std::array kNoSurname = {WordSet::kOrganisation,
                                   WordSet::kPlace,
                                   WordSet::kRole,
                                   WordSet::kNever,
                                   WordSet::kCommon,
                                   WordSet::kPreposition,
                                   WordSet::kCompany,
                                   WordSet::kCurrency};

bool IsWithin(PlaceKind kind) { return kind != PlaceKind::kName && kind != PlaceKind::kAdjective; }

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

}  // namespace

PlaceFilter::PlaceFilter(const Analysis& analysis)
    : document_(analysis.document),
      tokens_(&analysis.document->tokens()),
      taken_(PersonTokens(analysis)) {}

bool PlaceFilter::Counts(const PlaceMatch& match) const {
  const PlaceSense& first = match.senses->front();
  if (first.kind == PlaceKind::kNothing || IsTaken(match) || IsSymbol(match.tokens)) {
    return false;
  }
  const bool minor = first.kind == PlaceKind::kTown || first.kind == PlaceKind::kProvince;
  if ((first.doubtful || minor) && LooksLikePerson(match.tokens)) {
    return false;
  }
  if (IsWithin(first.kind)) {
    return !InCompany(match.tokens);
  }
  return !IsMoney(match.tokens) && !IsListing(match.tokens) &&
         (first.kind != PlaceKind::kAdjective || !IsLanguage(match.tokens));
}

bool PlaceFilter::IsTaken(const PlaceMatch& match) const {
  if (!taken_[match.tokens.begin]) {
    return false;
  }
  // A role mention begins with "The" and holds the adjective: only names take it away.
  return match.senses->front().kind != PlaceKind::kAdjective;
}

// "Chad Smith", "Michael Jordan": a name of another kind beside it, with nothing but a space.
bool PlaceFilter::LooksLikePerson(const TokenRange& range) const {
  if (FollowsName(range)) {
    return true;
  }
  const std::vector<Token>& tokens = *tokens_;
  const std::size_t next = range.end;
  if (next >= tokens.size() || tokens[next].gap != Gap::kSpace || !tokens[next].capital) {
    return false;
  }
  for (const WordSet set : kNoSurname) {
    if (document_->Is(next, set)) {
      return false;
    }
  }
  const bool located = range.begin > 0 && document_->Is(range.begin - 1, WordSet::kPreposition);
  return !tokens[next].all_capitals && !document_->IsHeadline(tokens[next].sentence) &&
         (document_->Is(next, WordSet::kSurname) || !located);
}

bool PlaceFilter::FollowsName(const TokenRange& range) const {
  if (range.begin == 0 || (*tokens_)[range.begin].gap != Gap::kSpace) {
    return false;
  }
  const std::size_t before = range.begin - 1;
  if (!(*tokens_)[before].capital) {
    return false;
  }
  return document_->Is(before, WordSet::kHonorific) || (*tokens_)[before].initial ||
         (document_->Is(before, WordSet::kGivenName) && !document_->Is(before, WordSet::kCommon));
}

bool PlaceFilter::Leads(const TokenRange& range, WordSet set) const {
  const std::vector<Token>& tokens = *tokens_;
  for (std::uint32_t i = range.end; i < tokens.size() && i < range.end + kOrganisationReach; ++i) {
    if (!tokens[i].capital || tokens[i].gap != Gap::kSpace) {
      return false;
    }
    if (document_->Is(i, set)) {
      return true;
    }
  }
  return false;
}

bool PlaceFilter::InOrganisation(const TokenRange& range) const {
  const std::vector<Token>& tokens = *tokens_;
  return Leads(range, WordSet::kOrganisation) ||
         (range.begin >= 2 && !tokens[range.begin - 1].capital &&
          document_->Surface(range.begin - 1) == "of" && tokens[range.begin - 2].capital &&
          document_->Is(range.begin - 2, WordSet::kOrganisation));
}

bool PlaceFilter::InCompany(const TokenRange& range) const {
  return !document_->IsHeadline((*tokens_)[range.begin].sentence) &&
         Leads(range, WordSet::kCompany);
}

bool PlaceFilter::IsSymbol(const TokenRange& range) const {
  const Token& token = (*tokens_)[range.begin];
  return range.end == range.begin + 1 && token.all_capitals && document_->InAngles(range.begin);
}

bool PlaceFilter::IsMoney(const TokenRange& range) const {
  const std::vector<Token>& tokens = *tokens_;
  return range.end < tokens.size() && tokens[range.end].gap == Gap::kSpace &&
         document_->Is(range.end, WordSet::kCurrency);
}

bool PlaceFilter::IsListing(const TokenRange& range) const {
  return range.begin >= 2 && document_->Is(range.begin - 1, WordSet::kPreposition) &&
         document_->Is(range.begin - 2, WordSet::kListed);
}

// "in English and Spanish", "taught French", "the English version"; not "in English law".
bool PlaceFilter::IsLanguage(const TokenRange& range) const {
  const std::vector<Token>& tokens = *tokens_;
  const std::size_t next = range.end;
  const bool described = next < tokens.size() && tokens[next].gap == Gap::kSpace;
  if (described && document_->Is(next, WordSet::kLanguageNoun)) {
    return true;
  }
  if (range.begin == 0 || tokens[range.begin].gap != Gap::kSpace) {
    return false;
  }
  const std::string_view before = document_->Surface(range.begin - 1);
  const std::string_view after = described ? document_->Surface(next) : std::string_view();
  const bool bare = !described || after == "and" || after == "or" || after == "to" ||
                    after == "with" || after == "at" || after == "as";
  return bare && (before == "in" || before == "into" ||
                  document_->Is(range.begin - 1, WordSet::kLanguageVerb));
}

}  // namespace facetwire
