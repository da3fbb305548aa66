// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/formats/json_ld.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"

#include "clients/formats/article_builder.h"
#include "clients/formats/plain_text.h"
#include "clients/formats/vocabulary.h"

namespace facetwire::formats {
namespace {

constexpr int kMaxDepth = 8;

// NewsArticle and its subtypes (https://schema.org/NewsArticle).
constexpr auto kNewsTypes = std::to_array<absl::string_view>({"NewsArticle",
                                                              "AnalysisNewsArticle",
                                                              "AskPublicNewsArticle",
                                                              "BackgroundNewsArticle",
                                                              "OpinionNewsArticle",
                                                              "ReportageNewsArticle",
                                                              "ReviewNewsArticle"});

bool IsNews(const Json& object) {
  for (const absl::string_view type : kNewsTypes) {
    if (JsonLd::IsA(&object, type)) {
      return true;
    }
  }
  return false;
}

// A name, or the "name" of an object.
std::string NameOf(const Json* value) {
  return value != nullptr && value->is_object() ? MemberText(value, "name") : TextOf(value);
}

// "identifier" may be a text or a PropertyValue.
std::string IdentifierOf(const Json& article) {
  const auto identifiers = Elements(Member(&article, "identifier"));
  if (identifiers.empty()) {
    return "";
  }
  const Json* first = identifiers.front();
  return first->is_object() ? MemberText(first, "value") : TextOf(first);
}

std::string UrlOf(const Json& article, const PageFacts& page) {
  const Json* main = Member(&article, "mainEntityOfPage");
  for (std::string url :
       {MemberText(&article, "url"),
        page.canonical,
        main != nullptr && main->is_object() ? MemberText(main, "@id") : TextOf(main)}) {
    if (absl::StrContains(url, "://")) {
      return url;
    }
  }
  return "";
}

// A page shows its headline above the text.
std::string WithoutTitle(absl::string_view text, absl::string_view title) {
  absl::string_view rest = text;
  if (absl::ConsumePrefix(&rest, title) && absl::ConsumePrefix(&rest, "\n\n")) {
    text = rest;
  }
  return std::string(text);
}

class ArticleReaderLd {
 public:
  ArticleReaderLd(const JsonLd& graph, const Json& article, const ParseRules& rules)
      : graph_(graph), json_(article), builder_(rules) {}

  absl::StatusOr<v1::Article> Parse(const PageFacts& page) {
    ReadIds(page);
    ReadTexts(page);
    builder_.Published(MemberText(&json_, "datePublished"));
    builder_.Published(MemberText(&json_, "dateCreated"));
    builder_.Updated(MemberText(&json_, "dateModified"));
    ReadLanguage(page);
    for (const Json* author : Elements(Member(&json_, "author"))) {
      builder_.Author(NameOf(graph_.Resolve(author)));
    }
    for (const char* publisher : {"publisher", "sourceOrganization", "provider"}) {
      if (builder_.article().source().empty()) {
        builder_.article().set_source(NameOf(graph_.Resolve(Member(&json_, publisher))));
      }
    }
    ReadSubjects();
    for (const char* relation : {"about", "mentions", "contentLocation", "spatialCoverage"}) {
      for (const Json* thing : Elements(Member(&json_, relation))) {
        ReadThing(*graph_.Resolve(thing));
      }
    }
    ReadAttributes();
    return builder_.Finish();
  }

 private:
  // An @id that is only a fragment ("#article") names nothing outside of its page.
  void ReadIds(const PageFacts& page) {
    v1::Article& article = builder_.article();
    article.set_url(UrlOf(json_, page));
    std::string id = IdentifierOf(json_);
    if (id.empty() && article.url().empty() && !absl::StartsWith(MemberText(&json_, "@id"), "#")) {
      id = MemberText(&json_, "@id");
    }
    article.set_id(id.empty() ? article.url() : id);
    builder_.Version(MemberText(&json_, "version"));
  }

  void ReadTexts(const PageFacts& page) {
    v1::Article& article = builder_.article();
    std::string title = MemberText(&json_, "headline");
    article.set_title(HtmlToLine(title.empty() ? MemberText(&json_, "name") : title));
    article.set_summary(HtmlToText(MemberText(&json_, "description")));
    const std::string body = HtmlToText(MemberText(&json_, "articleBody"));
    article.set_body(body.empty() ? WithoutTitle(page.text, article.title()) : body);
  }

