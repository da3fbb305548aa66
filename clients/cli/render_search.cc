// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cstdint>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "clients/cli/render.h"
#include "clients/cli/text.h"
#include "clients/formats/dates.h"

namespace facetwire::cli {
namespace {

using google::protobuf::RepeatedPtrField;

constexpr size_t kBarWidth = 20;
constexpr int kTopEntities = 3;    // of each kind, beside a hit
constexpr size_t kTitleLines = 4;  // of a hit, about

std::string Counted(uint64_t count, absl::string_view one, absl::string_view many) {
  return absl::StrCat(WithCommas(count), " ", count == 1 ? one : many);
}

// "H49 Land transport and ..." or, where the label says all, "Kyrgyzstan".
std::string EntityName(const v1::Entity& entity) {
  return entity.facet() == "sector" ? absl::StrCat(entity.id(), " ", entity.label())
                                    : entity.label();
}

// The most salient of each kind: "China, Kyrgyzstan · Li Qiang · H49 Land transport".
std::vector<Span> TopEntities(const v1::Article& article) {
  std::vector<Span> spans;
  for (const char* facet : {"country", "person", "sector"}) {
    int shown = 0;
    for (const v1::Entity& entity : article.entities()) {
      if (entity.facet() != facet || entity.implied() || shown == kTopEntities) {
        continue;
      }
      if (!spans.empty()) {
        spans.push_back({shown > 0 ? ", " : " · ", Tone::kDim});
      }
      spans.push_back({EntityName(entity), ToneOfFacet(facet)});
      ++shown;
    }
  }
  return spans;
}

// The title with its highlights where a snippet has all of it.
std::vector<Span> TitleSpans(const v1::Hit& hit, const Style& style) {
  const std::string& title = hit.article().title();
  for (const v1::Snippet& snippet : hit.snippets()) {
    std::string joined;
    std::vector<Span> spans;
    for (const v1::SnippetSegment& segment : snippet.segments()) {
      joined += segment.text();
      spans.push_back({segment.text(), segment.highlighted() ? Tone::kMatch : Tone::kTitle});
    }
    if (snippet.field() == v1::TEXT_FIELD_TITLE && joined == title && style.color) {
      return spans;
    }
  }
  return {{title.empty() ? "(no title)" : title, Tone::kTitle}};
}

std::vector<Span> SnippetSpans(const v1::Snippet& snippet) {
  std::vector<Span> spans;
  for (const v1::SnippetSegment& segment : snippet.segments()) {
    spans.push_back({segment.text(), segment.highlighted() ? Tone::kMatch : Tone::kPlain});
  }
  return spans;
}

// At most `width` columns of them.
std::vector<Span> Shorten(std::vector<Span> spans, size_t width) {
  size_t used = 0;
  for (auto span = spans.begin(); span != spans.end(); ++span) {
    const size_t wanted = DisplayWidth(span->text);
    if (used + wanted > width) {
      span->text = Truncate(span->text, width - used);
      spans.erase(span + 1, spans.end());
      break;
    }
    used += wanted;
  }
  return spans;
}

std::string RenderHit(const v1::Hit& hit, size_t rank, const Style& style) {
  const v1::Article& article = hit.article();
  std::vector<std::string> facts = {formats::FormatTime(article.published_time())};
  if (!article.source().empty()) {
    facts.push_back(article.source());
  }
  facts.push_back(article.id());
  if (hit.copy_count() > 0) {
    facts.push_back(absl::StrCat("+", Counted(hit.copy_count(), "copy", "copies")));
  }
  const std::string number = absl::StrCat(PadLeft(absl::StrCat(rank), 2), ". ");
  const size_t indent = number.size();
  const size_t room = kTitleLines * style.width;
  std::string result = Wrap(Shorten(TitleSpans(hit, style), room), style, indent);
  result.replace(0, indent, number);
  absl::StrAppend(&result, Wrap({{absl::StrJoin(facts, " · "), Tone::kDim}}, style, indent));
  for (const v1::Snippet& snippet : hit.snippets()) {
    if (snippet.field() != v1::TEXT_FIELD_TITLE) {  // all of the title is there already
      absl::StrAppend(&result, Wrap(SnippetSpans(snippet), style, indent));
    }
  }
  if (const auto entities = TopEntities(article); !entities.empty()) {
    absl::StrAppend(&result, Wrap(entities, style, indent));
  }
  return result;
}

// Mark, id, label, count and bar. Of sources, languages and periods the id alone says all.
std::vector<Cell> ValueRow(const v1::FacetValue& value, const std::string& facet, double maximum) {
  const Tone tone = value.selected() ? Tone::kSelected : Tone::kPlain;
  std::vector<Cell> row = {{value.selected() ? "▸" : " ", tone}, {value.id(), tone}};
  if (facet == "country" || facet == "person" || facet == "sector") {
    row.push_back({value.label(), tone});
  }
  row.push_back({WithCommas(value.count()), tone, true});
  row.push_back({Bar(static_cast<double>(value.count()), maximum, kBarWidth), ToneOfFacet(facet)});
  return row;
}

// A row below the values: "other" or "missing".
std::vector<Cell> RestRow(const std::string& name, uint64_t count, size_t cells) {
  std::vector<Cell> row(cells - 1);
  row[0] = {" "};
  row[1] = {name, Tone::kDim};
  row.back() = {WithCommas(count), Tone::kDim, true};
  return row;
}

// The sub-facets of a value in one line: "H49 12, F42 7 · 2023-10 9".
std::string Within(const v1::FacetValue& value) {
  std::vector<std::string> facets;
  for (const v1::FacetResult& facet : value.sub_facets()) {
    std::vector<std::string> values;
    for (const v1::FacetValue& inner : facet.values()) {
      const std::string& name = facet.facet() == "person" ? inner.label() : inner.id();
      values.push_back(absl::StrCat(name, " ", WithCommas(inner.count())));
    }
    facets.push_back(absl::StrJoin(values, ", "));
  }
  return absl::StrJoin(facets, " · ");
}

// How a value was found that does not have what was typed in its label: "as Holland".
std::string Found(const v1::FacetValue& value) {
  std::vector<std::string> ways;
  if (!value.matched_alias().empty()) {
    ways.push_back(absl::StrCat("as ", value.matched_alias()));
  }
  if (value.typo_forgiven()) {
    ways.emplace_back("a typo forgiven");
  }
  return absl::StrJoin(ways, ", ");
}

std::string ValueTable(const RepeatedPtrField<v1::FacetValue>& values,
                       const v1::FacetResult& facet,
                       const Style& style) {
  uint64_t maximum = 0;
  for (const v1::FacetValue& value : values) {
    maximum = std::max(maximum, value.count());
  }
  std::vector<std::vector<Cell>> rows;
  for (const v1::FacetValue& value : values) {
    rows.push_back(ValueRow(value, facet.facet(), static_cast<double>(maximum)));
    if (!value.sub_facets().empty()) {
      rows.back().push_back({Within(value), Tone::kDim});
    } else if (const std::string found = Found(value); !found.empty()) {
      rows.back().push_back({found, Tone::kDim});
    }
  }
  const bool nested = !values.empty() && !values[0].sub_facets().empty();
  const size_t cells = rows.empty() ? 4 : rows.front().size() - (nested ? 1 : 0);
  if (facet.other_count() > 0) {
    rows.push_back(RestRow("other", facet.other_count(), cells));
  }
  if (facet.missing_count() > 0) {
    rows.push_back(RestRow("missing", facet.missing_count(), cells));
  }
  return Table(rows, style, 0);
}

std::string RenderFacet(const v1::FacetResult& facet, const Style& style) {
  const std::string sums = absl::StrCat("  ",
                                        Counted(facet.distinct_count(), "value", "values"),
                                        " in ",
                                        Counted(facet.article_count(), "article", "articles"));
  return absl::StrCat(style.Paint(facet.facet(), Tone::kTitle),
                      style.Paint(sums, Tone::kDim),
                      "\n",
                      ValueTable(facet.values(), facet, style));
}

std::string Total(const v1::SearchResponse& response, const Style& style) {
  const bool at_least = response.exactness() == v1::EXACTNESS_TIME_LIMIT;
  return absl::StrCat(
      style.Paint(
          absl::StrCat(at_least ? "At least " : "",
                       Counted(response.total_count(), "article matches", "articles match")),
          Tone::kTitle),
      "\n");
}

}  // namespace

std::string RenderFacets(const v1::SearchResponse& response, const Style& style) {
  std::string result = Total(response, style);
  for (const v1::FacetResult& facet : response.facets()) {
    absl::StrAppend(&result, "\n", RenderFacet(facet, style));
  }
  return result;
}

std::string RenderSearch(const v1::SearchResponse& response, const Style& style) {
  std::string result = Total(response, style);
  size_t rank = 0;
  for (const v1::Hit& hit : response.hits()) {
    absl::StrAppend(&result, "\n", RenderHit(hit, ++rank, style));
  }
  for (const v1::FacetResult& facet : response.facets()) {
    absl::StrAppend(&result, "\n", RenderFacet(facet, style));
  }
  if (!response.explanation().empty()) {
    absl::StrAppend(&result,
                    "\n",
                    style.Paint("explanation", Tone::kTitle),
                    "\n",
                    Printable(response.explanation(), false),
                    "\n");
  }
  return result;
}

std::vector<std::string> Advice(const v1::ArticleQuery& query) {
  const bool narrowed =
      !query.filters().empty() || query.has_published() || !query.copies_of().empty();
  if (query.text().empty() && !narrowed) {
    return {"the index is empty; fill it with: facetwire index FILES"};
  }
  std::vector<std::string> advice;
  if (absl::StrContains(query.text(), ' ')) {
    advice.emplace_back("an article must have every word; with OR between them, any will do");
  } else if (!query.text().empty()) {
    advice.emplace_back("only whole words are found; is it spelled as in the articles?");
  }
  if (narrowed) {
    advice.emplace_back("with fewer filters, or a longer time, there may be some");
  }
  if (!query.copies_of().empty()) {
    advice.emplace_back("is the article there, and may it be served? facetwire get ID tells");
  }
  for (const v1::FacetFilter& filter : query.filters()) {
    advice.push_back(absl::StrCat("the ids that there are: facetwire values ", filter.facet()));
  }
  return advice;
}

std::string RenderValues(const v1::ListFacetValuesResponse& response,
                         const std::string& facet,
                         const Style& style) {
  v1::FacetResult rest;
  rest.set_facet(facet);
  if (response.values().empty()) {
    return absl::StrCat("no such ", facet, "\n");
  }
  return ValueTable(response.values(), rest, style);
}

}  // namespace facetwire::cli
