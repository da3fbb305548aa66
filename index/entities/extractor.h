// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_ENTITIES_EXTRACTOR_H_
#define FACETWIRE_INDEX_ENTITIES_EXTRACTOR_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

#include "index/entities/finding.h"
#include "index/entities/gazetteer.h"
#include "index/entities/lexicon.h"
#include "index/model/entity.h"

namespace facetwire {

// What an article says, as far as its entities go. Views, valid during Extract.
struct ArticleText {
  std::string_view title;
  std::string_view summary;
  std::string_view body;
  std::string_view source;              // who published it; may be empty
  std::optional<absl::Time> published;  // when
};

struct EntityExtractorOptions {
  // The text of a gazetteer to use in place of the one in the program; the format is that of
  // data/countries.tsv and data/places.tsv. Empty: the one in the program.
  std::string country_gazetteer;
  std::string country_gazetteer_name = "country gazetteer";  // what errors call it

  // The bytes of a model of names to use in place of the one in the program; see name_model.h.
  // Empty: the one in the program.
  std::string name_model;
};

// The gazetteer in the program, with comments that tell its format: what a replacement begins with.
std::string BuiltInGazetteer();

// The one entry to this part: who, where and which sector an article is about.
// Immutable after Create: any number of threads may call Extract at a time; there is no lock in it.
class EntityExtractor {
 public:
  // INVALID_ARGUMENT names the row of a data file that is at fault.
  static absl::StatusOr<std::unique_ptr<EntityExtractor>> Create(
      const EntityExtractorOptions& options);

  // The entities by facet, then most salient first, then by id. Sections of the sectors found are
  // among them, marked as implied where nothing else speaks of them. Mentions are in reading order.
  // Time is linear in the size of the text. The text should be well-formed UTF-8; bytes that are
  // not part words and do no other harm.
  // `after`, where there is one, is told each step as it ends, to measure them: "words", "places",
  // the recognisers by their names, "salience".
  std::vector<Entity> Extract(const ArticleText& article,
                              const std::function<void(std::string_view step)>& after = {}) const;

 private:
  EntityExtractor() = default;

  std::string name_model_;  // where the caller gave one
  Lexicon lexicon_;
  Gazetteer gazetteer_;
  std::vector<std::unique_ptr<Recogniser>> recognisers_;  // in the order in which they run
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_ENTITIES_EXTRACTOR_H_
