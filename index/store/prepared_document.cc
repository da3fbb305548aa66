// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/store/prepared_document.h"

#include <algorithm>

#include "index/store/copy_clusters.h"
#include "index/store/document_revision.h"
#include "index/store/document_row.h"
#include "index/store/schema.h"

namespace facetwire {

void AddValues(PreparedDocument& document,
               absl::FunctionRef<Ordinal(const PreparedFacet&)> ordinal) {
  DocumentRow row;
  row.published_micros = document.published_micros;
  row.hidden_until_micros = document.hidden_until_micros;
  row.length = document.length;
  for (const PreparedFacet& facet : document.facets) {
    row.entries.push_back({ordinal(facet), facet.salience});
  }
  std::sort(row.entries.begin(), row.entries.end(), [](const RowEntry& a, const RowEntry& b) {
    return a.ordinal < b.ordinal;
  });
  document.document.add_value(kRowSlot, EncodeRow(row));
  document.document.add_value(kRevisionSlot,
                              EncodeRevision({document.version, document.content_hash}));
  document.document.add_value(kCopiesSlot, EncodeCopySignature(document.copies));
  if (document.cluster != 0) {
    document.document.add_value(kClusterSlot, EncodeCluster(document.cluster));
  }
}

}  // namespace facetwire
