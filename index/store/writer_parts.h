// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_STORE_WRITER_PARTS_H_
#define FACETWIRE_INDEX_STORE_WRITER_PARTS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include <xapian.h>

#include "index/store/docid.h"
#include "index/store/fold_policy.h"
#include "index/store/live_set.h"
#include "index/store/manifest.h"
#include "index/store/part.h"
#include "index/store/part_folder.h"

namespace facetwire {

// The parts of an index that its writer has open, and the manifest that names them. Throws what
// Xapian throws: call it inside CatchXapian. Not thread-safe.
class WriterParts {
 public:
  WriterParts(std::string_view directory, Manifest manifest)
      : directory_(directory), manifest_(std::move(manifest)) {}

  // To be called first: removes what an interrupted writer left behind, and opens the parts. A new
  // index gets its first one.
  absl::Status Open();

  const Manifest& manifest() const { return manifest_; }

  // All but the last of the manifest, in its order.
  const std::vector<Xapian::Database>& sealed() const { return sealed_; }

  Xapian::WritableDatabase& active() { return active_; }

  const Xapian::WritableDatabase& active() const { return active_; }

  // Of the part that is written.
  std::string active_path() const;

  // Makes the active part immutable and begins another one, for documents after `last_docid`.
  absl::Status Seal(std::uint64_t sequence, Docid last_docid, PartFilling next);

  std::optional<FoldPlan> PlanFold(const FoldPolicy& policy, LiveSet& live) const;

  // As IndexWriter::PlanRewrite.
  std::optional<FoldPlan> PlanRewrite(LiveSet& live) const;

  // As IndexWriter::AdoptFold. After an error all is as before, where IsAsOnDisk().
  absl::Status AdoptFold(const FoldPlan& plan, FoldedPart part);

  // As IndexWriter::ReservePartName.
  absl::StatusOr<std::string> ReserveName();

  // Whether MANIFEST says what manifest() does.
  bool IsAsOnDisk() const;

  // As IndexWriter::RetireUnusedParts.
  std::size_t RetireUnused(std::vector<std::string>& retired);

 private:
  absl::Status Recover();
  absl::Status BeginPart(std::uint64_t sequence, Docid last_docid, PartFilling filling);
  // A part that could not be adopted has the name of the next one: renames what is unused.
  void ClearTheWay();
  FoldPlan MakePlan(const FoldChoice& choice, LiveSet& live) const;
  // Where the plan's parts are among the sealed ones; nothing where they are not.
  std::optional<std::size_t> Find(const FoldPlan& plan) const;

  std::string directory_;
  Manifest manifest_;
  std::vector<Xapian::Database> sealed_;
  Xapian::WritableDatabase active_;
  std::vector<std::string> unused_;   // paths
  std::vector<std::string> retired_;  // paths of what was unused, and is renamed
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_STORE_WRITER_PARTS_H_
