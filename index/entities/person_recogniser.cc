// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/entities/person_recogniser.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

#include "index/entities/attention.h"
#include "index/entities/people.h"
#include "index/entities/person_id.h"

namespace facetwire {
namespace {

constexpr double kPossessive = 0.3;     // "Smith's visit": about the visit
constexpr double kSubject = 1.5;        // "Smith said", or the name that opens the sentence
constexpr std::size_t kLookAhead = 64;  // places
constexpr double kIntroducedLater = -5;
constexpr double kPerAgreement = 3;
constexpr double kProminenceShare = 0.15;
constexpr std::uint32_t kLeadWords = 60;

// A place that speaks of somebody: by a name, or by a role alone.
struct Place {
  TokenRange tokens;
  std::vector<People::Key> meant;  // by a name
  std::optional<Role> role;        // by a role alone
  bool full = false;               // several words of a name
};

class Reader {
 public:
  Reader(Analysis& analysis, const NameTagger& tagger, const PersonAliases& aliases, WordId the)
      : analysis_(analysis),
        aliases_(aliases),
        document_(*analysis.document),
        the_(the),
        place_map_(analysis),
        roles_(document_, place_map_),
        candidates_(tagger.Tag(document_, place_map_)),
        people_(document_, candidates_) {}

  void Run() {
    FindPlaces();
    LearnRoles();
    Weigh();
    Resolve();
    Report();
  }

 private:
  using Key = People::Key;

  void FindPlaces() {
    auto next = candidates_.begin();
    for (std::uint32_t i = 0; i < document_.tokens().size(); ++i) {
      if (next != candidates_.end() && next->tokens.begin == i) {
        AddName(*next);
        i = next->tokens.end - 1;
        ++next;
      } else if (document_.tokens()[i].word == the_) {
        const std::optional<RoleMention> mention = roles_.MentionAt(i);
        if (mention.has_value()) {
          places_.push_back({mention->tokens, {}, mention->role, false});
        }
      }
    }
  }

  void AddName(const NameCandidate& candidate) {
    Place place{candidate.tokens, people_.Meant(candidate.tokens), std::nullopt, false};
    place.full = candidate.tokens.end - candidate.tokens.begin > 1;
    if (!place.meant.empty()) {
      places_.push_back(std::move(place));
    }
  }

  void LearnRoles() {
    for (const Place& place : places_) {
      if (place.meant.size() != 1) {
        continue;
      }
      const std::optional<Role> role = roles_.Beside(place.tokens);
      std::vector<Role>& known = people_.at(place.meant[0]).roles;
      if (role.has_value() && known.size() < 8 &&
          std::find(known.begin(), known.end(), *role) == known.end()) {
        known.push_back(*role);
      }
    }
    for (Key person = 0; person < people_.size(); ++person) {
      for (const Role& role : people_.at(person).roles) {
        by_role_[LastWordOf(role.title)].push_back(person);
      }
    }
    for (auto& [word, people] : by_role_) {
      std::sort(people.begin(), people.end());
      people.erase(std::unique(people.begin(), people.end()), people.end());
    }
  }

  // "premier" and "prime minister" are looked up under one word.
  static std::string LastWordOf(const std::string& title) {
    const std::size_t blank = title.rfind(' ');
    const std::string word = blank == std::string::npos ? title : title.substr(blank + 1);
    return word == "premier" ? "minister" : word;
  }

  // What the whole article says of each person, before it is read from the start.
  void Weigh() {
    std::vector<double> mass(people_.size());
    for (const Place& place : places_) {
      if (place.meant.size() == 1) {
        const bool lead = document_.tokens()[place.tokens.begin].field != TextField::kBody ||
                          document_.PositionInField(place.tokens.begin) < kLeadWords;
        mass[place.meant[0]] += FocusOf(place) * (lead ? 2 : 1);
      } else if (place.role.has_value()) {
        const std::vector<Key> agreeing = Agreeing(*place.role);
        if (agreeing.size() == 1) {
          mass[agreeing[0]] += 1;
        }
      }
    }
    for (Key person = 0; person < people_.size(); ++person) {
      people_.at(person).prominence = std::log1p(mass[person]);
    }
  }

  double FocusOf(const Place& place) const {
    const std::uint32_t next = place.tokens.end;
    if (next >= document_.tokens().size()) {
      return 1;
    }
    const Gap gap = document_.tokens()[next].gap;
    if (gap == Gap::kPossessive) {
      return kPossessive;
    }
    const bool speaks = gap == Gap::kSpace && document_.Is(next, WordSet::kSpeech);
    return speaks || OpensSentence(place.tokens) ? kSubject : 1;
  }

  // Nothing but titles and the country before it.
  bool OpensSentence(const TokenRange& range) const {
    std::uint32_t i = range.begin;
    while (!document_.tokens()[i].opens && range.begin - i < 6 &&
           (document_.Is(i - 1, WordSet::kRole) || document_.Is(i - 1, WordSet::kHonorific) ||
            place_map_.At(i - 1) != nullptr)) {
      --i;
    }
    return document_.tokens()[i].opens;
  }

