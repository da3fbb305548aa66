// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/store/fold_policy.h"

namespace facetwire {
namespace {

PartSize Sum(std::span<const PartSize> parts) {
  PartSize sum;
  for (const PartSize& part : parts) {
    sum.documents += part.documents;
    sum.live += part.live;
  }
  return sum;
}

bool IsFullOfRemoved(const PartSize& part, const FoldPolicy& policy) {
  const std::uint64_t removed = part.documents - part.live;
  return removed >= policy.min_purge &&
         static_cast<double>(removed) > policy.purge_fraction * static_cast<double>(part.documents);
}

// The newest parts, at least two, and those before them that are not much larger than all of them.
std::size_t BeginOfNewest(std::span<const PartSize> sealed) {
  std::size_t begin = sealed.size() - 2;
  std::uint64_t documents = Sum(sealed.subspan(begin)).documents;
  while (begin > 1 && sealed[begin - 1].documents <= 2 * documents) {
    --begin;
    documents += sealed[begin].documents;
  }
  return begin;
}

}  // namespace

std::optional<FoldChoice> ChooseFold(std::span<const PartSize> sealed, const FoldPolicy& policy) {
  std::optional<FoldChoice> choice;
  if (sealed.size() >= 2) {
    const PartSize others = Sum(sealed.subspan(1));
    if (static_cast<double>(others.documents) >=
        policy.big_fraction * static_cast<double>(sealed[0].documents)) {
      choice = FoldChoice{0, sealed.size()};
    } else if (sealed.size() + 1 > policy.max_parts) {
      choice = FoldChoice{BeginOfNewest(sealed), sealed.size()};
    }
  }
  for (std::size_t i = 0; i < sealed.size() && !choice; ++i) {
    if (IsFullOfRemoved(sealed[i], policy)) {
      choice = FoldChoice{i, i + 1};
    }
  }
  if (choice) {
    const auto chosen = sealed.subspan(choice->begin, choice->end - choice->begin);
    choice->purge = IsFullOfRemoved(Sum(chosen), policy);
  }
  return choice;
}

}  // namespace facetwire
