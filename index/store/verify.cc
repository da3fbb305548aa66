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
      absl::StatusOr<Xapian::Database> opened = CatchXapian(
          [&] { return OpenPart(directory_, part.name, index_.manifest.index_id); });
      Expect(opened.status(), part.name);
      parts_.push_back(std::move(opened).value_or(Xapian::Database()));
    }
  }

  // From the last part first: what was committed since then is not looked at.
  void ReadFacts() {
    Facts last;
    if (!parts_.empty()) {
      Expect(ReadUntilConfirmed(parts_.back(),
                                [&] {
                                  last = {};
                                  return ReadPart(parts_.size() - 1, last);
                                }),
             info(parts_.size() - 1).name);
    }
    for (std::size_t i = 0; i + 1 < parts_.size(); ++i) {
      Expect(CatchXapian([&] { return ReadPart(i, facts_); }), info(i).name);
    }
    facts_.sequence = last.sequence;
    facts_.last_docid = last.last_docid;
    CheckFirstOrdinal(last);
    facts_.entries.insert(facts_.entries.end(), last.entries.begin(), last.entries.end());
    facts_.removed.insert(facts_.removed.end(), last.removed.begin(), last.removed.end());
  }

  // Adds what a part says to `facts`.
  absl::Status ReadPart(std::size_t part, Facts& facts) {
    const Xapian::Database& database = parts_[part];
    const absl::StatusOr<std::uint64_t> sequence = ReadSequence(database);
    if (!sequence.ok()) {
      return sequence.status();
    }
    facts.sequence = *sequence;
    facts.last_docid = std::max(database.get_lastdocid(), info(part).first_docid - 1);
    if (facts.last_docid >= EndOf(part)) {
      return absl::DataLossError(StrCat("has document ", facts.last_docid, ", which is the next part's"));
    }
    absl::Status status = ReadEntries(database, 0, facts.entries);
    if (status.ok()) {
      status = ReadTombstones(database, 0, [&](Docid docid) { facts.removed.push_back(docid); });
    }
    return status.ok() ? CheckOrdinals(database, facts) : status;
  }
