// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/store/writer_parts.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <iterator>
#include <system_error>

#include "absl/strings/match.h"

#include "index/base/str_cat.h"
#include "index/store/file_util.h"

namespace facetwire {

absl::Status WriterParts::Open() {
  // The writer before may have failed to sync its last manifest or commit though it is in place.
  // Now it counts: parts that it does not name are removed, and whoever sends the same article
  // again is told that it is there.
  absl::Status status = SyncPath(directory_);
  if (status.ok()) {
    status = Recover();
  }
  if (!status.ok()) {
    return status;
  }
  if (manifest_.parts.empty()) {
    return BeginPart(0, 0, PartFilling::kSmallCommits);
  }
  for (const PartInfo& part : manifest_.parts) {
    absl::StatusOr<Xapian::Database> opened = OpenPart(directory_, part.name, manifest_.index_id);
    if (!opened.ok()) {
      return opened.status();
    }
    sealed_.push_back(*std::move(opened));
  }
  sealed_.pop_back();
  active_ = Xapian::WritableDatabase(active_path(), Xapian::DB_OPEN);
  return SyncPath(active_path());
}

absl::Status WriterParts::Recover() {
  std::error_code error;
  for (std::filesystem::directory_iterator entry(directory_, error), end; !error && entry != end;
       entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    const auto named = [&](const PartInfo& part) { return part.name == name; };
    const bool unnamed_part =
        IsPartName(name) && std::none_of(manifest_.parts.begin(), manifest_.parts.end(), named);
    if (unnamed_part || absl::EndsWith(name, ".tmp")) {
      unused_.push_back(entry->path().string());
    }
  }
  if (error) {
    return absl::ErrnoToStatus(error.value(), StrCat("cannot clean up ", directory_));
  }
  std::vector<std::string> retired;
  RetireUnused(retired);
  for (const std::string& path : retired) {
    std::filesystem::remove_all(path, error);
  }
  return absl::OkStatus();
}

std::size_t WriterParts::RetireUnused(std::vector<std::string>& retired) {
  ClearTheWay();
  std::move(retired_.begin(), retired_.end(), std::back_inserter(retired));
  retired_.clear();
  return unused_.size();
}

void WriterParts::ClearTheWay() {
  std::vector<std::string> left;
  for (std::string& path : unused_) {
    std::string now;
    if (!RetireUnlessPinned(path, now).value_or(false)) {
      left.push_back(std::move(path));
    } else if (!now.empty()) {
      retired_.push_back(std::move(now));
    }
  }
  unused_ = std::move(left);
}

std::string WriterParts::active_path() const {
  return PartPath(directory_, manifest_.parts.back().name);
}

absl::Status WriterParts::Seal(std::uint64_t sequence, Docid last_docid, PartFilling next) {
  active_.close();
  absl::StatusOr<Xapian::Database> sealed =
      OpenPart(directory_, manifest_.parts.back().name, manifest_.index_id);
  if (!sealed.ok()) {
    return sealed.status();
  }
  sealed_.push_back(*std::move(sealed));
  return BeginPart(sequence, last_docid, next);
}

absl::Status WriterParts::BeginPart(std::uint64_t sequence, Docid last_docid, PartFilling filling) {
  ClearTheWay();
  Manifest next = manifest_;
  next.parts.push_back({PartName(next.next_part), last_docid + 1});
  ++next.next_part;
  next.sealed_sequence = sequence;
  absl::StatusOr<Xapian::WritableDatabase> part =
      CreatePart(directory_, next.parts.back().name, next.index_id, sequence, filling);
  if (!part.ok()) {
    return part.status();
  }
  if (absl::Status status = WriteManifest(directory_, next); !status.ok()) {
    return status;
  }
  active_ = *std::move(part);
  manifest_ = std::move(next);
  return absl::OkStatus();
}

std::optional<FoldPlan> WriterParts::PlanFold(const FoldPolicy& policy, LiveSet& live) const {
  std::vector<PartSize> sizes;
  for (std::size_t i = 0; i < sealed_.size(); ++i) {
    const Docid begin = manifest_.parts[i].first_docid;
    const Docid end = manifest_.parts[i + 1].first_docid;
    sizes.push_back({sealed_[i].get_doccount(), live.CountIn(begin, end)});
  }
  const std::optional<FoldChoice> choice = ChooseFold(sizes, policy);
  if (!choice) {
    return std::nullopt;
  }
  return MakePlan(*choice, live);
}

std::optional<FoldPlan> WriterParts::PlanRewrite(LiveSet& live) const {
  if (sealed_.empty() || live.CountIn(1, manifest_.parts.back().first_docid) == 0) {
    return std::nullopt;
  }
  return MakePlan({.begin = 0, .end = sealed_.size(), .purge = true}, live);
}

FoldPlan WriterParts::MakePlan(const FoldChoice& choice, LiveSet& live) const {
  FoldPlan plan;
  plan.directory = directory_;
  plan.index_id = manifest_.index_id;
  plan.generation = manifest_.generation;
  const auto at = [&](std::size_t i) {
    return manifest_.parts.begin() + static_cast<std::ptrdiff_t>(i);
  };
  plan.parts.assign(at(choice.begin), at(choice.end));
  plan.end_docid = at(choice.end)->first_docid;
  plan.purge = choice.purge;
  if (plan.purge) {
    plan.live = live.Share();
  }
  return plan;
}

std::optional<std::size_t> WriterParts::Find(const FoldPlan& plan) const {
  if (plan.parts.empty() || plan.index_id != manifest_.index_id ||
      plan.generation != manifest_.generation) {
    return std::nullopt;
  }
  const auto last = std::prev(manifest_.parts.end());
  const auto found =
      std::search(manifest_.parts.begin(), last, plan.parts.begin(), plan.parts.end());
  if (found == last) {
    return std::nullopt;
  }
  return static_cast<std::size_t>(found - manifest_.parts.begin());
}

absl::Status WriterParts::AdoptFold(const FoldPlan& plan, FoldedPart part) {
  const std::optional<std::size_t> begin = Find(plan);
  if (!begin) {
    unused_.push_back(part.path);
    return absl::FailedPreconditionError(
        "the parts that were folded are no longer those of the index");
  }
  ClearTheWay();
  Manifest next = manifest_;
  const PartInfo info = {PartName(next.next_part), plan.parts.front().first_docid};
  const std::string path = PartPath(directory_, info.name);
  if (std::rename(part.path.c_str(), path.c_str()) != 0) {
    unused_.push_back(part.path);
    return FileError("rename", part.path);
  }
  part.pin = nullptr;
  unused_.push_back(path);  // until MANIFEST names it
  if (absl::Status status = SyncPath(directory_); !status.ok()) {
    return status;
  }
  absl::StatusOr<Xapian::Database> database = OpenPart(directory_, info.name, next.index_id);
  if (!database.ok()) {
    return database.status();
  }
  const auto first = next.parts.begin() + static_cast<std::ptrdiff_t>(*begin);
  next.parts.erase(first, first + static_cast<std::ptrdiff_t>(plan.parts.size()));
  next.parts.insert(next.parts.begin() + static_cast<std::ptrdiff_t>(*begin), info);
  ++next.next_part;
  next.generation += part.rewritten ? 1 : 0;
  if (absl::Status status = WriteManifest(directory_, next); !status.ok()) {
    return status;
  }
  unused_.pop_back();
  manifest_ = std::move(next);
  const auto handle = sealed_.begin() + static_cast<std::ptrdiff_t>(*begin);
  sealed_.erase(handle + 1, handle + static_cast<std::ptrdiff_t>(plan.parts.size()));
  sealed_[*begin] = *std::move(database);
  for (const PartInfo& old : plan.parts) {
    unused_.push_back(PartPath(directory_, old.name));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> WriterParts::ReserveName() {
  Manifest next = manifest_;
  std::string name = PartName(next.next_part++);
  if (absl::Status status = WriteManifest(directory_, next); !status.ok()) {
    return status;
  }
  manifest_ = std::move(next);
  return name;
}

bool WriterParts::IsAsOnDisk() const {
  const absl::StatusOr<Manifest> manifest = ReadManifest(directory_);
  return manifest.ok() && *manifest == manifest_;
}

}  // namespace facetwire
