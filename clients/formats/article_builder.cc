// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/formats/article_builder.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"

#include "clients/formats/feed_dates.h"

namespace facetwire::formats {
namespace {

using Strings = google::protobuf::RepeatedPtrField<std::string>;

void AddOnce(absl::string_view text, Strings& list) {
  const std::string entry(absl::StripAsciiWhitespace(text));
  if (!entry.empty() && std::find(list.begin(), list.end(), entry) == list.end()) {
    *list.Add() = entry;
  }
}

}  // namespace

void ArticleBuilder::Fail(absl::string_view field, absl::string_view what) {
  error_.Update(absl::InvalidArgumentError(absl::StrCat(field, ": ", what)));
}

void ArticleBuilder::Time(absl::string_view field,
                          absl::string_view text,
                          google::protobuf::Timestamp& time) {
  auto parsed = ParseFeedTime(text);
  if (parsed.ok()) {
    time = *std::move(parsed);
  } else {
    Fail(field, parsed.status().message());
  }
}

void ArticleBuilder::Published(absl::string_view text) {
  if (!article_.has_published_time() && !absl::StripAsciiWhitespace(text).empty()) {
    Time("published", text, *article_.mutable_published_time());
  }
}

void ArticleBuilder::Updated(absl::string_view text) {
  if (!article_.has_updated_time() && !absl::StripAsciiWhitespace(text).empty()) {
    Time("updated", text, *article_.mutable_updated_time());
  }
}

void ArticleBuilder::Embargo(absl::string_view text) {
  if (!article_.has_embargoed_until() && !absl::StripAsciiWhitespace(text).empty()) {
    Time("embargo", text, *article_.mutable_embargoed_until());
  }
}

void ArticleBuilder::Status(absl::string_view text) {
  if (absl::StripAsciiWhitespace(text).empty()) {
    return;
  }
  if (const auto status = StatusOf(text)) {
    article_.set_status(*status);
  } else {
    Fail("status", absl::StrCat("\"", text, "\" is none of usable, withheld, canceled"));
  }
}

void ArticleBuilder::Version(absl::string_view text) {
  int64_t version = 0;
  if (absl::SimpleAtoi(text, &version) && version >= 0) {
    article_.set_version(version);
  } else {
    Attribute("version", text);
  }
}

void ArticleBuilder::Language(absl::string_view tag) {
  if (article_.language().empty()) {
    article_.set_language(absl::StrReplaceAll(absl::StripAsciiWhitespace(tag), {{"_", "-"}}));
  }
}

void ArticleBuilder::Author(absl::string_view name) { AddOnce(name, *article_.mutable_authors()); }

void ArticleBuilder::Supply(absl::string_view facet,
                            absl::string_view id,
                            absl::string_view label) {
  for (const v1::SuppliedEntity& entity : article_.supplied_entities()) {
    if (entity.facet() == facet && entity.id() == id && entity.label() == label) {
      return;
    }
  }
  v1::SuppliedEntity& entity = *article_.add_supplied_entities();
  entity.set_facet(std::string(facet));
  entity.set_id(std::string(id));
  entity.set_label(std::string(label));
}

void ArticleBuilder::Subject(const Concept& subject) {
  AddOnce(SubjectText(subject), *article_.mutable_subjects());
  if (const auto sector = SectorOf(subject)) {
    Supply("sector", *sector, "");
  }
}

void ArticleBuilder::Person(absl::string_view name) {
  name = absl::StripAsciiWhitespace(name);
  if (!name.empty()) {
    Supply("person", "", name);
  }
}

void ArticleBuilder::Place(const Concept& place) {
  if (const auto country = CountryOfPlace(place)) {
    Country(*country);
  } else {
    AddOnce(SubjectText(place), *article_.mutable_subjects());
  }
}

void ArticleBuilder::Country(const std::string& alpha2) { Supply("country", alpha2, ""); }

void ArticleBuilder::Attribute(const std::string& key, absl::string_view value) {
  value = absl::StripAsciiWhitespace(value);
  if (value.empty()) {
    return;
  }
  std::string& kept = (*article_.mutable_attributes())[key];
  absl::StrAppend(&kept, kept.empty() ? "" : "; ", value);
}

absl::StatusOr<v1::Article> ArticleBuilder::Finish() {
  if (article_.source().empty()) {
    article_.set_source(rules_.source);
  }
  if (article_.language().empty()) {
    article_.set_language(rules_.language);
  }
  if (error_.ok() && rules_.complete) {
    if (article_.id().empty()) {
      Fail("id", "missing");
    } else if (!article_.has_published_time()) {
      Fail("published", "missing");
    } else if (article_.title().empty() && article_.summary().empty() && article_.body().empty()) {
      Fail("body", "no text: title, summary and body are empty");
    }
  }
  if (!error_.ok()) {
    return error_;
  }
  return std::move(article_);
}

}  // namespace facetwire::formats
