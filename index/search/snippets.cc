// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/search/snippets.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <tuple>
#include <utility>

#include "index/text/utf8.h"
#include "index/text/words.h"

namespace facetwire {
namespace {

constexpr std::uint32_t kNoMatch = 0;

// A word of a text, and which word of the query it is (numbers from 1), or kNoMatch.
struct MarkedWord {
  WordSpan span;
  std::uint32_t match = kNoMatch;
};

// A text, or the beginning of one that is longer.
struct MarkedText {
  std::string_view text;
  bool whole = true;
  std::vector<MarkedWord> words;
};

// Words [begin, end) of a text.
struct Window {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t distinct = 0;
  std::size_t matches = 0;

  bool BetterThan(const Window& other) const {
    return std::tuple(distinct, matches) > std::tuple(other.distinct, other.matches);
  }
};

// Which bytes words must begin with to have one of these stems. Most words do not: that is cheaper
// to see than their stem.
using FirstBytes = std::array<bool, 256>;

std::size_t FirstByte(std::string_view word) { return static_cast<unsigned char>(word.front()); }

FirstBytes FirstBytesOf(const absl::flat_hash_set<std::string>& stems) {
  FirstBytes bytes{};
  for (const std::string& stem : stems) {
    bytes[FirstByte(stem)] = true;
  }
  return bytes;
}

MarkedText Mark(std::string_view text,
                const absl::flat_hash_set<std::string>& stems,
                Analyzer& analyzer) {
  constexpr std::size_t kBeginning = 16 * kSnippetBytes;  // all that is shown without a match
  const std::size_t size = FloorToCodePoint(text, stems.empty() ? kBeginning : kSnippetSearchBytes);
  MarkedText marked{text.substr(0, size), size == text.size(), {}};
  std::vector<MarkedWord>& words = marked.words;
  const FirstBytes first_bytes = FirstBytesOf(stems);
  std::vector<std::string_view> numbered;
  ForEachWord(marked.text, [&](const WordSpan& span, std::string_view folded) {
    words.push_back({span, kNoMatch});
    if (!first_bytes[FirstByte(folded)]) {
      return;
    }
    const auto found = stems.find(analyzer.Analyze(folded).text);
    if (found == stems.end()) {
      return;
    }
    auto place = std::find(numbered.begin(), numbered.end(), *found);
    if (place == numbered.end()) {
      place = numbered.insert(numbered.end(), *found);
    }
    words.back().match = static_cast<std::uint32_t>(place - numbered.begin() + 1);
  });
  return marked;
}

// Slides over the text, with as many words as fit. The best one; the first of equal ones.
class WindowFinder {
 public:
  explicit WindowFinder(const std::vector<MarkedWord>& words)
      : words_(words), counts_(words.size() + 1) {}

  Window Best() {
    Window window;
    Window best;
    while (window.end < words_.size()) {
      Enter(words_[window.end++], window);
      while (Bytes(window) > kSnippetBytes && window.begin + 1 < window.end) {
        Leave(words_[window.begin++], window);
      }
      if (window.BetterThan(best)) {
        best = window;
      }
    }
    return best;
  }

 private:
  std::size_t Bytes(const Window& window) const {
    return words_[window.end - 1].span.end - words_[window.begin].span.begin;
  }

  void Enter(const MarkedWord& word, Window& window) {
    if (word.match == kNoMatch) {
      return;
    }
    ++window.matches;
    window.distinct += counts_[word.match]++ == 0 ? 1 : 0;
  }

  void Leave(const MarkedWord& word, Window& window) {
    if (word.match == kNoMatch) {
      return;
    }
    --window.matches;
    window.distinct -= --counts_[word.match] == 0 ? 1 : 0;
  }

