// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/store/posting_cache.h"

#include <algorithm>
#include <array>
#include <list>
#include <numeric>
#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/hash/hash.h"

#include "index/base/mutex.h"

namespace facetwire {
namespace {

constexpr std::size_t kMaxShards = 16;
constexpr std::size_t kMinShardBytes = std::size_t{2} << 20U;

std::uint64_t HashOf(const PostingCache::Key& key) {
  return absl::HashOf(key.generation, key.chunk, key.end, std::string(key.term));
}

}  // namespace

// A part of the cache with a lock of its own. Blocks are found by the hash of their key; where two
// keys have the same one, the later block takes the place.
class PostingCache::Shard {
 public:
  explicit Shard(std::size_t bytes) : limit_(bytes) {}

  std::shared_ptr<const PostingBlock> Find(std::uint64_t hash, const Key& key) {
    const MutexLock lock(mutex_);
    const auto found = by_hash_.find(hash);
    if (found == by_hash_.end() || !found->second->Serves(key)) {
      return nullptr;
    }
    entries_.splice(entries_.begin(), entries_, found->second);
    return found->second->block;
  }

  bool Admits(std::uint64_t hash) {
    const MutexLock lock(mutex_);
    if (bytes_ + kRoom < limit_) {
      return true;
    }
    // Which other hash had the place is forgotten: that is what makes it "lately".
    return std::exchange(asked_[hash % kAsked], hash) == hash;
  }

  void Add(std::uint64_t hash, const Key& key, std::shared_ptr<const PostingBlock> block) {
    Entries old;  // goes when the lock does not hold any more
    Entry entry{key, std::string(key.term), hash, std::move(block)};
    const MutexLock lock(mutex_);
    if (sizeof(asked_) + entry.bytes() > limit_) {
      return;
    }
    if (const auto found = by_hash_.find(hash); found != by_hash_.end()) {
      Evict(found->second, old);
    }
    while (bytes_ + entry.bytes() > limit_) {
      Evict(std::prev(entries_.end()), old);
    }
    bytes_ += entry.bytes();
    entries_.push_front(std::move(entry));
    by_hash_.emplace(hash, entries_.begin());
  }

  std::size_t bytes() const {
    const MutexLock lock(mutex_);
    return bytes_;
  }

 private:
  struct Entry {
    Key stored_key;  // its term is not to be used
    std::string term;
    std::uint64_t hash = 0;
    std::shared_ptr<const PostingBlock> block;

    bool Serves(const Key& wanted) const {
      Key key = stored_key;
      key.term = term;
      return key.IsOfTheSameAs(wanted) && key.sequence <= wanted.sequence;
    }

    // With the nodes of the list and of the table (which is half empty at worst), and what the
    // allocator adds.
    std::size_t bytes() const {
      constexpr std::size_t kNodes = 2 * (sizeof(void*) + sizeof(std::uint64_t)) + 96;
      return sizeof(Entry) + kNodes + term.capacity() + block->bytes();
    }
  };

  using Entries = std::list<Entry>;  // what was used last first

  void Evict(Entries::iterator entry, Entries& old) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    bytes_ -= entry->bytes();
    by_hash_.erase(entry->hash);
    old.splice(old.begin(), entries_, entry);
  }

  static constexpr std::size_t kAsked = 4096;
  static constexpr std::size_t kRoom = std::size_t{256} << 10U;  // more than a block takes

  const std::size_t limit_;
  mutable Mutex mutex_;
  Entries entries_ ABSL_GUARDED_BY(mutex_);
  absl::flat_hash_map<std::uint64_t, Entries::iterator> by_hash_ ABSL_GUARDED_BY(mutex_);
  std::size_t bytes_ ABSL_GUARDED_BY(mutex_) = sizeof(asked_);
  std::array<std::uint64_t, kAsked> asked_ ABSL_GUARDED_BY(mutex_) = {};
};

PostingCache::PostingCache(std::size_t bytes, std::uint64_t shortest) : shortest_(shortest) {
  if (bytes == 0) {
    return;
  }
  const std::size_t count = std::clamp<std::size_t>(bytes / kMinShardBytes, 1, kMaxShards);
  for (std::size_t i = 0; i < count; ++i) {
    shards_.push_back(std::make_unique<Shard>(bytes / count));
  }
}

PostingCache::~PostingCache() = default;

PostingCache::Shard& PostingCache::ShardOf(std::uint64_t hash) const {
  return *shards_[(hash >> 32U) % shards_.size()];
}

std::shared_ptr<const PostingBlock> PostingCache::Find(const Key& key) {
  if (shards_.empty()) {
    return nullptr;
  }
  const std::uint64_t hash = HashOf(key);
  return ShardOf(hash).Find(hash, key);
}

bool PostingCache::Admits(const Key& key) {
  if (shards_.empty()) {
    return false;
  }
  const std::uint64_t hash = HashOf(key);
  return ShardOf(hash).Admits(hash);
}

void PostingCache::Add(const Key& key, std::shared_ptr<const PostingBlock> block) {
  if (!shards_.empty()) {
    const std::uint64_t hash = HashOf(key);
    ShardOf(hash).Add(hash, key, std::move(block));
  }
}

std::size_t PostingCache::bytes() const {
  return std::accumulate(
      shards_.begin(), shards_.end(), std::size_t{0}, [](std::size_t sum, const auto& shard) {
        return sum + shard->bytes();
      });
}

}  // namespace facetwire
