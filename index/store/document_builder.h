// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_STORE_DOCUMENT_BUILDER_H_
#define FACETWIRE_INDEX_STORE_DOCUMENT_BUILDER_H_

#include <memory>

#include "absl/status/statusor.h"

#include "index/model/article.h"
#include "index/store/prepared_document.h"

namespace facetwire {

// Makes documents of articles. Every word of title, summary and body counts 1 in the wdf of its
// text term, and every word of the title 1 in that of its title term as well. Source and language
// become facet values of salience 1 where they are not empty. kWithheld and kCanceled hide a
// document for ever, an embargo until its time.
// Not thread-safe: one per thread.
class DocumentBuilder {
 public:
  DocumentBuilder();
  ~DocumentBuilder();
  DocumentBuilder(const DocumentBuilder&) = delete;
  DocumentBuilder& operator=(const DocumentBuilder&) = delete;

  // INVALID_ARGUMENT (field "id") where the id is empty; RESOURCE_EXHAUSTED or INTERNAL where
  // memory or a library fails.
  absl::StatusOr<PreparedDocument> Build(const StoredArticle& stored);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_STORE_DOCUMENT_BUILDER_H_
