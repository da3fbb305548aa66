// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_CLIENTS_FORMATS_ARTICLE_PARSER_H_
#define FACETWIRE_CLIENTS_FORMATS_ARTICLE_PARSER_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "facetwire/v1/article.pb.h"

// What a text file or a JSON object says, as an Article. Pure functions; the text must be UTF-8.
// Errors are INVALID_ARGUMENT and say what is wrong, not in which file: the reader knows that.
namespace facetwire::formats {

struct ParseRules {
  // Used where the text itself does not say. JSON lines say it themselves.
  std::string source;
  std::string language;
  // Whether an article must have an id (JSON) and a date.
  bool complete = true;
};

// "date 2023-10-26 First sentence. The rest." (blanks may come before): published on that day at
// 00:00 UTC, the first sentence is the title, the rest the body. A first sentence that is longer
// than a title may be stays in the body. Without `rules.complete` the date may be missing. It has
// no id.
absl::StatusOr<v1::Article> ParseTextArticle(absl::string_view text, const ParseRules& rules);

// One JSON object: id (a string or a whole number), published (a date or RFC 3339), title, body or
// text, source, language, url, summary, version. Other members are ignored, null is as if missing.
// An object with a uri and no id is ninjs.
absl::StatusOr<v1::Article> ParseJsonArticle(absl::string_view text, const ParseRules& rules);

// One JSON object of IPTC's ninjs; see ninjs.h.
absl::StatusOr<v1::Article> ParseNinjsArticle(absl::string_view text, const ParseRules& rules);

}  // namespace facetwire::formats

#endif  // FACETWIRE_CLIENTS_FORMATS_ARTICLE_PARSER_H_
