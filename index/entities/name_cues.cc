// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/entities/name_cues.h"

#include <algorithm>
#include <array>

#include "index/text/utf8.h"

namespace facetwire {
namespace {

// The sets that are told of a word: the first thirteen but kCommon, and the last.
constexpr std::uint32_t kToldSets = (0x1FFFU & ~static_cast<std::uint32_t>(WordSet::kCommon)) |
                                    static_cast<std::uint32_t>(WordSet::kRegionName);

constexpr std::array<double, 5> kRuleSteps = {-3.9, -2, 0, 2, 3.9};  // log-odds

// What a sign says, whatever its typographic form.
enum class Sign : std::uint8_t {
  kNone,
  kBlank,
  kQuote,
  kOpens,   // ( [ {
  kCloses,  // ) ] }
  kDash,
  kColon,
  kComma,
  kSlash,
  kAmpersand,
  kStop,
  kMark,  // # @ and the like
  kOther,
};

Sign SignOf(char32_t value) {
  switch (value) {
    case ' ':
    case '\n':
    case '\t':
    case '\r':
    case 0xA0:
      return Sign::kBlank;
    case '"':
    case '\'':
    case '`':
    case 0x2018:
    case 0x2019:
    case 0x201C:
    case 0x201D:
    case 0xAB:
    case 0xBB:
      return Sign::kQuote;
    case '(':
    case '[':
    case '{':
      return Sign::kOpens;
    case ')':
    case ']':
    case '}':
      return Sign::kCloses;
    case '-':
    case 0x2013:
    case 0x2014:
      return Sign::kDash;
    case ':':
    case ';':
      return Sign::kColon;
    case ',':
      return Sign::kComma;
    case '/':
    case '|':
      return Sign::kSlash;
    case '&':
    case '+':
      return Sign::kAmpersand;
    case '.':
    case '!':
    case '?':
    case 0x2026:
      return Sign::kStop;
    case '#':
    case '@':
    case '*':
    case 0x2022:
      return Sign::kMark;
    default:
      return Sign::kOther;
  }
}

struct Signs {
  Sign first = Sign::kNone;  // that is no blank
  Sign last = Sign::kNone;
  bool blank_last = false;
};

Signs SignsOf(std::string_view between) {
  Signs signs;
  constexpr std::size_t kMost = 64;  // bytes that are looked at from either end
  for (std::size_t i = 0; i < between.size() && i < kMost && signs.first == Sign::kNone;) {
    const CodePoint point = DecodeAt(between, i);
    const Sign sign = SignOf(point.value);
    signs.first = sign == Sign::kBlank ? Sign::kNone : sign;
    i += point.size;
  }
  for (std::size_t i = between.size(); i > 0 && i + kMost > between.size();) {
    const CodePoint point = DecodeBefore(between, i);
    const Sign sign = SignOf(point.value);
    if (sign != Sign::kBlank) {
      signs.last = sign;
      break;
    }
    signs.blank_last = true;
    i -= point.size;
  }
  return signs;
}

// The gap, and where that says little the signs in it.
std::uint16_t SignBefore(const Token& token, std::string_view between) {
  const auto gap = static_cast<unsigned>(token.gap);
  if (token.gap != Gap::kOther && token.gap != Gap::kBreak) {
    return static_cast<std::uint16_t>(gap);
  }
  const Signs signs = SignsOf(between);
  return static_cast<std::uint16_t>(gap + 8U * static_cast<unsigned>(signs.first) +
                                    128U * static_cast<unsigned>(signs.last) +
                                    (signs.blank_last ? 2048U : 0U));
}

std::uint8_t StartOf(const Token& token, std::string_view between) {
  if (token.opens) {
    return 2;
  }
  if (token.gap != Gap::kOther) {
    return 0;
  }
  const Signs signs = SignsOf(between);
  const bool quote = signs.last == Sign::kQuote && !signs.blank_last;
  return quote || signs.last == Sign::kColon || signs.last == Sign::kMark ? 1 : 0;
}

char ShapeOf(char32_t value) {
  if (value >= 'A' && value <= 'Z') {
    return 'X';
  }
  if (value >= 'a' && value <= 'z') {
    return 'x';
  }
  if (value >= '0' && value <= '9') {
    return 'd';
  }
  return value < 0x80 ? static_cast<char>(value) : 'x';
}

// Letters by their kind, at most two of a kind in a row.
std::uint32_t ShapeHash(std::string_view surface) {
  std::array<char, 16> shape = {};
  std::size_t size = 0;
  for (std::size_t i = 0; i < surface.size() && size < shape.size();) {
    const CodePoint point = DecodeAt(surface, i);
    const char kind = ShapeOf(point.value);
    i += point.size;
    if (size < 2 || shape[size - 1] != kind || shape[size - 2] != kind) {
      shape[size++] = kind;
    }
  }
  return static_cast<std::uint32_t>(HashOfText({shape.data(), size}));
}

std::uint32_t KindOf(PlaceKind kind) {
  switch (kind) {
    case PlaceKind::kName:
      return 1;
    case PlaceKind::kAdjective:
      return 2;
    case PlaceKind::kCapital:
      return 3;
    case PlaceKind::kCity:
      return 4;
    case PlaceKind::kRegion:
      return 5;
    default:
      return 6;
  }
}

std::uint32_t ListsOf(const Document& document, const PlaceMap& places, std::uint32_t i) {
  constexpr std::uint32_t kPlaceShift = 24;
  const std::uint32_t sets = document.lexicon().SetsOf(document.tokens()[i].word) & kToldSets;
  const PlaceMatch* place = places.At(i);
  if (place == nullptr) {
    return sets + 1;
  }
  const PlaceSense& sense = place->senses->front();
  const std::uint32_t kind = KindOf(sense.kind) + (sense.doubtful ? 8U : 0U) +
                             (place->tokens.end - place->tokens.begin > 1 ? 16U : 0U);
  return (sets | (kind << kPlaceShift)) + 1;
}

std::uint8_t SmallOf(const Document& document, std::uint32_t i) {
  if (document.Is(i, WordSet::kCommon)) {
    return document.Is(i, WordSet::kMixed) ? 2 : 3;
  }
  return document.Is(i, WordSet::kSometimes) ? 1 : 0;
}

void MarkRules(const std::vector<NameCandidate>& candidates, std::vector<NameCue>& cues) {
  for (const NameCandidate& candidate : candidates) {
    const auto step = static_cast<unsigned>(
        std::lower_bound(kRuleSteps.begin(), kRuleSteps.end(), candidate.score) -
        kRuleSteps.begin());
    for (std::uint32_t i = candidate.tokens.begin; i < candidate.tokens.end; ++i) {
      const bool first = i == candidate.tokens.begin;
      const bool last = i + 1 == candidate.tokens.end;
      const unsigned place = first && last ? 4 : first ? 1 : last ? 3 : 2;
      cues[i].rule = static_cast<std::uint8_t>(place * 8 + step + 1);
    }
  }
}

}  // namespace

WordHashes::WordHashes(const Lexicon& lexicon) {
  hashes_.reserve(lexicon.size());
  for (WordId word = 0; word < lexicon.size(); ++word) {
    hashes_.push_back(HashOfText(lexicon.TextOf(word)));
  }
}

std::vector<NameCue> CuesOf(const Document& document,
                            const PlaceMap& places,
                            const WordHashes& hashes,
                            const std::vector<NameCandidate>& candidates) {
  const std::vector<Token>& tokens = document.tokens();
  std::vector<NameCue> cues(tokens.size());
  for (std::uint32_t i = 0; i < tokens.size(); ++i) {
    const Token& token = tokens[i];
    NameCue& cue = cues[i];
    cue.word = token.word < hashes.size() ? hashes.Of(token.word)
                                          : HashOfText(document.TextOf(token.word));
    cue.lists = ListsOf(document, places, i);
    cue.shape = token.capital ? ShapeHash(document.Surface(i)) : 0;
    const std::string_view between =
        token.gap == Gap::kSpace ? std::string_view() : document.Between(i);
    cue.sign = SignBefore(token, between);
    cue.start = StartOf(token, between);
    cue.small = SmallOf(document, i);
  }
  MarkRules(candidates, cues);
  return cues;
}

}  // namespace facetwire
