// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/text/words.h"

#include <algorithm>
#include <array>

#include "index/text/char_class.h"
#include "index/text/fold.h"
#include "index/text/utf8.h"

namespace facetwire {
namespace {

// One character with its class; past the end of the text: size 0 and kOther.
struct Char {
  char32_t value = 0;
  std::uint32_t size = 0;
  CharClass kind = CharClass::kOther;
};

// What a byte is to plain words: most words of most texts, letters and digits of ASCII up to a byte
// that can neither belong to a word nor join two.
enum class PlainByte : std::uint8_t {
  kNone,              // what it is depends on what stands beside it
  kParts,             // a sign that always parts words
  kPartsAfterLetter,  // between digits it joins
  kLetter,
  kDigit,
};

constexpr std::array<PlainByte, 256> kPlainBytes = [] {
  std::array<PlainByte, 256> bytes{};
  for (std::size_t byte = 0; byte < 0x80; ++byte) {
    const char c = static_cast<char>(byte);
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
      bytes[byte] = PlainByte::kLetter;
    } else if (c >= '0' && c <= '9') {
      bytes[byte] = PlainByte::kDigit;
    } else if (c == '.' || c == ',') {
      bytes[byte] = PlainByte::kPartsAfterLetter;
    } else if (c != '&' && c != '\'') {
      bytes[byte] = PlainByte::kParts;
    }
  }
  return bytes;
}();

class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  // Moves to the next word. False at the end of the text.
  bool Next() {
    while (position_ < text_.size()) {
      if (PlainAt(position_) == PlainByte::kParts) {
        ++position_;
        continue;
      }
      if (ReadPlain()) {
        return true;
      }
      const Char first = At(position_);
      if (first.kind == CharClass::kLetter || first.kind == CharClass::kDigit ||
          first.kind == CharClass::kIdeograph) {
        Read(first);
        if (!folded_.empty()) {
          return true;
        }
      } else {
        position_ += first.size;
      }
    }
    return false;
  }

  WordSpan span() const {
    return {static_cast<std::uint32_t>(begin_), static_cast<std::uint32_t>(end_)};
  }

  std::string_view folded() const { return folded_; }

 private:
  // Past the end of the text: kParts.
  PlainByte PlainAt(std::size_t offset) const {
    return offset < text_.size() ? kPlainBytes[static_cast<unsigned char>(text_[offset])]
                                 : PlainByte::kParts;
  }

  // Reads the word here and returns true where it is a plain one, as the rules for all would.
  bool ReadPlain() {
    std::size_t end = position_;
    PlainByte last = PlainByte::kNone;
    PlainByte next = PlainAt(end);
    for (; next == PlainByte::kLetter || next == PlainByte::kDigit; next = PlainAt(++end)) {
      last = next;
    }
    // A single letter before a point may be an initial.
    const bool parts =
        next == PlainByte::kParts ||
        (next == PlainByte::kPartsAfterLetter && last == PlainByte::kLetter && end - position_ > 1);
    if (end == position_ || !parts) {
      return false;
    }
    begin_ = position_;
    end_ = end;
    position_ = end;
    folded_.clear();
    AppendFolded(text_.substr(begin_, std::min(end - begin_, kMaxWordBytes)), folded_);
    return true;
  }

  Char At(std::size_t offset) const {
    if (offset >= text_.size()) {
      return {};
    }
    const CodePoint point = DecodeAt(text_, offset);
    return {point.value, point.size, ClassOf(point.value)};
  }

  static bool IsAlnum(const Char& c) {
    return c.kind == CharClass::kLetter || c.kind == CharClass::kDigit;
  }

  // Past the marks and invisible characters that belong to the character before `offset`.
  std::size_t SkipMarks(std::size_t offset) const {
    for (;;) {
      const Char c = At(offset);
      if (c.kind != CharClass::kMark && c.kind != CharClass::kInvisible) {
        return offset;
      }
      offset += c.size;
    }
  }

  void Read(const Char& first) {
    begin_ = position_;
    raw_.clear();
    folded_.clear();
    if (first.kind == CharClass::kIdeograph) {
      end_ = SkipMarks(begin_ + first.size);
      position_ = end_;
      raw_.append(text_.substr(begin_, end_ - begin_));
    } else if (first.kind != CharClass::kLetter || !ReadInitials(first)) {
      ReadRun(first);
    }
    FoldRaw();
  }

