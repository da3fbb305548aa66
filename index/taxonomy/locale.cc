// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/taxonomy/locale.h"

#include <cstdint>
#include <unicode/stringpiece.h>

namespace facetwire {

icu::Locale LocaleOf(std::string_view language) {
  if (language.empty() || language.size() > kMaxLanguageTag) {
    return {"en"};
  }
  UErrorCode error = U_ZERO_ERROR;
  const icu::Locale locale = icu::Locale::forLanguageTag(
      icu::StringPiece(language.data(), static_cast<std::int32_t>(language.size())), error);
  return U_FAILURE(error) != 0 || locale.isBogus() != 0 ? icu::Locale("en") : locale;
}

}  // namespace facetwire
