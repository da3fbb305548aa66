// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/store/index_reader.h"

#include <algorithm>
#include <utility>

#include "index/base/str_cat.h"
#include "index/store/part.h"
#include "index/store/schema.h"
#include "index/store/xapian_status.h"

namespace facetwire {

absl::Status IndexReader::CatchUp(const Snapshot& snapshot) {
  Forget();
  absl::Status status = CatchXapian([&]() -> absl::Status {
    const auto same = [](const Part& part, const PartInfo& info) { return part.info == info; };
    const std::vector<PartInfo>& infos = snapshot.parts();
    const bool same_parts =
        generation_ == snapshot.generation() &&
        std::equal(parts_.begin(), parts_.end(), infos.begin(), infos.end(), same);
    if (same_parts && sequence_ >= snapshot.sequence()) {
      return absl::OkStatus();
    }
    if (!same_parts) {
      if (absl::Status opened = OpenParts(snapshot); !opened.ok()) {
        return opened;
      }
    }
    return ReachSequence(snapshot.sequence());
  });
  if (!status.ok()) {
    Close();
    return status;
  }
  last_docid_ = snapshot.last_docid();
  snapshot_sequence_ = snapshot.sequence();
  return absl::OkStatus();
}

absl::Status IndexReader::OpenParts(const Snapshot& snapshot) {
  std::vector<Part> old;
  if (generation_ == snapshot.generation()) {
    old = std::move(parts_);
  }
  parts_.clear();
  generation_ = snapshot.generation();
  for (const PartInfo& info : snapshot.parts()) {
    const auto known =
        std::find_if(old.begin(), old.end(), [&](const Part& part) { return part.info == info; });
    if (known != old.end()) {
      if (known + 1 == old.end()) {
        // It may have been written on before it was sealed.
        if (absl::Status status = ReopenPart(known->database).status(); !status.ok()) {
          return status;
        }
      }
      parts_.push_back(std::move(*known));
      continue;
    }
    if (absl::Status status = OpenPart(info, snapshot); !status.ok()) {
      return status;
    }
  }
  return absl::OkStatus();
}

absl::Status IndexReader::OpenPart(const PartInfo& info, const Snapshot& snapshot) {
  absl::StatusOr<Xapian::Database> database =
      facetwire::OpenPart(directory_, info.name, snapshot.index_id());
  if (!database.ok()) {
    // The snapshot may be of an index that has gone since.
    return absl::IsDataLoss(database.status()) ? absl::AbortedError(database.status().message())
                                               : database.status();
  }
  parts_.push_back({info, *std::move(database)});
  return absl::OkStatus();
}

absl::Status IndexReader::ReachSequence(std::uint64_t wanted) {
  if (absl::Status status = ReopenPart(parts_.back().database).status(); !status.ok()) {
    return status;
  }
  const absl::StatusOr<std::uint64_t> sequence = ReadConfirmedSequence(parts_.back().database);
  if (!sequence.ok()) {
    return sequence.status();
  }
  sequence_ = *sequence;
  return sequence_ < wanted ? absl::AbortedError("the index went back to an earlier commit")
                            : absl::OkStatus();
}

bool IndexReader::HasOtherPartsThan(const IndexReader& other) const {
  const auto same = [](const Part& mine, const Part& its) { return mine.info == its.info; };
  return !parts_.empty() && !other.parts_.empty() &&
         (generation_ != other.generation_ ||
          !std::equal(
              parts_.begin(), parts_.end(), other.parts_.begin(), other.parts_.end(), same));
}

void IndexReader::Close() {
  parts_.clear();
  Forget();
}

void IndexReader::Forget() {
  active_postings_.clear();
  sealed_lists_.clear();
  listed_ = 0;
  frequencies_.clear();
}

absl::StatusOr<std::uint64_t> IndexReader::TermFrequency(const std::string& term) const {
  if (term.empty() || parts_.empty()) {
    return 0;
  }
  if (const auto known = frequencies_.find(term); known != frequencies_.end()) {
    return known->second;
  }
  return CatchXapian([&]() -> absl::StatusOr<std::uint64_t> {
    const absl::StatusOr<PostingList> active = ActivePostings(term);
    if (!active.ok()) {
      return active.status();
    }
    std::uint64_t frequency = (*active)->size();
    for (std::size_t i = 0; i + 1 < parts_.size(); ++i) {
      frequency += parts_[i].database.get_termfreq(term);
    }
    frequencies_.emplace(term, frequency);
    return frequency;
  });
}

absl::StatusOr<std::uint64_t> IndexReader::DocumentCount() const {
  if (parts_.empty()) {
    return 0;
  }
  return CatchXapian([&]() -> absl::StatusOr<std::uint64_t> {
    // Nothing is ever purged from the last part.
    std::uint64_t count = last_docid_ + 1 - parts_.back().info.first_docid;
    for (std::size_t i = 0; i + 1 < parts_.size(); ++i) {
      count += parts_[i].database.get_doccount();
    }
    return count;
  });
}

PostingCursor IndexReader::Postings(std::string term, Docid from) const {
  std::vector<PostingCursor::Source> sources;
  sources.reserve(parts_.size());
  for (std::size_t i = 0; i + 1 < parts_.size(); ++i) {
    sources.push_back({&parts_[i].database, parts_[i + 1].info.first_docid});
  }
  return {std::move(term), std::move(sources), *this, from};
}

absl::StatusOr<PostingList> IndexReader::ActivePostings(const std::string& term) const {
  const auto known = active_postings_.find(term);
  if (known != active_postings_.end()) {
    return known->second;
  }
  auto list = std::make_shared<std::vector<Posting>>();
  absl::Status status =
      parts_.empty() ? absl::OkStatus() : ReadUntilConfirmed(parts_.back().database, [&] {
        list->clear();
        const Xapian::Database& part = parts_.back().database;
        const Xapian::PostingIterator end = part.postlist_end(term);
        for (Xapian::PostingIterator at = part.postlist_begin(term); at != end; ++at) {
          if (*at > last_docid_) {
            break;
          }
          list->push_back({*at, at.get_wdf()});
        }
        return absl::OkStatus();
      });
  if (!status.ok()) {
    return status;
  }
  active_postings_.emplace(term, list);
  return list;
}

absl::Status IndexReader::ForEachPosting(const std::string& term,
                                         Docid from,
                                         absl::FunctionRef<bool(Docid, std::uint32_t)> fn) const {
  PostingCursor cursor = Postings(term, from);
  while (!cursor.at_end() && fn(cursor.docid(), cursor.wdf())) {
    cursor.Next();
  }
  return cursor.status();
}

const IndexReader::Part* IndexReader::PartOf(Docid docid) const {
  const auto after =
      std::upper_bound(parts_.begin(), parts_.end(), docid, [](Docid wanted, const Part& part) {
        return wanted < part.info.first_docid;
      });
  return after == parts_.begin() || docid > last_docid_ ? nullptr : &*std::prev(after);
}

absl::StatusOr<StoredArticle> IndexReader::Load(Docid docid, LoadMode mode) const {
  const Part* part = PartOf(docid);
  if (docid == 0 || part == nullptr) {
    return absl::NotFoundError(StrCat("there is no document ", docid));
  }
  std::string record;
  const auto read = [&] {
    // Nearly always there is one, and no record is empty: Xapian need not look for it first.
    record = part->database.get_document(docid, Xapian::DOC_ASSUME_VALID).get_data();
    if (record.empty()) {
      record = part->database.get_document(docid).get_data();
    }
    return absl::OkStatus();
  };
  absl::Status status = CatchXapian([&]() -> absl::Status {
    return part == &parts_.back() ? ReadUntilConfirmed(part->database, read) : read();
  });
  if (!status.ok()) {
    return status;
  }
  return CatchXapian([&] { return DecodeStoredArticle(record, mode); });
}

absl::StatusOr<std::optional<Docid>> IndexReader::FindDocument(std::string_view article_id,
                                                               const Snapshot& snapshot) const {
  std::optional<Docid> found;
  absl::Status status = ForEachPosting(IdTerm(article_id), 1, [&](Docid docid, std::uint32_t) {
    if (snapshot.IsLive(docid)) {
      found = docid;
    }
    return !found;
  });
  if (!status.ok()) {
    return status;
  }
  return found;
}

}  // namespace facetwire
