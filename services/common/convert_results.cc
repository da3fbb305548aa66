// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/common/convert_results.h"

#include <string>

#include "facetwire/v1/indexing_service.pb.h"
#include "facetwire/v1/query_service.pb.h"

#include "services/common/convert_article.h"
#include "services/common/convert_facet.h"
#include "services/common/convert_time.h"
#include "services/common/grpc_status.h"

namespace facetwire {

namespace {

void ToProto(const Hit& hit, OffsetUnit unit, v1::Hit& out) {
  ToProto(hit.stored, unit, *out.mutable_article());
  out.set_score(hit.score);
  out.set_copy_count(hit.copies);
  for (const Snippet& snippet : hit.snippets) {
    v1::Snippet& added = *out.add_snippets();
    added.set_field(ToProto(snippet.field));
    for (const SnippetSegment& segment : snippet.segments) {
      v1::SnippetSegment& piece = *added.add_segments();
      piece.set_text(segment.text);
      piece.set_highlighted(segment.highlighted);
    }
  }
}

void ToProto(const FacetResult& result, v1::FacetResult& out);

void ToProto(const FacetValue& value, v1::FacetValue& out) {
  out.set_id(value.id);
  out.set_label(value.label);
  out.set_count(value.count);
  out.set_selected(value.selected);
  out.set_parent(value.parent);
  if (value.period.start.has_value()) {
    facetwire::ToProto(*value.period.start, *out.mutable_period()->mutable_start_time());
  }
  if (value.period.end.has_value()) {
    facetwire::ToProto(*value.period.end, *out.mutable_period()->mutable_end_time());
  }
  out.set_significance(value.significance);
  out.set_background_count(value.background_count);
  for (const FacetResult& sub_facet : value.sub_facets) {
    ToProto(sub_facet, *out.add_sub_facets());
  }
  out.set_matched_alias(value.matched_alias);
  out.set_typo_forgiven(value.typo_forgiven);
}

void ToProto(const FacetResult& result, v1::FacetResult& out) {
  out.set_facet(std::string(result.by_period ? kPublishedFacet : FacetName(result.facet)));
  for (const FacetValue& value : result.values) {
    ToProto(value, *out.add_values());
  }
  out.set_article_count(result.articles);
  out.set_distinct_count(result.distinct);
  out.set_other_count(result.other);
  out.set_missing_count(result.missing);
  out.set_next_page_token(result.next_page_token);
}

void ToProto(const QueryNote& note, v1::QueryNote& out) {
  out.set_reason(note.reason);
  out.set_message(note.message);
  out.set_position(note.position);
}

v1::Exactness ToProto(Exactness exactness) {
  switch (exactness) {
    case Exactness::kExact:
      return v1::EXACTNESS_EXACT;
    case Exactness::kTimeLimit:
      return v1::EXACTNESS_TIME_LIMIT;
  }
  return v1::EXACTNESS_UNSPECIFIED;
}

v1::IndexOutcome ToProto(IndexOutcome outcome) {
  switch (outcome) {
    case IndexOutcome::kCreated:
      return v1::INDEX_OUTCOME_CREATED;
    case IndexOutcome::kUpdated:
      return v1::INDEX_OUTCOME_UPDATED;
    case IndexOutcome::kDuplicate:
      return v1::INDEX_OUTCOME_DUPLICATE;
    case IndexOutcome::kUnchanged:
      return v1::INDEX_OUTCOME_UNCHANGED;
    case IndexOutcome::kOutdated:
      return v1::INDEX_OUTCOME_OUTDATED;
    case IndexOutcome::kRejected:
      return v1::INDEX_OUTCOME_REJECTED;
    case IndexOutcome::kDeleted:
      return v1::INDEX_OUTCOME_DELETED;
    case IndexOutcome::kMissing:
      return v1::INDEX_OUTCOME_MISSING;
  }
  return v1::INDEX_OUTCOME_UNSPECIFIED;
}

template <typename Result>
void SetResult(const IndexResult& result, Result& out) {
  out.set_id(result.id);
  out.set_outcome(ToProto(result.outcome));
  if (!result.status.ok()) {
    *out.mutable_status() = ToRpcStatus(result.status);
  }
}

}  // namespace

void ToProto(const SearchResult& result, OffsetUnit unit, v1::SearchResponse& out) {
  for (const Hit& hit : result.hits) {
    ToProto(hit, unit, *out.add_hits());
  }
  out.set_total_count(result.total);
  for (const FacetResult& facet : result.facets) {
    ToProto(facet, *out.add_facets());
  }
  for (const QueryNote& note : result.notes) {
    ToProto(note, *out.add_notes());
  }
  out.set_next_page_token(result.next_page_token);
  out.set_commit_token(result.commit_token);
  out.set_exactness(ToProto(result.exactness));
  out.set_explanation(result.explanation);
}

void ToProto(const FacetValuesResult& result, v1::ListFacetValuesResponse& out) {
  for (const FacetValue& value : result.values) {
    ToProto(value, *out.add_values());
  }
  for (const QueryNote& note : result.notes) {
    ToProto(note, *out.add_notes());
  }
  out.set_next_page_token(result.next_page_token);
  out.set_commit_token(result.commit_token);
}

void ToProto(const CorpusInfo& corpus, v1::GetCorpusResponse& out) {
  out.set_article_count(corpus.articles);
  if (corpus.oldest.has_value()) {
    ToProto(*corpus.oldest, *out.mutable_oldest_time());
  }
  if (corpus.newest.has_value()) {
    ToProto(*corpus.newest, *out.mutable_newest_time());
  }
  out.set_country_count(corpus.countries);
  out.set_person_count(corpus.persons);
  out.set_sector_count(corpus.sectors);
  out.set_commit_token(corpus.commit_token);
}

void ToProto(const DeleteByQueryResult& result, v1::DeleteArticlesResponse& out) {
  out.set_count(result.count);
  out.mutable_sample_ids()->Assign(result.sample_ids.begin(), result.sample_ids.end());
  out.set_commit_token(result.commit_token);
  for (const QueryNote& note : result.notes) {
    ToProto(note, *out.add_notes());
  }
}

void ToProto(const IndexResult& result, v1::IndexArticleResponse& out) {
  out.set_outcome(ToProto(result.outcome));
}

void ToProto(const IndexResult& result, v1::IndexResult& out) { SetResult(result, out); }

void ToProto(const IndexResult& result, v1::StreamResult& out) { SetResult(result, out); }

}  // namespace facetwire
