// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_TESTS_INDEX_INGEST_SMALL_DOCUMENT_H_
#define FACETWIRE_TESTS_INDEX_INGEST_SMALL_DOCUMENT_H_

#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "index/store/document_builder.h"
#include "tests/support/status_matchers.h"

namespace facetwire::testing {

// An article of a few words, ready to be written.
inline PreparedDocument SmallDocument(const std::string& id) {
  StoredArticle stored;
  stored.article.id = id;
  stored.article.body = "Some words about " + id;
  absl::StatusOr<PreparedDocument> document = DocumentBuilder().Build(stored);
  EXPECT_THAT(document, IsOk());
  return *std::move(document);
}

}  // namespace facetwire::testing

#endif  // FACETWIRE_TESTS_INDEX_INGEST_SMALL_DOCUMENT_H_
