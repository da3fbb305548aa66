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
  absl::Status status = CatchXapian([&]() -> absl::Status {
    const auto same = [](const Part& part, const PartInfo& info) { return part.info == info; };
    const std::vector<PartInfo>& infos = snapshot.parts();
    const bool same_parts =
        generation_ == snapshot.generation() &&
        std::equal(parts_.begin(), parts_.end(), infos.begin(), infos.end(), same);
    if (!same_parts) {
      if (absl::Status opened = OpenParts(snapshot); !opened.ok()) {
        return opened;
      }
    } else if (sequence_ < snapshot.sequence()) {
      parts_.back().database.reopen();
    } else {
      return absl::OkStatus();
    }
    const absl::StatusOr<std::uint64_t> sequence = ReadConfirmedSequence(parts_.back().database);
    if (!sequence.ok()) {
      return sequence.status();
    }
    sequence_ = *sequence;
    if (sequence_ < snapshot.sequence()) {
      return absl::AbortedError("the index went back to an earlier commit");
    }
    return absl::OkStatus();
  });
  if (!status.ok()) {
    Close();
    return status;
  }
  last_docid_ = snapshot.last_docid();
  return absl::OkStatus();
}

absl::Status IndexReader::Confirm() {
  if (parts_.empty()) {
    return absl::OkStatus();
  }
  absl::Status status = CatchXapian(
      [&] { return ReadConfirmed(parts_.back().database, [] { return absl::OkStatus(); }); });
  if (!status.ok()) {
    sequence_ = 0;  // the handle is at another commit now: CatchUp looks which
  }
  return status;
}

absl::Status IndexReader::OpenParts(const Snapshot& snapshot) {
  parts_.clear();
  generation_ = snapshot.generation();
  for (const PartInfo& info : snapshot.parts()) {
    absl::StatusOr<Xapian::Database> database =
        OpenPart(directory_, info.name, snapshot.index_id());
    if (!database.ok()) {
      // The snapshot may be of an index that has gone since, or of parts that were replaced.
      return absl::IsDataLoss(database.status()) ? absl::AbortedError(database.status().message())
                                                 : database.status();
    }
    parts_.push_back({info, *std::move(database)});
  }
  return absl::OkStatus();
}

absl::StatusOr<std::uint64_t> IndexReader::TermFrequency(const std::string& term) const {
  return CatchXapian([&]() -> absl::StatusOr<std::uint64_t> {
    std::uint64_t frequency = 0;
    for (const Part& part : parts_) {
      frequency += term.empty() ? 0 : part.database.get_termfreq(term);
    }
    return frequency;
  });
}

absl::StatusOr<std::uint64_t> IndexReader::DocumentCount() const {
  return CatchXapian([&]() -> absl::StatusOr<std::uint64_t> {
    std::uint64_t count = 0;
    for (const Part& part : parts_) {
      count += part.database.get_doccount();
    }
    return count;
  });
}

PostingCursor IndexReader::Postings(std::string term, Docid from) const {
  std::vector<PostingCursor::Source> sources;
  sources.reserve(parts_.size());
  for (std::size_t i = 0; i < parts_.size(); ++i) {
    const Docid end = i + 1 < parts_.size() ? parts_[i + 1].info.first_docid : last_docid_ + 1;
    sources.push_back({&parts_[i].database, std::min(end, last_docid_ + 1)});
  }
  return {std::move(term), std::move(sources), from};
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
  return CatchXapian(
      [&] { return DecodeStoredArticle(part->database.get_document(docid).get_data(), mode); });
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
