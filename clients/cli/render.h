// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_CLIENTS_CLI_RENDER_H_
#define FACETWIRE_CLIENTS_CLI_RENDER_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include <google/protobuf/message.h>
#include <google/protobuf/repeated_ptr_field.h>

#include "facetwire/v1/article.pb.h"
#include "facetwire/v1/curation_service.pb.h"
#include "facetwire/v1/query_service.pb.h"

#include "clients/cli/style.h"

// Answers as text for people, or as JSON. Pure functions.
namespace facetwire::cli {

// "12 articles match", the hits numbered from 1, the facets, the explanation.
std::string RenderSearch(const v1::SearchResponse& response, const Style& style);

// Each facet: its values with id, label, count and bar, the selected ones marked; then the rest.
std::string RenderFacets(const v1::SearchResponse& response, const Style& style);

// What a person may try where nothing matches `query`: sentences.
std::vector<std::string> Advice(const v1::ArticleQuery& query);

// Values of one facet as a table.
std::string RenderValues(const v1::ListFacetValuesResponse& response,
                         const std::string& facet,
                         const Style& style);

// A whole article, with a table of what was found in it.
std::string RenderArticle(const v1::Article& article, const Style& style);

// The article's text with each mention marked (coloured, else as [surface|id]), and the table; with
// `explain`, instead of the table each entity's figures and all surfaces that speak of it, with
// counts. The offsets of the mentions must count bytes of UTF-8.
std::string RenderAnnotation(const v1::Article& article,
                             const google::protobuf::RepeatedPtrField<v1::Entity>& entities,
                             const Style& style,
                             bool explain = false);

// {"id": ..., "countries": [codes], "persons": [{"id", "name"}], "sectors": [codes]}, in the order
// of the response, without a line feed.
std::string AnnotationLine(const std::string& id,
                           const google::protobuf::RepeatedPtrField<v1::Entity>& entities);

// "12: li-keqiang is li-qiang", a correction as a sentence.
std::string DescribeCorrection(const v1::Correction& correction);

// The journal as a table: number, when, who, what, and whether it was undone.
std::string RenderCorrections(const v1::ListCorrectionsResponse& response, const Style& style);

// "status": corpus counts.
std::string RenderCorpus(const v1::GetCorpusResponse& corpus, const Style& style);

// How far something is.
struct Progress {
  std::string what;  // may be empty
  size_t done = 0;
  std::optional<size_t> total;         // where it is known
  std::optional<double> rate;          // a second
  std::optional<absl::Duration> left;  // until all is done
};

// "[█████     ] 1,200/4,000 articles, 850/s, 4 s left", at most `width` columns.
std::string RenderProgress(const Progress& progress, size_t width);

// "4 s", "2 min 5 s", "1 h 20 min".
std::string RenderDuration(absl::Duration duration);

// As protobuf JSON in one line, without a line feed.
std::string ToJson(const google::protobuf::Message& message);

}  // namespace facetwire::cli

#endif  // FACETWIRE_CLIENTS_CLI_RENDER_H_
