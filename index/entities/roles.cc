// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/entities/roles.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "index/text/fold.h"

namespace facetwire {
namespace {

constexpr std::uint32_t kLongestRole = 4;  // words

// Words that say when or how, not what: "former", "acting".
constexpr std::array<std::string_view, 5> kModifiers = {
    "former", "late", "acting", "ex", "honourable"};

// Words that speak of a name, but are no title: "he named Smith".
constexpr std::array<std::string_view, 3> kNaming = {"called", "named", "nicknamed"};

// What leads from a name to a role: "Smith became prime minister".
constexpr std::array<std::string_view, 5> kBecoming = {"as", "became", "becomes", "is", "was"};

template <typename Words>
bool Has(const Words& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

std::string_view Canonical(std::string_view title) {
  return title == "premier" ? "prime minister" : title;
}

std::string_view LastWord(std::string_view title) {
  const std::size_t blank = title.rfind(' ');
  return blank == std::string_view::npos ? title : title.substr(blank + 1);
}

}  // namespace

bool RoleReader::IsRoleWord(std::uint32_t i) const {
  return document_.Is(i, WordSet::kRole) && !Has(kNaming, document_.Surface(i));
}

std::uint32_t RoleReader::RoleEnd(std::uint32_t begin) const {
  std::uint32_t end = begin;
  while (end < tokens_.size() && end - begin < kLongestRole && IsRoleWord(end) &&
         (end == begin || tokens_[end].gap == Gap::kSpace || tokens_[end].gap == Gap::kHyphen)) {
    ++end;
  }
  return end;
}

std::string RoleReader::TitleOf(const TokenRange& range) const {
  std::string title;
  for (std::uint32_t i = range.begin; i < range.end; ++i) {
    const std::string word = Fold(document_.Surface(i));
    if (Has(kModifiers, word)) {
      continue;
    }
    if (!title.empty()) {
      title += ' ';
    }
    title += word;
  }
  return title;
}

std::string RoleReader::CountryBefore(std::uint32_t i) const {
  const bool near = i > 0 && (tokens_[i].gap == Gap::kSpace || tokens_[i].gap == Gap::kPossessive);
  const PlaceMatch* place = near ? places_.At(i - 1) : nullptr;
  return place == nullptr ? std::string() : place->senses->front().country;
}

std::string RoleReader::CountryAfterOf(std::uint32_t i) const {
  if (i + 1 >= tokens_.size() || tokens_[i].gap != Gap::kSpace || document_.Surface(i) != "of") {
    return {};
  }
  const PlaceMatch* place = places_.At(i + 1);
  return place == nullptr ? std::string() : place->senses->front().country;
}

std::optional<Role> RoleReader::Beside(const TokenRange& name) const {
  const std::optional<Role> before = Before(name);
  return before.has_value() ? before : After(name);
}

std::optional<Role> RoleReader::Before(const TokenRange& name) const {
  std::uint32_t begin = name.begin;
  while (begin > 0 && name.begin - begin < kLongestRole && IsRoleWord(begin - 1) &&
         (tokens_[begin].gap == Gap::kSpace || tokens_[begin].gap == Gap::kHyphen)) {
    --begin;
  }
  Role role{TitleOf({begin, name.begin}), CountryBefore(begin)};
  return role.title.empty() ? std::nullopt : std::optional(role);
}

std::optional<Role> RoleReader::After(const TokenRange& name) const {
  std::uint32_t begin = name.end;
  if (begin >= tokens_.size()) {
    return std::nullopt;
  }
  if (tokens_[begin].gap == Gap::kSpace && Has(kBecoming, document_.Surface(begin))) {
    ++begin;
  } else if (tokens_[begin].gap != Gap::kComma) {
    return std::nullopt;
  }
  begin += begin < tokens_.size() && document_.Surface(begin) == "the" ? 1 : 0;
  while (begin < tokens_.size() && begin < name.end + 5 && places_.At(begin) != nullptr) {
    ++begin;
  }
  const std::uint32_t end = RoleEnd(begin);
  Role role{TitleOf({begin, end}), {}};
  if (role.title.empty()) {
    return std::nullopt;
  }
  role.country = CountryBefore(begin);
  if (role.country.empty()) {
    role.country = CountryAfterOf(end);
  }
  return role;
}

std::optional<RoleMention> RoleReader::MentionAt(std::uint32_t i) const {
  std::uint32_t begin = i + 1;
  while (begin < tokens_.size() && begin < i + 4 && places_.At(begin) != nullptr &&
         (tokens_[begin].gap == Gap::kSpace || tokens_[begin].gap == Gap::kHyphen)) {
    ++begin;
  }
  if (begin >= tokens_.size() || tokens_[begin].gap != Gap::kSpace) {
    return std::nullopt;
  }
  const std::uint32_t end = RoleEnd(begin);
  RoleMention mention{{i, end}, {TitleOf({begin, end}), {}}};
  if (mention.role.title.empty()) {
    return std::nullopt;
  }
  mention.role.country = begin > i + 1 ? CountryBefore(begin) : std::string();
  if (end < tokens_.size() && tokens_[end].gap == Gap::kSpace) {
    if (tokens_[end].capital) {
      return std::nullopt;  // "the premier Li Qiang": the name follows
    }
    if (document_.Surface(end) == "of") {
      const std::string country = CountryAfterOf(end);
      if (country.empty()) {
        return std::nullopt;  // the president of something else
      }
      mention.role.country = country;
    }
  }
  return mention;
}

double RoleReader::Agreement(const Role& known, const Role& said) {
  if (!said.country.empty() && !known.country.empty() && known.country != said.country) {
    return 0;
  }
  const double same_country = !said.country.empty() && known.country == said.country ? 1 : 0;
  if (known.title == said.title) {
    return 2 + same_country;
  }
  if (Canonical(known.title) == Canonical(said.title)) {
    return 1 + same_country;
  }
  const bool last_word =
      Canonical(known.title) != "prime minister" && LastWord(known.title) == said.title;
  return last_word ? 1 + same_country : 0;
}

}  // namespace facetwire
