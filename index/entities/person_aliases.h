// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_ENTITIES_PERSON_ALIASES_H_
#define FACETWIRE_INDEX_ENTITIES_PERSON_ALIASES_H_

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "absl/status/statusor.h"

namespace facetwire {

// Other names of the well-known, so that one person has one id across articles. Immutable; any
// number of threads.
class PersonAliases {
 public:
  // Rows as in data/person_aliases.tsv. INVALID_ARGUMENT names the row at fault: not two fields, a
  // name without a word, or an alias of two people.
  static absl::StatusOr<PersonAliases> Create(const std::vector<std::string_view>& lines);

  // Who a person is by the id that the name in the article gives (see person_id.h).
  struct Known {
    std::string id;
    std::string name;
  };

  // nullptr for those who are not listed under another name.
  const Known* Find(std::string_view id) const;

 private:
  PersonAliases() = default;

  std::unordered_map<std::string, Known> known_;  // by the alias's id
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_ENTITIES_PERSON_ALIASES_H_
