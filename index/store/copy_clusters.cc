// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/store/copy_clusters.h"

#include <limits>

#include "index/base/str_cat.h"
#include "index/store/manifest.h"
#include "index/store/schema.h"
#include "index/store/varint.h"

namespace facetwire {

std::string EncodeCluster(Docid cluster) {
  std::string out;
  PutVarint(cluster, out);
  return out;
}

Docid DecodeCluster(std::string_view bytes) {
  std::uint64_t cluster = 0;
  const bool whole = GetVarint(bytes, cluster) && bytes.empty();
  return whole && cluster <= std::numeric_limits<Docid>::max() ? static_cast<Docid>(cluster) : 0;
}

absl::StatusOr<CopyRecord> ReadCopyRecord(Docid docid, const Xapian::Document& document) {
  CopyRecord record{.cluster = docid};
  if (const std::string cluster = document.get_value(kClusterSlot); !cluster.empty()) {
    record.cluster = DecodeCluster(cluster);
  }
  if (record.cluster == 0 || record.cluster > docid) {
    return DamagedIndex(StrCat("the cluster of document ", docid, " is damaged"));
  }
  if (const std::string bytes = document.get_value(kCopiesSlot); !bytes.empty()) {
    absl::StatusOr<CopySignature> signature = DecodeCopySignature(bytes);
    if (!signature.ok()) {
      return DamagedIndex(StrCat("document ", docid, ": ", signature.status().message()));
    }
    record.signature = *std::move(signature);
  }
  return record;
}

absl::StatusOr<CopyClusters::Found> CopyClusters::Find(const CopySignature& signature,
                                                       const Source& source) const {
  const auto wanted = [&](Docid other) { return MayBeJoined(other, source); };
  Found found;
  double best = 0;
  for (const Docid other : catalog_.Find(signature.keys, kMostCompared, wanted)) {
    const auto pending = pending_.find(other);
    const absl::StatusOr<CopyRecord> record =
        pending != pending_.end() ? pending->second : source.read(other);
    if (!record.ok()) {
      return record.status();
    }
    if (record->signature == signature) {
      found.same_signature.push_back(other);
    }
    const double likeness = CopyLikeness(signature, record->signature);
    if (likeness > best || (likeness > 0 && likeness == best && record->cluster < *found.cluster)) {
      best = likeness;
      found.cluster = record->cluster;
    }
  }
  return found;
}

absl::StatusOr<CopyClusters::Found> CopyClusters::Add(Docid docid,
                                                      const CopySignature& signature,
                                                      const Source& source) {
  absl::StatusOr<Found> found = Find(signature, source);
  if (!found.ok()) {
    return found;
  }
  pending_.emplace(docid, CopyRecord{found->cluster.value_or(docid), signature});
  catalog_.Add(docid, signature.keys, [&](Docid other) { return MayBeJoined(other, source); });
  return found;
}

}  // namespace facetwire
