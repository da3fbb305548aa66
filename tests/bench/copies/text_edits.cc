// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/copies/text_edits.h"

#include <algorithm>
#include <map>
#include <sstream>
#include <utility>

#include "index/text/sentences.h"

namespace facetwire::copies {
namespace {

constexpr std::size_t kParagraph = 3;  // sentences

std::vector<std::string> Words(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> words;
  for (std::string word; in >> word;) {
    words.push_back(word);
  }
  return words;
}

std::string Join(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) {
    text += text.empty() ? word : " " + word;
  }
  return text;
}

std::vector<std::string> AllWords(const Story& story) { return Words(story.Body()); }

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool IsCapital(const std::string& word) { return word[0] >= 'A' && word[0] <= 'Z'; }

}  // namespace

std::string Story::Body() const { return Join(sentences); }

std::size_t Story::words() const { return AllWords(*this).size(); }

Story ReadStory(std::string title, std::string_view body) {
  Story story{std::move(title), {}};
  for (const SentenceSpan& span : SplitSentences(body)) {
    story.sentences.emplace_back(body.substr(span.begin, span.end - span.begin));
  }
  return story;
}

void TextEdits::DropParagraphs(double share, Story& story) {
  const std::size_t paragraphs = (story.sentences.size() + kParagraph - 1) / kParagraph;
  std::vector<std::size_t> order(paragraphs);
  for (std::size_t i = 0; i < paragraphs; ++i) {
    order[i] = i;
  }
  std::shuffle(order.begin(), order.end(), random_);
  const auto dropped = static_cast<std::size_t>(share * static_cast<double>(paragraphs) + 0.5);
  std::vector<bool> drop(paragraphs);
  for (std::size_t i = 0; i < std::min(dropped, paragraphs - std::min<std::size_t>(paragraphs, 1));
       ++i) {
    drop[order[i]] = true;
  }
  std::vector<std::string> left;
  for (std::size_t i = 0; i < story.sentences.size(); ++i) {
    if (!drop[i / kParagraph]) {
      left.push_back(story.sentences[i]);
    }
  }
  story.sentences = std::move(left);
}

void TextEdits::CutEnd(double share, Story& story) {
  const auto left =
      static_cast<std::size_t>(share * static_cast<double>(story.sentences.size()) + 0.5);
  story.sentences.resize(std::min(story.sentences.size(), std::max<std::size_t>(1, left)));
}

void TextEdits::AddLead(std::size_t sentences, const Story& other, Story& story) {
  const std::size_t count = std::min(sentences, other.sentences.size());
  story.sentences.insert(story.sentences.begin(),
                         other.sentences.begin(),
                         other.sentences.begin() + static_cast<std::ptrdiff_t>(count));
}

void TextEdits::ChangeWords(double share, const Story& words, Story& story) {
  const std::vector<std::string> others = AllWords(words);
  for (std::string& sentence : story.sentences) {
    std::vector<std::string> changed;
    for (const std::string& word : Words(sentence)) {
      if (!Chance(share) || others.empty()) {
        changed.push_back(word);
        continue;
      }
      const std::size_t how = Below(3);
      if (how == 1) {
        continue;
      }
      if (how == 2) {
        changed.push_back(word);
      }
      changed.push_back(others[Below(others.size())]);
    }
    sentence = Join(changed);
  }
}

void TextEdits::ChangeNumbers(Story& story) {
  for (std::string& sentence : story.sentences) {
    for (char& c : sentence) {
      if (IsDigit(c)) {
        c = static_cast<char>('0' + (c - '0' + 1 + static_cast<int>(Below(9))) % 10);
      }
    }
  }
}

void TextEdits::ChangeNames(const Story& names, Story& story) {
  std::vector<std::string> others;
  for (const std::string& word : AllWords(names)) {
    if (IsCapital(word)) {
      others.push_back(word);
    }
  }
  if (others.empty()) {
    return;
  }
  std::map<std::string, std::string> renamed;
  for (std::string& sentence : story.sentences) {
    std::vector<std::string> words = Words(sentence);
    for (std::size_t i = 1; i < words.size(); ++i) {
      if (IsCapital(words[i])) {
        words[i] = renamed.try_emplace(words[i], others[Below(others.size())]).first->second;
      }
    }
    sentence = Join(words);
  }
}

}  // namespace facetwire::copies
