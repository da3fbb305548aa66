// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_CLIENTS_FORMATS_CONTENT_READER_H_
#define FACETWIRE_CLIENTS_FORMATS_CONTENT_READER_H_

#include <cstddef>
#include <functional>
#include <optional>
#include <string>

#include "absl/status/statusor.h"

#include "clients/formats/article_parser.h"
#include "clients/formats/format.h"
#include "clients/formats/items.h"
#include "clients/formats/source.h"

namespace facetwire::formats {

// No article that the service takes is longer, and one message must hold it.
constexpr size_t kMaxArticleBytes = size_t{8} << 20U;
// Of XML and HTML, which are read as a whole: a feed or a package holds many articles.
constexpr size_t kMaxDocumentBytes = size_t{128} << 20U;

// What is known of a file beside its content.
struct ContentOptions {
  ParseRules rules;
  std::optional<Format> format;  // not given: as its content says
  std::string path;              // see DetectFormat
  // The id of an article that can't say it, a text, or why it may have none; asked for articles
  // that have no other fault.
  std::function<absl::StatusOr<std::string>()> id;
};

// Calls `take` with the articles of one file, in any format but packed ones, and with what is wrong
// with those that are none. Returns false where `take` ended the reading.
bool ReadContent(Source& source, const ContentOptions& options, const TakeItem& take);

}  // namespace facetwire::formats

#endif  // FACETWIRE_CLIENTS_FORMATS_CONTENT_READER_H_
