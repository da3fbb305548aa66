// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/store/part_folder.h"

#include <cstddef>
#include <cstdint>
#include <fcntl.h>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include <xapian.h>

#include "index/base/str_cat.h"
#include "index/store/file_util.h"
#include "index/store/part.h"
#include "index/store/xapian_status.h"

namespace facetwire {
namespace {

constexpr std::size_t kRewriteBlock = std::size_t{1} << 20U;

// Lets the compaction be stopped between two tables. Of metadata under one key in several parts the
// first stays: only "index", which is the same, and "seq", which is read from the last part alone.
class Stoppable : public Xapian::Compactor {
 public:
  explicit Stoppable(absl::FunctionRef<absl::Status()> check) : check_(check) {}

  void set_status(const std::string&, const std::string&) override {
    if (!check_().ok()) {
      throw std::runtime_error("stopped");
    }
  }

 private:
  const absl::FunctionRef<absl::Status()> check_;
};

absl::StatusOr<std::shared_ptr<const PartPin>> MakePinnedDirectory(const std::string& path) {
  std::error_code error;
  std::filesystem::create_directory(path, error);
  if (error) {
    return absl::ErrnoToStatus(error.value(), StrCat("cannot create the directory ", path));
  }
  return PartPin::Acquire(path);
}

class Folder {
 public:
  using Check = absl::FunctionRef<absl::Status()>;

  // `edit` may be null.
  Folder(const FoldPlan& plan, Check check, const DraftEdit* edit)
      : plan_(plan),
        check_(check),
        edit_(edit),
        base_(PartPath(plan.directory, StrCat("fold-", NewIndexId()))) {}

  absl::StatusOr<FoldedPart> Run() {
    absl::StatusOr<FoldedPart> folded = CatchXapian([&] { return Write(); });
    std::error_code error;
    if (!folded.ok()) {
      std::filesystem::remove_all(target(), error);
    }
    std::filesystem::remove_all(draft(), error);
    if (!folded.ok()) {
      if (absl::Status stopped = check_(); !stopped.ok()) {
        return stopped;
      }
    }
    return folded;
  }

 private:
  std::string target() const { return base_ + ".tmp"; }

  std::string draft() const { return base_ + "-draft.tmp"; }

  absl::StatusOr<FoldedPart> Write() {
    absl::StatusOr<Xapian::Database> source = OpenSources();
    if (!source.ok()) {
      return source.status();
    }
    absl::StatusOr<std::shared_ptr<const PartPin>> pin = MakePinnedDirectory(target());
    if (!pin.ok()) {
      return pin.status();
    }
    std::uint64_t documents = source->get_doccount();
    absl::StatusOr<std::shared_ptr<const PartPin>> draft_pin = nullptr;
    if (plan_.purge || edit_ != nullptr) {
      draft_pin = MakePinnedDirectory(draft());
      if (!draft_pin.ok()) {
        return draft_pin.status();
      }
      Compact(*source, draft());
      const absl::StatusOr<std::uint64_t> left = EditDraft();
      if (!left.ok()) {
        return left.status();
      }
      documents = *left;
      Compact(Xapian::Database(draft()), target());
    } else {
      Compact(*source, target());
    }
    if (absl::Status status = CheckResult(documents); !status.ok()) {
      return status;
    }
    if (absl::Status status = MakeDurable(); !status.ok()) {
      return status;
    }
    return FoldedPart{target(), documents, edit_ != nullptr, *std::move(pin)};
  }

  absl::StatusOr<Xapian::Database> OpenSources() const {
    Xapian::Database all;
    for (const PartInfo& info : plan_.parts) {
      absl::StatusOr<Xapian::Database> part = OpenPart(plan_.directory, info.name, plan_.index_id);
      if (!part.ok()) {
        return part.status();
      }
      all.add_database(*part);
    }
    return all;
  }

  void Compact(Xapian::Database from, const std::string& to) const {
    Stoppable stoppable(check_);
    from.compact(to, Xapian::DBCOMPACT_NO_RENUMBER, 0, stoppable);
  }

