// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_ENTITIES_DOCUMENT_H_
#define FACETWIRE_INDEX_ENTITIES_DOCUMENT_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "absl/types/span.h"

#include "index/entities/lexicon.h"
#include "index/model/entity.h"
#include "index/text/sentences.h"
#include "index/text/words.h"

namespace facetwire {

// What stands between a word and the one before it.
enum class Gap : std::uint8_t {
  kSpace,       // nothing but white space
  kHyphen,      // "China-Kyrgyzstan"
  kPoint,       // "J. Smith", "Mr. Li": a point, within a sentence
  kComma,       // a comma and white space
  kPossessive,  // "China's plan"
  kOther,       // quotes, brackets, dashes ...
  kBreak,       // another sentence, paragraph or field
};

struct Token {
  std::uint32_t begin = 0;  // bytes, within the field
  std::uint32_t end = 0;
  WordId word = kNoWord;  // of the lexicon; words it does not know are numbered from its size up
  std::uint32_t sentence = 0;
  TextField field = TextField::kBody;
  Gap gap = Gap::kBreak;
  bool capital = false;       // begins with a capital letter
  bool all_capitals = false;  // two or more letters, all capital
  bool initial = false;       // one capital letter, or initials: "J", "J.K."
  bool opens = false;         // the first word of its sentence
};

// A half-open range of tokens.
struct TokenRange {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  friend bool operator==(const TokenRange&, const TokenRange&) = default;
};

// One article, tokenised once for all recognisers: title, summary and body in a row. Holds views of
// the texts, which must outlive it. Immutable after it is made.
class Document {
 public:
  // The texts of the fields, indexed by TextField.
  using Fields = std::array<std::string_view, 3>;

  Document(const Lexicon& lexicon, const Fields& fields);
  Document(const Document&) = delete;
  Document& operator=(const Document&) = delete;

  const Lexicon& lexicon() const { return *lexicon_; }

  const std::vector<Token>& tokens() const { return tokens_; }

  // The words of the tokens from `begin` on, to the end of the article.
  absl::Span<const WordId> WordsFrom(std::size_t begin) const {
    return absl::MakeConstSpan(words_).subspan(begin);
  }

  bool Is(std::size_t token, WordSet set) const { return lexicon_->Is(words_[token], set); }

  std::string_view Surface(std::size_t token) const;
  std::string_view Surface(const TokenRange& range) const;

  // The word folded, of this article or the lexicon. Valid as long as both live.
  std::string_view TextOf(WordId word) const {
    return word < lexicon_->size() ? lexicon_->TextOf(word) : new_words_[word - lexicon_->size()];
  }

  // One more than the largest number of a word of the lexicon or of this article.
  std::size_t word_count() const { return lexicon_->size() + new_words_.size(); }

  // What stands between the word and the one before it in its field, white space included; empty
  // for the first one.
  std::string_view Between(std::size_t token) const;

  // Whether the word stands in small letters somewhere in this article.
  bool SeenInSmallLetters(WordId word) const { return word < small_.size() && small_[word]; }

  // Tokens of one sentence: begin and end. Sentences are numbered through all fields.
  TokenRange Sentence(std::uint32_t sentence) const { return sentences_[sentence]; }

  std::size_t sentence_count() const { return sentences_.size(); }

  // Whether nearly all words of the sentence begin with a capital, as in headlines.
  bool IsHeadline(std::uint32_t sentence) const { return headlines_[sentence]; }

  // Whether the word stands in angle brackets of its own, as shares' symbols do: "<IBM>".
  bool InAngles(std::size_t token) const;

  // Words before `token` in its own field.
  std::size_t PositionInField(std::size_t token) const;

  Mention MentionOf(const TokenRange& range) const;

 private:
  void AddField(TextField field);
  void AddToken(TextField field, const WordSpan& span, std::string_view folded);
  Gap GapBefore(const Token& token) const;
  void FindHeadlines();

  const Lexicon* lexicon_;
  Fields fields_;
  std::vector<Token> tokens_;
  std::vector<WordId> words_;  // of the tokens
  std::vector<TokenRange> sentences_;
  std::vector<bool> headlines_;  // by sentence
  std::vector<bool> small_;      // by word
  std::array<std::size_t, 3> field_begin_ = {};
  std::vector<SentenceSpan> spans_;  // of the field under way
  std::size_t next_span_ = 0;
  std::unordered_map<std::string, WordId> unknown_;
  std::vector<std::string_view> new_words_;  // the keys of `unknown_`, by number
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_ENTITIES_DOCUMENT_H_
