// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/formats/plain_text.h"

#include <string>

#include <gtest/gtest.h>

namespace facetwire::formats {
namespace {

struct HtmlCase {
  std::string html;
  std::string text;
};

TEST(HtmlToTextTest, KeepsParagraphsAndNothingElse) {
  const HtmlCase cases[] = {
      {"", ""},
      {"One\ntwo.\n\n\nThree.", "One two.\n\nThree."},
      {"  <p> One\n two.</p>\n<p>Three.</p>  ", "One two.\n\nThree."},
      {"One<br>two<br/><br/>three", "One\ntwo\nthree"},
      {"a<b>b</b>c <i> d</i>", "abc d"},
      {"1 &lt; 2 &amp; 3&nbsp;4 &#8211; &euro; &unknown;", "1 < 2 & 3 4 – € &unknown;"},
      {"<script>var a = 1 < 2;</script><style>p {}</style>x<!-- y -->", "x"},
      {"<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>", "a\n\nb\n\nc"},
      {"<table><tr><td>a<td>b<tr><td>c</table>", "a b\n\nc"},
      {"<p>unclosed <b>and <p>wrongly</b> nested", "unclosed and\n\nwrongly nested"},
      {"<div><div><div>deep</div></div></div>", "deep"},
      {"5 < 6 & 7 > 2", "5 < 6 & 7 > 2"},
      {"<form><p>Subscribe!</p></form><p>x</p>", "x"},
      {"Ünïcödé <b>中文</b>", "Ünïcödé 中文"},
  };
  for (const HtmlCase& c : cases) {
    EXPECT_EQ(HtmlToText(c.html), c.text) << c.html;
  }
}

TEST(HtmlToTextTest, DeepNestingIsNoTrouble) {
  std::string html;
  for (int i = 0; i < 20000; ++i) {
    html += "<div>";
  }
  EXPECT_NO_FATAL_FAILURE(HtmlToText(html + "x"));
}

TEST(HtmlToLineTest, IsOneLine) { EXPECT_EQ(HtmlToLine("<p>a</p><p>b &amp;\nc</p>"), "a b & c"); }

}  // namespace
}  // namespace facetwire::formats
