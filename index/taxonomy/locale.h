// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_TAXONOMY_LOCALE_H_
#define FACETWIRE_INDEX_TAXONOMY_LOCALE_H_

#include <cstddef>
#include <string_view>
#include <unicode/locid.h>

namespace facetwire {

inline constexpr std::size_t kMaxLanguageTag = 64;  // bytes; longer ones are unknown languages

// ICU's locale for a BCP 47 tag; English where it is empty, none or too long.
icu::Locale LocaleOf(std::string_view language);

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_TAXONOMY_LOCALE_H_
