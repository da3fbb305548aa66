// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/entities/people.h"

#include <algorithm>

namespace facetwire {
namespace {

constexpr double kForEachMore = 0.15;
constexpr std::uint32_t kMostCounted = 8;
constexpr double kSharedFamily = 1.2;
constexpr std::size_t kMostHosts = 32;  // people with one last word that are compared

bool InOrder(const std::vector<WordId>& part, const std::vector<WordId>& whole) {
  auto from = whole.begin();
  for (const WordId word : part) {
    from = std::find(from, whole.end(), word);
    if (from == whole.end()) {
      return false;
    }
    ++from;
  }
  return true;
}

void AddUnique(std::vector<People::Key>& people, People::Key person) {
  if (people.size() < kMostHosts &&
      std::find(people.begin(), people.end(), person) == people.end()) {
    people.push_back(person);
  }
}

}  // namespace

People::People(const Document& document, const std::vector<NameCandidate>& candidates)
    : document_(document) {
  Names names = Count(candidates);
  ShareFamilies(names);
  AddFullNames(names);
  AddSingleNames(names);
}

std::vector<WordId> People::WordsOf(const TokenRange& range) const {
  std::vector<WordId> words;
  for (std::uint32_t i = range.begin; i < range.end; ++i) {
    words.push_back(document_.tokens()[i].word);
  }
  return words;
}

People::Names People::Count(const std::vector<NameCandidate>& candidates) const {
  Names names;
  for (const NameCandidate& candidate : candidates) {
    Named& named = names[WordsOf(candidate.tokens)];
    if (named.count == 0) {
      named = {candidate.score, 1, candidate.tokens};
      continue;
    }
    named.score = std::max(named.score, candidate.score);
    ++named.count;
  }
  for (auto& [words, named] : names) {
    named.score += kForEachMore * (std::min(named.count, kMostCounted) - 1);
  }
  return names;
}

void People::ShareFamilies(Names& names) {
  std::unordered_map<WordId, std::uint32_t> families;  // names found to be people's, by last word
  for (const auto& [words, named] : names) {
    if (words.size() > 1 && named.score > 0) {
      ++families[words.back()];
    }
  }
  for (auto& [words, named] : names) {
    const auto family = families.find(words.back());
    if (words.size() > 1 && named.score <= 0 && family != families.end()) {
      named.score += kSharedFamily;
    }
  }
}

void People::AddFullNames(const Names& names) {
  std::vector<const Names::value_type*> full;
  for (const auto& entry : names) {
    if (entry.first.size() > 1 && entry.second.score > 0) {
      full.push_back(&entry);
    }
  }
  std::stable_sort(full.begin(), full.end(), [](const auto* a, const auto* b) {
    return a->first.size() > b->first.size();
  });
  for (const auto* entry : full) {
    const std::vector<Key> hosts = Hosts(entry->first);
    if (hosts.size() == 1) {
      by_name_[entry->first] = hosts[0];
      Person& host = people_[hosts[0]];
      host.score = std::max(host.score, entry->second.score);
    } else {
      Make(entry->first, entry->second);
    }
  }
}

// A single word that nobody has in the name, but that reads like a person's.
void People::AddSingleNames(const Names& names) {
  for (const auto& [words, named] : names) {
    if (words.size() == 1 && named.score > 0 && Meant(named.first).empty()) {
      Make(words, named);
    }
  }
}

std::vector<People::Key> People::Hosts(const std::vector<WordId>& name) const {
  std::vector<Key> hosts;
  const auto consider = [&](const std::unordered_map<WordId, std::vector<Key>>& index,
                            WordId word) {
    const auto same = index.find(word);
    if (same == index.end()) {
      return;
    }
    for (const Key person : same->second) {
      if (InOrder(name, people_[person].words)) {
        AddUnique(hosts, person);
      }
    }
  };
  consider(by_last_, name.back());
  if (hosts.empty()) {
    consider(by_first_, name.front());
  }
  return hosts;
}

People::Key People::Make(const std::vector<WordId>& words, const Named& named) {
  const auto person = static_cast<Key>(people_.size());
  Person made;
  made.words = words;
  made.first = named.first;
  made.score = named.score;
  people_.push_back(std::move(made));
  by_name_[words] = person;
  Register(person);
  return person;
}

void People::Register(Key person) {
  const std::vector<WordId>& words = people_[person].words;
  const TokenRange& range = people_[person].first;
  // Chinese, Korean and Vietnamese names put the family first.
  const bool family_first = words.size() >= 2 && words.size() <= 4 &&
                            document_.Is(range.begin, WordSet::kChineseSurname) &&
                            !document_.Is(range.end - 1, WordSet::kChineseSurname);
  AddUnique(by_family_[family_first ? words.front() : words.back()], person);
  AddUnique(by_last_[words.back()], person);
  AddUnique(by_first_[words.front()], person);
  for (std::size_t i = 1; i + 1 < words.size(); ++i) {
    if (!document_.lexicon().Is(words[i], WordSet::kParticle)) {
      AddUnique(by_inner_[words[i]], person);
    }
  }
}

std::vector<People::Key> People::Meant(const TokenRange& candidate) const {
  const std::vector<WordId> words = WordsOf(candidate);
  const auto named = by_name_.find(words);
  if (named != by_name_.end()) {
    return {named->second};
  }
  if (words.size() > 1) {
    const std::vector<Key> hosts = Hosts(words);
    return hosts.size() == 1 ? hosts : std::vector<Key>();
  }
  for (const auto* index : {&by_family_, &by_last_, &by_first_, &by_inner_}) {
    const auto found = index->find(words[0]);
    if (found != index->end()) {
      return found->second;
    }
  }
  return {};
}

}  // namespace facetwire
