// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_SEARCH_CHECKED_QUERY_H_
#define FACETWIRE_INDEX_SEARCH_CHECKED_QUERY_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "index/model/query.h"
#include "index/model/results.h"
#include "index/search/query_tree.h"
#include "index/store/corrections.h"
#include "index/store/docid.h"

namespace facetwire {

// An ArticleQuery that is known to be right: ids in their canonical form, each once and sorted, the
// range in microseconds (half-open), the text as a tree. A value.
struct CheckedQuery {
  QueryNode tree;
  std::vector<QueryNote> notes;
  std::vector<FacetFilter> filters;  // at most one per facet, in the order of the request
  std::int64_t begin_micros = kNeverMicros;
  std::int64_t end_micros = kForeverMicros;  // one past the last; kForeverMicros: no end
  std::string copies_of;
  std::optional<Docid> cluster;  // what copies_of means, see FindCluster; 0: no article
  bool fold_copies = false;
};

// INVALID_ARGUMENT with the path of the field, all under "query.": a text that does not parse, two
// filters of one facet, an unknown country or sector, a salience outside 0..1 or where there is
// none, a range that ends before it begins. Persons,
// sources and languages nobody knows are fine: no article has them.
absl::StatusOr<CheckedQuery> CheckQuery(const ArticleQuery& query);

// What CheckQuery asks of a FacetFilter's min_salience.
absl::Status CheckMinSalience(double min_salience, Facet facet, std::string_view path);

// The id that `value` stands for: "kg" -> "KG", "ZR" -> "CD", "h49" -> "H49", "EN" -> "en"; persons
// and sources as they stand. INVALID_ARGUMENT with `path` for an unknown country or sector.
absl::StatusOr<std::string> CanonicalValue(Facet facet,
                                           std::string_view value,
                                           std::string_view path);

// The same for a list, each once and sorted; `path` + "[i]" where one is wrong.
absl::StatusOr<std::vector<std::string>> CanonicalValues(Facet facet,
                                                         const std::vector<std::string>& values,
                                                         std::string_view path);

// Puts the ids that they stand for in the place of those that were corrected; each once and sorted.
void CorrectValues(Facet facet, const Corrections& corrections, std::vector<std::string>& ids);

// The same for the filters of a query.
void CorrectFilters(const Corrections& corrections, CheckedQuery& query);

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_SEARCH_CHECKED_QUERY_H_
