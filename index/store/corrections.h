// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_STORE_CORRECTIONS_H_
#define FACETWIRE_INDEX_STORE_CORRECTIONS_H_

#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"

#include "index/base/str_cat.h"
#include "index/model/correction.h"
#include "index/store/docid.h"
#include "index/store/journal_record.h"

namespace facetwire {

// What the corrections that hold say together. Documents keep the ids that they were written with;
// this tells what those ids mean. A value; thread-safe while it does not change.
//
// An id is one that documents have, or one that a split made. Merges and aliases lead an id to
// another one; where that leads in the end is the id's root, which is what facets show. Splits come
// before: in its documents, an id that meant the split person when the split was made means the new
// one.
class Corrections {
 public:
  // Takes the next record in; nothing but its own state is needed to check it. After an error
  // nothing has changed: NOT_FOUND where the entity is one that no split made (any longer),
  // FAILED_PRECONDITION where an entity is banned or an alias belongs to somebody else,
  // INVALID_ARGUMENT on "into" where both are one already, ALREADY_EXISTS for an alias that is one
  // already. Undo records are for the caller: they change nothing here.
  absl::Status Apply(const JournalRecord& record);

  // What the first records of a journal say, without those that were undone.
  static Corrections Of(std::span<const JournalRecord> journal);

  // All corrections that were made, oldest first, with what became of them.
  const std::vector<Correction>& history() const { return history_; }

  // Nothing is corrected.
  bool empty() const {
    return roots_.empty() && labels_.empty() && bans_.empty() && aliases_.empty();
  }

  // The root of an id, which may be banned; the id itself where it is not corrected.
  std::string_view Root(Facet facet, std::string_view id) const;

  // Of a root.
  bool IsBanned(Facet facet, std::string_view root) const;

  // What an id of a document means in it: a root; nothing where that is banned.
  std::optional<std::string_view> Meaning(Docid docid, Facet facet, std::string_view id) const;

  // Whether Meaning depends on the document.
  bool MayBeSplit(Facet facet, std::string_view id) const;

  // Whether a root's documents are not all that have one of its ids.
  bool IsSplit(Facet facet, std::string_view root) const;

  // Ids that a document can have of which Meaning is `root`: all of them, and perhaps more where
  // IsSplit. Just the root where nothing is corrected; none where it is banned.
  std::vector<std::string> DocumentIds(Facet facet, const std::string& root) const;

  // What a curator called the person; null where none did.
  const std::string* Label(std::string_view root) const;

  // Calls fn(root, name) for each name that a person, or who was merged into them, got from a
  // curator: labels and aliases.
  void ForEachName(absl::FunctionRef<void(std::string_view, std::string_view)> fn) const;

  // Calls fn(id, root) for each id that leads to another one.
  void ForEachMember(absl::FunctionRef<void(std::string_view, std::string_view)> fn) const;

  // The names of one root.
  std::vector<std::string_view> NamesOf(std::string_view root) const;

  // Ids that lead to this root, without itself.
  std::span<const std::string> Members(std::string_view root) const;

  // Whether a split has this document.
  bool HasSplitDocument(Docid docid) const;

  bool has_splits() const { return !splits_.empty(); }

 private:
  struct Split {
    std::string target;
    absl::flat_hash_set<std::string> sources;  // all that led to the person when it was made
    std::vector<Docid> documents;              // ascending
  };

  absl::Status Check(const Correction& correction) const;
  absl::Status CheckEntity(const Correction& correction, std::string_view id) const;
  absl::Status CheckAlias(const Correction& correction) const;
  void Retire(const Correction& correction, const Correction& undo);
  void Take(const JournalRecord& record);
  void Lead(const std::string& from, const std::string& to);
  void TakeSuccessors(const JournalRecord& record);

  absl::flat_hash_map<std::string, std::string> roots_;  // of ids that are not their own
  absl::flat_hash_map<std::string, std::vector<std::string>> members_;  // by root
  absl::flat_hash_map<std::string, std::string> labels_;
  absl::flat_hash_map<std::string, std::vector<std::string>> aliases_;  // by what was the root
  std::set<std::pair<Facet, std::string>> bans_;
  std::vector<Correction> history_;
  std::vector<Split> splits_;                 // in the order of the journal
  absl::flat_hash_set<std::string> made_;     // ids of splits that hold
  absl::flat_hash_set<std::string> retired_;  // of splits that were undone
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_STORE_CORRECTIONS_H_
