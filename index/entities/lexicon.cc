// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/entities/lexicon.h"

#include <algorithm>
#include <array>
#include <utility>

#include "index/base/str_cat.h"
#include "index/entities/tsv.h"
#include "index/text/words.h"

namespace facetwire {
namespace {

constexpr std::array<std::pair<std::string_view, WordSet>, 21> kSetNames = {{
    {"given_name", WordSet::kGivenName},
    {"surname", WordSet::kSurname},
    {"chinese_surname", WordSet::kChineseSurname},
    {"honorific", WordSet::kHonorific},
    {"role", WordSet::kRole},
    {"speech", WordSet::kSpeech},
    {"organisation", WordSet::kOrganisation},
    {"place", WordSet::kPlace},
    {"particle", WordSet::kParticle},
    {"never", WordSet::kNever},
    {"preposition", WordSet::kPreposition},
    {"common", WordSet::kCommon},
    {"place_opener", WordSet::kPlaceOpener},
    {"company", WordSet::kCompany},
    {"currency", WordSet::kCurrency},
    {"listed", WordSet::kListed},
    {"language_verb", WordSet::kLanguageVerb},
    {"language_noun", WordSet::kLanguageNoun},
    {"sometimes", WordSet::kSometimes},
    {"mixed", WordSet::kMixed},
    {"region_name", WordSet::kRegionName},
}};

}  // namespace

Lexicon::Lexicon() { Intern(""); }

WordId Lexicon::Intern(std::string_view folded) {
  const auto found = ids_.find(ToAbsl(folded));
  if (found != ids_.end()) {
    return found->second;
  }
  const WordId id = size();
  words_.emplace_back(folded);
  ids_.emplace(ToAbsl(words_.back()), id);
  sets_.push_back(0);
  return id;
}

std::vector<WordId> Lexicon::InternAll(std::string_view text) {
  std::vector<WordId> words;
  ForEachWord(text,
              [&](const WordSpan&, std::string_view folded) { words.push_back(Intern(folded)); });
  return words;
}

WordId Lexicon::Find(std::string_view folded) const {
  const auto found = ids_.find(ToAbsl(folded));
  return found == ids_.end() ? kNoWord : found->second;
}

absl::Status Lexicon::AddSets(const std::vector<std::string_view>& lines) {
  for (const std::string_view line : lines) {
    const std::vector<std::string_view> fields = SplitAt(line, '\t');
    const auto* set = std::find_if(kSetNames.begin(), kSetNames.end(), [&](const auto& entry) {
      return entry.first == fields[0];
    });
    if (fields.size() != 2 || set == kSetNames.end()) {
      return absl::InvalidArgumentError("not a row of word sets: " + std::string(line));
    }
    for (const std::string_view word : SplitAt(fields[1], ' ')) {
      std::uint32_t& sets = sets_[Intern(word)];
      sets |= static_cast<std::uint32_t>(set->second);
      if (set->second == WordSet::kMixed) {
        sets |= static_cast<std::uint32_t>(WordSet::kCommon);
      }
    }
  }
  return absl::OkStatus();
}

}  // namespace facetwire
