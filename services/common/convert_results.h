// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_SERVICES_COMMON_CONVERT_RESULTS_H_
#define FACETWIRE_SERVICES_COMMON_CONVERT_RESULTS_H_

#include "index/model/results.h"
#include "services/common/text_offsets.h"

namespace facetwire::v1 {
class DeleteArticlesResponse;
class GetCorpusResponse;
class IndexArticleResponse;
class IndexResult;
class ListFacetValuesResponse;
class SearchResponse;
class StreamResult;
}  // namespace facetwire::v1

// From results of the model to responses of the contract, which must be empty. Pure functions.
namespace facetwire {

// `unit` is what the offsets of mentions will count.
void ToProto(const SearchResult& result, OffsetUnit unit, v1::SearchResponse& out);

void ToProto(const FacetValuesResult& result, v1::ListFacetValuesResponse& out);

void ToProto(const CorpusInfo& corpus, v1::GetCorpusResponse& out);

// The outcome only; not for what was rejected.
void ToProto(const IndexResult& result, v1::IndexArticleResponse& out);

void ToProto(const IndexResult& result, v1::IndexResult& out);

void ToProto(const DeleteByQueryResult& result, v1::DeleteArticlesResponse& out);

// Without the offset.
void ToProto(const IndexResult& result, v1::StreamResult& out);

}  // namespace facetwire

#endif  // FACETWIRE_SERVICES_COMMON_CONVERT_RESULTS_H_
