// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_STORE_PART_REWRITER_H_
#define FACETWIRE_INDEX_STORE_PART_REWRITER_H_

#include <cstdint>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "index/model/article.h"
#include "index/model/entity.h"
#include "index/store/dictionary.h"
#include "index/store/docid.h"
#include "index/store/part_folder.h"

namespace facetwire {

// What RewriteParts asks for. All are called on its thread.
struct RewriteSteps {
  // The entities that the article is to have.
  absl::FunctionRef<std::vector<Entity>(const Article&)> annotate;
  // As IndexWriter::AddEntries and the commit after it: when it returns, the entries are durable,
  // for a row names only ordinals that are there.
  absl::FunctionRef<absl::StatusOr<std::vector<Ordinal>>(std::vector<DictionaryEntry>)> ordinals;
  // How many articles of how many were looked at; now and then, and at the end.
  absl::FunctionRef<void(std::uint64_t, std::uint64_t)> progress;
  // Asked at every article: an error ends the work, and is what comes back.
  absl::FunctionRef<absl::Status()> check;
};

struct RewrittenPart {
  FoldedPart part;
  std::uint64_t articles = 0;
  std::uint64_t changed = 0;  // of these: they have other entities than before
};

// One part in the place of those of the plan (IndexWriter::PlanRewrite), whose articles have the
// entities that `annotate` gives; all else stays: docids, versions, times of receipt, and what the
// metadata says. IndexWriter::AdoptFold makes it a new generation. Otherwise as FoldParts.
absl::StatusOr<RewrittenPart> RewriteParts(const FoldPlan& plan, const RewriteSteps& steps);

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_STORE_PART_REWRITER_H_
