// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/entities/place_candidate.h"

#include <algorithm>
#include <unordered_map>

#include "index/entities/place_filter.h"

namespace facetwire {
namespace {

bool IsNamed(PlaceKind kind) { return kind == PlaceKind::kName || kind == PlaceKind::kAdjective; }

bool IsRegion(PlaceKind kind) { return kind == PlaceKind::kRegion || kind == PlaceKind::kProvince; }

std::uint64_t NameOf(const Document& document, const TokenRange& range) {
  std::uint64_t name = 0;
  for (std::uint32_t i = range.begin; i < range.end; ++i) {
    name = name * 0x9E3779B97F4A7C15U + document.tokens()[i].word;
  }
  return name;
}

void AddSenses(const PlaceMatch& match, PlaceCandidate& place) {
  for (const PlaceSense& sense : *match.senses) {
    (sense.kind == PlaceKind::kSuffix ? place.suffixes : place.senses).push_back(&sense);
  }
}

// What a place behind a comma says of the one before it.
class Qualifier {
 public:
  Qualifier(const Document& document, std::vector<PlaceCandidate>& places)
      : document_(&document), places_(&places) {}

  void Run() {
    for (std::size_t i = 0; i < places_->size(); ++i) {
      PlaceCandidate& place = (*places_)[i];
      if (!IsBehindComma(place)) {
        continue;
      }
      const bool adjoins = i > 0 && (*places_)[i - 1].tokens.end == place.tokens.begin;
      Qualify(adjoins ? &(*places_)[i - 1] : nullptr, place);
    }
  }

 private:
  // "Blakely, Ga.", "D-Calif."
  bool IsBehindComma(const PlaceCandidate& place) const {
    if (place.tokens.begin == 0) {
      return false;
    }
    const Token& token = document_->tokens()[place.tokens.begin];
    const Token& before = document_->tokens()[place.tokens.begin - 1];
    if (place.senses.empty() && LeadsName(place)) {
      return false;
    }
    if (token.gap == Gap::kHyphen) {
      return before.initial && !place.suffixes.empty();
    }
    return token.gap == Gap::kComma && before.capital;
  }

  // "Le Matin, La Tribune"
  bool LeadsName(const PlaceCandidate& place) const {
    const std::vector<Token>& tokens = document_->tokens();
    const std::size_t next = place.tokens.end;
    return next < tokens.size() && tokens[next].capital && tokens[next].gap == Gap::kSpace;
  }

  static void Qualify(PlaceCandidate* before, PlaceCandidate& place) {
    if (before != nullptr && (AreCapitals(*before, place) || QualifyBySense(*before, place))) {
      return;
    }
    const bool unknown = before == nullptr || before->senses.empty() ||
                         before->senses.front()->kind == PlaceKind::kTown;
    if (!place.suffixes.empty() && (place.senses.empty() || unknown)) {
      place.fixed = place.suffixes.front()->country;
      if (before != nullptr) {
        before->fixed = place.fixed;
      }
    } else if (before != nullptr && place.IsSure() && IsRegion(place.senses.front()->kind) &&
               !before->senses.empty() && !IsNamed(before->senses.front()->kind) &&
               !IsRegion(before->senses.front()->kind)) {
      before->fixed = place.senses.front()->country;
    }
  }

  // "Ottawa, Washington and Paris": capitals in a row, though a Washington has an Ottawa.
  static bool AreCapitals(const PlaceCandidate& before, const PlaceCandidate& place) {
    return !before.senses.empty() && !place.senses.empty() &&
           before.senses.front()->kind == PlaceKind::kCapital &&
           place.senses.front()->kind == PlaceKind::kCapital;
  }

  // Both have a country in common: "Paris, Texas", "Birmingham, England".
  static bool QualifyBySense(PlaceCandidate& before, PlaceCandidate& place) {
    for (const auto* list : {&place.suffixes, &place.senses}) {
      for (const PlaceSense* sense : *list) {
        const PlaceSense* inside = before.In(sense->country);
        const bool wider = sense->kind == PlaceKind::kSuffix || IsRegion(sense->kind) ||
                           sense->kind == PlaceKind::kName;
        if (inside != nullptr && wider && !IsNamed(inside->kind) && !IsRegion(inside->kind)) {
          before.fixed = sense->country;
          place.fixed = sense->country;
          return true;
        }
      }
    }
    return false;
  }

