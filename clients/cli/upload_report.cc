// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/cli/upload_report.h"

#include <numeric>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "clients/cli/text.h"

namespace facetwire::cli {

size_t UploadReport::answered() const {
  return std::accumulate(by_outcome.begin(), by_outcome.end(), size_t{0});
}

void UploadReport::Count(v1::IndexOutcome outcome) {
  const auto index = static_cast<size_t>(outcome);
  ++by_outcome[index < by_outcome.size() ? index : 0];
}

std::string UploadReport::Summary() const {
  static constexpr std::pair<v1::IndexOutcome, const char*> kNames[] = {
      {v1::INDEX_OUTCOME_CREATED, "created"},
      {v1::INDEX_OUTCOME_UPDATED, "updated"},
      {v1::INDEX_OUTCOME_DUPLICATE, "duplicate"},
      {v1::INDEX_OUTCOME_UNCHANGED, "unchanged"},
      {v1::INDEX_OUTCOME_OUTDATED, "outdated"}};
  std::vector<std::string> parts;
  for (const auto& [outcome, name] : kNames) {
    if (const size_t count = by_outcome[static_cast<size_t>(outcome)]; count > 0) {
      parts.push_back(absl::StrCat(WithCommas(count), " ", name));
    }
  }
  if (rejected_count() > 0) {
    parts.push_back(absl::StrCat(WithCommas(rejected_count()), " rejected"));
  }
  return absl::StrCat(WithCommas(done()),
                      done() == 1 ? " article" : " articles",
                      parts.empty() ? "" : ": ",
                      absl::StrJoin(parts, ", "));
}

}  // namespace facetwire::cli
