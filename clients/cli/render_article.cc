// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

#include "clients/cli/render.h"
#include "clients/cli/text.h"
#include "clients/formats/dates.h"

namespace facetwire::cli {
namespace {

using Entities = google::protobuf::RepeatedPtrField<v1::Entity>;

constexpr size_t kBarWidth = 8;
constexpr size_t kSurfaces = 4;  // how many different ones the table shows

// A mention, and whose it is.
struct Mark {
  size_t begin = 0;
  size_t end = 0;
  const v1::Entity* entity = nullptr;
};

// Of overlapping mentions the first and, of those, the longest. What is outside of the text (an
// answer that does not belong to it) is left out.
std::vector<Mark> MarksOf(const Entities& entities, v1::TextField field, size_t text_size) {
  std::vector<Mark> marks;
  for (const v1::Entity& entity : entities) {
    for (const v1::Mention& mention : entity.mentions()) {
      if (mention.field() == field && mention.begin() < mention.end() &&
          mention.end() <= text_size) {
        marks.push_back({mention.begin(), mention.end(), &entity});
      }
    }
  }
  std::stable_sort(marks.begin(), marks.end(), [](const Mark& a, const Mark& b) {
    return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
  });
  size_t free_from = 0;
  std::erase_if(marks, [&free_from](const Mark& mark) {
    const bool overlaps = mark.begin < free_from;
    free_from = overlaps ? free_from : mark.end;
    return overlaps;
  });
  return marks;
}

Span MarkSpan(const Mark& mark, const std::string& text, const Style& style) {
  const std::string surface = text.substr(mark.begin, mark.end - mark.begin);
  return {style.color ? surface : absl::StrCat("[", surface, "|", mark.entity->id(), "]"),
          ToneOfFacet(mark.entity->facet())};
}

// The text as spans, paragraph by paragraph (an empty line ends one).
std::string MarkedText(const std::string& text,
                       const std::vector<Mark>& marks,
                       Tone tone,
                       const Style& style) {
  std::string result;
  std::vector<Span> paragraph;
  const auto add = [&](absl::string_view piece) {
    const std::vector<absl::string_view> parts = absl::StrSplit(piece, "\n\n");
    for (size_t i = 0; i < parts.size(); ++i) {
      if (i > 0) {
        absl::StrAppend(&result, paragraph.empty() ? "" : Wrap(paragraph, style, 0) + "\n");
        paragraph.clear();
      }
      if (!absl::StripAsciiWhitespace(parts[i]).empty() ||
          (!paragraph.empty() && !parts[i].empty())) {
        paragraph.push_back({std::string(parts[i]), tone});
      }
    }
  };
  size_t at = 0;
  for (const Mark& mark : marks) {
    add(absl::string_view(text).substr(at, mark.begin - at));
    paragraph.push_back(MarkSpan(mark, text, style));
    at = mark.end;
  }
  add(absl::string_view(text).substr(at));
  return paragraph.empty() ? result : result + Wrap(paragraph, style, 0);
}

std::string OriginName(v1::EntityOrigin origin) {
  switch (origin) {
    case v1::ENTITY_ORIGIN_SUPPLIED:
      return "supplied";
    case v1::ENTITY_ORIGIN_EDITED:
      return "edited";
    default:
      return "extracted";
  }
}

// "China ×5, Chinese ×2": the different surfaces, the most frequent first, at most `limit` of them.
std::string Evidence(const v1::Entity& entity, size_t limit) {
  std::map<std::string, size_t> counts;
  for (const v1::Mention& mention : entity.mentions()) {
    ++counts[mention.surface()];
  }
  std::vector<std::pair<std::string, size_t>> sorted(counts.begin(), counts.end());
  std::stable_sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) {
    return a.second > b.second;
  });
  std::vector<std::string> shown;
  for (const auto& [surface, count] : sorted) {
    if (shown.size() == limit) {
      shown.emplace_back("…");
      break;
    }
    shown.push_back(count == 1 ? surface : absl::StrCat(surface, " ×", count));
  }
  if (shown.empty()) {
    return entity.implied() ? "(implied)" : absl::StrCat("(", OriginName(entity.origin()), ")");
  }
  return absl::StrJoin(shown, ", ");
}

