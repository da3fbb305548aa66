// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_STORE_ANALYZER_H_
#define FACETWIRE_INDEX_STORE_ANALYZER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace facetwire {

// What a word is indexed and searched as.
struct Stem {
  std::string text;        // never empty for a word that is not
  std::uint64_t hash = 0;  // StemHash(text), what token streams are made of
};

// Words (folded, as index/text/words.h gives them) to stems: English (Porter 2) for every word, no
// stop words. Writer and query evaluation use the same; part of the index format.
// Remembers what it has seen, within bounds. Not thread-safe: one per thread.
class Analyzer {
 public:
  static constexpr std::size_t kMaxRemembered = std::size_t{1} << 17U;  // words; about 20 MB

  explicit Analyzer(std::size_t max_remembered = kMaxRemembered);
  ~Analyzer();
  Analyzer(const Analyzer&) = delete;
  Analyzer& operator=(const Analyzer&) = delete;

  // Valid until the next call. A stem begins with the first byte of its word.
  const Stem& Analyze(std::string_view folded_word);

 private:
  struct Memory;
  std::unique_ptr<Memory> memory_;
};

// The hash of a stem in token streams. Must never change within a format version.
std::uint64_t StemHash(std::string_view stem);

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_STORE_ANALYZER_H_
