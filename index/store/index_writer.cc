// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/store/index_writer.h"

#include <optional>
#include <utility>
#include <vector>

#include "index/base/str_cat.h"
#include "index/store/write_batch.h"
#include "index/store/writer_state.h"
#include "index/store/xapian_status.h"

namespace facetwire {

class IndexWriter::Impl {
 public:
  explicit Impl(std::unique_ptr<WriterState> state)
      : state_(std::move(state)), index_id_(state_->manifest().index_id) {
    Remember();
  }

  absl::StatusOr<IndexOutcome> Put(PreparedDocument document) {
    return Run([&]() -> absl::StatusOr<IndexOutcome> {
      const absl::StatusOr<std::optional<CommittedDocument>> known = Known(document.article_id);
      if (!known.ok()) {
        return known.status();
      }
      IndexOutcome outcome = IndexOutcome::kCreated;
      if (*known) {
        const CommittedDocument& there = **known;
        if (there.version > document.version) {
          return IndexOutcome::kOutdated;
        }
        if (there.version == document.version && there.content_hash == document.content_hash) {
          return IndexOutcome::kUnchanged;
        }
        outcome = IndexOutcome::kUpdated;
      }
      batch_.Put(*known ? (*known)->docid : 0, std::move(document));
      return outcome;
    });
  }

  absl::StatusOr<bool> Delete(std::string_view article_id) {
    return Run([&]() -> absl::StatusOr<bool> {
      const absl::StatusOr<std::optional<CommittedDocument>> known = Known(article_id);
      if (!known.ok()) {
        return known.status();
      }
      if (!*known) {
        return false;
      }
      batch_.Delete((*known)->docid, article_id);
      return true;
    });
  }

  // A refusal is an answer, not a failure: Run sees only failures.
  absl::StatusOr<Correction> Correct(Correction correction, std::vector<Docid> documents) {
    absl::StatusOr<Correction> made = absl::UnknownError("");
    absl::Status status = Run([&] {
      made = state_->Correct(std::move(correction), std::move(documents));
      return absl::OkStatus();
    });
    return status.ok() ? made : status;
  }

  absl::StatusOr<Correction> Undo(std::uint64_t id, absl::Time now, std::string author) {
    absl::StatusOr<Correction> undone = absl::UnknownError("");
    absl::Status status = Run([&] {
      undone = state_->journal().Undo(id, now, std::move(author));
      return absl::OkStatus();
    });
    return status.ok() ? undone : status;
  }

  absl::StatusOr<bool> DeleteDocument(std::string_view article_id, Docid docid) {
    return Run([&]() -> absl::StatusOr<bool> {
      if (batch_.Find(article_id) != nullptr) {
        return false;
      }
      const absl::StatusOr<std::optional<CommittedDocument>> known = state_->Find(article_id);
      if (!known.ok()) {
        return known.status();
      }
      if (!*known || (*known)->docid != docid) {
        return false;
      }
      batch_.Delete(docid, article_id);
      return true;
    });
  }

  absl::StatusOr<std::vector<Ordinal>> AddEntries(const std::vector<DictionaryEntry>& entries) {
    return Run(
        [&]() -> absl::StatusOr<std::vector<Ordinal>> { return state_->AddEntries(entries); });
  }

  absl::StatusOr<std::uint64_t> Commit() {
    return Run([&]() -> absl::StatusOr<std::uint64_t> {
      duplicates_.clear();
      std::vector<PreparedDocument> documents = batch_.TakeDocuments();
      const std::vector<Docid> removed = batch_.Removed();
      state_->journal().AddSuccessors(Successors(documents));
      batch_.Clear();
      if (!documents.empty() || !removed.empty() || state_->has_uncommitted()) {
        absl::Status status = state_->Commit(std::move(documents), removed);
        duplicates_ = state_->duplicates();
        if (!status.ok()) {
          return status;
        }
        Remember();
      }
      return sequence_;
    });
  }

  absl::Status ReadAhead() {
    return Run([&] { return state_->LoadCopies(); });
  }

  absl::Status Seal(PartFilling next) {
    if (state_ != nullptr && (!batch_.empty() || state_->has_uncommitted())) {
      return absl::FailedPreconditionError("commit before sealing");
    }
    absl::Status status = Run([&] { return state_->Seal(next); });
    if (status.ok()) {
      Remember();
    }
    return status;
  }

  bool alive() const { return state_ != nullptr; }

  absl::Status failure() const {
    return alive() ? absl::OkStatus()
                   : absl::FailedPreconditionError(StrCat(
                         "the index writer failed and must be opened anew; it had said: ", cause_));
  }

  Docid active_documents() const { return last_docid_ + 1 - manifest_.parts.back().first_docid; }

  // `make` gives a plan of what the state says.
  template <typename Make>
  std::optional<FoldPlan> Plan(Make&& make) {
    if (state_ == nullptr) {
      return std::nullopt;
    }
    std::optional<FoldPlan> plan;
    Run([&] {
      plan = make(*state_);
      return absl::OkStatus();
    }).IgnoreError();
    return plan;
  }

  absl::Status AdoptFold(const FoldPlan& plan, FoldedPart part) {
    absl::Status adopted;
    absl::Status status = Run([&] {
      adopted = CatchXapian([&] { return state_->parts().AdoptFold(plan, std::move(part)); });
      return adopted.ok() || state_->parts().IsAsOnDisk() ? absl::OkStatus() : adopted;
    });
    if (status.ok()) {
      Remember();
    }
    return status.ok() ? adopted : status;
  }

  std::size_t RetireUnusedParts(std::vector<std::string>& retired) {
    return state_ == nullptr ? 0 : state_->parts().RetireUnused(retired);
  }

