// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_MODEL_QUERY_H_
#define FACETWIRE_INDEX_MODEL_QUERY_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"

#include "index/model/facet.h"

namespace facetwire {

// Keeps an article that has at least one of `any_of` (where there are any), all of `all_of` and
// none of `none_of`. A sector stands for itself and everything below it.
// An article has an entity only where its salience there is at least min_salience, 0..1; facets
// that are no entities know 0 alone.
struct FacetFilter {
  Facet facet = Facet::kCountry;
  std::vector<std::string> any_of;
  std::vector<std::string> all_of;
  std::vector<std::string> none_of;
  double min_salience = 0;

  friend bool operator==(const FacetFilter&, const FacetFilter&) = default;
};

// Half-open: start <= published < end. Whole microseconds.
struct TimeRange {
  std::optional<absl::Time> start;
  std::optional<absl::Time> end;

  friend bool operator==(const TimeRange&, const TimeRange&) = default;
};

// Which articles are meant: those that match the text AND every filter AND the range.
struct ArticleQuery {
  std::string text;                  // empty: every article
  bool strict = false;               // a mistake in the text is an error, not a word
  std::vector<FacetFilter> filters;  // at most one per facet
  TimeRange published;
  std::string copies_of;     // an article's id: only that one and its copies; empty: all
  bool fold_copies = false;  // copies of each other count, and are shown, as one; never where
                             // articles are changed

  friend bool operator==(const ArticleQuery&, const ArticleQuery&) = default;
};

// Ties: the newer article first, then the one added later.
enum class Sort : std::uint8_t { kRelevance, kNewest, kOldest };

// Which articles the counts of a facet range over.
enum class FacetScope : std::uint8_t {
  kExceptOwnAnyOf,  // the query without this facet's any_of: what another click would give
  kQuery,           // exactly the articles that the query matches
};

enum class FacetOrder : std::uint8_t {
  kCount,         // most frequent first
  kLabel,         // as the label language sorts them
  kSignificance,  // those that set the articles most apart from the background first
};

// How long the periods of a histogram over time are.
enum class PeriodLength : std::uint8_t { kDay, kWeek, kMonth, kQuarter, kYear };

struct PeriodSpec {
  PeriodLength length = PeriodLength::kMonth;
  std::string time_zone;  // of the IANA database; empty: UTC
  absl::Weekday week_start = absl::Weekday::monday;

  friend bool operator==(const PeriodSpec&, const PeriodSpec&) = default;
};

struct FacetRequest {
  Facet facet = Facet::kCountry;  // means nothing where there are `periods`
  std::uint32_t limit = 10;       // values returned, in the order below; ties by id
  FacetScope scope = FacetScope::kExceptOwnAnyOf;  // means nothing in sub_facets
  std::vector<std::string> include_values;         // returned whatever their rank and count
  FacetOrder order = FacetOrder::kCount;
  std::string page_token;                // empty: the first values
  double min_salience = 0;               // see FacetFilter
  std::optional<PeriodSpec> periods;     // count by the time of publication; the latest first
  std::vector<FacetRequest> sub_facets;  // of each value's articles; one level
  ArticleQuery background;               // for kSignificance

  friend bool operator==(const FacetRequest&, const FacetRequest&) = default;
};

struct SearchRequest {
  ArticleQuery query;
  Sort sort = Sort::kRelevance;
  std::uint32_t page_size = 10;  // 0: only the total and the facets
  std::string page_token;        // empty: the first page
  std::vector<FacetRequest> facets;
  bool include_body = false;  // the hits carry body and evidence
  bool include_snippets = true;
  std::string label_language;              // BCP 47; empty: English
  bool explain = false;                    // fill SearchResult::explanation
  std::string min_commit_token;            // empty: the newest view there is
  std::optional<absl::Duration> max_time;  // cut short after this; see Exactness
};

// Deletes the articles that a query selects.
struct DeleteByQueryRequest {
  ArticleQuery query;
  bool allow_all = false;         // needed where the query is empty
  bool include_withheld = false;  // also articles that are not served now
  bool dry_run = false;           // only tell
};

// Values of one facet found by what a person types.
struct FacetValuesRequest {
  Facet facet = Facet::kCountry;
  std::string prefix;  // of any words of the names and the id; case, accents and one typo are
                       // forgiven; empty: all
  ArticleQuery query;  // counts range over it, without this facet's own any_of
  std::uint32_t page_size = 10;
  std::string page_token;
  std::string label_language;
  std::string min_commit_token;
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_MODEL_QUERY_H_
