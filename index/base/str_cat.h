// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_BASE_STR_CAT_H_
#define FACETWIRE_INDEX_BASE_STR_CAT_H_

#include <string>
#include <string_view>
#include <type_traits>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

// Debian's Abseil has a string_view of its own, which std::string_view does not turn into.
namespace facetwire {

inline absl::string_view ToAbsl(std::string_view text) { return {text.data(), text.size()}; }

inline std::string_view ToStd(absl::string_view text) { return {text.data(), text.size()}; }

namespace str_cat_internal {

template <typename T>
decltype(auto) Argument(const T& value) {
  if constexpr (std::is_same_v<T, std::string_view>) {
    return ToAbsl(value);
  } else {
    return (value);
  }
}

}  // namespace str_cat_internal

// absl::StrCat that takes std::string_view too.
template <typename... Args>
std::string StrCat(const Args&... args) {
  return absl::StrCat(str_cat_internal::Argument(args)...);
}

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_BASE_STR_CAT_H_
