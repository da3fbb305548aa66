// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/entities/name_runs.h"

namespace facetwire {
namespace {

bool Starts(const Document& document, std::uint32_t i) {
  const std::vector<Token>& tokens = document.tokens();
  if (tokens[i].capital) {
    return true;
  }
  return document.Is(i, WordSet::kParticle) && i + 1 < tokens.size() && tokens[i + 1].capital &&
         tokens[i + 1].gap == Gap::kHyphen;  // "al-Assad"
}

bool Joined(const Document& document, std::uint32_t i) {
  const Token& token = document.tokens()[i];
  if (token.gap == Gap::kSpace || token.gap == Gap::kHyphen) {
    return true;
  }
  const Token& before = document.tokens()[i - 1];
  return token.gap == Gap::kPoint && (before.initial || document.Is(i - 1, WordSet::kHonorific) ||
                                      before.end - before.begin <= 3);
}

bool Continues(const Document& document, std::uint32_t i) {
  if (!Joined(document, i)) {
    return false;
  }
  const std::vector<Token>& tokens = document.tokens();
  if (tokens[i].capital || IsSecondSyllable(document, i)) {
    return true;
  }
  // "Ursula von der Leyen": at most two small words, with a capital after them.
  for (std::uint32_t next = i; next < i + 3 && next < tokens.size() && Joined(document, next);
       ++next) {
    if (tokens[next].capital) {
      return next > i;
    }
    if (!document.Is(next, WordSet::kParticle)) {
      return false;
    }
  }
  return false;
}

}  // namespace

bool IsSecondSyllable(const Document& document, std::uint32_t token) {
  const std::vector<Token>& tokens = document.tokens();
  if (token < 2 || tokens[token].gap != Gap::kHyphen ||
      tokens[token].end - tokens[token].begin > 6 || tokens[token - 1].gap != Gap::kSpace ||
      !tokens[token - 1].capital || !tokens[token - 2].capital) {
    return false;
  }
  return document.Is(token - 2, WordSet::kChineseSurname) || !document.Is(token, WordSet::kCommon);
}

std::vector<TokenRange> FindRuns(const Document& document) {
  std::vector<TokenRange> runs;
  const auto count = static_cast<std::uint32_t>(document.tokens().size());
  for (std::uint32_t i = 0; i < count;) {
    if (!Starts(document, i)) {
      ++i;
      continue;
    }
    std::uint32_t end = i + 1;
    while (end < count && end - i < kLongestRun && Continues(document, end)) {
      ++end;
    }
    runs.push_back({i, end});
    i = end;
  }
  return runs;
}

}  // namespace facetwire
