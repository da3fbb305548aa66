// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/cli/style.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

#include "clients/cli/text.h"

namespace facetwire::cli {
namespace {

constexpr size_t kGap = 2;           // blanks between the columns of a table
constexpr size_t kNarrowColumn = 8;  // not cut further

const char* EscapeOf(Tone tone) {
  switch (tone) {
    case Tone::kTitle:
      return "\x1b[1m";
    case Tone::kDim:
      return "\x1b[2m";
    case Tone::kMatch:
      return "\x1b[1;33m";
    case Tone::kSelected:
      return "\x1b[1;36m";
    case Tone::kCountry:
      return "\x1b[32m";
    case Tone::kPerson:
      return "\x1b[36m";
    case Tone::kSector:
      return "\x1b[35m";
    case Tone::kError:
      return "\x1b[31m";
    case Tone::kPlain:
      break;
  }
  return "";
}

// Pieces that stand together without a blank.
using Word = std::vector<Span>;

std::vector<Word> SplitWords(const std::vector<Span>& spans) {
  std::vector<Word> words;
  bool open = false;  // the last word goes on
  for (const Span& span : spans) {
    const std::string text = Printable(span.text, true);
    size_t at = 0;
    while (at < text.size()) {
      if (text[at] == ' ') {
        open = false;
        ++at;
        continue;
      }
      const size_t end = std::min(text.find(' ', at), text.size());
      if (!open) {
        words.emplace_back();
      }
      words.back().push_back({text.substr(at, end - at), span.tone});
      open = true;
      at = end;
    }
  }
  return words;
}

std::string PaintPiece(const Span& piece, const Style& style) {
  if (!style.color && piece.tone == Tone::kMatch) {
    return absl::StrCat("*", piece.text, "*");
  }
  return style.Paint(piece.text, piece.tone);
}

size_t WordWidth(const Word& word, const Style& style) {
  return std::accumulate(
      word.begin(), word.end(), size_t{0}, [&style](size_t sum, const Span& piece) {
        const size_t stars = !style.color && piece.tone == Tone::kMatch ? 2 : 0;
        return sum + DisplayWidth(piece.text) + stars;
      });
}

std::vector<size_t> ColumnWidths(const std::vector<std::vector<Cell>>& rows, size_t room) {
  std::vector<size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], DisplayWidth(row[i].text));
    }
  }
  size_t used = std::accumulate(widths.begin(), widths.end(), widths.size() * kGap);
  while (used > room + kGap) {
    const auto widest = std::max_element(widths.begin(), widths.end());
    if (*widest <= kNarrowColumn) {
      break;
    }
    --*widest;
    --used;
  }
  return widths;
}

}  // namespace

std::string Style::Paint(absl::string_view text, Tone tone) const {
  std::string clean = Printable(text, false);
  if (!color || tone == Tone::kPlain || clean.empty()) {
    return clean;
  }
  return absl::StrCat(EscapeOf(tone), clean, "\x1b[0m");
}

Tone ToneOfFacet(absl::string_view facet) {
  if (facet == "country") {
    return Tone::kCountry;
  }
  if (facet == "person") {
    return Tone::kPerson;
  }
  return facet == "sector" ? Tone::kSector : Tone::kPlain;
}

std::string Wrap(const std::vector<Span>& spans, const Style& style, size_t indent) {
  const std::string margin(indent, ' ');
  std::string result;
  size_t column = 0;
  for (const Word& word : SplitWords(spans)) {
    const size_t width = WordWidth(word, style);
    if (column == 0 || column + 1 + width > style.width) {
      absl::StrAppend(&result, column == 0 ? "" : "\n", margin);
      column = indent;
    } else {
      result += ' ';
      ++column;
    }
    for (const Span& piece : word) {
      result += PaintPiece(piece, style);
    }
    column += width;
  }
  return result + "\n";
}

std::string Bar(double value, double maximum, size_t width) {
  static constexpr const char* kEighths[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
  if (value <= 0 || maximum <= 0) {
    return "";
  }
  const double exact = std::min(value / maximum, 1.0) * static_cast<double>(width) * 8;
  const auto eighths = static_cast<size_t>(std::max(1.0, std::round(exact)));
  std::string bar;
  for (size_t i = 0; i < eighths / 8; ++i) {
    bar += "█";
  }
  return bar + kEighths[eighths % 8];
}

std::string Table(const std::vector<std::vector<Cell>>& rows, const Style& style, size_t indent) {
  const std::vector<size_t> widths =
      ColumnWidths(rows, style.width > indent ? style.width - indent : 1);
  std::string result;
  for (const auto& row : rows) {
    std::string line(indent, ' ');
    for (size_t i = 0; i < row.size(); ++i) {
      const std::string text =
          Truncate(Printable(row[i].text, true), std::max<size_t>(1, widths[i]));
      const size_t blanks = widths[i] - std::min(widths[i], DisplayWidth(text));
      const std::string painted = style.Paint(text, row[i].tone);
      absl::StrAppend(&line,
                      row[i].right ? std::string(blanks, ' ') : "",
                      painted,
                      row[i].right ? "" : std::string(blanks, ' '),
                      std::string(kGap, ' '));
    }
    absl::StrAppend(&result, absl::StripTrailingAsciiWhitespace(line), "\n");
  }
  return result;
}

}  // namespace facetwire::cli
