// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/formats/feeds.h"

#include "tests/clients/formats/format_case.h"

namespace facetwire::formats {
namespace {

class FeedsTest : public ::testing::TestWithParam<FormatCase> {};

TEST_P(FeedsTest, Reads) { CheckCase(GetParam()); }

const FormatCase kRss[] = {
    {"Plain",
     R"(<rss version="2.0"><channel><title>Daily</title><language>en-gb</language>
<item><title> A &amp; B </title><link>https://d.example/1</link><guid>https://d.example/1</guid>
<description>Short.</description><pubDate>Thu, 26 Oct 2023 14:30:00 GMT</pubDate></item>
</channel></rss>)",
     {R"(id: "https://d.example/1" url: "https://d.example/1" source: "Daily" language: "en-gb"
         title: "A & B" summary: "Short." published_time { seconds: 1698330600 })"}},
    {"ModulesAndCdata",
     R"(<?xml version="1.0"?><!-- made by hand --><rss version="2.0"
  xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:m="http://search.yahoo.com/mrss/"
  xmlns:d="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom"><channel>
<title>Daily</title><atom:link href="https://d.example/rss" rel="self"/><item>
<m:title>Not the title</m:title><title><![CDATA[Rain &amp; <i>wind</i>]]></title>
<guid isPermaLink="false">n-7</guid><link>https://d.example/7</link>
<d:date>2023-10-26T14:30:00+02:00</d:date><d:creator>Ann Lee</d:creator><d:creator>Bo Chan</d:creator>
<d:language>de</d:language><category>Weather</category>
<category domain="http://cv.iptc.org/newscodes/mediatopic/">17000000</category>
<content:encoded><![CDATA[<p>One<br/>two.</p><script>x()</script><ul><li>Three</li></ul>]]></content:encoded>
<atom:updated>2023-10-27T00:00:00Z</atom:updated></item></channel></rss>)",
     {R"(id: "n-7" url: "https://d.example/7" source: "Daily" language: "de" title: "Rain & wind"
         body: "One\ntwo.\n\nThree" authors: "Ann Lee" authors: "Bo Chan" subjects: "Weather"
         subjects: "medtop:17000000" published_time { seconds: 1698323400 }
         updated_time { seconds: 1698364800 })"}},
    {"ABadItemDoesNotEndTheFeed",
     "<rss><channel><title>D</title>\n"
     "<item><title>x</title><guid>1</guid></item>\n"
     "<item><title>x</title><guid>2</guid><pubDate>soon</pubDate></item>\n"
     "<item><title>x</title><pubDate>2023-10-26</pubDate></item>\n"
     "<item><guid>4</guid><pubDate>2023-10-26</pubDate></item>\n"
     "<item><title>x</title><guid>5</guid><pubDate>2023-10-26</pubDate></item></channel></rss>",
     {"! 2/1: published: missing",
      "! 3/2: published: \"soon\" is not a date",
      "! 4/3: id: missing",
      "! 5/4: body: no text",
      R"(id: "5" source: "D" title: "x" published_time { seconds: 1698278400 })"}},
    {"TheDateOfTheChannelAndARelativeLink",
     R"(<rss xml:base="https://d.example/news/"><channel><title>D</title><pubDate>2023-10-26</pubDate>
<item><title>x</title><link>7.html</link><source url="https://w.example">Wire</source></item></channel></rss>)",
     {R"(id: "https://d.example/news/7.html" url: "https://d.example/news/7.html" source: "Wire"
         title: "x" published_time { seconds: 1698278400 })"}},
    {"Latin1",
     "<?xml version='1.0' encoding='ISO-8859-1'?><rss><channel><title>D</title>"
     "<item><title>Caf\xE9</title><guid>1</guid><pubDate>2023-10-26</pubDate></item></channel></"
     "rss>",
     {R"(id: "1" source: "D" title: "Café" published_time { seconds: 1698278400 })"}},
    {"Empty", "<rss><channel><title>D</title></channel></rss>", {}},
};
INSTANTIATE_TEST_SUITE_P(Rss, FeedsTest, ::testing::ValuesIn(kRss), NameOfCase);

const FormatCase kAtom[] = {
    {"Kinds",
     R"(<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://d.example/" xml:lang="fr">
<title>Le Fil</title><author><name>Rédaction</name></author>
<entry><id>urn:1</id><title>Un &lt; deux</title><link rel="self" href="x"/><link href="n/1"/>
<updated>2023-10-26T14:30:00Z</updated><summary type="html">&lt;b&gt;Court&lt;/b&gt; &amp;eacute;t&amp;eacute;</summary>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Un.</p><p>Deux.</p></div></content>
<category term="isic4:H50" label="Bateaux"/></entry>
<entry xml:lang="en"><id>urn:2</id><title type="html">A &amp;amp; B</title><published>2023-10-25T00:00:00Z</published>
<updated>2023-10-26T00:00:00Z</updated><author><name>Ann</name></author><content>Plain text.</content>
<source><title>Other</title></source></entry></feed>)",
     {R"(id: "urn:1" url: "https://d.example/n/1" source: "Le Fil" language: "fr" title: "Un < deux"
         summary: "Court été" body: "Un.\n\nDeux." authors: "Rédaction" subjects: "Bateaux"
         published_time { seconds: 1698330600 } updated_time { seconds: 1698330600 }
         supplied_entities { facet: "sector" id: "H50" })",
      R"(id: "urn:2" source: "Other" language: "en" title: "A & B" body: "Plain text." authors: "Ann"
         published_time { seconds: 1698192000 } updated_time { seconds: 1698278400 })"}},
    {"PrefixedAndBad",
     R"(<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:title>T</a:title>
<a:entry><a:title>x</a:title><a:updated>2023-10-26</a:updated></a:entry>
<a:entry><a:id>2</a:id><a:title>y</a:title><a:updated>2023-10-26</a:updated></a:entry></a:feed>)",
     {"! 2/1: id: missing",
      R"(id: "2" source: "T" title: "y" published_time { seconds: 1698278400 }
         updated_time { seconds: 1698278400 })"}},
};
INSTANTIATE_TEST_SUITE_P(Atom, FeedsTest, ::testing::ValuesIn(kAtom), NameOfCase);

}  // namespace
}  // namespace facetwire::formats
