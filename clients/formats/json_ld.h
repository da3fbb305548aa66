// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_CLIENTS_FORMATS_JSON_LD_H_
#define FACETWIRE_CLIENTS_FORMATS_JSON_LD_H_

#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "facetwire/v1/article.pb.h"

#include "clients/formats/article_parser.h"
#include "clients/formats/json_members.h"

namespace facetwire::formats {

// The objects of a JSON-LD document with schema.org's terms: one, an array, or an @graph of them,
// nested up to 8 deep. Refers to the document, which must outlive it. Immutable.
class JsonLd {
 public:
  explicit JsonLd(const Json& document);

  // The first NewsArticle, or null.
  const Json* FindNewsArticle() const { return article_; }

  // The object that `value` ({"@id": "#editor"}) refers to; `value` itself where it refers to none.
  const Json* Resolve(const Json* value) const;

  // Whether "@type" is or contains the type, as "Person" or "https://schema.org/Person".
  static bool IsA(const Json* object, absl::string_view type);

 private:
  void Visit(const Json& value, int depth);

  std::map<std::string, const Json*> by_id_;
  const Json* article_ = nullptr;
};

// What is known of the page around.
struct PageFacts {
  std::string language;
  std::string canonical;  // its URL
  std::string text;
};

// INVALID_ARGUMENT that names the field.
absl::StatusOr<v1::Article> ParseJsonLdArticle(const JsonLd& graph,
                                               const Json& article,
                                               const PageFacts& page,
                                               const ParseRules& rules);

}  // namespace facetwire::formats

#endif  // FACETWIRE_CLIENTS_FORMATS_JSON_LD_H_
