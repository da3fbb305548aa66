// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_STORE_POSTING_CACHE_H_
#define FACETWIRE_INDEX_STORE_POSTING_CACHE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "index/store/posting_block.h"

namespace facetwire {

// Decoded posting lists of what does not change any more, for all readers of a process. Documents
// are only added and never change, so a block that was made for one snapshot serves all later ones
// of its generation, whatever part has it now and whatever was removed. Not earlier ones: what was
// live in them may have been purged. Those used last stay. Thread-safe; threads that ask for
// different terms seldom meet.
class PostingCache {
 public:
  // What a block is of, and for which snapshot.
  struct Key {
    std::uint64_t generation = 0;  // see Snapshot::generation()
    std::uint32_t chunk = 0;
    Docid end = 0;  // the block has all documents of the chunk before this one
    std::string_view term;
    std::uint64_t sequence = 0;  // see Snapshot::sequence()

    bool IsOfTheSameAs(const Key& other) const {
      return generation == other.generation && chunk == other.chunk && end == other.end &&
             term == other.term;
    }
  };

  // Lists of fewer documents are decoded as quickly as they are found.
  static constexpr std::uint64_t kShortest = 1024;

  // `bytes`: of memory, at most, with what keeps it in order; 0 keeps nothing. `shortest`: of how
  // many documents a list must be to be kept.
  explicit PostingCache(std::size_t bytes, std::uint64_t shortest = kShortest);
  ~PostingCache();
  PostingCache(const PostingCache&) = delete;
  PostingCache& operator=(const PostingCache&) = delete;

  // Whether the list of a term that so many documents have is kept at all.
  bool Keeps(std::uint64_t frequency) const { return !shards_.empty() && frequency >= shortest_; }

  // A block that was made for this snapshot or an earlier one; null where there is none.
  std::shared_ptr<const PostingBlock> Find(const Key& key);

  // Whether the block is worth making whole, to Add it: there is room, or somebody asked for it
  // lately. So what is wanted once does not drive out what is wanted often.
  bool Admits(const Key& key);

  // Drives out what was not used for the longest time, and a block of the same that was made for
  // another snapshot. A block that is too big is not kept.
  void Add(const Key& key, std::shared_ptr<const PostingBlock> block);

  // Memory in use.
  std::size_t bytes() const;

 private:
  class Shard;

  Shard& ShardOf(std::uint64_t hash) const;

  std::vector<std::unique_ptr<Shard>> shards_;  // none: keeps nothing
  std::uint64_t shortest_;
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_STORE_POSTING_CACHE_H_