std::string EntityTable(const Entities& entities, const Style& style) {
  std::vector<std::vector<Cell>> rows;
  for (const v1::Entity& entity : entities) {
    const Tone tone = ToneOfFacet(entity.facet());
    rows.push_back({{entity.facet(), Tone::kDim},
                    {entity.id(), tone},
                    {entity.label(), tone},
                    {absl::StrFormat("%.2f", entity.salience()), Tone::kPlain, true},
                    {PadRight(Bar(entity.salience(), 1, kBarWidth), kBarWidth), tone},
                    {Evidence(entity, kSurfaces)}});
  }
  return rows.empty() ? "nothing found\n" : Table(rows, style, 0);
}

// Why each entity is there: its figures and all of its surfaces.
std::string Explanation(const Entities& entities, const Style& style) {
  std::string result;
  for (const v1::Entity& entity : entities) {
    const Tone tone = ToneOfFacet(entity.facet());
    absl::StrAppend(
        &result,
        result.empty() ? "" : "\n",
        Wrap({{absl::StrCat(entity.facet(), " "), Tone::kDim},
              {absl::StrCat(entity.id(), " ", entity.label()), tone},
              {absl::StrFormat(" · salience %.2f · confidence %.2f · %s",
                               entity.salience(),
                               entity.confidence(),
                               OriginName(entity.origin())),
               Tone::kDim}},
             style,
             0),
        Wrap({{Evidence(entity, static_cast<size_t>(entity.mentions_size())), Tone::kPlain}},
             style,
             4));
  }
  return result.empty() ? "nothing found\n" : result;
}

std::string Facts(const v1::Article& article) {
  std::vector<std::string> facts;
  if (article.has_published_time()) {
    facts.push_back(formats::FormatTime(article.published_time()));
  }
  for (const std::string& fact :
       {article.source(), article.language(), article.id(), article.url()}) {
    if (!fact.empty()) {
      facts.push_back(fact);
    }
  }
  return absl::StrJoin(facts, " · ");
}

// The texts, with the mentions of `marked`.
std::string RenderTexts(const v1::Article& article, const Entities& marked, const Style& style) {
  std::string result;
  const std::pair<v1::TextField, const std::string*> texts[] = {
      {v1::TEXT_FIELD_TITLE, &article.title()},
      {v1::TEXT_FIELD_SUMMARY, &article.summary()},
      {v1::TEXT_FIELD_BODY, &article.body()}};
  for (const auto& [field, text] : texts) {
    if (!text->empty()) {
      const Tone tone = field == v1::TEXT_FIELD_TITLE ? Tone::kTitle : Tone::kPlain;
      absl::StrAppend(&result,
                      MarkedText(*text, MarksOf(marked, field, text->size()), tone, style));
    }
    if (field == v1::TEXT_FIELD_TITLE) {
      absl::StrAppend(&result, Wrap({{Facts(article), Tone::kDim}}, style, 0));
    }
    if (!text->empty()) {
      result += "\n";
    }
  }
  return result;
}

}  // namespace

std::string RenderArticle(const v1::Article& article, const Style& style) {
  // People read the article here; where its entities stand is for `annotate`.
  return RenderTexts(article, {}, style) + EntityTable(article.entities(), style);
}

std::string RenderAnnotation(const v1::Article& article,
                             const Entities& entities,
                             const Style& style,
                             bool explain) {
  return RenderTexts(article, entities, style) +
         (explain ? Explanation(entities, style) : EntityTable(entities, style));
}

}  // namespace facetwire::cli
