// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_STORE_INDEX_READER_H_
#define FACETWIRE_INDEX_STORE_INDEX_READER_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include <xapian.h>

#include "index/model/article.h"
#include "index/store/docid.h"
#include "index/store/posting_block.h"
#include "index/store/posting_cache.h"
#include "index/store/posting_cursor.h"
#include "index/store/snapshot.h"
#include "index/store/stored_record.h"

namespace facetwire {

// The postings of one term in a stretch of docids, decoded; null: none there. All in `sealed` come
// before those in `active`. Either may reach beyond the stretch.
struct TermBlocks {
  std::shared_ptr<const PostingBlock> sealed;
  std::shared_ptr<const PostingBlock> active;  // of the part that is being written
};

// Posting lists and stored articles of an index directory, beside a Snapshot of it.
//
// All parts but the last are immutable, and read as they are. The last one may be written
// meanwhile: what is read from it is read in short steps, each again until no commit came under it
// (see ReadUntilConfirmed in part.h). So its handle may get ahead of the snapshot that CatchUp was
// given, never behind: documents are only added and never change, so the documents up to the
// snapshot's last_docid(), masked by its live set, are exactly the snapshot's.
//
// Not thread-safe: lease one from ReaderPool. Use it only while the snapshot given to CatchUp is
// held, which keeps the parts from being removed. Any call may return ABORTED where the writer was
// too busy to be read beside (start again: WithReader does it), DATA_LOSS, or UNAVAILABLE.
class IndexReader {
 public:
  // With a cache, which may be shared and must outlive it, or without.
  explicit IndexReader(std::string_view directory, PostingCache* cache = nullptr)
      : directory_(directory), cache_(cache) {}

  // To be called first, and again for each new snapshot; one may not go back to an older index.
  // Nothing to do where the handles are new enough. ABORTED where the directory holds another
  // index, or lost parts of this one.
  absl::Status CatchUp(const Snapshot& snapshot);

  // Documents up to the snapshot's last one that have the term, removed ones included as long as
  // their part was not purged; 0 for an unknown term.
  absl::StatusOr<std::uint64_t> TermFrequency(const std::string& term) const;

  // Documents, counted in the same way.
  absl::StatusOr<std::uint64_t> DocumentCount() const;

  // The term's documents from `from` on, by ascending docid, up to the snapshot's last one; removed
  // ones included.
  PostingCursor Postings(std::string term, Docid from = 1) const;

  // The same, decoded: the term's documents from `begin` to `last`, which are of one chunk (see
  // posting_block.h), or more of the chunk. From the cache, or into it where it admits them.
  absl::StatusOr<TermBlocks> Blocks(const std::string& term, Docid begin, Docid last) const;

  // Whether Blocks is quick: nothing to be decoded, or little.
  bool HasBlocks(const std::string& term, Docid begin) const;

  // The same as a loop: fn(docid, wdf) until it returns false.
  absl::Status ForEachPosting(const std::string& term,
                              Docid from,
                              absl::FunctionRef<bool(Docid, std::uint32_t)> fn) const;

  // The term's documents in the last part, up to the snapshot's last one. Kept until the next
  // CatchUp.
  absl::StatusOr<PostingList> ActivePostings(const std::string& term) const;

  // NOT_FOUND where there is no such document.
  absl::StatusOr<StoredArticle> Load(Docid docid, LoadMode mode) const;

  // The live document of an article in the snapshot given to CatchUp; nothing where there is none.
  // Hidden documents are found too.
  absl::StatusOr<std::optional<Docid>> FindDocument(std::string_view article_id,
                                                    const Snapshot& snapshot) const;

  // Whether both have parts open, and not the same.
  bool HasOtherPartsThan(const IndexReader& other) const;

  // Drops the handles.
  void Close();

 private:
  struct Part {
    PartInfo info;
    mutable Xapian::Database database;  // of the last part: gets ahead while it is read
  };

  // What was read for one snapshot.
  void Forget();
  // Makes parts_ those of the snapshot, opening those that are new.
  absl::Status OpenParts(const Snapshot& snapshot);
  absl::Status OpenPart(const PartInfo& info, const Snapshot& snapshot);
  absl::Status ReachSequence(std::uint64_t wanted);
  const Part* PartOf(Docid docid) const;
  PostingCache::Key CacheKey(const std::string& term, Docid begin) const;
  std::shared_ptr<const PostingBlock> ReadBlock(const std::string& term,
                                                Docid begin,
                                                Docid last) const;
  absl::StatusOr<std::shared_ptr<const PostingBlock>> SealedBlock(const std::string& term,
                                                                  Docid begin,
                                                                  Docid last) const;
  const std::vector<Posting>* SealedList(const std::string& term, std::uint64_t frequency) const;
  template <typename Fn>
  void ForEachSealed(const std::string& term, Docid begin, Docid last, Fn&& fn) const;

  std::string directory_;
  PostingCache* cache_;
  std::uint64_t generation_ = 0;  // of the snapshot that the parts were opened for
  std::vector<Part> parts_;
  std::uint64_t sequence_ = 0;           // that the last part has reached, at least
  std::uint64_t snapshot_sequence_ = 0;  // at most that
  Docid last_docid_ = 0;
  // By term: what was read from the last part.
  mutable absl::flat_hash_map<std::string, PostingList> active_postings_;
  // By term, until the next CatchUp: short lists of the sealed parts, and how long lists are.
  mutable absl::flat_hash_map<std::string, std::vector<Posting>> sealed_lists_;
  mutable std::uint64_t listed_ = 0;  // postings in sealed_lists_
  mutable absl::flat_hash_map<std::string, std::uint64_t> frequencies_;
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_STORE_INDEX_READER_H_
