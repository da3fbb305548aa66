// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/entities/document.h"

#include <unicode/uchar.h>

#include "index/text/utf8.h"

namespace facetwire {
namespace {

struct Shape {
  bool capital = false;
  bool all_capitals = false;
  bool initial = false;
};

Shape ShapeOf(std::string_view surface) {
  Shape shape;
  std::size_t capitals = 0;
  std::size_t letters = 0;
  bool points = false;
  for (std::size_t offset = 0; offset < surface.size() && letters < 64;) {
    const CodePoint point = DecodeAt(surface, offset);
    const auto value = static_cast<UChar32>(point.value);
    const bool upper = value < 0x80 ? value >= 'A' && value <= 'Z'
                                    : u_isupper(value) != 0 || u_istitle(value) != 0;
    if (offset == 0) {
      shape.capital = upper;
    }
    if (value == '.') {
      points = true;
    } else {
      ++letters;
      capitals += upper ? 1 : 0;
    }
    offset += point.size;
  }
  shape.all_capitals = letters > 1 && capitals == letters;
  shape.initial =
      shape.capital && (letters == 1 || (points && capitals == letters && letters <= 3));
  return shape;
}

bool IsBlank(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

// `between` without the white space around it.
std::string_view Trim(std::string_view between) {
  while (!between.empty() && IsBlank(between.front())) {
    between.remove_prefix(1);
  }
  while (!between.empty() && IsBlank(between.back())) {
    between.remove_suffix(1);
  }
  return between;
}

}  // namespace

Document::Document(const Lexicon& lexicon, const Fields& fields)
    : lexicon_(&lexicon), fields_(fields) {
  std::size_t bytes = 0;
  for (const std::string_view text : fields_) {
    bytes += text.size();
  }
  tokens_.reserve(bytes / 6);
  words_.reserve(bytes / 6);
  for (const TextField field : {TextField::kTitle, TextField::kSummary, TextField::kBody}) {
    AddField(field);
  }
  FindHeadlines();
}

void Document::AddField(TextField field) {
  const std::string_view text = fields_[static_cast<std::size_t>(field)];
  field_begin_[static_cast<std::size_t>(field)] = tokens_.size();
  spans_ = SplitSentences(text);
  next_span_ = 0;
  ForEachWord(text, [this, field](const WordSpan& span, std::string_view folded) {
    AddToken(field, span, folded);
  });
}

void Document::AddToken(TextField field, const WordSpan& span, std::string_view folded) {
  Token token;
  token.begin = span.begin;
  token.end = span.end;
  token.field = field;
  const auto index = static_cast<std::uint32_t>(tokens_.size());
  const bool first_of_field = index == field_begin_[static_cast<std::size_t>(field)];
  bool opens = first_of_field;
  while (next_span_ < spans_.size() && span.begin >= spans_[next_span_].end) {
    ++next_span_;
    opens = true;
  }
  token.opens = opens;
  token.gap = opens ? Gap::kBreak : GapBefore(token);
  const Shape shape =
      ShapeOf(fields_[static_cast<std::size_t>(field)].substr(span.begin, span.end - span.begin));
  token.capital = shape.capital;
  token.all_capitals = shape.all_capitals;
  token.initial = shape.initial;
  token.word = lexicon_->Find(folded);
  if (token.word == kNoWord) {
    const auto next = static_cast<WordId>(lexicon_->size() + unknown_.size());
    const auto [entry, added] = unknown_.try_emplace(std::string(folded), next);
    if (added) {
      new_words_.push_back(entry->first);
    }
    token.word = entry->second;
  }
  if (opens) {
    sentences_.push_back({index, index});
  }
  sentences_.back().end = index + 1;
  token.sentence = static_cast<std::uint32_t>(sentences_.size() - 1);
  if (!token.capital) {
    if (small_.size() <= token.word) {
      small_.resize(token.word + 1 + small_.size() / 2);
    }
    small_[token.word] = true;
  }
  tokens_.push_back(token);
  words_.push_back(token.word);
}

Gap Document::GapBefore(const Token& token) const {
  const std::uint32_t end = tokens_.back().end;
  const std::string_view text = fields_[static_cast<std::size_t>(token.field)];
  const std::string_view between = text.substr(end, token.begin - end);
  const std::string_view sign = Trim(between);
  if (sign.empty()) {
    return Gap::kSpace;
  }
  const bool tight = sign.size() == between.size();
  if (sign == "-" || sign == "\u2010" || sign == "\u2011") {
    return tight ? Gap::kHyphen : Gap::kOther;
  }
  if (sign == "." || sign == "'" || sign == "\u2019") {
    return sign == "." ? Gap::kPoint : Gap::kPossessive;
  }
  if (sign == ",") {
    return Gap::kComma;
  }
  const bool possessive = sign == "'s" || sign == "\u2019s" || sign == "'S" || sign == "\u2019S";
  return possessive ? Gap::kPossessive : Gap::kOther;
}

void Document::FindHeadlines() {
  headlines_.reserve(sentences_.size());
  for (const TokenRange& range : sentences_) {
    std::size_t capitals = 0;
    for (std::uint32_t i = range.begin; i < range.end; ++i) {
      capitals += tokens_[i].capital ? 1 : 0;
    }
    const std::size_t words = range.end - range.begin;
    headlines_.push_back(words > 3 && capitals * 4 > words * 3);
  }
}

std::string_view Document::Surface(std::size_t token) const {
  const auto index = static_cast<std::uint32_t>(token);
  return Surface({index, index + 1});
}

std::string_view Document::Surface(const TokenRange& range) const {
  const Token& first = tokens_[range.begin];
  const Token& last = tokens_[range.end - 1];
  return fields_[static_cast<std::size_t>(first.field)].substr(first.begin, last.end - first.begin);
}

bool Document::InAngles(std::size_t token) const {
  const Token& word = tokens_[token];
  const std::string_view text = fields_[static_cast<std::size_t>(word.field)];
  return word.begin > 0 && text[word.begin - 1] == '<' && word.end < text.size() &&
         (text[word.end] == '>' || text[word.end] == '.');
}

std::string_view Document::Between(std::size_t token) const {
  if (PositionInField(token) == 0) {
    return {};
  }
  const std::uint32_t end = tokens_[token - 1].end;
  const std::string_view text = fields_[static_cast<std::size_t>(tokens_[token].field)];
  return text.substr(end, tokens_[token].begin - end);
}

std::size_t Document::PositionInField(std::size_t token) const {
  return token - field_begin_[static_cast<std::size_t>(tokens_[token].field)];
}

Mention Document::MentionOf(const TokenRange& range) const {
  const Token& first = tokens_[range.begin];
  return {first.field, first.begin, tokens_[range.end - 1].end, std::string(Surface(range))};
}

}  // namespace facetwire