  const std::vector<MarkedWord>& words_;
  std::vector<std::size_t> counts_;
};

// Shrinks a window to its matches, then lets it grow on both sides as far as it may: matches in the
// middle read better than at the edge.
Window Center(const std::vector<MarkedWord>& words, Window window) {
  if (window.matches == 0) {
    window = {};
    window.end = 1;
  }
  while (window.matches > 0 && words[window.begin].match == kNoMatch) {
    ++window.begin;
  }
  while (window.matches > 0 && words[window.end - 1].match == kNoMatch) {
    --window.end;
  }
  const auto bytes = [&](std::size_t begin, std::size_t end) {
    return words[end - 1].span.end - words[begin].span.begin;
  };
  bool grown = true;
  while (grown) {
    grown = false;
    if (window.end < words.size() && bytes(window.begin, window.end + 1) <= kSnippetBytes) {
      ++window.end;
      grown = true;
    }
    if (window.begin > 0 && bytes(window.begin - 1, window.end) <= kSnippetBytes) {
      --window.begin;
      grown = true;
    }
  }
  return window;
}

// Where the piece begins and ends: with the words, or with the text where that does not make it too
// long, so that a quotation mark or a full stop at the very edge is not lost.
std::pair<std::size_t, std::size_t> Edges(std::string_view text,
                                          const std::vector<MarkedWord>& words,
                                          const Window& window) {
  std::size_t begin = words[window.begin].span.begin;
  std::size_t end = words[window.end - 1].span.end;
  if (window.begin == 0) {
    begin = 0;
  }
  if (window.end == words.size()) {
    end = text.size();
  }
  const std::size_t first = words[window.begin].span.begin;
  const std::size_t last = words[window.end - 1].span.end;
  if (last - begin > kSnippetBytes) {
    begin = first;
  }
  if (end - begin > kSnippetBytes) {
    end = last;
  }
  return {begin, end};
}

// Puts a snippet together from the front.
class SegmentWriter {
 public:
  SegmentWriter(std::string_view text, std::size_t begin) : text_(text), at_(begin) {}

  void AddEllipsis() { segments_.push_back({std::string(kEllipsis), false}); }

  // From where the last one ended.
  void AddUpTo(std::size_t end, bool highlighted) {
    if (end > at_) {
      segments_.push_back({std::string(text_.substr(at_, end - at_)), highlighted});
      at_ = end;
    }
  }

  std::vector<SnippetSegment> Take() { return std::move(segments_); }

 private:
  std::string_view text_;
  std::size_t at_;
  std::vector<SnippetSegment> segments_;
};

Snippet Cut(const MarkedText& marked, const Window& window) {
  const auto& [text, whole, words] = marked;
  const std::pair<std::size_t, std::size_t> edges = Edges(text, words, window);
  std::size_t end = edges.second;
  if (end - edges.first > kSnippetBytes) {  // one word that is too long
    end = FloorToCodePoint(text, edges.first + kSnippetBytes);
  }
  SegmentWriter writer(text, edges.first);
  if (window.begin > 0) {
    writer.AddEllipsis();
  }
  for (std::size_t i = window.begin; i < window.end; ++i) {
    if (words[i].match != kNoMatch && words[i].span.end <= end) {
      writer.AddUpTo(words[i].span.begin, false);
      writer.AddUpTo(words[i].span.end, true);
    }
  }
  writer.AddUpTo(end, false);
  if (window.end < words.size() || end < edges.second || !whole) {
    writer.AddEllipsis();
  }
  Snippet snippet;
  snippet.segments = writer.Take();
  return snippet;
}

void AddStems(const QueryNode& node, Analyzer& analyzer, HighlightedStems& stems) {
  if (node.kind == QueryNode::Kind::kNot) {
    return;
  }
  for (const QueryNode::Words& words : node.operands) {
    for (const std::string& word : words) {
      const std::string& stem = analyzer.Analyze(word).text;
      stems.title.insert(stem);
      if (!node.title_only) {
        stems.anywhere.insert(stem);
      }
    }
  }
  for (const QueryNode& child : node.children) {
    AddStems(child, analyzer, stems);
  }
}

Snippet TitleSnippet(const MarkedText& title) {
  const Window best = WindowFinder(title.words).Best();
  if (best.matches == 0) {
    return {};
  }
  Snippet snippet = Cut(title, Center(title.words, best));
  snippet.field = TextField::kTitle;
  return snippet;
}

}  // namespace

HighlightedStems StemsToHighlight(const QueryNode& tree, Analyzer& analyzer) {
  HighlightedStems stems;
  AddStems(tree, analyzer, stems);
  return stems;
}

std::vector<Snippet> MakeSnippets(const Article& article,
                                  const HighlightedStems& stems,
                                  Analyzer& analyzer) {
  std::vector<Snippet> snippets;
  Snippet title = TitleSnippet(Mark(article.title, stems.title, analyzer));
  if (!title.segments.empty()) {
    snippets.push_back(std::move(title));
  }
  const MarkedText body = Mark(article.body, stems.anywhere, analyzer);
  const MarkedText summary = Mark(article.summary, stems.anywhere, analyzer);
  const Window in_body = WindowFinder(body.words).Best();
  const Window in_summary = WindowFinder(summary.words).Best();
  if (!summary.words.empty() && (body.words.empty() || in_summary.BetterThan(in_body))) {
    snippets.push_back(Cut(summary, Center(summary.words, in_summary)));
    snippets.back().field = TextField::kSummary;
  } else if (!body.words.empty()) {
    snippets.push_back(Cut(body, Center(body.words, in_body)));
  }
  return snippets;
}

}  // namespace facetwire
