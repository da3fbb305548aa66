// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/entities/training/labelled_text.h"

#include <array>
#include <fstream>
#include <optional>
#include <string_view>
#include <utility>

namespace facetwire {
namespace {

constexpr std::string_view kDocument = "-DOCSTART-";

std::optional<LabelledWord> ParseLine(std::string_view line) {
  const std::size_t tab = line.find('\t');
  if (tab == std::string_view::npos) {
    return std::nullopt;
  }
  LabelledWord word;
  word.text = std::string(line.substr(0, tab));
  const std::string_view label = line.substr(tab + 1);
  if (label == "O") {
    return word;
  }
  if (label.size() < 3 || (label[0] != 'B' && label[0] != 'I') || label[1] != '-') {
    return std::nullopt;
  }
  constexpr std::array<std::pair<std::string_view, NameLabel>, 3> kKinds = {
      {{"PER", NameLabel::kPersonBegin},
       {"LOC", NameLabel::kPlaceBegin},
       {"ORG", NameLabel::kOrganisationBegin}}};
  word.other_name = true;
  for (const auto& [name, begin] : kKinds) {
    if (label.substr(2) == name) {
      word.other_name = false;
      word.label = static_cast<NameLabel>(static_cast<int>(begin) + (label[0] == 'I' ? 1 : 0));
    }
  }
  return word;
}

bool StandsTight(std::string_view word, std::string_view before) {
  constexpr std::string_view kCloses = ",.;:!?)]}%";
  constexpr std::string_view kOpens = "([{$#@";
  const bool ends = word.size() == 1 && kCloses.find(word[0]) != std::string_view::npos;
  const bool begins = before.size() == 1 && kOpens.find(before[0]) != std::string_view::npos;
  const bool clitic = word == "'s" || word == "\u2019s" || word == "'" || word == "n't" ||
                      word == "'re" || word == "'ve" || word == "'ll" || word == "'d" ||
                      word == "'m" || word == "...";
  return ends || begins || clitic;
}

bool IsQuote(std::string_view word) { return word == "\"" || word == "``" || word == "''"; }

class Writer {
 public:
  PlainText Write(const LabelledDocument& document) {
    for (const LabelledSentence& sentence : document) {
      Write(sentence);
      plain_.text += "\n\n";
    }
    return std::move(plain_);
  }

 private:
  void Write(const LabelledSentence& sentence) {
    bool quoted = false;
    std::string_view before;
    bool opened = false;  // a quote stands right before
    for (const LabelledWord& word : sentence) {
      std::string_view text = word.text;
      const bool quote = IsQuote(text);
      const bool closes = quote && quoted;
      if (!before.empty() && !closes && !opened && !StandsTight(text, before)) {
        plain_.text += ' ';
      }
      if (quote) {
        quoted = !quoted;
        text = "\"";
      }
      const auto begin = static_cast<std::uint32_t>(plain_.text.size());
      plain_.text += text;
      plain_.spans.push_back({begin, static_cast<std::uint32_t>(plain_.text.size()), word.label});
      opened = quote && quoted;
      before = word.text;
    }
  }

  PlainText plain_;
};

// Inside after another kind, or at the beginning, begins a name.
NameLabel Mended(NameLabel label, NameLabel before) {
  return MayFollow(static_cast<std::size_t>(before), static_cast<std::size_t>(label))
             ? label
             : static_cast<NameLabel>(static_cast<int>(label) - 1);
}

}  // namespace

absl::StatusOr<std::vector<LabelledDocument>> ReadConll(const std::string& path, int sentences) {
  std::ifstream file(path);
  if (!file) {
    return absl::NotFoundError("cannot read " + path);
  }
  std::vector<LabelledDocument> documents;
  LabelledDocument document;
  LabelledSentence sentence;
  bool marked = false;
  const auto end_sentence = [&] {
    if (!sentence.empty()) {
      document.push_back(std::exchange(sentence, {}));
    }
  };
  const auto end_document = [&] {
    end_sentence();
    if (!document.empty()) {
      documents.push_back(std::exchange(document, {}));
    }
  };
  std::string line;
  for (int number = 1; std::getline(file, line); ++number) {
    if (line.rfind(kDocument, 0) == 0) {
      end_document();
      marked = true;
    } else if (line.empty()) {
      end_sentence();
      if (!marked && static_cast<int>(document.size()) >= sentences) {
        end_document();
      }
    } else {
      std::optional<LabelledWord> word = ParseLine(line);
      if (!word.has_value()) {
        return absl::InvalidArgumentError(path + ", line " + std::to_string(number) +
                                          ": not a word and a label");
      }
      sentence.push_back(std::move(*word));
    }
  }
  end_document();
  return documents;
}

PlainText WriteOut(const LabelledDocument& document) { return Writer().Write(document); }

std::vector<NameLabel> LabelTokens(const Document& document, const PlainText& plain) {
  std::vector<NameLabel> labels;
  labels.reserve(document.tokens().size());
  std::size_t next = 0;
  std::size_t labelled = plain.spans.size();  // the word of the token before
  for (const Token& token : document.tokens()) {
    while (next < plain.spans.size() && plain.spans[next].end <= token.begin) {
      ++next;
    }
    NameLabel label = next < plain.spans.size() ? plain.spans[next].label : NameLabel::kOther;
    if (next == labelled && label != NameLabel::kOther && static_cast<int>(label) % 2 == 1) {
      label = static_cast<NameLabel>(static_cast<int>(label) + 1);
    }
    labelled = next;
    const NameLabel before =
        labels.empty() || token.gap == Gap::kBreak ? NameLabel::kOther : labels.back();
    labels.push_back(Mended(label, before));
  }
  return labels;
}

}  // namespace facetwire
