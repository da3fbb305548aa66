// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_CLIENTS_CLI_UPLOAD_REPORT_H_
#define FACETWIRE_CLIENTS_CLI_UPLOAD_REPORT_H_

#include <array>
#include <cstddef>
#include <string>

#include "facetwire/v1/indexing_service.pb.h"

#include "clients/formats/items.h"

namespace facetwire::cli {

// Where an article stands.
struct ArticlePlace {
  std::string file;  // as in formats::Rejection
  formats::Position position;
};

// An article that is not in the index, and why.
struct RejectedArticle {
  ArticlePlace place;
  std::string id;  // empty where it could not be read
  std::string reason;
};

// What became of the articles so far.
struct UploadReport {
  using Counts = std::array<size_t, v1::IndexOutcome_ARRAYSIZE>;

  Counts by_outcome{};    // what the server said
  size_t unreadable = 0;  // rejected before they could be sent

  // How many the server has answered.
  size_t answered() const;

  size_t done() const { return answered() + unreadable; }

  size_t rejected_count() const { return by_outcome[v1::INDEX_OUTCOME_REJECTED] + unreadable; }

  void Count(v1::IndexOutcome outcome);

  // "40 articles: 38 created, 1 updated, 1 unchanged"
  std::string Summary() const;
};

}  // namespace facetwire::cli

#endif  // FACETWIRE_CLIENTS_CLI_UPLOAD_REPORT_H_
