// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/entities/gazetteer.h"

#include <algorithm>
#include <array>
#include <optional>
#include <unicode/uchar.h>
#include <utility>

#include "index/base/str_cat.h"
#include "index/entities/tsv.h"
#include "index/taxonomy/countries.h"
#include "index/text/utf8.h"
#include "index/text/words.h"

namespace facetwire {
namespace {

constexpr std::array<std::pair<std::string_view, PlaceKind>, 11> kKinds = {{
    {"name", PlaceKind::kName},
    {"official", PlaceKind::kName},
    {"former", PlaceKind::kName},
    {"adjective", PlaceKind::kAdjective},
    {"capital", PlaceKind::kCapital},
    {"city", PlaceKind::kCity},
    {"region", PlaceKind::kRegion},
    {"province", PlaceKind::kProvince},
    {"town", PlaceKind::kTown},
    {"suffix", PlaceKind::kSuffix},
    {"nothing", PlaceKind::kNothing},
}};

std::optional<PlaceKind> ParseKind(std::string_view name) {
  const auto* kind = std::find_if(
      kKinds.begin(), kKinds.end(), [&](const auto& entry) { return entry.first == name; });
  return kind == kKinds.end() ? std::nullopt : std::optional(kind->second);
}

std::string KindNames() {
  std::string names;
  for (const auto& [name, kind] : kKinds) {
    names += StrCat(names.empty() ? "" : ", ", name);
  }
  return names;
}

// The country that a row's code stands for; empty for the rows that mean none.
std::optional<std::string> ParseCode(std::string_view code, PlaceKind kind) {
  if (kind == PlaceKind::kNothing) {
    return code == "-" ? std::optional(std::string()) : std::nullopt;
  }
  return CanonicalCountry(code);
}

bool IsComment(std::string_view line) { return line.empty() || line.front() == '#'; }

bool IsMinor(PlaceKind kind) {
  return kind == PlaceKind::kProvince || kind == PlaceKind::kTown || kind == PlaceKind::kSuffix;
}

bool TakeMark(std::string_view& name, char mark) {
  if (name.empty() || name.back() != mark) {
    return false;
  }
  name.remove_suffix(1);
  return true;
}

bool BeginsWithCapital(std::string_view word) {
  return u_isupper(static_cast<UChar32>(DecodeAt(word, 0).value)) != 0;
}

std::string_view WithoutLastPoint(std::string_view text) {
  return text.size() > 1 && text.back() == '.' ? text.substr(0, text.size() - 1) : text;
}

}  // namespace

absl::Status Gazetteer::Add(std::string_view name,
                            const std::vector<std::string_view>& lines,
                            Lexicon& lexicon) {
  for (std::size_t i = 0; i < lines.size(); ++i) {
    std::string_view line = lines[i];
    if (!line.empty() && line.back() == '\r') {
      line.remove_suffix(1);
    }
    if (IsComment(line)) {
      continue;
    }
    if (const auto fault = AddRow(line, lexicon); fault.has_value()) {
      return absl::InvalidArgumentError(
          StrCat(name, ":", i + 1, ":", fault->at + 1, ": ", fault->why));
    }
  }
  return major_.entries.empty() ? absl::InvalidArgumentError(StrCat(name, ": names no country"))
                                : absl::OkStatus();
}

std::optional<Gazetteer::Fault> Gazetteer::AddRow(std::string_view line, Lexicon& lexicon) {
  if (const auto at = FirstInvalidUtf8(line); at.has_value()) {
    return Fault{*at, "is not UTF-8"};
  }
  const std::vector<std::string_view> fields = SplitAt(line, '\t');
  if (fields.size() != 3) {
    return Fault{0, StrCat("has ", fields.size(), " fields; there must be 3, parted by tabs")};
  }
  const auto place = [&line](std::string_view part) {
    return static_cast<std::size_t>(part.data() - line.data());
  };
  const std::optional<PlaceKind> kind = ParseKind(fields[1]);
  if (!kind.has_value()) {
    return Fault{place(fields[1]), StrCat("\"", fields[1], "\" is no kind; use ", KindNames())};
  }
  const std::optional<std::string> country = ParseCode(fields[0], *kind);
  if (!country.has_value()) {
    return Fault{0,
                 StrCat("\"",
                        fields[0],
                        "\" is no country; use ISO 3166-1 alpha-2, e.g. KG, or - with the kind "
                        "nothing")};
  }
  for (const std::string_view name : SplitAt(fields[2], '|')) {
    if (!AddName(name, {.country = *country, .kind = *kind}, lexicon)) {
      return Fault{
          place(name),
          StrCat(
              "\"", name, "\" is no name; it must have 1 to ", PhraseTable::kMaxWords, " words")};
    }
  }
  return std::nullopt;
}

// False where it is no name.
bool Gazetteer::AddName(std::string_view name, const PlaceSense& sense, Lexicon& lexicon) {
  PlaceSense marked = sense;
  marked.doubtful = TakeMark(name, '~');
  const bool exact = TakeMark(name, '!');
  std::vector<WordId> words;
  bool capital_last = false;
  ForEachWord(name, [&](const WordSpan& span, std::string_view folded) {
    words.push_back(lexicon.Intern(folded));
    capital_last = BeginsWithCapital(name.substr(span.begin));
  });
  Table& table = IsMinor(sense.kind) ? minor_ : major_;
  const std::optional<std::uint32_t> phrase = table.phrases.Add(words);
  if (!phrase.has_value()) {
    return false;
  }
  const bool fresh = *phrase == table.entries.size();
  if (fresh) {
    table.entries.emplace_back();
  }
  Entry& entry = table.entries[*phrase];
  entry.senses.push_back(std::move(marked));
  entry.capital_last = capital_last;
  if (!exact) {
    entry.exact.clear();
  } else if (fresh) {
    entry.exact = std::string(WithoutLastPoint(name));
  }
  return true;
}

bool Gazetteer::Fits(const Document& document,
                     std::size_t begin,
                     std::size_t words,
                     const Entry& entry) {
  const std::vector<Token>& tokens = document.tokens();
  const Token& first = tokens[begin];
  const Token& last = tokens[begin + words - 1];
  if (!first.capital || (entry.capital_last && !last.capital)) {
    return false;
  }
  for (std::size_t i = begin + 1; i < begin + words; ++i) {
    if (tokens[i].gap == Gap::kBreak || tokens[i].gap == Gap::kPossessive ||
        tokens[i].gap == Gap::kComma) {
      return false;
    }
  }
  if (entry.exact.empty()) {
    return true;
  }
  // In a headline of capitals "US" may be the pronoun.
  const bool shouting = document.IsHeadline(first.sentence) && first.end - first.begin == 2 &&
                        begin + 1 < tokens.size() && tokens[begin + 1].all_capitals && begin > 0 &&
                        tokens[begin - 1].all_capitals;
  const auto index = static_cast<std::uint32_t>(begin);
  const std::string_view surface =
      document.Surface({index, index + static_cast<std::uint32_t>(words)});
  return !shouting && WithoutLastPoint(surface) == entry.exact;
}

std::vector<PlaceMatch> Gazetteer::Match(const Document& document, const Table& table) {
  std::vector<PlaceMatch> found;
  const std::size_t count = document.tokens().size();
  for (std::size_t i = 0; i < count;) {
    std::size_t words = 1;
    if (document.tokens()[i].capital) {
      const std::vector<PhraseTable::Match> matches = table.phrases.All(document.WordsFrom(i));
      const auto longest = std::find_if(matches.rbegin(), matches.rend(), [&](const auto& match) {
        return Fits(document, i, match.words, table.entries[match.phrase]);
      });
      if (longest != matches.rend()) {
        words = longest->words;
        const auto begin = static_cast<std::uint32_t>(i);
        found.push_back({{begin, begin + static_cast<std::uint32_t>(words)},
                         &table.entries[longest->phrase].senses});
      }
    }
    i += words;
  }
  return found;
}

}  // namespace facetwire
