// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/store/verify.h"

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <limits>
#include <optional>
#include <sstream>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/strip.h"

#include "index/base/str_cat.h"
#include "index/store/dictionary.h"
#include "index/store/document_check.h"
#include "index/store/live_set.h"
#include "index/store/part.h"
#include "index/store/pinned_index.h"
#include "index/store/xapian_status.h"

namespace facetwire {
namespace {

constexpr std::size_t kMostProblems = 100;
constexpr int kMostChecks = 5;  // by Xapian, of a part that is being written

// What the metadata of the parts say together.
struct Facts {
  std::uint64_t sequence = 0;  // of the last part
  Docid last_docid = 0;
  std::vector<DictionaryEntry> entries;
  std::vector<JournalRecord> journal;
  std::vector<Docid> removed;
};

class Verifier {
 public:
  Verifier(std::string_view directory, PinnedIndex index)
      : directory_(directory), index_(std::move(index)) {
    report_.index_id = index_.manifest.index_id;
    report_.parts = index_.manifest.parts.size();
  }

  VerifyReport Run() {
    CheckManifest();
    NoteLeftovers();
    OpenParts();
    if (report_.problem_count == 0) {
      ReadFacts();
    }
    if (report_.problem_count == 0) {
      UseFacts();
      for (std::size_t i = 0; i < parts_.size(); ++i) {
        CheckStructure(i);
        CheckDocuments(i);
      }
      report_.live_articles = live_.count();
    }
    return std::move(report_);
  }

 private:
  const PartInfo& info(std::size_t part) const { return index_.manifest.parts[part]; }

  bool is_last(std::size_t part) const { return part + 1 == index_.manifest.parts.size(); }

  // One past the last docid that the part may have.
  Docid EndOf(std::size_t part) const {
    return is_last(part) ? std::numeric_limits<Docid>::max() : info(part + 1).first_docid;
  }

  void Problem(std::string_view where, std::string_view what) {
    ++report_.problem_count;
    if (report_.problems.size() < kMostProblems) {
      report_.problems.push_back(StrCat(where, ": ", what));
    }
  }

  void Expect(const absl::Status& status, std::string_view where) {
    if (!status.ok()) {
      Problem(where, ToStd(status.message()));
    }
  }

  void CheckManifest() {
    absl::flat_hash_set<std::string> names;
    for (const PartInfo& part : index_.manifest.parts) {
      std::uint64_t number = 0;
      absl::string_view digits = part.name;
      if (!IsPartName(part.name) || !absl::ConsumePrefix(&digits, "part-") ||
          !absl::SimpleAtoi(digits, &number) || number >= index_.manifest.next_part) {
        Problem("MANIFEST", StrCat(part.name, " is no name for a part, or one to come"));
      }
      if (!names.insert(part.name).second) {
        Problem("MANIFEST", StrCat(part.name, " is named twice"));
      }
    }
  }

  void NoteLeftovers() {
    std::error_code error;
    for (std::filesystem::directory_iterator entry(directory_, error), end; !error && entry != end;
         entry.increment(error)) {
      const std::string name = entry->path().filename().string();
      const auto named = [&](const PartInfo& part) { return part.name == name; };
      const auto& parts = index_.manifest.parts;
      if (absl::EndsWith(name, ".tmp") ||
          (IsPartName(name) && std::none_of(parts.begin(), parts.end(), named))) {
        report_.notes.push_back(
            StrCat(name, " is not part of the index; its writer removes it when it starts"));
      }
    }
  }

  void OpenParts() {
    for (const PartInfo& part : index_.manifest.parts) {
      parts_.push_back(Open(part.name));
    }
  }

  // Without anything in it where it cannot be opened, which is a problem.
  Xapian::Database Open(const std::string& name) {
    absl::StatusOr<Xapian::Database> opened = OpenPart(directory_, name, index_.manifest.index_id);
    Expect(opened.status(), name);
    return std::move(opened).value_or(Xapian::Database());
  }

  // See ReadUntilConfirmed.
  absl::Status Read(std::size_t part, absl::FunctionRef<absl::Status()> read) {
    absl::Status status = ReadUntilConfirmed(parts_[part], read);
    for (int attempt = 1; attempt < kMostChecks && absl::IsAborted(status); ++attempt) {
      parts_[part] = Open(info(part).name);
      status = ReadUntilConfirmed(parts_[part], read);
    }
    return status;
  }

