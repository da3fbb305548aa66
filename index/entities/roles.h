// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_ENTITIES_ROLES_H_
#define FACETWIRE_INDEX_ENTITIES_ROLES_H_

#include <optional>
#include <string>
#include <vector>

#include "index/entities/person_spotter.h"

namespace facetwire {

// What a person is called beside the name: "Kyrgyz Prime Minister".
struct Role {
  std::string title;    // as folded words: "prime minister"
  std::string country;  // id; empty where none is named with it

  friend bool operator==(const Role&, const Role&) = default;
};

// A place that speaks of a person by the role alone: "the premier", "The Kyrgyz prime minister".
struct RoleMention {
  TokenRange tokens;  // with the article
  Role role;
};

class RoleReader {
 public:
  RoleReader(const Document& document, const PlaceMap& places)
      : document_(document), tokens_(document.tokens()), places_(places) {}

  // The role that stands right before or, between commas or after "became", right after a
  // name.
  std::optional<Role> Beside(const TokenRange& name) const;

  // The mentions by role alone that begin at token `i`, which must be "the".
  std::optional<RoleMention> MentionAt(std::uint32_t i) const;

  // Whether a person with the role `known` may be meant by `said`: the same title, or the last word
  // of it ("minister" for "foreign minister"), "premier" for "prime minister"; and no other
  // country. 0: no; 1: yes; more: the more exact.
  static double Agreement(const Role& known, const Role& said);

 private:
  bool IsRoleWord(std::uint32_t i) const;
  std::uint32_t RoleEnd(std::uint32_t begin) const;
  std::string TitleOf(const TokenRange& range) const;
  std::string CountryBefore(std::uint32_t i) const;
  std::string CountryAfterOf(std::uint32_t i) const;
  std::optional<Role> Before(const TokenRange& name) const;
  std::optional<Role> After(const TokenRange& name) const;

  const Document& document_;
  const std::vector<Token>& tokens_;
  const PlaceMap& places_;
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_ENTITIES_ROLES_H_
