// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/entities/phrases.h"

namespace facetwire {
namespace {

std::uint64_t Key(std::uint32_t node, WordId word) {
  return (static_cast<std::uint64_t>(node) << 32U) | word;
}

}  // namespace

std::optional<std::uint32_t> PhraseTable::Add(absl::Span<const WordId> words) {
  if (words.empty() || words.size() > kMaxWords) {
    return std::nullopt;
  }
  if (first_.size() <= words[0]) {
    first_.resize(words[0] + 1, kNone);
  }
  std::uint32_t node = kNone;
  for (const WordId word : words) {
    const std::uint32_t next = Child(node, word);
    if (next != kNone) {
      node = next;
      continue;
    }
    const auto made = static_cast<std::uint32_t>(phrases_.size());
    phrases_.push_back(kNone);
    if (node == kNone) {
      first_[word] = made;
    } else {
      children_.emplace(Key(node, word), made);
    }
    node = made;
  }
  if (phrases_[node] == kNone) {
    phrases_[node] = size_++;
  }
  return phrases_[node];
}

std::uint32_t PhraseTable::Child(std::uint32_t node, WordId word) const {
  if (node == kNone) {
    return word < first_.size() ? first_[word] : kNone;
  }
  const auto found = children_.find(Key(node, word));
  return found == children_.end() ? kNone : found->second;
}

std::optional<PhraseTable::Match> PhraseTable::Longest(absl::Span<const WordId> words) const {
  std::optional<Match> longest;
  std::uint32_t node = kNone;
  for (std::size_t i = 0; i < words.size() && i < kMaxWords; ++i) {
    node = Child(node, words[i]);
    if (node == kNone) {
      break;
    }
    if (phrases_[node] != kNone) {
      longest = Match{phrases_[node], i + 1};
    }
  }
  return longest;
}

std::vector<PhraseTable::Match> PhraseTable::All(absl::Span<const WordId> words) const {
  std::vector<Match> found;
  std::uint32_t node = kNone;
  for (std::size_t i = 0; i < words.size() && i < kMaxWords; ++i) {
    node = Child(node, words[i]);
    if (node == kNone) {
      break;
    }
    if (phrases_[node] != kNone) {
      found.push_back({phrases_[node], i + 1});
    }
  }
  return found;
}

}  // namespace facetwire