  const Document* document_;
  std::vector<PlaceCandidate>* places_;
};

// Puts the places of both kinds of file into one row.
class Gatherer {
 public:
  explicit Gatherer(const Analysis& analysis)
      : analysis_(&analysis), filter_(analysis), minors_(analysis.minor_places) {}

  std::vector<PlaceCandidate> Run() {
    for (const PlaceMatch& match : analysis_->places) {
      TakeMinorsBefore(match.tokens);
      const bool taken = Take(match);
      TakeMinorsAt(match.tokens, taken);
    }
    for (; next_ < minors_.size(); ++next_) {
      Take(minors_[next_]);
    }
    return std::move(found_);
  }

 private:
  // Whether it is a candidate now.
  bool Take(const PlaceMatch& match) {
    const bool counts = match.tokens.begin >= end_ && filter_.Counts(match);
    if (counts) {
      PlaceCandidate& place = found_.emplace_back();
      place.tokens = match.tokens;
      place.name = NameOf(*analysis_->document, match.tokens);
      AddSenses(match, place);
    }
    end_ = std::max(end_, match.tokens.end);
    return counts;
  }

  // Those that begin before `range` and do not end inside it.
  void TakeMinorsBefore(const TokenRange& range) {
    for (; next_ < minors_.size() && minors_[next_].tokens.begin < range.begin; ++next_) {
      const std::uint32_t end = minors_[next_].tokens.end;
      if (end <= range.begin || end >= range.end) {
        Take(minors_[next_]);
      }
    }
  }

  // The one that begins with `range`: another meaning of the same name, or a longer name that
  // stands in its place.
  void TakeMinorsAt(const TokenRange& range, bool taken) {
    if (next_ == minors_.size() || minors_[next_].tokens.begin != range.begin) {
      return;
    }
    const PlaceMatch& minor = minors_[next_++];
    if (taken && minor.tokens == range) {
      AddSenses(minor, found_.back());
    } else if (minor.tokens.end > range.end && filter_.Counts(minor)) {
      if (taken) {
        found_.pop_back();
      }
      end_ = range.begin;
      Take(minor);
    }
  }

  const Analysis* analysis_;
  PlaceFilter filter_;
  const std::vector<PlaceMatch>& minors_;
  std::vector<PlaceCandidate> found_;
  std::size_t next_ = 0;   // of minors_
  std::uint32_t end_ = 0;  // of what is taken so far
};

}  // namespace

const PlaceSense* PlaceCandidate::In(const std::string& country) const {
  const auto found = std::find_if(senses.begin(), senses.end(), [&](const PlaceSense* sense) {
    return sense->country == country;
  });
  return found == senses.end() ? nullptr : *found;
}

bool PlaceCandidate::IsSure() const {
  return !senses.empty() &&
         std::all_of(senses.begin(), senses.end(), [this](const PlaceSense* sense) {
           return sense->country == senses.front()->country;
         });
}

std::vector<PlaceCandidate> FindCandidates(const Analysis& analysis) {
  return Gatherer(analysis).Run();
}

void FixQualified(const Document& document, std::vector<PlaceCandidate>& places) {
  Qualifier(document, places).Run();
  std::unordered_map<std::uint64_t, std::string> fixed;
  for (const PlaceCandidate& place : places) {
    if (!place.fixed.empty() && place.suffixes.empty()) {
      fixed.try_emplace(place.name, place.fixed);
    }
  }
  for (PlaceCandidate& place : places) {
    const auto known = fixed.find(place.name);
    if (place.fixed.empty() && known != fixed.end()) {
      place.fixed = known->second;
    }
  }
  std::erase_if(places, [](const PlaceCandidate& place) {
    return place.senses.empty() && place.fixed.empty();
  });
}

}  // namespace facetwire
