// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_CLIENTS_FORMATS_PLAIN_TEXT_H_
#define FACETWIRE_CLIENTS_FORMATS_PLAIN_TEXT_H_

#include <libxml/tree.h>
#include <string>

#include "absl/strings/string_view.h"

// Markup as plain text: paragraphs (whatever stands on its own: headings, list items, rows of
// tables, ...) separated by an empty line, <br> by a line break, other blanks single. Scripts,
// styles, forms and media are left out. Pure functions.
namespace facetwire::formats {

// Of an element of HTML, XHTML or NITF; empty for null.
std::string TextOf(const xmlNode* top);

// Of a piece of HTML in UTF-8. A text without any markup keeps its empty lines as paragraphs.
std::string HtmlToText(absl::string_view html);

// The same on one line, for titles.
std::string HtmlToLine(absl::string_view html);

}  // namespace facetwire::formats

#endif  // FACETWIRE_CLIENTS_FORMATS_PLAIN_TEXT_H_
