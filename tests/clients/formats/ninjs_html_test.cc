// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/formats/html_page.h"
#include "clients/formats/ninjs.h"
#include "tests/clients/formats/format_case.h"

namespace facetwire::formats {
namespace {

class JsonFormatsTest : public ::testing::TestWithParam<FormatCase> {};

TEST_P(JsonFormatsTest, Reads) { CheckCase(GetParam()); }

const FormatCase kNinjs[] = {
    {"Version1",
     R"({"uri": "urn:1", "version": "4", "language": "pt_BR", "pubstatus": "canceled", "urgency": 1,
 "versioncreated": "2023-10-26T14:30:00Z", "embargoed": "2023-10-27T00:00:00Z", "byline": "By Ann Lee",
 "headline": "Title", "body_xhtml": "<div><p>One.</p><p>Two &amp; three.</p></div>",
 "subject": [{"name": "rail", "scheme": "http://cv.iptc.org/newscodes/mediatopic/", "code": "20000344"},
             {"name": "Own topic", "code": "x:1"}, {"code": "x:2"}],
 "person": [{"name": "Ada Lee"}, {"name": "Ada Lee"}, {"name": " "}],
 "place": [{"name": "Kenya"}, {"name": "Osh", "code": "osh"}], "organisation": [{"name": "A"}, {"name": "B"}]})",
     {R"(id: "urn:1" version: 4 language: "pt-BR" title: "Title" body: "One.\n\nTwo & three."
         authors: "By Ann Lee" subjects: "Osh" subjects: "medtop:20000344" subjects: "Own topic"
         subjects: "x:2" published_time { seconds: 1698330600 } updated_time { seconds: 1698330600 }
         status: ARTICLE_STATUS_CANCELED embargoed_until { seconds: 1698364800 }
         attributes { key: "organisations" value: "A; B" } attributes { key: "urgency" value: "1" }
         supplied_entities { facet: "person" label: "Ada Lee" }
         supplied_entities { facet: "country" id: "KE" })"}},
    {"Version3InAnArray",
     "[ {\"uri\": \"https://d.example/1\", \"firstCreated\": \"2023-10-26\", \"headlines\":\n"
     " [{\"role\": \"short\", \"value\": \"S\"}, {\"role\": \"main\", \"value\": \"M\"}],\n"
     " \"bodies\": [{\"contentType\": \"text/html\", \"value\": \"<p>H</p>\"}, {\"contentType\": "
     "\"text/plain\", \"value\": \"P\"}],\n"
     " \"infoSources\": [{\"name\": \"Wire\"}]},\n"
     "{\"uri\": \"2\", \"pubStatus\": \"?\", \"firstCreated\": \"2023-10-26\", \"headlines\": "
     "\"x\"}, 7 ]",
     {R"(id: "https://d.example/1" url: "https://d.example/1" source: "Wire" title: "M" body: "P"
         published_time { seconds: 1698278400 } attributes { key: "infosource" value: "Wire" })",
      "! 5/2: status: \"?\" is none of",
      "! 5/3: must be a JSON object"}},
    {"OursInAnArray",
     "[{\"id\": 1, \"published\": \"2023-10-26\", \"body\": \"a } ] \\\" b\"}\n,{\"id\": }\n]",
     {R"(id: "1" body: "a } ] \" b" published_time { seconds: 1698278400 })",
      "! 2/2: not JSON, at byte 8"}},
    {"ObjectsOverSeveralLines",
     "{\n\"id\": 1, \"published\": \"2023-10-26\", \"body\": \"a\"}\n{\n\"id\": 2}\n{\"id\":",
     {R"(id: "1" body: "a" published_time { seconds: 1698278400 })",
      "! 3/2: published: missing",
      "! 5/3: not JSON: ends before its brackets are closed"}},
    {"Lines",
     "{\"id\": 1, \"published\": \"2023-10-26\", \"body\": \"a\"}\n{\"id\": 2\n"
     "{\"uri\": \"3\", \"versioncreated\": \"2023-10-26\", \"headline\": \"n\"}\n",
     {R"(id: "1" body: "a" published_time { seconds: 1698278400 })",
      "! 2/0: not JSON, at byte 9",
      R"(id: "3" title: "n" published_time { seconds: 1698278400 } updated_time { seconds: 1698278400 })"}},
    {"TooDeep",
     "[" + std::string(100, '[') + std::string(100, ']') + "]",
     {"! 1/1: nested deeper than 64"}},
    {"StrayBracket",
     "[1 } {]}",
     {"! 1/1: must be",
      "! 1/2: not JSON",
      "! 1/3: not JSON, at byte 2",
      "! 1/4: not JSON",
      "! 1/5: not JSON: ends before"}},
};
INSTANTIATE_TEST_SUITE_P(Ninjs, JsonFormatsTest, ::testing::ValuesIn(kNinjs), NameOfCase);

