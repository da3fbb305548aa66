// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_TESTS_BENCH_COPIES_TEXT_EDITS_H_
#define FACETWIRE_TESTS_BENCH_COPIES_TEXT_EDITS_H_

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

// What outlets do to a wire story, and what makes another story of it.
namespace facetwire::copies {

// A story as this program reads it.
struct Story {
  std::string title;
  std::vector<std::string> sentences;  // of the body

  std::string Body() const;
  std::size_t words() const;
};

Story ReadStory(std::string title, std::string_view body);

// The same seed gives the same edits.
class TextEdits {
 public:
  explicit TextEdits(std::uint64_t seed) : random_(seed) {}

  // Leaves out that share of the paragraphs (of three sentences), here and there; at least one
  // stays.
  void DropParagraphs(double share, Story& story);

  // Leaves only the first sentences, up to that share of them.
  void CutEnd(double share, Story& story);

  // Puts that many sentences of another story before it.
  void AddLead(std::size_t sentences, const Story& other, Story& story);

  // Replaces, drops or adds that share of the words.
  void ChangeWords(double share, const Story& words, Story& story);

  // Puts other figures in the place of all numbers.
  void ChangeNumbers(Story& story);

  // The same with words that begin with a capital, each always by the same one.
  void ChangeNames(const Story& names, Story& story);

  std::size_t Below(std::size_t bound) { return static_cast<std::size_t>(random_() % bound); }

 private:
  bool Chance(double share) {
    return static_cast<double>(random_() >> 11U) < share * 9007199254740992.0;
  }

  std::mt19937_64 random_;
};

}  // namespace facetwire::copies

#endif  // FACETWIRE_TESTS_BENCH_COPIES_TEXT_EDITS_H_