  absl::StatusOr<std::string> ReservePartName() {
    return Run([&]() -> absl::StatusOr<std::string> {
      absl::StatusOr<std::string> name = state_->parts().ReserveName();
      if (name.ok()) {
        Remember();
      }
      return name;
    });
  }

  const std::vector<std::string>& duplicates() const { return duplicates_; }

  const Manifest& manifest() const { return manifest_; }

  const std::string& index_id() const { return index_id_; }

  std::uint64_t sequence() const { return sequence_; }

  Docid last_docid() const { return last_docid_; }

 private:
  // Runs `call`; where it fails the writer is dead from then on.
  template <typename Call>
  std::invoke_result_t<Call> Run(Call&& call) {
    if (!alive()) {
      return failure();
    }
    auto result = CatchXapian(std::forward<Call>(call));
    if (!result.ok()) {
      cause_ = StatusOf(result).ToString();
      batch_.Clear();
      state_.reset();  // drops the handle, which cancels its transaction, and the lock
    }
    return result;
  }

  // The article as the operations so far leave it. docid: of its committed document, or 0.
  absl::StatusOr<std::optional<CommittedDocument>> Known(std::string_view article_id) {
    const WriteBatch::Pending* pending = batch_.Find(article_id);
    if (pending == nullptr) {
      return state_->Find(article_id);
    }
    if (!pending->put) {
      return std::nullopt;
    }
    const PreparedDocument& document = batch_.document(*pending->put);
    return CommittedDocument{pending->replaced, document.version, document.content_hash};
  }

  // The committed documents that `documents`, which are about to be added, take the place of.
  std::vector<std::pair<Docid, Docid>> Successors(
      const std::vector<PreparedDocument>& documents) const {
    std::vector<std::pair<Docid, Docid>> successors;
    Docid docid = state_->last_docid();
    for (const PreparedDocument& document : documents) {
      ++docid;
      if (const Docid replaced = batch_.Find(document.article_id)->replaced; replaced != 0) {
        successors.emplace_back(replaced, docid);
      }
    }
    return successors;
  }

  void Remember() {
    manifest_ = state_->manifest();
    sequence_ = state_->sequence();
    last_docid_ = state_->last_docid();
  }

  std::unique_ptr<WriterState> state_;  // null: dead
  WriteBatch batch_;
  std::string index_id_;
  std::string cause_;
  std::vector<std::string> duplicates_;
  Manifest manifest_;
  std::uint64_t sequence_ = 0;
  Docid last_docid_ = 0;
};

IndexWriter::IndexWriter(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

IndexWriter::~IndexWriter() = default;

absl::StatusOr<std::unique_ptr<IndexWriter>> IndexWriter::Open(std::string_view directory) {
  return CatchXapian([&]() -> absl::StatusOr<std::unique_ptr<IndexWriter>> {
    absl::StatusOr<std::unique_ptr<WriterState>> state = WriterState::Open(directory);
    if (!state.ok()) {
      return state.status();
    }
    return std::unique_ptr<IndexWriter>(new IndexWriter(std::make_unique<Impl>(*std::move(state))));
  });
}

absl::StatusOr<IndexOutcome> IndexWriter::Put(PreparedDocument document) {
  return impl_->Put(std::move(document));
}

absl::StatusOr<bool> IndexWriter::Delete(std::string_view article_id) {
  return impl_->Delete(article_id);
}

absl::StatusOr<Correction> IndexWriter::Correct(Correction correction,
                                                std::vector<Docid> documents) {
  return impl_->Correct(std::move(correction), std::move(documents));
}

absl::StatusOr<Correction> IndexWriter::Undo(std::uint64_t id, absl::Time now, std::string author) {
  return impl_->Undo(id, now, std::move(author));
}

absl::StatusOr<bool> IndexWriter::DeleteDocument(std::string_view article_id, Docid docid) {
  return impl_->DeleteDocument(article_id, docid);
}

absl::StatusOr<std::vector<Ordinal>> IndexWriter::AddEntries(
    const std::vector<DictionaryEntry>& entries) {
  return impl_->AddEntries(entries);
}

absl::StatusOr<std::uint64_t> IndexWriter::Commit() { return impl_->Commit(); }

const std::vector<std::string>& IndexWriter::duplicates() const { return impl_->duplicates(); }

absl::Status IndexWriter::ReadAhead() { return impl_->ReadAhead(); }

absl::Status IndexWriter::Seal(PartFilling next) { return impl_->Seal(next); }

bool IndexWriter::alive() const { return impl_->alive(); }

absl::Status IndexWriter::failure() const { return impl_->failure(); }

Docid IndexWriter::active_documents() const { return impl_->active_documents(); }

std::optional<FoldPlan> IndexWriter::PlanFold(const FoldPolicy& policy) {
  return impl_->Plan([&](const WriterState& state) { return state.PlanFold(policy); });
}

std::optional<FoldPlan> IndexWriter::PlanRewrite() {
  return impl_->Plan([](const WriterState& state) { return state.PlanRewrite(); });
}

absl::Status IndexWriter::AdoptFold(const FoldPlan& plan, FoldedPart part) {
  return impl_->AdoptFold(plan, std::move(part));
}

std::size_t IndexWriter::RetireUnusedParts(std::vector<std::string>& retired) {
  return impl_->RetireUnusedParts(retired);
}

absl::StatusOr<std::string> IndexWriter::ReservePartName() { return impl_->ReservePartName(); }

Manifest IndexWriter::manifest() const { return impl_->manifest(); }

const std::string& IndexWriter::index_id() const { return impl_->index_id(); }

std::uint64_t IndexWriter::sequence() const { return impl_->sequence(); }

Docid IndexWriter::last_docid() const { return impl_->last_docid(); }

}  // namespace facetwire