std::string Page(const std::string& json, const std::string& body) {
  return "<!DOCTYPE html><html lang=\"de\"><head><title>t</title><script "
         "type=\"application/ld+json\">" +
         json + "</script></head><body>" + body + "</body></html>";
}

const FormatCase kPages[] = {
    {"BodyInTheJson",
     Page(
         R"({"@context": "https://schema.org", "@type": ["Article", "NewsArticle"], "url": "https://d.example/1",
 "identifier": {"@type": "PropertyValue", "value": "d-1"}, "headline": "A &amp; B", "articleBody": "One.\n\nTwo.",
 "datePublished": "2023-10-26", "inLanguage": "en", "keywords": "rail, sea", "publisher": {"name": "D"},
 "author": [{"@type": "Person", "name": "Ann"}, "Bo"], "contentLocation": {"@type": "Place", "name": "Osh",
 "address": {"addressCountry": "KG"}}, "about": {"@type": "Country", "name": "Georgia"}})",
         "<p>x</p>"),
     {R"(id: "d-1" url: "https://d.example/1" source: "D" language: "en" title: "A & B" body: "One.\n\nTwo."
         authors: "Ann" authors: "Bo" subjects: "rail" subjects: "sea" subjects: "Osh"
         published_time { seconds: 1698278400 } supplied_entities { facet: "country" id: "GE" }
         supplied_entities { facet: "country" id: "KG" })"}},
    {"GraphAndThePageItself",
     Page(
         R"({"@graph": [{"@id": "#p", "@type": "Organization", "name": "D"}, {"@type": "http://schema.org/OpinionNewsArticle",
 "@id": "#a", "mainEntityOfPage": {"@id": "https://d.example/2"}, "headline": "T", "datePublished": "2023-10-26",
 "publisher": {"@id": "#p"}}]})",
         "<nav>Menu</nav><article><h1>T</h1><p>Eins.</p><figure><figcaption>Bild</figcaption></"
         "figure></article>"),
     {R"(id: "https://d.example/2" url: "https://d.example/2" source: "D" language: "de" title: "T"
         body: "Eins.\n\nBild" published_time { seconds: 1698278400 })"}},
    {"Windows1252",
     "<html><head><meta charset=windows-1252><script "
     "type='application/ld+json'>[{\"@type\":\"NewsArticle\","
     "\"url\":\"https://d.example/3\",\"headline\":\"Caf\xE9 \x96 "
     "\x80\",\"datePublished\":\"2023-10-26\"}]</script>",
     {R"(id: "https://d.example/3" url: "https://d.example/3" title: "Café – €" published_time { seconds: 1698278400 })"}},
    {"NoArticle",
     Page(R"({"@type": "WebSite"})", ""),
     {"! 0/0: an HTML page without a NewsArticle"}},
    {"BrokenJson",
     Page(R"({"@type": "NewsArticle")", ""),
     {"! 0/0: an HTML page without a NewsArticle in JSON-LD (its JSON-LD is not JSON, at byte "
      "24)"}},
    {"NoDate",
     Page(R"({"@type": "NewsArticle", "url": "https://d.example/4", "headline": "x"})", ""),
     {"! 0/0: published: missing"}},
    {"NotUtf8", "<html><body>Caf\xE9", {"! 0/0: not UTF-8: byte 0xe9 at offset 15"}},
    {"UnknownEncoding", "<html><meta charset=klingon>", {"! 0/0: unknown encoding \"klingon\""}},
};
INSTANTIATE_TEST_SUITE_P(Pages, JsonFormatsTest, ::testing::ValuesIn(kPages), NameOfCase);

}  // namespace
}  // namespace facetwire::formats
