// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_STORE_PART_FOLDER_H_
#define FACETWIRE_INDEX_STORE_PART_FOLDER_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include <xapian.h>

#include "index/store/docid.h"
#include "index/store/live_set.h"
#include "index/store/manifest.h"
#include "index/store/part_pin.h"

namespace facetwire {

// Sealed parts that are to become one, as IndexWriter::PlanFold gives them.
struct FoldPlan {
  std::string directory;  // of the index
  std::string index_id;
  std::uint64_t generation = 0;  // of the manifest
  std::vector<PartInfo> parts;   // neighbours, in their order
  Docid end_docid = 0;           // one past the last docid that they can have
  bool purge = false;            // leave out the documents that are not in `live`
  LiveSet live;                  // when the plan was made; only where `purge`
};

// One part in the place of those of a plan, complete and durable, under a name that a writer would
// clean up. IndexWriter::AdoptFold makes it one of the index.
struct FoldedPart {
  std::string path;
  std::uint64_t documents = 0;  // that it holds
  // It holds the same documents with other rows or terms: everybody is to load the index anew, see
  // Manifest::generation.
  bool rewritten = false;
  std::shared_ptr<const PartPin> pin;
};

// Writes the part. Reads the plan's parts only, which nobody changes, so that it needs no lock, may
// take its time on a thread of its own, and does no harm where it fails or the process ends.
// `cancelled` is looked at now and then: CANCELLED. Other errors as the file system and Xapian have
// them; what was written is removed. Docids stay; purged ones are missing. Metadata stays, all
// removals included.
absl::StatusOr<FoldedPart> FoldParts(const FoldPlan& plan, const std::atomic<bool>& cancelled);

// How FoldParts is to make a part with other rows or terms.
struct DraftEdit {
  // Asked now and then: an error ends the work, and is what comes back.
  absl::FunctionRef<absl::Status()> check;
  // Changes documents of the one part, whose docids must stay as they are.
  absl::FunctionRef<absl::Status(Xapian::WritableDatabase&)> edit;
};

// The same, where documents are changed before the part is made final; it is `rewritten`. Takes
// twice the disk space.
absl::StatusOr<FoldedPart> FoldAndEditParts(const FoldPlan& plan, const DraftEdit& edit);

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_STORE_PART_FOLDER_H_
