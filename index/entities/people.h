// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_ENTITIES_PEOPLE_H_
#define FACETWIRE_INDEX_ENTITIES_PEOPLE_H_

#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "index/entities/person_spotter.h"
#include "index/entities/roles.h"

namespace facetwire {

// Somebody whom the article names.
struct Person {
  std::vector<WordId> words;  // of the longest name
  TokenRange first;           // where that stands first
  double score = 0;           // the best of the candidates, and a little for each more
  std::vector<Role> roles;
  double prominence = 0;  // how much the whole article is about this person
};

// The people of one article: which names are one person's, and who may be meant by a part of a
// name. Names of several words found to be people's come first; a shorter one that stands in
// exactly one longer one, in order and with the same last word ("Ana Ruiz" in "Ana Maria Ruiz") or
// else the same first one ("Ana Ruiz" in "Ana Ruiz Diaz"), is the same person. Who shares the
// last word with somebody found ("Basil Rajapaksa") is more likely to be one as well. One word
// alone is somebody of its own only where nobody has it in the name and something beside it says
// so.
class People {
 public:
  using Key = std::uint32_t;

  People(const Document& document, const std::vector<NameCandidate>& candidates);

  std::size_t size() const { return people_.size(); }

  Person& at(Key person) { return people_[person]; }

  const Person& at(Key person) const { return people_[person]; }

  // Who a candidate's words may mean: one for a full name; for one word everybody who has it as the
  // family name, or else as the last word, as the first, or anywhere in it. Empty: nobody.
  std::vector<Key> Meant(const TokenRange& candidate) const;

 private:
  struct Named {
    double score = 0;
    std::uint32_t count = 0;
    TokenRange first;
  };

  using Names = std::map<std::vector<WordId>, Named>;

  std::vector<WordId> WordsOf(const TokenRange& range) const;
  Names Count(const std::vector<NameCandidate>& candidates) const;
  void AddFullNames(const Names& names);
  static void ShareFamilies(Names& names);
  void AddSingleNames(const Names& names);
  std::vector<Key> Hosts(const std::vector<WordId>& name) const;
  void Register(Key person);
  Key Make(const std::vector<WordId>& words, const Named& named);

  const Document& document_;
  std::vector<Person> people_;
  std::map<std::vector<WordId>, Key> by_name_;
  std::unordered_map<WordId, std::vector<Key>> by_family_;
  std::unordered_map<WordId, std::vector<Key>> by_last_;
  std::unordered_map<WordId, std::vector<Key>> by_first_;
  std::unordered_map<WordId, std::vector<Key>> by_inner_;  // between the first and the last
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_ENTITIES_PEOPLE_H_
