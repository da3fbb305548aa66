// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/store/posting_cursor.h"

#include <utility>

#include "index/store/xapian_status.h"

namespace facetwire {

PostingCursor::PostingCursor(std::string term, std::vector<Source> sources, Docid from)
    : term_(std::move(term)), sources_(std::move(sources)) {
  if (!term_.empty()) {  // which would be every document, to Xapian
    Guarded([&] { OpenPart(from); });
  }
}

void PostingCursor::Next() {
  Guarded([&] {
    ++iterator_;
    Settle(docid_ + 1);
  });
}

void PostingCursor::SkipTo(Docid target) {
  if (at_end() || target <= docid_) {
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
  docid_ = 0;
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
    if (iterator_ != end_ && *iterator_ < source.end_docid) {
      docid_ = *iterator_;
      return;
    }
  }
}

// Takes the document that the iterator is at, or goes on to the next part.
void PostingCursor::Settle(Docid from) {
  if (iterator_ != end_) {
    const Docid docid = *iterator_;
    if (docid < sources_[part_].end_docid) {
      docid_ = docid;
      return;
    }
  }
  ++part_;
  OpenPart(from);
}

template <typename Move>
void PostingCursor::Guarded(Move&& move) {
  try {
    move();
  } catch (...) {
    status_ = CurrentExceptionStatus();
    docid_ = 0;
  }
}

}  // namespace facetwire
