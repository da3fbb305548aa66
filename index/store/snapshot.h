// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_STORE_SNAPSHOT_H_
#define FACETWIRE_INDEX_STORE_SNAPSHOT_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "index/store/columns.h"
#include "index/store/dictionary.h"
#include "index/store/docid.h"
#include "index/store/live_set.h"
#include "index/store/manifest.h"
#include "index/store/part_pin.h"
#include "index/store/token_file_reader.h"
#include "index/store/token_stream.h"
#include "index/store/value_totals.h"

namespace facetwire {

// A document that must not be served before `until_micros` (kForeverMicros: never).
struct HiddenDocument {
  Docid docid = 0;
  std::int64_t until_micros = 0;

  friend bool operator==(const HiddenDocument&, const HiddenDocument&) = default;
};

// One commit's view of the index: everything a request is answered from but posting lists and
// stored articles, which IndexReader adds. A request holds one snapshot from its beginning to its
// end. Immutable, so thread-safe; what its accessors return lives as long as it does.
class Snapshot {
 public:
  struct Parts {
    std::string index_id;
    std::uint64_t generation = 0;
    std::uint64_t sequence = 0;
    std::shared_ptr<const PinnedParts> parts;
    ColumnsView columns;
    DictionaryView dictionary;
    TokenFilesView tokens;
    Docid last_docid = 0;
    LiveSet live;
    std::uint64_t live_length = 0;  // words in all live documents
    LiveSet copies;
    std::shared_ptr<const std::vector<HiddenDocument>> hidden;
    ValueTotals totals;
  };

  explicit Snapshot(Parts parts) : parts_(std::move(parts)) {}

  const std::string& index_id() const { return parts_.index_id; }

  // The same for snapshots that grew out of each other. Another one, though the index has the same
  // id, where the directory was put back to an earlier state: its files are others.
  std::uint64_t generation() const { return parts_.generation; }

  std::uint64_t sequence() const { return parts_.sequence; }

  // The opaque text for index_id() and sequence().
  std::string commit_token() const;

  // Documents beyond it are not in this view, though an IndexReader's handle may have them.
  Docid last_docid() const { return parts_.last_docid; }

  std::uint64_t live_count() const { return parts_.live.count(); }

  const LiveSet& live() const { return parts_.live; }

  bool IsLive(Docid docid) const { return parts_.live.Contains(docid); }

  // Live documents that are hidden for a time, by ascending docid. Whether the time has come is
  // for the caller to see, by its clock: hidden while now < until.
  std::span<const HiddenDocument> hidden() const { return *parts_.hidden; }

  // Documents whose cluster (see ColumnsView) has others as well, or had: not all need be live.
  const LiveSet& copies() const { return parts_.copies; }

  const ColumnsView& columns() const { return parts_.columns; }

  // Of all live documents, hidden ones included.
  const ValueTotals& totals() const { return parts_.totals; }

  const DictionaryView& dictionary() const { return parts_.dictionary; }

  // 1 <= docid <= last_docid().
  TokenStreamView tokens(Docid docid) const { return parts_.tokens.Get(docid); }

  // To look ahead in them.
  const TokenFilesView& token_files() const { return parts_.tokens; }

  // Mean words of a live document; 1 where there is none.
  double average_length() const;

  // The last one may be written on; the others never change. None is removed while the snapshot
  // lives.
  const std::vector<PartInfo>& parts() const { return parts_.parts->infos; }

 private:
  Parts parts_;
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_STORE_SNAPSHOT_H_
