// SPDX-License-Identifier: GPL-3.0-or-later
// Decoded posting lists of IndexReader.
#include <algorithm>
#include <utility>

#include "index/store/index_reader.h"
#include "index/store/xapian_status.h"

namespace facetwire {
namespace {

// Up to so many are decoded in one go, which takes less than going to each chunk.
constexpr std::uint64_t kMedium = 32768;

// Postings that a reader keeps decoded for one snapshot, at most.
constexpr std::uint64_t kMaxListed = 1U << 20U;

constexpr Docid kPlaceMask = kPostingChunkSize - 1;

Docid LastOfChunk(Docid docid) { return docid | kPlaceMask; }

std::shared_ptr<const PostingBlock> BlockOf(const std::vector<Posting>& list,
                                            Docid begin,
                                            Docid last) {
  const auto before = [](const Posting& posting, Docid wanted) { return posting.docid < wanted; };
  PostingBlockBuilder builder;
  auto posting = std::lower_bound(list.begin(), list.end(), begin, before);
  if (posting == list.end() || posting->docid > last) {
    return nullptr;
  }
  for (; posting != list.end() && posting->docid <= last; ++posting) {
    builder.Add(posting->docid, posting->wdf);
  }
  return builder.Finish();
}

}  // namespace

absl::StatusOr<TermBlocks> IndexReader::Blocks(const std::string& term,
                                               Docid begin,
                                               Docid last) const {
  TermBlocks blocks;
  if (term.empty() || parts_.empty()) {
    return blocks;
  }
  if (LastOfChunk(begin) >= parts_.back().info.first_docid) {
    const absl::StatusOr<PostingList> active = ActivePostings(term);
    if (!active.ok()) {
      return active.status();
    }
    blocks.active = BlockOf(**active, begin & ~kPlaceMask, LastOfChunk(begin));
  }
  if (begin >= parts_.back().info.first_docid) {
    return blocks;
  }
  absl::StatusOr<std::shared_ptr<const PostingBlock>> sealed =
      CatchXapian([&] { return SealedBlock(term, begin, last); });
  if (!sealed.ok()) {
    return sealed.status();
  }
  blocks.sealed = *std::move(sealed);
  return blocks;
}

bool IndexReader::HasBlocks(const std::string& term, Docid begin) const {
  const absl::StatusOr<std::uint64_t> frequency = TermFrequency(term);
  return !frequency.ok() || *frequency <= kMedium || parts_.empty() ||
         begin >= parts_.back().info.first_docid ||
         (cache_ != nullptr && cache_->Find(CacheKey(term, begin)) != nullptr);
}

PostingCache::Key IndexReader::CacheKey(const std::string& term, Docid begin) const {
  return {.generation = generation_,
          .chunk = begin >> kPostingChunkBits,
          .end = static_cast<Docid>(std::min<std::uint64_t>(parts_.back().info.first_docid,
                                                            std::uint64_t{LastOfChunk(begin)} + 1)),
          .term = term,
          .sequence = snapshot_sequence_};
}

absl::StatusOr<std::shared_ptr<const PostingBlock>> IndexReader::SealedBlock(
    const std::string& term, Docid begin, Docid last) const {
  const absl::StatusOr<std::uint64_t> frequency = TermFrequency(term);
  if (!frequency.ok()) {
    return frequency.status();
  }
  if (*frequency == 0) {
    return nullptr;
  }
  if (cache_ == nullptr || !cache_->Keeps(*frequency)) {
    const std::vector<Posting>* const list = SealedList(term, *frequency);
    return list != nullptr ? BlockOf(*list, begin, last) : ReadBlock(term, begin, last);
  }
  const PostingCache::Key key = CacheKey(term, begin);
  if (std::shared_ptr<const PostingBlock> known = cache_->Find(key); known != nullptr) {
    return known;
  }
  const bool admitted = cache_->Admits(key);
  const Docid from = admitted ? begin & ~kPlaceMask : begin;
  const Docid to = admitted ? LastOfChunk(begin) : last;
  const std::vector<Posting>* const list = SealedList(term, *frequency);
  std::shared_ptr<const PostingBlock> block =
      list != nullptr ? BlockOf(*list, from, to) : ReadBlock(term, from, to);
  if (admitted) {
    cache_->Add(key, block != nullptr ? block : PostingBlockBuilder().Finish());
  }
  return block;
}

// All postings of the sealed parts, where they are few enough to be kept; else null.
const std::vector<Posting>* IndexReader::SealedList(const std::string& term,
                                                    std::uint64_t frequency) const {
  if (const auto known = sealed_lists_.find(term); known != sealed_lists_.end()) {
    return &known->second;
  }
  if (frequency > kMedium || listed_ + frequency > kMaxListed) {
    return nullptr;
  }
  std::vector<Posting> list;
  list.reserve(frequency);
  ForEachSealed(term, 1, last_docid_, [&](Docid docid, std::uint32_t wdf) {
    list.push_back({docid, wdf});
  });
  listed_ += list.size();
  return &sealed_lists_.emplace(term, std::move(list)).first->second;
}

std::shared_ptr<const PostingBlock> IndexReader::ReadBlock(const std::string& term,
                                                           Docid begin,
                                                           Docid last) const {
  PostingBlockBuilder builder;
  ForEachSealed(
      term, begin, last, [&](Docid docid, std::uint32_t wdf) { builder.Add(docid, wdf); });
  return builder.Finish();
}

// Throws what Xapian throws.
template <typename Fn>
void IndexReader::ForEachSealed(const std::string& term, Docid begin, Docid last, Fn&& fn) const {
  for (std::size_t i = 0; i + 1 < parts_.size(); ++i) {
    if (begin >= parts_[i + 1].info.first_docid || last < parts_[i].info.first_docid) {
      continue;
    }
    const Xapian::Database& part = parts_[i].database;
    Xapian::PostingIterator posting = part.postlist_begin(term);
    const Xapian::PostingIterator end = part.postlist_end(term);
    if (posting != end && begin > parts_[i].info.first_docid) {
      posting.skip_to(begin);
    }
    for (; posting != end && *posting <= last; ++posting) {
      fn(*posting, posting.get_wdf());
    }
  }
}

}  // namespace facetwire
