// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/search/term_matcher.h"

#include <algorithm>
#include <span>

#include "index/store/posting_block.h"

namespace facetwire {
namespace {

// With no more documents than this in a range it is quicker to look for each of them.
constexpr std::size_t kSparse = 96;

// In a block, where there are so many times more postings.
constexpr std::size_t kMuchMore = 16;

// How many documents ahead the processor is told of what comes.
constexpr std::size_t kAhead = 16;

constexpr std::uint32_t kPlaceMask = DocSet::kWords * 64 - 1;

// Adds documents to a set, many at once where it can.
struct Adder {
  DocSet& found;
  std::span<std::uint64_t, DocSet::kWords> words;

  void operator()(std::uint16_t place, std::uint32_t /*wdf*/) const {
    words[place / 64U] |= std::uint64_t{1} << (place % 64U);
  }

  void AddAll(std::span<const std::uint64_t> bits, const DocSet& within) const {
    found.AddAll(bits, within);
  }
};

// Adds documents to a set, and a term to their scores.
struct ScoringAdder {
  const Scorer& scorer;
  double weight;
  const std::uint32_t* lengths;
  std::span<std::uint64_t, DocSet::kWords> words;
  ScoreBoard& scores;

  void operator()(std::uint16_t place, std::uint32_t wdf) const {
    std::uint64_t& word = words[place / 64U];
    const std::uint64_t bit = std::uint64_t{1} << (place % 64U);
    const Score before = (word & bit) != 0 ? scores[place] : 0;
    scores[place] = before + scorer.Add(weight, wdf, lengths[place]);
    word |= bit;
  }

  void Prefetch(std::uint16_t place) const { __builtin_prefetch(lengths + place); }
};

// Looks for each document of `within`, ascending, in a list of places.
template <typename Fn>
void VisitEach(const PostingBlock& block, const DocSet& within, Fn&& fn) {
  auto at = block.places().begin();
  within.ForEach([&](Docid docid) {
    const auto place = static_cast<std::uint16_t>(docid & kPlaceMask);
    at = std::lower_bound(at, block.places().end(), place);
    if (at != block.places().end() && *at == place) {
      fn(place, block.CountOf(static_cast<std::size_t>(at - block.places().begin())));
    }
  });
}

template <typename Fn>
void VisitBlock(const PostingBlock& block, const DocSet& within, bool sparse, Fn&& fn) {
  if (!block.bits().empty()) {
    if constexpr (requires { fn.AddAll(block.bits(), within); }) {
      fn.AddAll(block.bits(), within);
      return;
    }
    DocSet both(within.chunk());
    both.AddAll(block.bits(), within);
    both.ForEach([&](Docid docid) { fn(static_cast<std::uint16_t>(docid & kPlaceMask), 0U); });
    return;
  }
  if (sparse && block.places().size() > kMuchMore * kSparse) {
    VisitEach(block, within, fn);
    return;
  }
  const auto words = within.words();
  const std::uint16_t* const places = block.places().data();
  const std::size_t size = block.places().size();
  for (std::size_t i = 0; i < size; ++i) {
    if constexpr (requires { fn.Prefetch(places[i]); }) {
      fn.Prefetch(places[std::min(i + kAhead, size - 1)]);
    }
    const std::uint32_t place = places[i];
    if ((words[place / 64] >> (place % 64) & 1U) != 0) {
      fn(places[i], block.CountOf(i));
    }
  }
}

}  // namespace

// Calls fn(place, wdf) for each document of `within` that has the term, ascending.
template <typename Fn>
absl::Status TermMatcher::Visit(const std::string& term, const DocSet& within, Fn&& fn) {
  if (absl::Status status = view_.budget->Check(); !status.ok()) {
    return status;
  }
  if (within.empty()) {
    return absl::OkStatus();
  }
  const bool sparse = within.HasAtMost(kSparse);
  const auto known = std::find_if(
      walked_.begin(), walked_.end(), [&](const auto& walked) { return *walked.first == term; });
  if (known == walked_.end() && sparse && !view_.reader->HasBlocks(term, range_.begin)) {
    return Skip(term, within, fn);
  }
  absl::StatusOr<TermBlocks> blocks = known != walked_.end()
                                          ? known->second
                                          : view_.reader->Blocks(term, range_.begin, range_.last);
  if (!blocks.ok()) {
    return blocks.status();
  }
  for (const auto& block : {blocks->sealed, blocks->active}) {
    if (block != nullptr) {
      VisitBlock(*block, within, sparse, fn);
    }
  }
  if (known == walked_.end() && walked_.size() < kMostWalked) {
    walked_.emplace_back(&term, *std::move(blocks));
  }
  return absl::OkStatus();
}

template <typename Fn>
absl::Status TermMatcher::Skip(const std::string& term, const DocSet& within, Fn&& fn) {
  PostingCursor cursor = view_.reader->Postings(term, range_.begin);
  within.ForEach([&](Docid docid) {
    if (cursor.at_end()) {
      return;
    }
    cursor.SkipTo(docid);
    if (!cursor.at_end() && cursor.docid() == docid) {
      fn(static_cast<std::uint16_t>(docid & kPlaceMask), cursor.wdf());
    }
  });
  return cursor.status();
}

absl::Status TermMatcher::Find(const std::string& term, const DocSet& within, DocSet& found) {
  return Visit(term, within, Adder{found, found.words()});
}

absl::Status TermMatcher::FindScored(const Weighed& term,
                                     const DocSet& within,
                                     DocSet& found,
                                     ScoreBoard& scores) {
  const std::uint32_t* const lengths = view_.snapshot->columns().Chunk(range_.begin).length;
  return Visit(
      term.term, within, ScoringAdder{*scorer_, term.weight, lengths, found.words(), scores});
}

absl::Status TermMatcher::KeepScored(const Weighed& term,
                                     const DocSet& within,
                                     DocSet& found,
                                     ScoreBoard& scores) {
  const std::uint32_t* const lengths = view_.snapshot->columns().Chunk(range_.begin).length;
  const auto words = found.words();
  return Visit(term.term, within, [&](std::uint16_t place, std::uint32_t wdf) {
    scores[place] += scorer_->Add(term.weight, wdf, lengths[place]);
    words[place / 64U] |= std::uint64_t{1} << (place % 64U);
  });
}

}  // namespace facetwire
