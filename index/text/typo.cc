// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/text/typo.h"

#include <algorithm>

#include "index/text/utf8.h"

namespace facetwire {
namespace {

std::size_t FirstSize(std::string_view text) { return text.empty() ? 0 : DecodeAt(text, 0).size; }

// What both begin with, in whole code points.
std::size_t CommonSize(std::string_view a, std::string_view b) {
  const auto [end, other_end] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  return FloorToCodePoint(a, static_cast<std::size_t>(end - a.begin()));
}

// Whether `word` begins with the first two letters of `typed` the other way round, and the rest.
bool BeginsTransposed(std::string_view word, std::string_view typed) {
  const std::string_view first = typed.substr(0, FirstSize(typed));
  typed.remove_prefix(first.size());
  const std::string_view second = typed.substr(0, FirstSize(typed));
  typed.remove_prefix(second.size());
  if (second.empty() || !word.starts_with(second)) {
    return false;
  }
  word.remove_prefix(second.size());
  if (!word.starts_with(first)) {
    return false;
  }
  word.remove_prefix(first.size());
  return word.starts_with(typed);
}

}  // namespace

bool ForgivesTypo(std::string_view typed) {
  const auto letters = std::count_if(
      typed.begin(), typed.end(), [](char byte) { return !IsContinuationByte(byte); });
  return static_cast<std::size_t>(letters) >= kMinTypoLetters;
}

bool BeginsWithTypo(std::string_view word, std::string_view typed) {
  // Where they part is where the typo is, or as good a place for it as any.
  const std::size_t common = CommonSize(typed, word);
  word.remove_prefix(common);
  typed.remove_prefix(common);
  if (typed.empty()) {
    return true;
  }
  const std::string_view rest = typed.substr(FirstSize(typed));
  if (word.starts_with(rest)) {
    return true;  // a letter too many
  }
  if (word.empty()) {
    return false;
  }
  const std::string_view rest_of_word = word.substr(FirstSize(word));
  return rest_of_word.starts_with(rest) || rest_of_word.starts_with(typed) ||
         BeginsTransposed(word, typed);
}

}  // namespace facetwire
