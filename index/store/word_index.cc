// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/store/word_index.h"

#include <algorithm>

#include "index/base/str_cat.h"
#include "index/text/utf8.h"

namespace facetwire {
namespace {

using Word = absl::node_hash_map<std::string, std::vector<Ordinal>>::value_type;
using Words = std::span<const Word* const>;

bool ComesBefore(const Word* a, const Word* b) { return a->first < b->first; }

// Merges `more`, which is sorted, into `words`.
void MergeInto(std::vector<const Word*>& more, std::vector<const Word*>& words) {
  const auto middle = static_cast<std::ptrdiff_t>(words.size());
  words.insert(words.end(), more.begin(), more.end());
  std::inplace_merge(words.begin(), words.begin() + middle, words.end(), ComesBefore);
  more.clear();
}

// Those of sorted words that begin with `begin`.
Words Beginning(Words words, std::string_view begin) {
  const auto first = std::partition_point(
      words.begin(), words.end(), [&](const Word* word) { return word->first < begin; });
  const auto last = std::partition_point(
      first, words.end(), [&](const Word* word) { return word->first.starts_with(begin); });
  return {first, last};
}

// Calls fn(letter, words) for each code point that follows the first `size` bytes, which the words
// have in common, with the words that have it there.
template <typename Fn>
void ForEachLetter(Words words, std::size_t size, Fn&& fn) {
  while (!words.empty()) {
    const std::string_view word = words.front()->first;
    if (word.size() == size) {  // it ends there
      words = words.subspan(1);
      continue;
    }
    const std::size_t end = size + DecodeAt(word, size).size;
    const Words same = Beginning(words, word.substr(0, end));
    fn(word.substr(size, end - size), same);
    words = words.subspan(same.size());
  }
}

// Visits sorted words that begin with something that one typo makes `typed` of: along `typed`, for
// each place where the typo may be.
template <typename Fn>
void VisitWithTypo(Words words, std::string_view typed, Fn&& visit) {
  for (std::size_t at = 0; at < typed.size() && !words.empty();) {
    const std::string_view head = typed.substr(0, at);
    const std::string_view letter = typed.substr(at, DecodeAt(typed, at).size);
    const std::string_view tail = typed.substr(at + letter.size());
    visit(Beginning(words, StrCat(head, tail)));  // the letter is too many
    if (!tail.empty()) {                          // it and the next are the wrong way round
      const std::string_view next = tail.substr(0, DecodeAt(tail, 0).size);
      visit(Beginning(words, StrCat(head, next, letter, tail.substr(next.size()))));
    }
    ForEachLetter(words, at, [&](std::string_view other, Words with_other) {
      visit(Beginning(with_other, StrCat(head, other, tail)));          // it is another one
      visit(Beginning(with_other, StrCat(head, other, letter, tail)));  // one is missing before it
    });
    words = Beginning(words, StrCat(head, letter));
    at += letter.size();
  }
}

}  // namespace

void WordIndex::Add(std::string_view word, Ordinal ordinal) {
  const auto [found, added] = lists_.try_emplace(ToAbsl(word));
  if (added) {
    fresh_.push_back(&*found);
  }
  std::vector<Ordinal>& ordinals = found->second;
  if (ordinals.empty() || ordinals.back() != ordinal) {
    ordinals.push_back(ordinal);
  }
}

WordIndex::Ordinals WordIndex::Find(std::string_view word) const {
  const auto found = lists_.find(ToAbsl(word));
  return found == lists_.end() ? Ordinals() : Ordinals(found->second);
}

void WordIndex::Sort() {
  // Words are sorted into the many only where they are many too, so that each is moved seldom.
  constexpr std::size_t kFew = 1024;
  constexpr std::size_t kShare = 8;
  if (fresh_.empty()) {
    return;
  }
  std::sort(fresh_.begin(), fresh_.end(), ComesBefore);
  MergeInto(fresh_, recent_);
  if (recent_.size() > kFew + main_.size() / kShare) {
    MergeInto(recent_, main_);
  }
}

void WordIndex::ForEachBeginning(std::string_view begin, absl::FunctionRef<void(Ordinals)> fn) {
  Sort();
  for (const Words words : {Words(main_), Words(recent_)}) {
    for (const Lists::value_type* const word : Beginning(words, begin)) {
      fn(word->second);
    }
  }
}

void WordIndex::ForEachWithTypo(std::string_view typed, absl::FunctionRef<void(Ordinals)> fn) {
  Sort();
  for (const Words words : {Words(main_), Words(recent_)}) {
    VisitWithTypo(words, typed, [&](Words found) {
      for (const Lists::value_type* const word : found) {
        fn(word->second);
      }
    });
  }
}

}  // namespace facetwire
