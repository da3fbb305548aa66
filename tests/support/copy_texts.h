// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_TESTS_SUPPORT_COPY_TEXTS_H_
#define FACETWIRE_TESTS_SUPPORT_COPY_TEXTS_H_

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>

namespace facetwire::testing {

// A text of so many made-up words, which no text of another seed shares; every eighth is a number.
inline std::string CopyText(std::uint64_t seed, std::size_t words = 120) {
  std::mt19937_64 random(seed);
  std::string text;
  for (std::size_t i = 1; i <= words; ++i) {
    if (!text.empty()) {
      text += i % 12 == 0 ? ". " : " ";
    }
    if (i % 8 == 0) {
      text += std::to_string(100 + random() % 9000);
      continue;
    }
    for (std::size_t letter = 0; letter < 6; ++letter) {
      text += static_cast<char>('a' + random() % 26);
    }
  }
  return text;
}

// The same words with other figures.
inline std::string WithOtherFigures(std::string text) {
  for (char& c : text) {
    if (c >= '0' && c <= '9') {
      c = static_cast<char>('0' + (c - '0' + 3) % 10);
    }
  }
  return text;
}

}  // namespace facetwire::testing

#endif  // FACETWIRE_TESTS_SUPPORT_COPY_TEXTS_H_
