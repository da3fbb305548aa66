// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_MODEL_CORRECTION_H_
#define FACETWIRE_INDEX_MODEL_CORRECTION_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"

#include "index/model/facet.h"
#include "index/model/query.h"

namespace facetwire {

// What a curator can say of an entity. The numbers are part of the index format.
enum class CorrectionKind : std::uint8_t {
  kMerge = 1,   // `entity` is the same person as `target`, which stays
  kSplit = 2,   // in some articles `entity` is another person, who is `target` and called `name`
  kRename = 3,  // `entity` is called `name`
  kAlias = 4,   // `entity` is also called `name`
  kBan = 5,     // there is no such entity
};

// An entry of the journal of corrections.
struct Correction {
  std::uint64_t id = 0;  // ascending in the order of the journal, from 1; not every number is used
  CorrectionKind kind = CorrectionKind::kMerge;
  absl::Time time;                   // when it was made; whole microseconds
  std::string author;                // who made it, as they called themselves; may be empty
  Facet facet = Facet::kPerson;      // of the entity; only a ban may be about another than a person
  std::string entity;                // its id, after the merges before
  std::string target;                // merge: who stays; split: the id that was made; alias: the id
                                     // of a person of that name; else empty
  std::string name;                  // rename, alias, split; else empty
  std::uint64_t articles = 0;        // split: how many it was about when it was made
  std::optional<absl::Time> undone;  // when it was taken back
  std::string undone_by;

  friend bool operator==(const Correction&, const Correction&) = default;
};

// What a curator wants. Ids of persons may be old ones: they stand for whom they were merged into.
struct CorrectionRequest {
  CorrectionKind kind = CorrectionKind::kMerge;
  std::string author;
  Facet facet = Facet::kPerson;
  std::string entity;
  std::string target;                    // merge: who stays
  std::string name;                      // as in Correction
  std::vector<std::string> article_ids;  // split only: these articles ...
  std::optional<ArticleQuery> articles;  // ... or those that it matches
};

// A correction that is durable.
struct CorrectionResult {
  Correction correction;
  std::string commit_token;
};

// Newest first.
struct CorrectionPage {
  std::vector<Correction> corrections;
  std::string next_page_token;  // empty: this was the last page
  std::string commit_token;     // the view that was read
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_MODEL_CORRECTION_H_
