// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/store/schema.h"

#include <algorithm>

#include "absl/strings/escaping.h"

#include "index/base/str_cat.h"
#include "index/store/sha256.h"

namespace facetwire {
namespace {

constexpr std::size_t kMaxTermBytes = 245;
constexpr char kDigestMark = '\x01';  // no plain form begins with it
constexpr char kEscapeMark = ':';     // before a plain text that could be taken for a prefix

// The plain form, or the digest form where it is too long or looks like one.
std::string MakeTerm(std::string_view prefix, std::string_view text) {
  const auto zeros = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\0'));
  const bool plain = prefix.size() + text.size() + zeros <= kMaxTermBytes &&
                     (text.empty() || text.front() != kDigestMark);
  if (plain) {
    return StrCat(prefix, text);
  }
  return StrCat(prefix, std::string_view(&kDigestMark, 1), absl::BytesToHexString(Sha256(text)));
}

constexpr std::string_view FacetPrefix(Facet facet) {
  for (const FieldSpec& field : kSchema) {
    if (field.facet == facet) {
      return field.prefix;
    }
  }
  return {};
}

}  // namespace

std::string TextTerm(std::string_view stem) {
  const bool looks_prefixed = !stem.empty() && ((stem.front() >= 'A' && stem.front() <= 'Z') ||
                                                stem.front() == kEscapeMark);
  return MakeTerm(looks_prefixed ? std::string_view(&kEscapeMark, 1) : std::string_view(), stem);
}

std::string TitleTerm(std::string_view stem) { return MakeTerm(Field("title").prefix, stem); }

std::string IdTerm(std::string_view article_id) { return MakeTerm(Field("id").prefix, article_id); }

std::string FacetTerm(Facet facet, std::string_view id) { return MakeTerm(FacetPrefix(facet), id); }

}  // namespace facetwire
