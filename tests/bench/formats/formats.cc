// SPDX-License-Identifier: GPL-3.0-or-later
// How fast each format is read: made-up articles of about 2 KB, in memory, on one thread; by the
// time of the processor.
//   formats_bench [MEGABYTES]
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <functional>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

#include "clients/formats/content_reader.h"
#include "clients/formats/source.h"

namespace facetwire::formats {
namespace {

constexpr char kParagraph[] =
    "The port of Chancay was opened on Thursday after four years of work; ships of up to 18,000 "
    "containers can call there, and the ministry of transport expects trade with Asia to grow. "
    "Farmers in the valley said that the new road had halved the time to market. ";

std::string Paragraphs(const std::string& begin, const std::string& end) {
  std::string text;
  for (int i = 0; i < 8; ++i) {
    absl::StrAppend(&text, begin, kParagraph, end);
  }
  return text;
}

struct Sample {
  const char* name;
  std::string begin;
  std::string article;  // "@" stands for its number
  std::string end;
};

const Sample kSamples[] = {
    {"jsonl",
     "",
     R"({"id":"n-@","published":"2023-10-26","title":"Port opened","body":")" +
         Paragraphs("", "\\n\\n") + "\"}\n",
     ""},
    {"ninjs",
     "[\n",
     R"({"uri":"urn:n:@","version":"1","versioncreated":"2023-10-26T14:30:00Z","headline":"Port opened","body_html":")" +
         Paragraphs("<p>", "</p>") + R"(","subject":[{"code":"medtop:04000000"}]},)" + "\n",
     "{\"uri\":\"last\",\"versioncreated\":\"2023-10-26\",\"headline\":\"x\"}]"},
    {"rss",
     R"(<rss xmlns:c="http://purl.org/rss/1.0/modules/content/"><channel><title>D</title>)",
     "<item><guid>n-@</guid><title>Port opened</title><pubDate>Thu, 26 Oct 2023 14:30:00 "
     "GMT</pubDate><c:encoded><![CDATA[" +
         Paragraphs("<p>", "</p>") + "]]></c:encoded></item>\n",
     "</channel></rss>"},
    {"atom",
     R"(<feed xmlns="http://www.w3.org/2005/Atom"><title>D</title>)",
     "<entry><id>n-@</id><title>Port opened</title><updated>2023-10-26T14:30:00Z</updated>"
     "<content type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\">" +
         Paragraphs("<p>", "</p>") + "</div></content></entry>\n",
     "</feed>"},
    {"newsml",
     R"(<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>)",
     "<newsItem guid=\"n-@\" version=\"1\"><itemMeta><versionCreated>2023-10-26T14:30:00Z"
     "</versionCreated></itemMeta><contentMeta><headline>Port opened</headline></contentMeta>"
     "<contentSet><inlineXML><html xmlns=\"http://www.w3.org/1999/xhtml\"><body>" +
         Paragraphs("<p>", "</p>") + "</body></html></inlineXML></contentSet></newsItem>\n",
     "</itemSet></newsMessage>"},
};

// NITF and HTML pages hold one article each.
const Sample kDocuments[] = {
    {"nitf",
     "",
     "<nitf><head><docdata><doc-id id-string=\"n-@\"/><date.issue norm=\"20231026\"/></docdata>"
     "</head><body><body.head><hedline><hl1>Port opened</hl1></hedline></body.head><body.content>" +
         Paragraphs("<p>", "</p>") + "</body.content></body></nitf>",
     ""},
    {"html",
     "",
     "<!DOCTYPE html><html lang=\"en\"><head><script type=\"application/ld+json\">{\"@type\":"
     "\"NewsArticle\",\"url\":\"https://d.example/@\",\"headline\":\"Port opened\","
     "\"datePublished\":\"2023-10-26\"}</script></head><body><article>" +
         Paragraphs("<p>", "</p>") + "</article></body></html>",
     ""},
    {"text", "", "date 2023-10-26 Port opened. " + Paragraphs("", "\n\n"), ""},
};

struct Tally {
  size_t bytes = 0;
  size_t articles = 0;
  size_t rejected = 0;
};

void Read(const std::string& content, Tally& tally) {
  TextSource source(content);
  ReadContent(source,
              {{}, std::nullopt, "", [] { return "id"; }},
              [&tally](Position, const absl::StatusOr<v1::Article>& article) {
                ++(article.ok() ? tally.articles : tally.rejected);
                return true;
              });
  tally.bytes += content.size();
}

bool Measure(const char* name, const std::function<void(Tally&)>& read) {
  Tally tally;
  const std::clock_t start = std::clock();
  read(tally);
  const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
  std::printf("%-8s %7.1f MB/s %9.0f articles/s\n",
              name,
              static_cast<double>(tally.bytes) / 1e6 / seconds,
              static_cast<double>(tally.articles) / seconds);
  return tally.articles > 0 && tally.rejected == 0;
}

bool MeasureAll(size_t bytes) {
  bool good = true;
  for (const Sample& sample : kSamples) {
    std::string content = sample.begin;
    for (size_t i = 0; content.size() < bytes; ++i) {
      content += absl::StrReplaceAll(sample.article, {{"@", absl::StrCat(i)}});
    }
    content += sample.end;
    good = Measure(sample.name, [&content](Tally& tally) { Read(content, tally); }) && good;
  }
  for (const Sample& sample : kDocuments) {
    good = Measure(sample.name,
                   [&sample, bytes](Tally& tally) {
                     while (tally.bytes < bytes) {
                       Read(sample.article, tally);
                     }
                   }) &&
           good;
  }
  return good;
}

}  // namespace
}  // namespace facetwire::formats

int main(int argc, char** argv) {
  const size_t megabytes = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 50;
  if (megabytes < 1 || megabytes > 100) {
    std::fprintf(stderr, "formats_bench [MEGABYTES]: 1 to 100\n");
    return 2;
  }
  return facetwire::formats::MeasureAll(megabytes * 1'000'000) ? 0 : 1;
}
