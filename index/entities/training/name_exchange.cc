// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/entities/training/name_exchange.h"

#include <array>
#include <map>
#include <utility>

#include "index/entities/tsv.h"
#include "index/text/fold.h"
#include "index/text/words.h"

namespace facetwire {
namespace {

bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }

char ToUpper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

std::string Shouted(std::string word) {
  for (char& c : word) {
    c = ToUpper(c);
  }
  return word;
}

std::string Capitalised(std::string_view folded) {
  std::string word(folded);
  word[0] = ToUpper(word[0]);
  return word;
}

bool IsShouted(std::string_view word) {
  return word.size() > 2 && IsUpper(word[0]) && IsUpper(word[1]) && IsUpper(word[2]);
}

bool IsPerson(NameLabel label) {
  return label == NameLabel::kPersonBegin || label == NameLabel::kPersonInside;
}

}  // namespace

NameExchange::NameExchange(const std::vector<std::string_view>& people,
                           const std::vector<std::string_view>& places,
                           const Lexicon& lexicon)
    : lexicon_(lexicon) {
  for (const std::string_view line : people) {
    const std::vector<std::string_view> fields = SplitAt(line, '\t');
    const bool given = fields[0] == "given_name";
    if (fields[0] == "role" || fields[0] == "organisation") {
      for (const std::string_view word : SplitAt(fields[1], ' ')) {
        (fields[0] == "role" ? titles_ : offices_).push_back(Capitalised(word));
      }
    }
    if (!given && fields[0] != "surname" && fields[0] != "chinese_surname") {
      continue;
    }
    for (const std::string_view word : SplitAt(fields[1], ' ')) {
      (given ? given_ : families_).push_back(Capitalised(word));
    }
  }
  AddPlaces(places);
}

void NameExchange::AddPlaces(const std::vector<std::string_view>& places) {
  for (const std::string_view line : places) {
    const std::vector<std::string_view> fields = SplitAt(line, '\t');
    if (fields.size() != 3) {
      continue;  // a comment
    }
    const bool inside = fields[1] == "city" || fields[1] == "capital" || fields[1] == "region";
    for (const std::string_view name : SplitAt(fields[2], '|')) {
      if (inside) {
        AddCity(name);
      } else {
        AddCountry(name);
      }
    }
  }
}

// Names of one word, with nothing beside it.
void NameExchange::AddCity(std::string_view name) {
  const std::vector<FoldedWord> words = SplitWords(name);
  if (words.size() == 1 && words[0].folded.size() > 2 && words[0].folded.size() == name.size()) {
    cities_.push_back(Capitalised(words[0].folded));
  }
}

void NameExchange::AddCountry(std::string_view name) {
  for (const FoldedWord& word : SplitWords(name)) {
    countries_.insert(word.folded);
  }
}

// One document: who has become whom.
class NameExchange::Pass {
 public:
  Pass(const NameExchange& lists, TrainingRandom& random) : lists_(lists), random_(random) {}

  void Rename(LabelledSentence& sentence) {
    for (std::size_t i = 0; i < sentence.size(); ++i) {
      LabelledWord& word = sentence[i];
      const bool person = IsPerson(word.label);
      if ((word.label == NameLabel::kOther && !word.other_name) || word.text.size() < 3 ||
          !IsUpper(word.text[0]) || word.text.back() == '.' ||
          (!person && SaysWhatItIs(word.text))) {
        continue;
      }
      const bool first = word.label == NameLabel::kPersonBegin && i + 1 < sentence.size() &&
                         sentence[i + 1].label == NameLabel::kPersonInside;
      const auto key = std::make_pair(word.text, person);
      auto found = names_.find(key);
      if (found == names_.end()) {
        found = names_.emplace(key, Another(word, first)).first;
      }
      word.text = IsShouted(word.text) ? Shouted(found->second) : found->second;
    }
  }

 private:
  bool SaysWhatItIs(const std::string& text) const {
    const std::string folded = Fold(text);
    const WordId word = lists_.lexicon_.Find(folded);
    for (const WordSet set : {WordSet::kOrganisation,
                              WordSet::kPlace,
                              WordSet::kHonorific,
                              WordSet::kRole,
                              WordSet::kNever,
                              WordSet::kCommon}) {
      if (lists_.lexicon_.Is(word, set)) {
        return true;
      }
    }
    return lists_.countries_.contains(folded);
  }

  const std::string& Pick(const std::vector<std::string>& names) {
    return names[random_.Below(names.size())];
  }

  // The first half of one name and the second half of another.
  std::string Mixed(const std::string& name) {
    const std::string& other = Pick(random_.Below(2) == 0 ? lists_.families_ : lists_.cities_);
    return name.size() > 3 ? name.substr(0, name.size() / 2) + Fold(other.substr(other.size() / 2))
                           : name;
  }

  std::string Another(const LabelledWord& word, bool first) {
    const std::size_t die = random_.Below(10);
    if (die < 3) {
      return word.text;
    }
    if (IsPerson(word.label)) {
      const std::string& name = Pick(first ? lists_.given_ : lists_.families_);
      return die < 5 ? Mixed(name) : name;
    }
    if (word.other_name) {
      constexpr std::array<std::string_view, 8> kEndings = {
          "an", "ian", "i", "ese", "ans", "is", "ians", ""};
      const std::string& city = Pick(lists_.cities_);
      const std::string stem = random_.Below(2) == 0 ? Mixed(city) : city;
      return stem + std::string(kEndings[random_.Below(kEndings.size())]);
    }
    if (word.label == NameLabel::kPlaceBegin || word.label == NameLabel::kPlaceInside) {
      const std::string& city = Pick(lists_.cities_);
      return die < 5 ? Mixed(city) : city;
    }
    return IsShouted(word.text) ? Abbreviation() : Organisation(die);
  }

  std::string Abbreviation() {
    std::string letters;
    for (std::size_t size = 2 + random_.Below(4); size > 0; --size) {
      letters.push_back(static_cast<char>('A' + random_.Below(26)));
    }
    return letters;
  }

  std::string Organisation(std::size_t die) {
    const std::string& name = Pick(die < 6 ? lists_.families_ : lists_.cities_);
    return die % 2 == 1 ? Mixed(name) : name;
  }

  const NameExchange& lists_;
  TrainingRandom& random_;
  std::map<std::pair<std::string, bool>, std::string> names_;
};

void NameExchange::AddTitles(LabelledSentence& sentence,
                             double probability,
                             TrainingRandom& random) const {
  LabelledSentence titled;
  for (std::size_t i = 0; i < sentence.size(); ++i) {
    const bool several =
        i + 1 < sentence.size() && sentence[i + 1].label == NameLabel::kPersonInside;
    if (sentence[i].label == NameLabel::kPersonBegin && several && random.Chance(probability)) {
      for (std::size_t k = random.Below(2) + 1; k > 0; --k) {
        titled.push_back({titles_[random.Below(titles_.size())], NameLabel::kOther, false});
      }
      if (!offices_.empty() && random.Below(3) == 0) {
        titled.push_back({"of", NameLabel::kOther, false});
        titled.push_back({offices_[random.Below(offices_.size())], NameLabel::kOther, false});
      }
    }
    titled.push_back(sentence[i]);
  }
  sentence = std::move(titled);
}

void NameExchange::Apply(LabelledDocument& document, TrainingRandom& random) const {
  Pass pass(*this, random);
  for (LabelledSentence& sentence : document) {
    pass.Rename(sentence);
  }
}

}  // namespace facetwire
