// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/formats/nitf.h"

#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"

#include "clients/formats/plain_text.h"
#include "clients/formats/vocabulary.h"
#include "clients/formats/xml.h"

namespace facetwire::formats {
namespace {

// docdata/NAME@ATTRIBUTE
std::string DocData(const xmlNode* docdata, absl::string_view name, const char* attribute) {
  return Attribute(Child(docdata, name), attribute);
}

// "By Ann Lee" -> "Ann Lee"; a by-line that marks its person up says who it is.
void ReadByline(const xmlNode* byline, ArticleBuilder& builder) {
  const auto people = Children(byline, "person");
  for (const xmlNode* person : people) {
    builder.Author(LineText(person));
  }
  if (people.empty()) {
    const std::string line = LineText(byline);
    absl::string_view name = line;
    if (absl::StartsWithIgnoreCase(name, "by ")) {
      name.remove_prefix(3);
    }
    builder.Author(name);
  }
}

// A location is a country where it names one in an element of its own; its code is ISO 3166.
void ReadLocation(const xmlNode* location, ArticleBuilder& builder) {
  const xmlNode* country = Name(location) == "country" ? location : Child(location, "country");
  if (country == nullptr) {
    builder.Place(MakeConcept(LineText(location),
                              Attribute(location, "location-code"),
                              Attribute(location, "code-source")));
    return;
  }
  auto code = CountryOfCode(Attribute(country, "iso-cc"));
  if (!code) {
    code = CountryOfName(LineText(country));
  }
  if (code) {
    builder.Country(*code);
  } else {
    builder.Subject(MakeConcept(LineText(country), "", ""));
  }
}

void ReadIdentified(const xmlNode* content, ArticleBuilder& builder) {
  if (content == nullptr) {
    return;
  }
  for (const xmlNode* node = content->children; node != nullptr; node = node->next) {
    const absl::string_view name = Name(node);
    if (name == "person") {
      builder.Person(LineText(node));
    } else if (name == "location" || name == "country") {
      ReadLocation(node, builder);
    } else if (name == "classifier") {
      builder.Subject(
          MakeConcept(LineText(node).empty() ? Attribute(node, "value") : LineText(node),
                      Attribute(node, "idsrc").empty() ? "" : Attribute(node, "value"),
                      Attribute(node, "idsrc")));
    } else if (name == "org") {
      builder.Attribute("organisations", LineText(node));
    } else if (name == "event") {
      builder.Attribute("events", LineText(node));
    }
  }
}

// tobject: the IPTC's old subject codes, of eight digits.
void ReadSubjects(const xmlNode* head, ArticleBuilder& builder) {
  for (const xmlNode* subject : Children(Child(head, "tobject"), "tobject.subject")) {
    const std::string number = Attribute(subject, "tobject.subject.refnum");
    builder.Subject(
        MakeConcept(Attribute(subject, "tobject.subject.type"),
                    number,
                    absl::EqualsIgnoreCase(Attribute(subject, "tobject.subject.ipr"), "IPTC") ||
                            Attribute(subject, "tobject.subject.ipr").empty()
                        ? "subj"
                        : Attribute(subject, "tobject.subject.ipr")));
  }
  for (const xmlNode* keyword : Children(Child(Child(head, "docdata"), "key-list"), "keyword")) {
    builder.Subject(MakeConcept(Attribute(keyword, "key"), "", ""));
  }
}

// "embargoed" is said with a date of release; without one nobody knows until when.
void ReadStatus(const xmlNode* docdata, ArticleBuilder& builder) {
  const std::string release = DocData(docdata, "date.release", "norm");
  const std::string status = Attribute(docdata, "management-status");
  builder.Embargo(release);
  if (status != "embargoed") {
    builder.Status(status);
  } else if (absl::StripAsciiWhitespace(release).empty()) {
    builder.Status("withheld");
  }
}

void ReadDocData(const xmlNode* docdata, ArticleBuilder& builder) {
  builder.article().set_id(DocData(docdata, "doc-id", "id-string"));
  builder.Version(DocData(docdata, "du-key", "version"));
  builder.Published(DocData(docdata, "date.issue", "norm"));
  builder.Published(DocData(docdata, "date.release", "norm"));
  ReadStatus(docdata, builder);
  builder.Attribute("urgency", DocData(docdata, "urgency", "ed-urg"));
  builder.Attribute("expires", DocData(docdata, "date.expire", "norm"));
  builder.Attribute("ednote", DocData(docdata, "ed-msg", "info"));
  builder.Attribute("copyrightholder", DocData(docdata, "doc.copyright", "holder"));
  builder.Attribute("doc-key", DocData(docdata, "du-key", "key"));
}

}  // namespace

void ReadNitfContent(const xmlNode* nitf, ArticleBuilder& builder) {
  v1::Article& article = builder.article();
  const xmlNode* head = Child(nitf, "head");
  const xmlNode* body = Child(nitf, "body");
  const xmlNode* body_head = Child(body, "body.head");
  const xmlNode* hedline = Child(body_head, "hedline");
  if (article.title().empty()) {
    const std::string headline = LineText(Child(hedline, "hl1"));
    article.set_title(headline.empty() ? LineText(Child(head, "title")) : headline);
  }
  if (article.summary().empty()) {
    article.set_summary(TextOf(Child(body_head, "abstract")));
  }
  if (article.body().empty()) {
    article.set_body(TextOf(Child(body, "body.content")));
  }
  builder.Attribute("subheadline", LineText(Child(hedline, "hl2")));
  for (const xmlNode* byline : Children(body_head, "byline")) {
    ReadByline(byline, builder);
  }
  builder.Attribute("located", LineText(Child(Child(body_head, "dateline"), "location")));
  ReadIdentified(Child(Child(head, "docdata"), "identified-content"), builder);
  ReadSubjects(head, builder);
}

absl::StatusOr<v1::Article> ParseNitf(const xmlNode* nitf, const ParseRules& rules) {
  ArticleBuilder builder(rules);
  const xmlNode* head = Child(nitf, "head");
  ReadDocData(Child(head, "docdata"), builder);
  const xmlNode* publication = Child(head, "pubdata");
  const xmlNode* copyright = Child(Child(head, "docdata"), "doc.copyright");
  const std::string name = Attribute(publication, "name");
  builder.article().set_source(name.empty() ? Attribute(copyright, "holder") : name);
  builder.article().set_url(Attribute(publication, "ex-ref"));
  builder.Published(Attribute(publication, "date.publication"));
  builder.Attribute("edition", Attribute(publication, "edition.name"));
  const std::string language = LanguageOf(nitf);
  builder.Language(language.empty() ? LanguageOf(Child(nitf, "body")) : language);
  ReadNitfContent(nitf, builder);
  return builder.Finish();
}

}  // namespace facetwire::formats
