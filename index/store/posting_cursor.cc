// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/store/posting_cursor.h"

#include <algorithm>
#include <utility>

#include "index/store/index_reader.h"
#include "index/store/xapian_status.h"

namespace facetwire {

PostingCursor::PostingCursor(std::string term,
                             std::vector<Source> sources,
                             const IndexReader& reader,
                             Docid from)
    : term_(std::move(term)), sources_(std::move(sources)), reader_(&reader) {
  if (!term_.empty()) {  // which would be every document, to Xapian
    Guarded([&] { OpenPart(from); });
  }
}

void PostingCursor::Next() {
  if (listed_ != nullptr) {
    ++next_;
    SettleInList(0);
    return;
  }
  Guarded([&] {
    ++iterator_;
    Settle(posting_.docid + 1);
  });
}

void PostingCursor::SkipTo(Docid target) {
  if (at_end() || target <= posting_.docid) {
    return;
  }
  if (listed_ != nullptr) {
    SettleInList(target);
    return;
  }
  Guarded([&] {
    if (target < sources_[part_].end_docid) {
      iterator_.skip_to(target);
    } else {
      iterator_ = end_;
    }
    Settle(target);
  });
}

// Finds the first document >= from in this part and the following ones.
void PostingCursor::OpenPart(Docid from) {
  posting_.docid = 0;
  for (; part_ < sources_.size(); ++part_) {
    const Source& source = sources_[part_];
    if (from >= source.end_docid) {
      continue;
    }
    iterator_ = source.database->postlist_begin(term_);
    end_ = source.database->postlist_end(term_);
    if (iterator_ != end_ && *iterator_ < from) {
      iterator_.skip_to(from);
    }
    if (iterator_ != end_) {
      posting_.docid = *iterator_;
      return;
    }
  }
  OpenList(from);
}

void PostingCursor::OpenList(Docid from) {
  absl::StatusOr<PostingList> list = reader_->ActivePostings(term_);
  if (list.ok()) {
    listed_ = *std::move(list);
    SettleInList(from);
  } else {
    status_ = list.status();
  }
}

// Takes the document that the iterator is at, or goes on to the next part.
void PostingCursor::Settle(Docid from) {
  if (iterator_ != end_) {
    posting_.docid = *iterator_;
    return;
  }
  ++part_;
  OpenPart(from);
}

// Takes the first document >= from in the list, not before the next one.
void PostingCursor::SettleInList(Docid from) {
  const std::vector<Posting>& list = *listed_;
  if (next_ < list.size() && list[next_].docid < from) {
    const auto at = std::lower_bound(
        list.begin() + static_cast<std::ptrdiff_t>(next_),
        list.end(),
        from,
        [](const Posting& posting, Docid wanted) { return posting.docid < wanted; });
    next_ = static_cast<std::size_t>(at - list.begin());
  }
  posting_ = next_ < list.size() ? list[next_] : Posting();
}

template <typename Move>
void PostingCursor::Guarded(Move&& move) {
  try {
    move();
  } catch (...) {
    status_ = CurrentExceptionStatus();
    posting_.docid = 0;
  }
}

}  // namespace facetwire