  // Returns how many documents there are then.
  absl::StatusOr<std::uint64_t> EditDraft() const {
    Xapian::WritableDatabase draft_part(draft(), Xapian::DB_OPEN | Xapian::DB_NO_SYNC);
    absl::Status status = plan_.purge ? Purge(draft_part) : absl::OkStatus();
    if (status.ok() && edit_ != nullptr) {
      status = edit_->edit(draft_part);
    }
    if (!status.ok()) {
      return status;
    }
    draft_part.commit();
    return draft_part.get_doccount();
  }

  // Deletes for good what is not live.
  absl::Status Purge(Xapian::WritableDatabase& draft_part) const {
    std::vector<Docid> removed;
    const Xapian::PostingIterator end = draft_part.postlist_end("");
    for (Xapian::PostingIterator at = draft_part.postlist_begin(""); at != end; ++at) {
      if (!plan_.live.Contains(*at)) {
        removed.push_back(*at);
      }
    }
    for (const Docid docid : removed) {
      if (absl::Status status = check_(); !status.ok()) {
        return status;
      }
      draft_part.delete_document(docid);
    }
    return absl::OkStatus();
  }

  // Xapian drops all termlists without a word where parts with and without them are merged (without
  // them nothing could be purged any more), and takes a part without a file of articles for one of
  // articles without content.
  absl::Status CheckResult(std::uint64_t documents) const {
    const Xapian::Database folded(target());
    bool complete = folded.get_doccount() == documents;
    if (complete && documents > 0) {
      const Docid first = *folded.postlist_begin("");
      complete = folded.termlist_begin(first) != folded.termlist_end(first) &&
                 !folded.get_document(first).get_data().empty();
    }
    if (!complete) {
      return DamagedIndex(
          StrCat("what was folded from ", plan_.parts[0].name, " on lacks something"));
    }
    return CheckPart(folded, target(), plan_.index_id);
  }

  // Xapian's compact takes no notice of a sync that failed, and the system tells of it once: what
  // was to be written then never reaches the disk, whatever later syncs say, though the files look
  // whole for now. So they are written again, and synced with an eye on the result.
  absl::Status MakeDurable() const {
    std::error_code error;
    for (std::filesystem::directory_iterator entry(target(), error), end; !error && entry != end;
         entry.increment(error)) {
      if (absl::Status status = Rewrite(entry->path().string()); !status.ok()) {
        return status;
      }
    }
    if (error) {
      return absl::ErrnoToStatus(error.value(), StrCat("cannot read the directory ", target()));
    }
    return SyncPath(target());
  }

  absl::Status Rewrite(const std::string& path) const {
    const absl::StatusOr<FileHandle> file = OpenFile(path, O_RDWR);
    if (!file.ok()) {
      return file.status();
    }
    std::string block(kRewriteBlock, '\0');
    for (std::uint64_t offset = 0;;) {
      const absl::StatusOr<std::size_t> got = ReadAt(file->get(), block, offset, path);
      if (!got.ok() || *got == 0) {
        return got.ok() ? SyncFile(file->get(), path) : got.status();
      }
      absl::Status status = check_();
      if (status.ok()) {
        status = WriteAt(file->get(), std::string_view(block).substr(0, *got), offset, path);
      }
      if (!status.ok()) {
        return status;
      }
      offset += *got;
    }
  }

  const FoldPlan& plan_;
  const Check check_;
  const DraftEdit* const edit_;
  const std::string base_;
};

}  // namespace

absl::StatusOr<FoldedPart> FoldParts(const FoldPlan& plan, const std::atomic<bool>& cancelled) {
  const auto check = [&] {
    return cancelled ? absl::CancelledError("folding was stopped") : absl::OkStatus();
  };
  return Folder(plan, check, nullptr).Run();
}

absl::StatusOr<FoldedPart> FoldAndEditParts(const FoldPlan& plan, const DraftEdit& edit) {
  return Folder(plan, edit.check, &edit).Run();
}

}  // namespace facetwire
