// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_CLIENTS_FORMATS_SCANNER_H_
#define FACETWIRE_CLIENTS_FORMATS_SCANNER_H_

#include <cstddef>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/string_view.h"

namespace facetwire::formats {

// Reads a text from the left; a step that does not fit reads nothing and says so. The text must
// outlive it.
class Scanner {
 public:
  explicit Scanner(absl::string_view text) : rest_(text) {}

  // Exactly `digits` decimal digits.
  std::optional<int> Number(size_t digits) {
    if (rest_.size() < digits) {
      return std::nullopt;
    }
    int value = 0;
    for (size_t i = 0; i < digits; ++i) {
      if (!absl::ascii_isdigit(static_cast<unsigned char>(rest_[i]))) {
        return std::nullopt;
      }
      value = value * 10 + (rest_[i] - '0');
    }
    rest_.remove_prefix(digits);
    return value;
  }

  bool AnyOf(absl::string_view characters) {
    if (rest_.empty() || characters.find(rest_.front()) == absl::string_view::npos) {
      return false;
    }
    rest_.remove_prefix(1);
    return true;
  }

  // One or two decimal digits.
  std::optional<int> ShortNumber() {
    const bool two = rest_.size() > 1 && absl::ascii_isdigit(static_cast<unsigned char>(rest_[1]));
    return Number(two ? 2 : 1);
  }

  // The letters that come next, perhaps none.
  absl::string_view Letters() {
    size_t end = 0;
    while (end < rest_.size() && absl::ascii_isalpha(static_cast<unsigned char>(rest_[end]))) {
      ++end;
    }
    const absl::string_view letters = rest_.substr(0, end);
    rest_.remove_prefix(end);
    return letters;
  }

  // Blanks and tabs, if any.
  void Blanks() {
    while (AnyOf(" \t\r\n")) {
    }
  }

  bool done() const { return rest_.empty(); }

  char front() const { return rest_.empty() ? '\0' : rest_.front(); }

 private:
  absl::string_view rest_;
};

}  // namespace facetwire::formats

#endif  // FACETWIRE_CLIENTS_FORMATS_SCANNER_H_
