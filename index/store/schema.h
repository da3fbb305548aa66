// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_STORE_SCHEMA_H_
#define FACETWIRE_INDEX_STORE_SCHEMA_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "index/model/facet.h"

// What stands where in the Xapian databases. This table and the functions below are the only
// makers of terms; writer, reader and query evaluation all use them. Part of the index format.
namespace facetwire {

// The number in MANIFEST. A change of this table, of the words and stems of index/text/words.h and
// analyzer.h, of the hashes and seeds of token_stream.h or of any record needs a new one.
inline constexpr std::uint32_t kFormatVersion = 2;

inline constexpr std::uint32_t kNoSlot = 0xffffffff;

struct FieldSpec {
  std::string_view name;
  std::string_view prefix;       // of its terms; empty: none, or the plain text
  std::uint32_t slot = kNoSlot;  // of its value
  std::optional<Facet> facet = std::nullopt;
};

inline constexpr auto kSchema = std::to_array<FieldSpec>({
    {"text", ""},    // stems of title, summary and body; always begin with another byte than A-Z
    {"title", "S"},  // stems of the title
    {"id", "Q"},     // the article's id
    {"country", "XC", kNoSlot, Facet::kCountry},
    {"person", "XP", kNoSlot, Facet::kPerson},
    {"sector", "XE", kNoSlot, Facet::kSector},
    {"source", "XO", kNoSlot, Facet::kSource},
    {"language", "XL", kNoSlot, Facet::kLanguage},
    {"row", "", 0},       // what the columns hold of a document, see document_row.h
    {"revision", "", 1},  // version and content hash, read by the writer
    {"cluster", "", 2},   // the first document of its cluster of copies, where that is another one
    {"copies", "", 3},    // what its copies are told by, see copy_signature.h, read by the writer
});

constexpr const FieldSpec& Field(std::string_view name) {
  for (const FieldSpec& field : kSchema) {
    if (field.name == name)
      return field;
  }
  return kSchema[kSchema.size()];  // not a constant expression: an unknown name does not compile
}

inline constexpr std::uint32_t kRowSlot = Field("row").slot;
inline constexpr std::uint32_t kRevisionSlot = Field("revision").slot;
inline constexpr std::uint32_t kClusterSlot = Field("cluster").slot;
inline constexpr std::uint32_t kCopiesSlot = Field("copies").slot;

namespace schema_internal {

// Terms of two fields can never be equal: no prefix begins another one, and each begins with A-Z.
constexpr bool PrefixesAreApart() {
  for (std::size_t i = 0; i < kSchema.size(); ++i) {
    const std::string_view a = kSchema[i].prefix;
    if (a.empty())
      continue;
    if (a[0] < 'A' || a[0] > 'Z')
      return false;
    for (std::size_t k = 0; k < kSchema.size(); ++k) {
      if (k != i && kSchema[k].prefix.substr(0, a.size()) == a)
        return false;
    }
  }
  return true;
}

constexpr bool SlotsAreApart() {
  for (std::size_t i = 0; i < kSchema.size(); ++i) {
    for (std::size_t k = 0; k < i; ++k) {
      if (kSchema[i].slot != kNoSlot && kSchema[i].slot == kSchema[k].slot)
        return false;
    }
  }
  return true;
}

constexpr bool EveryFacetHasOneRow() {
  for (const Facet facet : kAllFacets) {
    int rows = 0;
    for (const FieldSpec& field : kSchema) {
      if (field.facet == facet && !field.prefix.empty())
        ++rows;
    }
    if (rows != 1)
      return false;
  }
  return true;
}

}  // namespace schema_internal

static_assert(schema_internal::PrefixesAreApart(), "terms of two fields could be equal");
static_assert(schema_internal::SlotsAreApart(), "two fields share a slot");
static_assert(schema_internal::EveryFacetHasOneRow(), "a facet has no row, or two");

// The term of a stem in the whole text (title, summary and body). Each occurrence counts 1 in the
// wdf, in the title as elsewhere.
std::string TextTerm(std::string_view stem);

// The term of a stem in the title; wdf: occurrences in the title.
std::string TitleTerm(std::string_view stem);

// The term that finds an article by its id; wdf 0.
std::string IdTerm(std::string_view article_id);

// The term that finds the articles with a value of a facet; wdf 0. Any id, of any length: where
// the term would pass Xapian's limit (245 bytes, zero bytes counted twice), a SHA-256 of the id
// stands in a form that no short id has.
std::string FacetTerm(Facet facet, std::string_view id);

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_STORE_SCHEMA_H_