  // In order; from the last one what was committed at one moment.
  void ReadFacts() {
    for (std::size_t i = 0; i < parts_.size(); ++i) {
      const Facts before = facts_;
      Expect(Read(i,
                  [&] {
                    facts_ = before;
                    return ReadPart(i);
                  }),
             info(i).name);
    }
    report_.sequence = facts_.sequence;
    report_.facet_values = facts_.entries.size();
  }

  absl::Status ReadPart(std::size_t part) {
    const Xapian::Database& database = parts_[part];
    const absl::StatusOr<std::uint64_t> sequence = ReadSequence(database);
    if (!sequence.ok()) {
      return sequence.status();
    }
    facts_.sequence = *sequence;
    facts_.last_docid = std::max(database.get_lastdocid(), info(part).first_docid - 1);
    if (facts_.last_docid >= EndOf(part)) {
      return absl::DataLossError(
          StrCat("has document ", facts_.last_docid, ", which would be the next part's"));
    }
    absl::Status status = ReadEntries(database, facts_.entries.size(), facts_.entries);
    if (status.ok()) {
      status = ReadJournal(database, facts_.journal.size(), facts_.journal);
    }
    if (status.ok()) {
      status = ReadTombstones(database, 0, [&](Docid docid) { facts_.removed.push_back(docid); });
    }
    return status;
  }

  void UseFacts() {
    for (const DictionaryEntry& entry : facts_.entries) {
      if (dictionary_.Find(entry.facet, entry.id)) {
        Problem("dictionary", StrCat(FacetName(entry.facet), " \"", entry.id, "\" is there twice"));
      }
      dictionary_.Add(entry);
    }
    for (Docid docid = 1; docid <= facts_.last_docid; ++docid) {
      live_.Add(docid);
    }
    for (const Docid docid : facts_.removed) {
      if (docid == 0 || docid > facts_.last_docid) {
        Problem("removals", StrCat("document ", docid, " was removed and never there"));
      }
      live_.Remove(docid);
    }
    if (facts_.sequence < index_.manifest.sealed_sequence) {
      Problem("MANIFEST", "the last part is older than the commit that it begins after");
    }
  }

  // Xapian's check. A part under a writer may be overtaken, which looks like damage: again, then.
  void CheckStructure(std::size_t part) {
    const std::string& name = info(part).name;
    for (int attempt = 0; attempt < kMostChecks; ++attempt) {
      std::ostringstream said;
      const absl::Status status = CatchXapian([&] {
        const std::size_t errors = Xapian::Database::check(PartPath(directory_, name), 0, &said);
        return errors == 0
                   ? absl::OkStatus()
                   : absl::DataLossError(StrCat("Xapian finds ", errors, " errors: ", said.str()));
      });
      if (status.ok()) {
        return;
      }
      const absl::StatusOr<bool> newer = ReopenPart(parts_[part]);
      if (!newer.ok()) {
        parts_[part] = Open(name);
      } else if (!*newer) {
        Problem(name, ToStd(status.message()));
        return;
      }
    }
    report_.notes.push_back(StrCat(
        name, " changed too quickly for Xapian's check; stop the server to have it checked"));
  }

  void CheckDocuments(std::size_t part) {
    DocumentCheck check(directory_, dictionary_);
    const Docid end = std::min(EndOf(part), facts_.last_docid + 1);
    for (Docid docid = info(part).first_docid; docid < end; ++docid) {
      std::string article_id;
      bool there = true;
      const absl::Status status = Read(part, [&] {
        there = true;
        try {
          return check.Check(docid, parts_[part].get_document(docid), article_id);
        } catch (const Xapian::DocNotFoundError&) {
          there = false;
          return absl::OkStatus();
        }
      });
      report_.documents += there ? 1 : 0;
      const std::string where =
          StrCat(info(part).name, ", document ", docid, " (", article_id, ")");
      Expect(status, where);
      if (live_.Contains(docid)) {
        if (!there) {
          Problem(where, "is missing and was not removed");
        } else if (!article_id.empty() && !ids_.insert(article_id).second) {
          Problem(where, "another document has the same article");
        }
      }
    }
  }

  const std::string directory_;
  PinnedIndex index_;
  std::vector<Xapian::Database> parts_;
  Facts facts_;
  Dictionary dictionary_;
  LiveSet live_;
  absl::flat_hash_set<std::string> ids_;  // of live articles
  VerifyReport report_;
};

}  // namespace

absl::StatusOr<VerifyReport> VerifyIndex(std::string_view directory) {
  absl::StatusOr<PinnedIndex> index = PinIndex(directory);
  if (!index.ok()) {
    return index.status();
  }
  return Verifier(directory, *std::move(index)).Run();
}

}  // namespace facetwire
