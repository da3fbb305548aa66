// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_CLIENTS_FORMATS_HTML_PAGE_H_
#define FACETWIRE_CLIENTS_FORMATS_HTML_PAGE_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "facetwire/v1/article.pb.h"

#include "clients/formats/article_parser.h"

namespace facetwire::formats {

// A web page that describes itself with JSON-LD (https://schema.org/NewsArticle): the first object
// whose type is NewsArticle or one of its subtypes, alone, in an array or in an @graph, whose other
// objects it may refer to. Where it has no articleBody the page's <article> (or what is marked
// itemprop="articleBody") is the text. The page may be in any encoding that its meta elements name,
// else it must be UTF-8. Pure. INVALID_ARGUMENT that says what is missing or wrong.
absl::StatusOr<v1::Article> ParseHtmlPage(absl::string_view page, const ParseRules& rules);

}  // namespace facetwire::formats

#endif  // FACETWIRE_CLIENTS_FORMATS_HTML_PAGE_H_
