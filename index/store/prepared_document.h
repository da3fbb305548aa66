// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_STORE_PREPARED_DOCUMENT_H_
#define FACETWIRE_INDEX_STORE_PREPARED_DOCUMENT_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include <xapian.h>

#include "index/model/facet.h"
#include "index/store/copy_signature.h"
#include "index/store/docid.h"

namespace facetwire {

// A facet value of a document that is not in the index yet.
struct PreparedFacet {
  Facet facet = Facet::kCountry;
  std::string id;
  std::string label;  // of the dictionary, where the id is new to it
  std::uint8_t salience = 0;
};

// An article made ready on any thread: all of its document but docid and ordinals, which the writer
// gives. A value to move on to IndexWriter::Put; never shared between threads.
struct PreparedDocument {
  std::string article_id;
  std::int64_t version = 0;
  std::string content_hash;   // 16 bytes, over article and entities, not over the time of receipt
  Xapian::Document document;  // terms and the stored record
  std::string tokens;         // record of token_stream.h
  CopySignature copies;       // what tells its copies
  std::vector<PreparedFacet> facets;  // each (facet, id) once
  std::int64_t published_micros = 0;
  std::int64_t hidden_until_micros = kNeverMicros;
  std::uint32_t length = 0;  // words
  Docid cluster = 0;         // of copies, see copy_clusters.h; 0: begins its own
};

// Gives the document its values: row, revision, cluster and what tells its copies. `ordinal` is
// asked for each facet value.
void AddValues(PreparedDocument& document,
               absl::FunctionRef<Ordinal(const PreparedFacet&)> ordinal);

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_STORE_PREPARED_DOCUMENT_H_