  double AgreementOf(Key person, const Role& said) const {
    double best = 0;
    for (const Role& known : people_.at(person).roles) {
      best = std::max(best, RoleReader::Agreement(known, said));
    }
    return best;
  }

  std::vector<Key> Agreeing(const Role& said) const {
    const auto found = by_role_.find(LastWordOf(said.title));
    std::vector<Key> agreeing;
    if (found == by_role_.end()) {
      return agreeing;
    }
    for (const Key person : found->second) {
      if (agreeing.size() < 16 && AgreementOf(person, said) > 0) {
        agreeing.push_back(person);
      }
    }
    return agreeing;
  }

  void Resolve() {
    Attention attention(people_.size());
    evidence_.resize(people_.size());
    for (std::size_t i = 0; i < places_.size(); ++i) {
      const Place& place = places_[i];
      const std::vector<Key> meant = place.role.has_value() ? Agreeing(*place.role) : place.meant;
      if (meant.empty()) {
        continue;
      }
      const Key person = meant.size() == 1 ? meant[0] : Choose(i, meant, attention);
      const std::uint32_t sentence = document_.tokens()[place.tokens.begin].sentence;
      attention.Add(person, sentence, FocusOf(place));
      const double weight = place.role.has_value() ? 0.7 : place.full ? 1.0 : 0.9;
      evidence_[person].push_back({place.tokens, weight});
    }
  }

  Key Choose(std::size_t index, const std::vector<Key>& meant, const Attention& attention) const {
    const Place& place = places_[index];
    const std::uint32_t sentence = document_.tokens()[place.tokens.begin].sentence;
    const std::optional<Role> said =
        place.role.has_value() ? place.role : roles_.Beside(place.tokens);
    Key best = meant[0];
    double best_score = -1e9;
    for (const Key person : meant) {
      double score =
          attention.Of(person, sentence) + kProminenceShare * people_.at(person).prominence;
      score += said.has_value() ? kPerAgreement * AgreementOf(person, *said) : 0;
      score += IntroducedLater(index, person) ? kIntroducedLater : 0;
      if (score > best_score) {
        best = person;
        best_score = score;
      }
    }
    return best;
  }

  // Whether the sentence of the place names `person` in full after it.
  bool IntroducedLater(std::size_t index, Key person) const {
    const std::vector<Token>& tokens = document_.tokens();
    const std::uint32_t sentence = tokens[places_[index].tokens.begin].sentence;
    const std::size_t end = std::min(places_.size(), index + 1 + kLookAhead);
    for (std::size_t i = index + 1; i < end; ++i) {
      if (tokens[places_[i].tokens.begin].sentence != sentence) {
        return false;
      }
      if (places_[i].full && places_[i].meant.size() == 1 && places_[i].meant[0] == person) {
        return true;
      }
    }
    return false;
  }

  std::string LabelOf(const Person& person) const {
    std::string label;
    for (std::uint32_t i = person.first.begin; i < person.first.end; ++i) {
      const Gap gap = document_.tokens()[i].gap;
      if (i > person.first.begin) {
        label += gap == Gap::kHyphen ? "-" : gap == Gap::kPoint ? ". " : " ";
      }
      label += document_.Surface(i);
    }
    return label;
  }

  void Report() {
    std::map<std::string, Finding> findings;
    for (Key person = 0; person < people_.size(); ++person) {
      if (evidence_[person].empty()) {
        continue;
      }
      std::string label = LabelOf(people_.at(person));
      std::string id = PersonId(label);
      if (const PersonAliases::Known* known = aliases_.Find(id); known != nullptr) {
        id = known->id;
        label = known->name;
      }
      Finding& finding = findings[id];
      if (finding.evidence.empty()) {
        finding.facet = Facet::kPerson;
        finding.label = label;
      }
      finding.confidence =
          std::max(finding.confidence, 1 / (1 + std::exp(-people_.at(person).score)));
      finding.evidence.insert(
          finding.evidence.end(), evidence_[person].begin(), evidence_[person].end());
    }
    for (auto& [id, finding] : findings) {
      PutInOrder(finding.evidence);
      finding.id = id;
      analysis_.findings.push_back(std::move(finding));
    }
  }

  Analysis& analysis_;
  const PersonAliases& aliases_;
  const Document& document_;
  WordId the_;
  PlaceMap place_map_;
  RoleReader roles_;
  std::vector<NameCandidate> candidates_;
  People people_;
  std::vector<Place> places_;                                  // in reading order
  std::unordered_map<std::string, std::vector<Key>> by_role_;  // by the last word of the title
  std::vector<std::vector<Evidence>> evidence_;                // by person
};

}  // namespace

void PersonRecogniser::Recognise(Analysis& analysis) const {
  Reader(analysis, tagger_, aliases_, the_).Run();
}

}  // namespace facetwire
