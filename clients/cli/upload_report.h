// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_CLIENTS_CLI_UPLOAD_REPORT_H_
#define FACETWIRE_CLIENTS_CLI_UPLOAD_REPORT_H_

#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "facetwire/v1/indexing_service.pb.h"

namespace facetwire::cli {

// What became of the articles so far.
struct UploadReport {
  using Counts = std::array<size_t, v1::IndexOutcome_ARRAYSIZE>;

  struct Rejection {
    std::string place;  // file, or file:line
    std::string id;
    std::string reason;
  };

  Counts by_outcome{};
  std::vector<Rejection> rejected;  // of this run

  size_t done() const;

  size_t rejected_count() const { return by_outcome[v1::INDEX_OUTCOME_REJECTED]; }

  // "40 articles: 38 created, 1 updated, 1 unchanged"
  std::string Summary() const;
};

}  // namespace facetwire::cli

#endif  // FACETWIRE_CLIENTS_CLI_UPLOAD_REPORT_H_