  // "U.S.", "e.g.", "J.K.": single letters, each with a point after it; the last may go without.
  bool ReadInitials(const Char& first) {
    std::size_t letters = 0;
    std::size_t offset = begin_;
    std::size_t last_end = begin_;
    Char letter = first;
    while (letter.kind == CharClass::kLetter) {
      const std::size_t letter_end = SkipMarks(offset + letter.size);
      const Char after = At(letter_end);
      const bool point = after.value == '.' && after.size == 1;
      const bool goes_on = IsAlnum(after) || (after.kind == CharClass::kApostrophe &&
                                              SkipPossessive(letter_end) == letter_end);
      if (!point && (letters == 0 || goes_on)) {
        break;
      }
      if (letters > 0) {
        raw_.push_back('.');
      }
      raw_.append(text_.substr(offset, letter_end - offset));
      ++letters;
      offset = letter_end + (point ? 1 : 0);
      last_end = offset;
      if (!point) {
        break;
      }
      letter = At(offset);
    }
    if (letters < 2) {
      raw_.clear();
      return false;
    }
    end_ = last_end;
    position_ = SkipPossessive(end_);
    return true;
  }

  void ReadRun(const Char& first) {
    Char previous = first;
    end_ = Take(begin_, first);
    for (;;) {
      const std::size_t begin = PassJoiner(previous);
      const Char next = At(begin);
      if (!IsAlnum(next)) {
        break;
      }
      end_ = Take(begin, next);
      previous = next;
    }
    position_ = SkipPossessive(end_);
  }

  // Adds a character with its marks to the word; returns where the next begins.
  std::size_t Take(std::size_t offset, const Char& c) {
    const std::size_t end = SkipMarks(offset + c.size);
    raw_.append(text_.substr(offset, end - offset));
    return end;
  }

  // Where the word goes on after a sign that joins its two sides; where it ends without one.
  std::size_t PassJoiner(const Char& before) {
    const Char joiner = At(end_);
    const std::size_t after = end_ + joiner.size;
    if (IsAlnum(joiner) || !Joins(before, joiner, At(after))) {
      return end_;
    }
    if (joiner.kind != CharClass::kApostrophe) {
      raw_.append(text_.substr(end_, joiner.size));
    } else if (SkipPossessive(end_) != end_) {
      return end_;
    }
    return after;
  }

  static bool Joins(const Char& before, const Char& joiner, const Char& after) {
    const bool letters = before.kind == CharClass::kLetter && after.kind == CharClass::kLetter;
    if (joiner.kind == CharClass::kApostrophe || joiner.value == '&') {
      return letters;
    }
    return (joiner.value == '.' || joiner.value == ',') && before.kind == CharClass::kDigit &&
           after.kind == CharClass::kDigit;
  }

  // Past "'s" where it stands at `offset` and ends there.
  std::size_t SkipPossessive(std::size_t offset) const {
    const Char apostrophe = At(offset);
    if (apostrophe.kind != CharClass::kApostrophe) {
      return offset;
    }
    const std::size_t s = offset + apostrophe.size;
    const Char letter = At(s);
    if (letter.value != 's' && letter.value != 'S') {
      return offset;
    }
    const Char after = At(s + 1);
    const bool goes_on =
        IsAlnum(after) || after.kind == CharClass::kMark || after.kind == CharClass::kInvisible;
    return goes_on ? offset : s + 1;
  }

  void FoldRaw() {
    AppendFolded(raw_, folded_);
    if (folded_.size() > kMaxWordBytes) {
      folded_.resize(FloorToCodePoint(folded_, kMaxWordBytes));
    }
  }

  std::string_view text_;
  std::size_t position_ = 0;  // where the next word is looked for
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::string raw_;  // the word without apostrophes, not yet folded
  std::string folded_;
};

}  // namespace

void ForEachWord(std::string_view text,
                 absl::FunctionRef<void(const WordSpan& span, std::string_view folded)> word) {
  Scanner scanner(text);
  while (scanner.Next()) {
    word(scanner.span(), scanner.folded());
  }
}

std::vector<FoldedWord> SplitWords(std::string_view text) {
  std::vector<FoldedWord> words;
  ForEachWord(text, [&words](const WordSpan& span, std::string_view folded) {
    words.push_back({span, std::string(folded)});
  });
  return words;
}

}  // namespace facetwire
