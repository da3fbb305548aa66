// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_CLIENTS_CLI_STYLE_H_
#define FACETWIRE_CLIENTS_CLI_STYLE_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

// How text looks on a terminal, or without one. Values; no state of the terminal is touched.
namespace facetwire::cli {

// What a piece of text is, not how it looks.
enum class Tone { kPlain, kTitle, kDim, kMatch, kSelected, kCountry, kPerson, kSector, kError };

struct Style {
  bool color = false;
  size_t width = 100;  // columns

  // With the terminal's colours, where there are any. Control characters are taken out.
  std::string Paint(absl::string_view text, Tone tone) const;
};

// "country", "person" or "sector" -> its colour; anything else is plain.
Tone ToneOfFacet(absl::string_view facet);

// A piece of a longer text.
struct Span {
  std::string text;
  Tone tone = Tone::kPlain;
};

// One paragraph, broken at blanks so that each line, with `indent` blanks before it, fits the
// width (a longer word stands alone). Without colour, matches stand *between stars*. Ends with a
// line feed.
std::string Wrap(const std::vector<Span>& spans, const Style& style, size_t indent);

// A bar as long as value/maximum of `width` columns, in eighths; any value above 0 shows.
std::string Bar(double value, double maximum, size_t width);

// Cells of a table; columns are as wide as their widest cell.
struct Cell {
  std::string text;
  Tone tone = Tone::kPlain;
  bool right = false;  // numbers
};

// The widest columns are cut until a row fits the width. Each row begins with `indent` blanks; no
// blanks at the end of a line.
std::string Table(const std::vector<std::vector<Cell>>& rows, const Style& style, size_t indent);

}  // namespace facetwire::cli

#endif  // FACETWIRE_CLIENTS_CLI_STYLE_H_