  void ReadLanguage(const PageFacts& page) {
    const Json* language = Member(&json_, "inLanguage");
    const std::string tag = language != nullptr && language->is_object()
                                ? MemberText(language, "alternateName")
                                : TextOf(language);
    builder_.Language(tag.empty() ? page.language : tag);
  }

  // Keywords are a list, or one text with commas.
  void ReadSubjects() {
    for (const char* name : {"articleSection", "keywords"}) {
      for (const Json* value : Elements(Member(&json_, name))) {
        const std::string text = NameOf(value);
        for (const absl::string_view word : absl::StrSplit(text, ',')) {
          builder_.Subject(MakeConcept(
              word, MemberText(value, "termCode"), MemberText(value, "inDefinedTermSet")));
        }
      }
    }
  }

  void ReadThing(const Json& thing) {
    const std::string name = NameOf(&thing);
    if (JsonLd::IsA(&thing, "Person")) {
      builder_.Person(name);
    } else if (JsonLd::IsA(&thing, "Country")) {
      ReadCountry(thing, name);
    } else if (JsonLd::IsA(&thing, "Organization") || JsonLd::IsA(&thing, "Corporation")) {
      builder_.Attribute("organisations", name);
    } else if (const Json* address = Member(&thing, "address")) {
      builder_.Subject(MakeConcept(name, "", ""));
      const Json* country = graph_.Resolve(Member(address, "addressCountry"));
      if (country != nullptr) {
        ReadCountry(*country, NameOf(country));
      }
    } else if (JsonLd::IsA(&thing, "Place") || JsonLd::IsA(&thing, "AdministrativeArea")) {
      builder_.Place(MakeConcept(name, "", ""));
    } else {
      builder_.Subject(MakeConcept(
          name, MemberText(&thing, "termCode"), MemberText(&thing, "inDefinedTermSet")));
    }
  }

  // Its name or its ISO code may stand in either place.
  void ReadCountry(const Json& country, const std::string& name) {
    for (const std::string& text : {MemberText(&country, "identifier"), name}) {
      auto code = CountryOfCode(text);
      if (!code) {
        code = CountryOfName(text);
      }
      if (code) {
        builder_.Country(*code);
        return;
      }
    }
    builder_.Subject(MakeConcept(name, "", ""));
  }

  void ReadAttributes() {
    for (const char* name : {"alternativeHeadline",
                             "creativeWorkStatus",
                             "dateline",
                             "copyrightNotice",
                             "expires",
                             "printSection"}) {
      builder_.Attribute(absl::AsciiStrToLower(name), MemberText(&json_, name));
    }
    builder_.Attribute("copyrightholder",
                       NameOf(graph_.Resolve(Member(&json_, "copyrightHolder"))));
  }

  const JsonLd& graph_;
  const Json& json_;
  ArticleBuilder builder_;
};

}  // namespace

JsonLd::JsonLd(const Json& document) { Visit(document, 0); }

void JsonLd::Visit(const Json& value, int depth) {
  if (depth > kMaxDepth) {
    return;
  }
  if (value.is_object()) {
    const std::string id = MemberText(&value, "@id");
    if (!id.empty() && value.size() > 1) {
      by_id_.emplace(id, &value);
    }
    if (article_ == nullptr && IsNews(value)) {
      article_ = &value;
    }
  }
  if (value.is_structured()) {
    for (const Json& element : value) {
      Visit(element, depth + 1);
    }
  }
}

const Json* JsonLd::Resolve(const Json* value) const {
  const auto found = by_id_.find(MemberText(value, "@id"));
  return found == by_id_.end() ? value : found->second;
}

bool JsonLd::IsA(const Json* object, absl::string_view type) {
  const std::vector<const Json*> names = Elements(Member(object, "@type"));
  return std::any_of(names.begin(), names.end(), [&](const Json* name) {
    const std::string text = TextOf(name);
    return text == type || (absl::EndsWith(text, type) && absl::StrContains(text, "schema.org/") &&
                            text[text.size() - type.size() - 1] == '/');
  });
}

absl::StatusOr<v1::Article> ParseJsonLdArticle(const JsonLd& graph,
                                               const Json& article,
                                               const PageFacts& page,
                                               const ParseRules& rules) {
  return ArticleReaderLd(graph, article, rules).Parse(page);
}

}  // namespace facetwire::formats
