// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_CLIENTS_FORMATS_ARTICLE_BUILDER_H_
#define FACETWIRE_CLIENTS_FORMATS_ARTICLE_BUILDER_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "facetwire/v1/article.pb.h"

#include "clients/formats/article_parser.h"
#include "clients/formats/vocabulary.h"

namespace facetwire::formats {

// Puts an Article together from what a publisher says. Texts are stripped of blanks around them,
// empty ones are as if not given, and lists keep each entry once. What is given wrongly (a date
// that is none) is remembered: Finish returns the first such error. Not thread-safe.
class ArticleBuilder {
 public:
  explicit ArticleBuilder(const ParseRules& rules) : rules_(rules) {}

  // Plain fields are set here directly.
  v1::Article& article() { return article_; }

  // The first of several that is given counts, here and for the other times.
  void Published(absl::string_view text);
  void Updated(absl::string_view text);
  void Embargo(absl::string_view text);
  // Nothing given: usable.
  void Status(absl::string_view text);
  // A whole number from 0 to 2^63-1; anything else is kept as attribute "version".
  void Version(absl::string_view text);
  // "en_US" is read as "en-US".
  void Language(absl::string_view tag);

  void Author(absl::string_view name);
  // As a subject, and as a supplied sector where it is one of ISIC.
  void Subject(const Concept& subject);
  void Person(absl::string_view name);
  // As a supplied country where it is or names one, else as a subject.
  void Place(const Concept& place);
  void Country(const std::string& alpha2);
  // Several values of a key are joined with "; ".
  void Attribute(const std::string& key, absl::string_view value);

  // INVALID_ARGUMENT: what was given wrongly, or (where the rules want it) has no id or date.
  absl::StatusOr<v1::Article> Finish();

 private:
  void Fail(absl::string_view field, absl::string_view what);
  void Time(absl::string_view field, absl::string_view text, google::protobuf::Timestamp& time);
  void Supply(absl::string_view facet, absl::string_view id, absl::string_view label);

  const ParseRules& rules_;
  v1::Article article_;
  absl::Status error_;
};

}  // namespace facetwire::formats

#endif  // FACETWIRE_CLIENTS_FORMATS_ARTICLE_BUILDER_H_
