// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_CLIENTS_FORMATS_FORMAT_H_
#define FACETWIRE_CLIENTS_FORMATS_FORMAT_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

// The formats that articles come in, and how they are told apart. Pure functions.
namespace facetwire::formats {

enum class Format {
  kText,       // "date YYYY-MM-DD " and a text
  kJsonLines,  // one object a line, ours or ninjs
  kJson,       // one object, several, or an array of them, over any number of lines
  kNinjs,      // the same, all of them ninjs
  kXml,        // any of the next four, by the root element
  kRss,
  kAtom,
  kNewsml,
  kNitf,
  kHtml,  // with JSON-LD
};

// As on the command line: "text", "jsonl", "json", "ninjs", "xml", "rss", "atom", "newsml",
// "nitf", "html".
absl::string_view FormatName(Format format);
std::optional<Format> FormatOfName(absl::string_view name);

// All of them.
std::vector<std::string> FormatList();

// How many bytes of a file decide.
constexpr size_t kDetectWithin = size_t{64} << 10U;

// Of a file that begins with `head` (kDetectWithin bytes, or all). `path` counts only where it ends
// in .jsonl or .ndjson, which may be empty or begin with a broken line. For XML the element that
// comes first decides; whatever nothing speaks for is a text.
Format DetectFormat(absl::string_view head, absl::string_view path);

}  // namespace facetwire::formats

#endif  // FACETWIRE_CLIENTS_FORMATS_FORMAT_H_
