// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_STORE_DOCUMENT_CHECK_H_
#define FACETWIRE_INDEX_STORE_DOCUMENT_CHECK_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include <xapian.h>

#include "index/store/dictionary.h"
#include "index/store/docid.h"
#include "index/store/document_builder.h"
#include "index/store/token_records.h"

namespace facetwire {

// Holds documents against what would be made of their stored articles today. Not thread-safe.
class DocumentCheck {
 public:
  // The dictionary must outlive this.
  DocumentCheck(std::string_view directory, const Dictionary& dictionary)
      : dictionary_(dictionary), tokens_(directory) {}

  // Whether stored article, terms, row, revision and token stream agree; DATA_LOSS says which does
  // not. `article_id` is set where the stored article can be read. Throws what Xapian throws.
  absl::Status Check(Docid docid, const Xapian::Document& document, std::string& article_id);

 private:
  absl::Status CheckRow(const PreparedDocument& expected, std::string_view bytes);

  const Dictionary& dictionary_;
  DocumentBuilder builder_;
  TokenRecords tokens_;
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_STORE_DOCUMENT_CHECK_H_
