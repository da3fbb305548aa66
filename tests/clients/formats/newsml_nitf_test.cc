// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/formats/newsml.h"
#include "clients/formats/nitf.h"
#include "tests/clients/formats/format_case.h"

namespace facetwire::formats {
namespace {

class NewsXmlTest : public ::testing::TestWithParam<FormatCase> {};

TEST_P(NewsXmlTest, Reads) { CheckCase(GetParam()); }

const FormatCase kNewsml[] = {
    {"OneItem",
     R"(<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:n:1" version="12" xml:lang="en">
<rightsInfo><copyrightHolder><name>Wire</name></copyrightHolder><usageTerms>Not after May.</usageTerms></rightsInfo>
<itemMeta><itemClass qcode="ninat:text"/><provider qcode="nprov:WIRE"/>
<versionCreated>2023-10-26T16:30:00+02:00</versionCreated><firstCreated>20231026T120000+0000</firstCreated>
<embargoed>2023-10-27T00:00:00Z</embargoed><pubStatus qcode="stat:withheld"/></itemMeta>
<contentMeta><urgency>4</urgency><by>Ann Lee</by><language tag="en-GB"/>
<subject type="cpnat:person"><name xml:lang="de">Frau Lee</name><name xml:lang="en-GB">Ada Lee</name></subject>
<subject type="cpnat:geoArea" qcode="city:9"><name>Osh</name><broader qcode="iso3166-1a3:KGZ"/></subject>
<subject type="cpnat:geoArea" qcode="us:ga"><name>Georgia</name></subject>
<subject type="cpnat:abstract" qcode="medtop:20000344"/><subject qcode="isic:4911"><name>Rail</name></subject>
<subject type="cpnat:organisation"><name>Railways</name></subject>
<headline xml:lang="de">Zug</headline><headline xml:lang="en-GB">Train</headline>
<description role="drol:summary">On time.</description></contentMeta>
<contentSet><inlineXML contenttype="application/nitf+xml"><nitf xmlns="http://iptc.org/std/NITF/2006-10-18/">
<body><body.head><hedline><hl1>Other headline</hl1></hedline></body.head>
<body.content><p>First.</p><media><media-caption>Seen.</media-caption></media><p>Second.</p></body.content></body>
</nitf></inlineXML></contentSet></newsItem>)",
     {R"(id: "urn:n:1" version: 12 source: "WIRE" language: "en-GB" title: "Train" summary: "On time."
         body: "First.\n\nSecond." authors: "Ann Lee" subjects: "Osh" subjects: "Georgia"
         subjects: "medtop:20000344" subjects: "Rail" published_time { seconds: 1698321600 }
         updated_time { seconds: 1698330600 } status: ARTICLE_STATUS_WITHHELD
         embargoed_until { seconds: 1698364800 }
         attributes { key: "copyrightholder" value: "Wire" }
         attributes { key: "organisations" value: "Railways" }
         attributes { key: "type" value: "text" } attributes { key: "urgency" value: "4" }
         attributes { key: "usageterms" value: "Not after May." }
         supplied_entities { facet: "person" label: "Ada Lee" }
         supplied_entities { facet: "country" id: "KG" }
         supplied_entities { facet: "sector" id: "H49" })"}},
    {"AMessageWithAPackageAndABadItem",
     "<newsMessage xmlns=\"http://iptc.org/std/nar/2006-10-01/\"><itemSet>\n"
     "<packageItem guid=\"p\"/>\n"
     "<newsItem guid=\"a\" version=\"x1\"><itemMeta><versionCreated>2023-10-26</versionCreated>"
     "<title>T</title></itemMeta><contentSet><inlineData contenttype=\"text/plain\">One.\n\nTwo."
     "</inlineData></contentSet></newsItem>\n"
     "<newsItem guid=\"b\"><itemMeta><versionCreated>2023-10-26</versionCreated>"
     "<pubStatus qcode=\"stat:secret\"/></itemMeta></newsItem>\n"
     "<newsItem guid=\"c\"><itemMeta><versionCreated>2023-10-26</versionCreated><title>T</title>"
     "<embargoed/></itemMeta></newsItem>\n"
     "</itemSet></newsMessage>",
     {R"(id: "a" title: "T" body: "One.\n\nTwo." published_time { seconds: 1698278400 }
         updated_time { seconds: 1698278400 } attributes { key: "version" value: "x1" })",
      "! 6/2: status: \"stat:secret\" is none of",
      R"(id: "c" title: "T" published_time { seconds: 1698278400 }
         updated_time { seconds: 1698278400 } status: ARTICLE_STATUS_WITHHELD)"}},
    {"OnlyPackages",
     R"(<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet><packageItem/></itemSet></newsMessage>)",
     {"! 1/0: a message without a newsItem"}},
};
INSTANTIATE_TEST_SUITE_P(Newsml, NewsXmlTest, ::testing::ValuesIn(kNewsml), NameOfCase);

const FormatCase kNitf[] = {
    {"Full",
     R"(<!DOCTYPE nitf SYSTEM "http://nowhere.example/nitf.dtd"><nitf><head><title>Head</title>
<tobject><tobject.subject tobject.subject.refnum="15054000"/></tobject>
<docdata management-status="embargoed"><doc-id id-string="n-1"/><urgency ed-urg="2"/>
<date.issue norm="20231026T143000+0200"/><date.release norm="20231027"/><du-key version="3" key="cup"/>
<key-list><keyword key="football"/></key-list>
<identified-content><person>Ada Lee</person><location>Osh<country iso-cc="kg">Kyrgyzstan</country></location>
<country>Chile</country><org>FIFA</org><classifier idsrc="medtop" value="20000344">rail</classifier></identified-content></docdata>
<pubdata name="Herald" edition.name="late"/></head>
<body xml:lang="en"><body.head><hedline><hl1>Cup&nbsp;final</hl1><hl2>Late goal</hl2></hedline>
<byline>By Ann Lee</byline><abstract>Short.</abstract></body.head>
<body.content><block><p>One <em>two</em>.</p><hl2>Middle</hl2><table><tr><td>a</td><td>b</td></tr></table></block></body.content>
<body.end><tagline>Ends.</tagline></body.end></body></nitf>)",
     {R"(id: "n-1" version: 3 source: "Herald" language: "en" title: "Cup final" summary: "Short."
         body: "One two.\n\nMiddle\n\na b" authors: "Ann Lee" subjects: "medtop:20000344"
         subjects: "subj:15054000" subjects: "football" published_time { seconds: 1698323400 }
         embargoed_until { seconds: 1698364800 } attributes { key: "doc-key" value: "cup" }
         attributes { key: "edition" value: "late" } attributes { key: "organisations" value: "FIFA" }
         attributes { key: "subheadline" value: "Late goal" } attributes { key: "urgency" value: "2" }
         supplied_entities { facet: "person" label: "Ada Lee" }
         supplied_entities { facet: "country" id: "KG" } supplied_entities { facet: "country" id: "CL" })"}},
    {"WithoutAnId",
     "<nitf><body><body.content><p>x</p></body.content></body></nitf>",
     {"! 1/0: id: missing"}},
};
INSTANTIATE_TEST_SUITE_P(Nitf, NewsXmlTest, ::testing::ValuesIn(kNitf), NameOfCase);

const FormatCase kBadXml[] = {
    {"Malformed",
     "<rss><channel>\n<item></channel></rss>",
     {"! 0/0: not well-formed XML: line 2: "}},
    {"Truncated", "<rss><channel><item>", {"! 0/0: not well-formed XML: line 1: "}},
    {"OtherRoot",
     "<?xml version=\"1.0\"?><opml/>",
     {"! 1/0: its root element <opml> is none of RSS, Atom"}},
    {"NotUtf8",
     "<rss><channel><title>Caf\xE9</title></channel></rss>",
     {"! 0/0: not UTF-8: byte 0xe9 at offset 24"}},
    {"BillionLaughs",
     "<!DOCTYPE r [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;\">]>"
     "<rss><channel><title>&c;</title></channel></rss>",
     {"! 0/0: declares entities: refused"}},
    {"BillionLaughsInAnAttribute",
     "<!DOCTYPE r [<!ENTITY a \"ha\">]><rss version=\"&a;\"/>",
     {"! 0/0: declares entities: refused"}},
    {"ExternalEntity",
     "<!DOCTYPE r [<!ENTITY a SYSTEM "
     "\"file:///etc/passwd\">]><rss><channel><title>&a;</title></channel></rss>",
     {"! 0/0: declares entities: refused"}},
    {"ParameterEntity",
     "<!DOCTYPE r [<!ENTITY % a SYSTEM \"http://nowhere.example/\"> %a;]><rss/>",
     {"! 0/0: declares entities: refused"}},
    {"TooDeep",
     "<rss>" +
         [] {
           std::string deep;
           for (int i = 0; i < 300; ++i) {
             deep += "<a>";
           }
           return deep;
         }(),
     {"! 0/0: not well-formed XML: line 1: Excessive depth"}},
};
INSTANTIATE_TEST_SUITE_P(Bad, NewsXmlTest, ::testing::ValuesIn(kBadXml), NameOfCase);

}  // namespace
}  // namespace facetwire::formats
