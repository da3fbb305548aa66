// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/search/checked_query.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/time/time.h"

#include "index/base/errors.h"
#include "index/base/str_cat.h"
#include "index/search/query_parser.h"
#include "index/taxonomy/countries.h"
#include "index/taxonomy/sectors.h"

namespace facetwire {
namespace {

absl::Status CanonicalizeList(Facet facet,
                              std::string_view path,
                              std::vector<std::string>& values) {
  absl::StatusOr<std::vector<std::string>> canonical = CanonicalValues(facet, values, path);
  if (!canonical.ok()) {
    return canonical.status();
  }
  values = *std::move(canonical);
  return absl::OkStatus();
}

absl::Status CanonicalizeFilter(std::string_view path, FacetFilter& filter) {
  const Facet facet = filter.facet;
  if (absl::Status s = CanonicalizeList(facet, StrCat(path, ".any_of"), filter.any_of); !s.ok()) {
    return s;
  }
  if (absl::Status s = CanonicalizeList(facet, StrCat(path, ".all_of"), filter.all_of); !s.ok()) {
    return s;
  }
  return CanonicalizeList(facet, StrCat(path, ".none_of"), filter.none_of);
}

}  // namespace

absl::Status CheckMinSalience(double min_salience, Facet facet, std::string_view path) {
  if (!(min_salience >= 0 && min_salience <= 1)) {
    return InvalidField(path, StrCat("is ", min_salience, "; it must be 0 to 1"));
  }
  if (min_salience > 0 && (facet == Facet::kSource || facet == Facet::kLanguage)) {
    return InvalidField(path, StrCat("the facet ", FacetName(facet), " has no salience"));
  }
  return absl::OkStatus();
}

namespace {

absl::Status CheckFilters(std::vector<FacetFilter>& filters) {
  for (std::size_t i = 0; i < filters.size(); ++i) {
    const std::string path = StrCat("query.filters[", i, "]");
    for (std::size_t k = 0; k < i; ++k) {
      if (filters[k].facet == filters[i].facet) {
        return InvalidField(
            StrCat(path, ".facet"),
            StrCat("a second filter on ", FacetName(filters[i].facet), ": put both into one"));
      }
    }
    absl::Status status = CanonicalizeFilter(path, filters[i]);
    status.Update(
        CheckMinSalience(filters[i].min_salience, filters[i].facet, StrCat(path, ".min_salience")));
    if (!status.ok()) {
      return status;
    }
  }
  return absl::OkStatus();
}

absl::Status CheckRange(const TimeRange& range, CheckedQuery& checked) {
  if (range.start.has_value() && range.end.has_value() && *range.end < *range.start) {
    return InvalidField("query.published.end", "the end lies before the start");
  }
  if (range.start.has_value()) {
    checked.begin_micros = absl::ToUnixMicros(*range.start);
  }
  if (range.end.has_value()) {
    checked.end_micros = absl::ToUnixMicros(*range.end);
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> KnownValue(std::optional<std::string> id,
                                       std::string_view what,
                                       std::string_view value,
                                       std::string_view path) {
  if (!id.has_value()) {
    return InvalidField(path, StrCat("\"", value, "\" is no ", what, " that is known here"));
  }
  return *std::move(id);
}

void SortEachOnce(std::vector<std::string>& ids) {
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
}

}  // namespace

absl::StatusOr<std::string> CanonicalValue(Facet facet,
                                           std::string_view value,
                                           std::string_view path) {
  switch (facet) {
    case Facet::kCountry:
      return KnownValue(CanonicalCountry(value), "country", value, path);
    case Facet::kSector:
      return KnownValue(CanonicalSector(value), "sector", value, path);
    case Facet::kLanguage:
      return absl::AsciiStrToLower(ToAbsl(value));
    case Facet::kPerson:
    case Facet::kSource:
      break;
  }
  return std::string(value);
}

absl::StatusOr<std::vector<std::string>> CanonicalValues(Facet facet,
                                                         const std::vector<std::string>& values,
                                                         std::string_view path) {
  std::vector<std::string> ids;
  for (std::size_t i = 0; i < values.size(); ++i) {
    absl::StatusOr<std::string> id = CanonicalValue(facet, values[i], StrCat(path, "[", i, "]"));
    if (!id.ok()) {
      return id.status();
    }
    ids.push_back(*std::move(id));
  }
  SortEachOnce(ids);
  return ids;
}

absl::StatusOr<CheckedQuery> CheckQuery(const ArticleQuery& query) {
  CheckedQuery checked;
  checked.filters = query.filters;
  checked.copies_of = query.copies_of;
  checked.fold_copies = query.fold_copies;
  if (absl::Status status = CheckFilters(checked.filters); !status.ok()) {
    return status;
  }
  if (absl::Status status = CheckRange(query.published, checked); !status.ok()) {
    return status;
  }
  absl::StatusOr<ParsedQuery> parsed =
      ParseQuery(query.text, query.strict ? ParseMode::kStrict : ParseMode::kLenient);
  if (!parsed.ok()) {
    return parsed.status();
  }
  checked.tree = std::move(parsed->tree);
  checked.notes = std::move(parsed->notes);
  return checked;
}

void CorrectValues(Facet facet, const Corrections& corrections, std::vector<std::string>& ids) {
  if (corrections.empty()) {
    return;
  }
  for (std::string& id : ids) {
    id = std::string(corrections.Root(facet, id));
  }
  SortEachOnce(ids);
}

void CorrectFilters(const Corrections& corrections, CheckedQuery& query) {
  for (FacetFilter& filter : query.filters) {
    for (std::vector<std::string>* ids : {&filter.any_of, &filter.all_of, &filter.none_of}) {
      CorrectValues(filter.facet, corrections, *ids);
    }
  }
}

}  // namespace facetwire
