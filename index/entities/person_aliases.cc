// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/entities/person_aliases.h"

#include "index/entities/person_id.h"
#include "index/entities/tsv.h"

namespace facetwire {

absl::StatusOr<PersonAliases> PersonAliases::Create(const std::vector<std::string_view>& lines) {
  PersonAliases aliases;
  for (const std::string_view line : lines) {
    const std::vector<std::string_view> fields = SplitAt(line, '\t');
    const absl::Status fault =
        absl::InvalidArgumentError("not a row of person aliases: " + std::string(line));
    if (fields.size() != 2) {
      return fault;
    }
    const Known known = {PersonId(fields[0]), std::string(fields[0])};
    for (const std::string_view alias : SplitAt(fields[1], '|')) {
      const std::string id = PersonId(alias);
      if (id.empty() || known.id.empty()) {
        return fault;
      }
      const auto [entry, added] = aliases.known_.emplace(id, known);
      if (!added && entry->second.id != known.id) {
        return fault;
      }
    }
    aliases.known_.emplace(known.id, known);
  }
  return aliases;
}

const PersonAliases::Known* PersonAliases::Find(std::string_view id) const {
  const auto found = known_.find(std::string(id));
  return found == known_.end() ? nullptr : &found->second;
}

}  // namespace facetwire
