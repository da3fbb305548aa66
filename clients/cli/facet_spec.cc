// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/cli/facet_spec.h"

#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace facetwire::cli {
namespace {

constexpr std::array<std::pair<absl::string_view, v1::PeriodLength>, 5> kLengths = {
    {{"day", v1::PERIOD_LENGTH_DAY},
     {"week", v1::PERIOD_LENGTH_WEEK},
     {"month", v1::PERIOD_LENGTH_MONTH},
     {"quarter", v1::PERIOD_LENGTH_QUARTER},
     {"year", v1::PERIOD_LENGTH_YEAR}}};

constexpr std::array<std::pair<absl::string_view, v1::FacetOrder>, 3> kOrders = {
    {{"count", v1::FACET_ORDER_COUNT},
     {"label", v1::FACET_ORDER_LABEL},
     {"significance", v1::FACET_ORDER_SIGNIFICANCE}}};

absl::Status ReadWord(absl::string_view word, v1::FacetRequest& facet) {
  int32_t limit = 0;
  if (absl::SimpleAtoi(word, &limit)) {
    facet.set_limit(limit);
    return absl::OkStatus();
  }
  for (const auto& [name, length] : kLengths) {
    if (word == name) {
      facet.mutable_periods()->set_length(length);
      return absl::OkStatus();
    }
  }
  for (const auto& [name, order] : kOrders) {
    if (word == name) {
      facet.set_order(order);
      return absl::OkStatus();
    }
  }
  return absl::InvalidArgumentError(absl::StrCat(
      "\"",
      word,
      "\" is neither a number, nor day, week, month, quarter or year, nor count, label "
      "or significance"));
}

absl::StatusOr<v1::FacetRequest> ParseLevel(absl::string_view text) {
  const std::vector<absl::string_view> words = absl::StrSplit(text, ':');
  v1::FacetRequest facet;
  facet.set_facet(std::string(words[0]));
  for (size_t i = 1; i < words.size(); ++i) {
    if (absl::Status status = ReadWord(words[i], facet); !status.ok()) {
      return status;
    }
  }
  if (facet.facet() == "published" && !facet.has_periods()) {
    return absl::InvalidArgumentError("how long are the periods? published:month, for example");
  }
  return facet;
}

}  // namespace

absl::StatusOr<v1::FacetRequest> ParseFacetSpec(absl::string_view text) {
  const std::vector<absl::string_view> levels = absl::StrSplit(text, '/');
  absl::StatusOr<v1::FacetRequest> facet = ParseLevel(levels[0]);
  for (size_t i = 1; i < levels.size() && facet.ok(); ++i) {
    absl::StatusOr<v1::FacetRequest> sub_facet = ParseLevel(levels[i]);
    if (!sub_facet.ok()) {
      return sub_facet.status();
    }
    *facet->add_sub_facets() = *std::move(sub_facet);
  }
  return facet;
}

}  // namespace facetwire::cli
