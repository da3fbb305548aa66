// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/text/sentences.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <unicode/uchar.h>

#include "absl/strings/ascii.h"

#include "index/text/fold.h"
#include "index/text/utf8.h"

namespace facetwire {
namespace {

// Lower case, sorted.
constexpr std::array<std::string_view, 69> kAbbreviations = {
    "adm",  "amb",  "approx", "apr",  "assoc", "asst",   "atty", "aug",  "ave",   "blvd",
    "brig", "bros", "capt",   "cf",   "cllr",  "cmdr",   "co",   "col",  "comdr", "corp",
    "cpl",  "dec",  "dept",   "det",  "dr",    "dsp",    "e.g",  "engr", "est",   "feb",
    "fig",  "fr",   "ft",     "gen",  "gov",   "hon",    "i.e",  "insp", "jan",   "jr",
    "jul",  "jun",  "lt",     "ltd",  "maj",   "messrs", "mme",  "mr",   "mrs",   "ms",
    "mt",   "nov",  "oct",    "pct",  "ph",    "prof",   "pvt",  "rep",  "reps",  "rev",
    "sen",  "sens", "sep",    "sept", "sgt",   "sr",     "st",   "supt", "vs"};

// Words that mostly open a sentence when they stand after "U.S." with a capital. Sorted.
constexpr std::array<std::string_view, 27> kOpeners = {
    "A",    "After", "And", "As",  "At",   "But",  "For",   "He",   "I",
    "If",   "In",    "It",  "Its", "On",   "She",  "That",  "The",  "Their",
    "They", "This",  "To",  "We",  "What", "When", "While", "With", "You"};

bool IsSpace(char c) { return absl::ascii_isspace(static_cast<unsigned char>(c)); }

bool IsTerminator(char32_t value) {
  return value == '.' || value == '!' || value == '?' || value == 0x2026 || value == 0x3002 ||
         value == 0xFF01 || value == 0xFF1F || value == 0x06D4 || value == 0x0964;
}

bool IsCloser(char32_t value) {
  return value == '"' || value == '\'' || value == ')' || value == ']' || value == 0x2019 ||
         value == 0x201D || value == 0xBB || value == 0x300D || value == 0x300F;
}

bool IsLower(char32_t value) { return u_islower(static_cast<UChar32>(value)) != 0; }

class Splitter {
 public:
  explicit Splitter(std::string_view text) : text_(text) {}

  std::vector<SentenceSpan> Run() {
    std::size_t offset = 0;
    while (offset < text_.size()) {
      const CodePoint point = DecodeAt(text_, offset);
      if (point.value == '\n' && BlankLineFollows(offset + 1)) {
        Emit(offset);
      } else if (IsTerminator(point.value)) {
        offset = AtTerminator(offset);
        continue;
      }
      offset += point.size;
    }
    Emit(text_.size());
    return std::move(sentences_);
  }

 private:
  // Reads the terminators and closers at `offset`; returns where to go on.
  std::size_t AtTerminator(std::size_t offset) {
    const std::size_t first = offset;
    bool wide = false;
    bool only_point = true;
    bool closers = false;
    while (offset < text_.size()) {
      const CodePoint point = DecodeAt(text_, offset);
      if (IsTerminator(point.value)) {
        wide = wide || point.value >= 0x3000;
        only_point = only_point && point.value == '.' && offset == first;
      } else if (IsCloser(point.value)) {
        closers = true;
      } else {
        break;
      }
      offset += point.size;
    }
    if (wide || offset == text_.size() ||
        (IsSpace(text_[offset]) && Ends(first, offset, only_point && !closers))) {
      Emit(offset);
    }
    return offset;
  }

  // Whether the sentence ends between `first`, its last sign, and the space at `offset`.
  bool Ends(std::size_t first, std::size_t offset, bool only_point) const {
    std::size_t next = offset;
    while (next < text_.size() && IsSpace(text_[next])) {
      ++next;
    }
    if (next == text_.size()) {
      return true;
    }
    if (IsLower(DecodeAt(text_, next).value)) {
      return false;
    }
    return !only_point || !IsAbbreviation(WordBefore(first), next);
  }

  bool IsAbbreviation(std::string_view word, std::size_t next) const {
    if (word.empty()) {
      return false;
    }
    if (word.size() <= 4 && word.size() > 1 && word[word.size() - 2] == '.') {  // "U.S", "J.K"
      return !std::binary_search(kOpeners.begin(), kOpeners.end(), WordAt(next));
    }
    if (word.size() == 1 && absl::ascii_isupper(static_cast<unsigned char>(word[0]))) {
      return word != "I";
    }
    const std::string lower = Fold(word);
    if (lower == "no" || lower == "nos") {
      return absl::ascii_isdigit(static_cast<unsigned char>(text_[next]));
    }
    return std::binary_search(kAbbreviations.begin(), kAbbreviations.end(), lower);
  }

  // At most 12 bytes of letters and points that end at `end`; nothing where the word is longer.
  std::string_view WordBefore(std::size_t end) const {
    std::size_t begin = end;
    while (begin > 0 &&
           (absl::ascii_isalpha(static_cast<unsigned char>(text_[begin - 1])) ||
            text_[begin - 1] == '.' || static_cast<unsigned char>(text_[begin - 1]) >= 0x80)) {
      --begin;
      if (end - begin > 12) {
        return {};
      }
    }
    return text_.substr(begin, end - begin);
  }

  std::string_view WordAt(std::size_t begin) const {
    std::size_t end = begin;
    while (end < text_.size() && end - begin <= 12 &&
           absl::ascii_isalpha(static_cast<unsigned char>(text_[end]))) {
      ++end;
    }
    return text_.substr(begin, end - begin);
  }

  bool BlankLineFollows(std::size_t offset) const {
    while (offset < text_.size() &&
           (text_[offset] == ' ' || text_[offset] == '\t' || text_[offset] == '\r')) {
      ++offset;
    }
    return offset < text_.size() && text_[offset] == '\n';
  }

  void Emit(std::size_t end) {
    std::size_t begin = begin_;
    begin_ = end;
    while (begin < end && IsSpace(text_[begin])) {
      ++begin;
    }
    while (end > begin && IsSpace(text_[end - 1])) {
      --end;
    }
    if (begin < end) {
      sentences_.push_back({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)});
    }
  }

  std::string_view text_;
  std::size_t begin_ = 0;  // of the sentence under way
  std::vector<SentenceSpan> sentences_;
};

}  // namespace

std::vector<SentenceSpan> SplitSentences(std::string_view text) { return Splitter(text).Run(); }

}  // namespace facetwire
