// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/store/analyzer.h"

#include "absl/container/node_hash_map.h"
#include <xapian.h>

#include "index/base/str_cat.h"

namespace facetwire {

struct Analyzer::Memory {
  std::size_t max_remembered;
  Xapian::Stem stemmer{"english"};
  absl::node_hash_map<std::string, Stem> stems;
};

Analyzer::Analyzer(std::size_t max_remembered)
    : memory_(std::make_unique<Memory>(Memory{.max_remembered = max_remembered})) {}

Analyzer::~Analyzer() = default;

const Stem& Analyzer::Analyze(std::string_view folded_word) {
  auto& stems = memory_->stems;
  if (const auto found = stems.find(ToAbsl(folded_word)); found != stems.end()) {
    return found->second;
  }
  if (stems.size() >= memory_->max_remembered) {
    stems.clear();
  }
  std::string word(folded_word);
  std::string text = memory_->stemmer(word);
  if (text.empty()) {
    text = word;
  }
  const std::uint64_t hash = StemHash(text);
  return stems.emplace(std::move(word), Stem{std::move(text), hash}).first->second;
}

std::uint64_t StemHash(std::string_view stem) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const char c : stem) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  }
  hash ^= hash >> 32U;
  hash *= 0x9e3779b97f4a7c15U;
  return hash ^ hash >> 29U;
}

}  // namespace facetwire
