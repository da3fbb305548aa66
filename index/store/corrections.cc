// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/store/corrections.h"

#include <algorithm>

#include "index/base/errors.h"
#include "index/text/fold.h"

namespace facetwire {
namespace {

bool HasDocument(const std::vector<Docid>& documents, Docid docid) {
  return std::binary_search(documents.begin(), documents.end(), docid);
}

}  // namespace

Corrections Corrections::Of(std::span<const JournalRecord> journal) {
  absl::flat_hash_map<std::uint64_t, const Correction*> undone;
  for (const JournalRecord& record : journal) {
    if (record.type == JournalRecord::Type::kUndo) {
      undone.emplace(record.undone, &record.correction);
    }
  }
  Corrections corrections;
  for (const JournalRecord& record : journal) {
    if (const auto undo = undone.find(record.correction.id); undo != undone.end()) {
      corrections.Retire(record.correction, *undo->second);
    } else {
      // What the journal holds was checked by the writer, against the same records.
      corrections.Apply(record).IgnoreError();
    }
  }
  return corrections;
}

void Corrections::Retire(const Correction& correction, const Correction& undo) {
  if (correction.kind == CorrectionKind::kSplit) {
    retired_.insert(correction.target);
  }
  history_.push_back(correction);
  history_.back().undone = undo.time;
  history_.back().undone_by = undo.author;
}

absl::Status Corrections::Apply(const JournalRecord& record) {
  switch (record.type) {
    case JournalRecord::Type::kUndo:
      return absl::OkStatus();
    case JournalRecord::Type::kSuccessors:
      TakeSuccessors(record);
      return absl::OkStatus();
    case JournalRecord::Type::kCorrection:
      break;
  }
  if (absl::Status status = Check(record.correction); !status.ok()) {
    return status;
  }
  Take(record);
  history_.push_back(record.correction);
  return absl::OkStatus();
}

absl::Status Corrections::CheckEntity(const Correction& correction, std::string_view id) const {
  if (correction.facet == Facet::kPerson && retired_.contains(ToAbsl(id))) {
    return absl::NotFoundError(StrCat("there is no person \"", id, "\": the split was undone"));
  }
  if (IsBanned(correction.facet, Root(correction.facet, id))) {
    return absl::FailedPreconditionError(
        StrCat("the ", FacetName(correction.facet), " \"", id, "\" is banned"));
  }
  return absl::OkStatus();
}

absl::Status Corrections::CheckAlias(const Correction& correction) const {
  const std::string_view person = Root(Facet::kPerson, correction.entity);
  const std::string_view other = Root(Facet::kPerson, correction.target);
  if (other != person && other != correction.target) {
    return absl::FailedPreconditionError(StrCat("the name \"",
                                                correction.name,
                                                "\" belongs to the person \"",
                                                other,
                                                "\"; merge the two where they are one"));
  }
  const std::vector<std::string_view> names = NamesOf(person);
  const bool there = std::any_of(names.begin(), names.end(), [&](std::string_view name) {
    return Fold(name) == Fold(correction.name);
  });
  if (there) {
    return absl::AlreadyExistsError(
        StrCat("\"", person, "\" has the alias \"", correction.name, "\" already"));
  }
  return CheckEntity(correction, other);
}

absl::Status Corrections::Check(const Correction& correction) const {
  if (absl::Status status = CheckEntity(correction, correction.entity); !status.ok()) {
    return status;
  }
  if (correction.kind == CorrectionKind::kAlias) {
    return CheckAlias(correction);
  }
  if (correction.kind != CorrectionKind::kMerge) {
    return absl::OkStatus();
  }
  if (Root(Facet::kPerson, correction.entity) == Root(Facet::kPerson, correction.target)) {
    return InvalidField("into", "is the same person already");
  }
  return CheckEntity(correction, correction.target);
}

void Corrections::Take(const JournalRecord& record) {
  const Correction& correction = record.correction;
  const std::string root(Root(correction.facet, correction.entity));
  switch (correction.kind) {
    case CorrectionKind::kMerge:
      Lead(root, std::string(Root(Facet::kPerson, correction.target)));
      break;
    case CorrectionKind::kSplit: {
      Split split{.target = correction.target, .sources = {root}, .documents = record.documents};
      split.sources.insert(Members(root).begin(), Members(root).end());
      splits_.push_back(std::move(split));
      made_.insert(correction.target);
      labels_[correction.target] = correction.name;
      break;
    }
    case CorrectionKind::kRename:
      labels_[root] = correction.name;
      break;
    case CorrectionKind::kAlias:
      aliases_[root].push_back(correction.name);
      if (Root(Facet::kPerson, correction.target) != root) {
        Lead(correction.target, root);
      }
      break;
    case CorrectionKind::kBan:
      bans_.emplace(correction.facet, root);
      break;
  }
}

// `from` and what leads to it lead to `to`; both are roots.
void Corrections::Lead(const std::string& from, const std::string& to) {
  std::vector<std::string> moved;
  if (const auto members = members_.find(from); members != members_.end()) {
    moved = std::move(members->second);
    members_.erase(members);
  }
  moved.push_back(from);
  std::vector<std::string>& members = members_[to];
  for (std::string& id : moved) {
    roots_[id] = to;
    members.push_back(std::move(id));
  }
}

void Corrections::TakeSuccessors(const JournalRecord& record) {
  for (Split& split : splits_) {
    for (const auto& [old_docid, new_docid] : record.successors) {
      if (HasDocument(split.documents, old_docid)) {
        split.documents.push_back(new_docid);  // newer than all of them
      }
    }
  }
}

std::string_view Corrections::Root(Facet facet, std::string_view id) const {
  if (facet != Facet::kPerson) {
    return id;
  }
  const auto found = roots_.find(ToAbsl(id));
  return found == roots_.end() ? id : std::string_view(found->second);
}

bool Corrections::IsBanned(Facet facet, std::string_view root) const {
  return !bans_.empty() && bans_.contains(std::pair(facet, std::string(root)));
}

std::optional<std::string_view> Corrections::Meaning(Docid docid,
                                                     Facet facet,
                                                     std::string_view id) const {
  if (facet == Facet::kPerson) {
    for (const Split& split : splits_) {
      if (split.sources.contains(ToAbsl(id)) && HasDocument(split.documents, docid)) {
        id = split.target;
      }
    }
  }
  id = Root(facet, id);
  return IsBanned(facet, id) ? std::nullopt : std::optional(id);
}

bool Corrections::MayBeSplit(Facet facet, std::string_view id) const {
  return facet == Facet::kPerson &&
         std::any_of(splits_.begin(), splits_.end(), [&](const Split& split) {
           return split.sources.contains(ToAbsl(id));
         });
}

bool Corrections::IsSplit(Facet facet, std::string_view root) const {
  if (splits_.empty() || facet != Facet::kPerson) {
    return false;
  }
  const auto touched = [&](std::string_view id) {
    return made_.contains(ToAbsl(id)) || MayBeSplit(facet, id);
  };
  const std::span<const std::string> members = Members(root);
  return touched(root) || std::any_of(members.begin(), members.end(), touched);
}

std::vector<std::string> Corrections::DocumentIds(Facet facet, const std::string& root) const {
  if (IsBanned(facet, root)) {
    return {};
  }
  std::vector<std::string> ids = {root};
  if (facet != Facet::kPerson) {
    return ids;
  }
  ids.insert(ids.end(), Members(root).begin(), Members(root).end());
  // What a split made comes from the ids of whom it split, which an earlier one may have made.
  for (std::size_t i = 0; i < ids.size(); ++i) {
    for (const Split& split : splits_) {
      if (split.target == ids[i]) {
        for (const std::string& source : split.sources) {
          if (std::find(ids.begin(), ids.end(), source) == ids.end()) {
            ids.push_back(source);
          }
        }
      }
    }
  }
  return ids;
}

const std::string* Corrections::Label(std::string_view root) const {
  const auto found = labels_.find(ToAbsl(root));
  return found == labels_.end() ? nullptr : &found->second;
}

void Corrections::ForEachName(
    absl::FunctionRef<void(std::string_view, std::string_view)> fn) const {
  for (const auto& [id, label] : labels_) {
    fn(Root(Facet::kPerson, id), label);
  }
  for (const auto& [id, names] : aliases_) {
    for (const std::string& name : names) {
      fn(Root(Facet::kPerson, id), name);
    }
  }
}

void Corrections::ForEachMember(
    absl::FunctionRef<void(std::string_view, std::string_view)> fn) const {
  for (const auto& [id, root] : roots_) {
    fn(id, root);
  }
}

std::vector<std::string_view> Corrections::NamesOf(std::string_view root) const {
  std::vector<std::string_view> names;
  const auto add = [&](std::string_view id) {
    if (const std::string* label = Label(id)) {
      names.emplace_back(*label);
    }
    if (const auto aliases = aliases_.find(ToAbsl(id)); aliases != aliases_.end()) {
      names.insert(names.end(), aliases->second.begin(), aliases->second.end());
    }
  };
  add(root);
  for (const std::string& member : Members(root)) {
    add(member);
  }
  return names;
}

std::span<const std::string> Corrections::Members(std::string_view root) const {
  const auto found = members_.find(ToAbsl(root));
  return found == members_.end() ? std::span<const std::string>() : found->second;
}

bool Corrections::HasSplitDocument(Docid docid) const {
  return std::any_of(splits_.begin(), splits_.end(), [&](const Split& split) {
    return HasDocument(split.documents, docid);
  });
}

}  // namespace facetwire
