// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/indexing/stream_line.h"

#include <utility>

namespace facetwire {

namespace {

// A chunk is what a worker prepares at a time; so many of one stream are prepared at once.
constexpr std::size_t kItemsInChunk = 32;
constexpr std::size_t kMaxPreparing = 4;

}  // namespace

std::vector<StreamLine::Entry*> StreamLine::BeginPreparing() {
  std::vector<Entry*> begun;
  while (!waiting_.empty() && !broken_ && preparing_ < kMaxPreparing) {
    entries_.push_back(std::make_unique<Entry>());
    Entry& entry = *entries_.back();
    while (!waiting_.empty() && entry.chunk.items() < kItemsInChunk) {
      entry.chunk.Add(std::move(waiting_.front()));
      waiting_.pop_front();
    }
    ++preparing_;
    begun.push_back(&entry);
  }
  return begun;
}

void StreamLine::EndPreparing(Entry& entry, absl::Status status) {
  --preparing_;
  entry.state = status.ok() ? State::kPrepared : State::kFailed;
  entry.status = std::move(status);
}

StreamLine::Entry* StreamLine::BeginWriting() {
  if (handing_over_) {
    return nullptr;
  }
  for (const std::unique_ptr<Entry>& entry : entries_) {
    if (entry->state == State::kPrepared) {
      entry->state = State::kWriting;
      handing_over_ = true;
      return entry.get();
    }
    if (entry->state == State::kPreparing || entry->state == State::kFailed) {
      break;
    }
  }
  return nullptr;
}

void StreamLine::EndWriting(Entry& entry, absl::Status status) {
  entry.state = status.ok() ? State::kWritten : State::kFailed;
  entry.status = std::move(status);
}

std::unique_ptr<StreamLine::Entry> StreamLine::TakeSettled() {
  if (entries_.empty()) {
    return nullptr;
  }
  const State state = entries_.front()->state;
  if (state == State::kPreparing || state == State::kWriting ||
      (state == State::kPrepared && !broken_)) {
    return nullptr;
  }
  std::unique_ptr<Entry> settled = std::move(entries_.front());
  entries_.pop_front();
  return settled;
}

std::deque<v1::StreamItem> StreamLine::Break() {
  broken_ = true;
  return std::exchange(waiting_, {});
}

}  // namespace facetwire
