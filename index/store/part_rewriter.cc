// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/store/part_rewriter.h"

#include <cstddef>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include <xapian.h>

#include "index/base/str_cat.h"
#include "index/store/copy_clusters.h"
#include "index/store/document_builder.h"
#include "index/store/manifest.h"
#include "index/store/prepared_document.h"
#include "index/store/schema.h"
#include "index/store/stored_record.h"

namespace facetwire {
namespace {

// So many articles are looked at between two steps of progress, and at most so many wait to be
// written.
constexpr std::uint64_t kBatch = 256;

class Rewriter {
 public:
  Rewriter(const RewriteSteps& steps, RewrittenPart& result) : steps_(steps), result_(result) {}

  absl::Status Edit(Xapian::WritableDatabase& draft) {
    // Before the first change: nothing is iterated over and changed at the same time.
    const std::vector<Docid> docids(draft.postlist_begin(""), draft.postlist_end(""));
    for (const Docid docid : docids) {
      absl::Status status = steps_.check();
      if (status.ok()) {
        status = Look(docid, draft.get_document(docid));
      }
      if (status.ok() && ++result_.articles % kBatch == 0) {
        steps_.progress(result_.articles, docids.size());
        status = Flush(draft);
      }
      if (!status.ok()) {
        return status;
      }
    }
    steps_.progress(result_.articles, docids.size());
    return Flush(draft);
  }

 private:
  using Key = std::pair<Facet, std::string>;

  absl::Status Look(Docid docid, const Xapian::Document& there) {
    absl::StatusOr<StoredArticle> stored = DecodeStoredArticle(there.get_data(), LoadMode::kFull);
    if (!stored.ok()) {
      return DamagedIndex(StrCat("document ", docid, ": ", stored.status().message()));
    }
    std::vector<Entity> entities = steps_.annotate(stored->article);
    if (entities == stored->entities) {
      return absl::OkStatus();
    }
    stored->entities = std::move(entities);
    absl::StatusOr<PreparedDocument> document = builder_.Build(*stored);
    if (!document.ok()) {
      return document.status();
    }
    document->tokens.clear();  // the text is what it was, and so is what it is a copy of
    document->cluster = DecodeCluster(there.get_value(kClusterSlot));
    waiting_.emplace_back(docid, *std::move(document));
    return absl::OkStatus();
  }

  absl::Status Flush(Xapian::WritableDatabase& draft) {
    if (absl::Status status = FetchOrdinals(); !status.ok()) {
      return status;
    }
    for (auto& [docid, document] : waiting_) {
      AddValues(document, [&](const PreparedFacet& facet) {
        return ordinals_.at({facet.facet, facet.id});
      });
      draft.replace_document(docid, document.document);
    }
    result_.changed += waiting_.size();
    waiting_.clear();
    return absl::OkStatus();
  }

  // Of the facet values of what waits, those that are not known yet.
  absl::Status FetchOrdinals() {
    std::vector<DictionaryEntry> entries;
    absl::flat_hash_set<Key> asked;
    for (const auto& [docid, document] : waiting_) {
      for (const PreparedFacet& facet : document.facets) {
        if (!ordinals_.contains({facet.facet, facet.id}) &&
            asked.emplace(facet.facet, facet.id).second) {
          entries.push_back({facet.facet, facet.id, facet.label});
        }
      }
    }
    if (entries.empty()) {
      return absl::OkStatus();
    }
    const absl::StatusOr<std::vector<Ordinal>> ordinals = steps_.ordinals(entries);
    if (!ordinals.ok()) {
      return ordinals.status();
    }
    for (std::size_t i = 0; i < entries.size(); ++i) {
      ordinals_.emplace(Key(entries[i].facet, std::move(entries[i].id)), (*ordinals)[i]);
    }
    return absl::OkStatus();
  }

  const RewriteSteps& steps_;
  RewrittenPart& result_;
  DocumentBuilder builder_;
  std::vector<std::pair<Docid, PreparedDocument>> waiting_;
  absl::flat_hash_map<Key, Ordinal> ordinals_;  // only a part of the dictionary's, but durable
};

}  // namespace

absl::StatusOr<RewrittenPart> RewriteParts(const FoldPlan& plan, const RewriteSteps& steps) {
  RewrittenPart result;
  Rewriter rewriter(steps, result);
  absl::StatusOr<FoldedPart> part =
      FoldAndEditParts(plan, {.check = steps.check, .edit = [&](Xapian::WritableDatabase& draft) {
                                return rewriter.Edit(draft);
                              }});
  if (!part.ok()) {
    return part.status();
  }
  result.part = *std::move(part);
  return result;
}

}  // namespace facetwire
