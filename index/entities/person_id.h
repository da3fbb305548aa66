// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_ENTITIES_PERSON_ID_H_
#define FACETWIRE_INDEX_ENTITIES_PERSON_ID_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace facetwire {

inline constexpr std::size_t kMaxPersonIdBytes = 64;

// The id of a person, made from the canonical name: transliterated to ASCII, small letters and
// digits, words joined by '-': "Akylbek Japarov" -> "akylbek-japarov", "Đukanović" -> "dukanovic",
// "李强" -> "li-qiang". An id over 64 bytes is cut and ends with a hash of the whole. A name that
// has no letter ICU can write in ASCII gets a hash alone; only a name without letters and digits is
// empty. Stable: part of the index format. Thread-safe.
std::string PersonId(std::string_view canonical_name);

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_ENTITIES_PERSON_ID_H_
