// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/peers/corpus.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

#include "index/base/str_cat.h"

namespace facetwire::peers {
namespace {

constexpr std::pair<char, char> kEscapes[] = {{'\\', '\\'}, {'\t', 't'}, {'\n', 'n'}, {'\r', 'r'}};

std::string Escaped(std::string_view text) {
  std::string result;
  for (const char c : text) {
    const auto* const found = std::find_if(std::begin(kEscapes),
                                           std::end(kEscapes),
                                           [&](const auto& pair) { return pair.first == c; });
    if (found != std::end(kEscapes)) {
      result += '\\';
      result += found->second;
    } else {
      result += c;
    }
  }
  return result;
}

std::string Unescaped(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      result += text[i];
      continue;
    }
    const char c = text[++i];
    const auto* const found = std::find_if(std::begin(kEscapes),
                                           std::end(kEscapes),
                                           [&](const auto& pair) { return pair.second == c; });
    result += found == std::end(kEscapes) ? c : found->first;
  }
  return result;
}

std::vector<std::string> Fields(const std::string& line, std::size_t count) {
  std::vector<std::string> fields = absl::StrSplit(line, '\t');
  if (fields.size() != count) {
    Fail(StrCat("a line of ", fields.size(), " fields: ", line.substr(0, 80)));
  }
  return fields;
}

std::vector<std::int64_t> ParseArray(std::string_view text) {
  std::vector<std::int64_t> numbers;
  text.remove_prefix(1);
  text.remove_suffix(1);
  for (const auto& piece : absl::StrSplit(ToAbsl(text), ',', absl::SkipEmpty())) {
    numbers.push_back(std::strtoll(std::string(piece).c_str(), nullptr, 10));
  }
  return numbers;
}

bool IsLower(char c) { return c >= 'a' && c <= 'z'; }

bool IsPartOfWord(char c) {
  return IsLower(c) || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '\'' ||
         c == '-' || static_cast<unsigned char>(c) >= 0x80;
}

}  // namespace

void Fail(std::string_view why) {
  std::fprintf(stderr, "peers_bench: %s\n", std::string(why).c_str());
  std::exit(1);
}

std::int64_t ValueTable::Count(std::size_t facet, const std::string& id) {
  const auto [found, added] = values_.try_emplace({facet, id});
  Value& value = found->second;
  if (added) {
    value.number = static_cast<std::int64_t>(facet) * kFacetRange + next_[facet]++;
    value.facet = facet;
    value.id = id;
  }
  ++value.count;
  return value.number;
}

std::vector<ValueTable::Value> ValueTable::values() const {
  std::vector<Value> all;
  for (const auto& [key, value] : values_) {
    all.push_back(value);
  }
  std::sort(
      all.begin(), all.end(), [](const Value& a, const Value& b) { return a.number < b.number; });
  return all;
}

void ValueTable::Save(const std::string& path) const {
  std::ofstream file(path);
  for (const Value& value : values()) {
    file << value.number << '\t' << value.facet << '\t' << value.id << '\t' << value.count << '\n';
  }
  if (!file.flush()) {
    Fail(StrCat("cannot write ", path));
  }
}

std::vector<ValueTable::Value> ValueTable::Load(const std::string& path) {
  std::ifstream file(path);
  std::vector<Value> all;
  for (std::string line; std::getline(file, line);) {
    const std::vector<std::string> fields = Fields(line, 4);
    all.push_back({.number = std::strtoll(fields[0].c_str(), nullptr, 10),
                   .facet = std::strtoul(fields[1].c_str(), nullptr, 10),
                   .id = fields[2],
                   .count = std::strtoul(fields[3].c_str(), nullptr, 10)});
  }
  if (all.empty()) {
    Fail(StrCat("no entities in ", path));
  }
  return all;
}

CorpusWriter::CorpusWriter(const std::string& path) : file_(path, std::ios::binary) {
  if (!file_) {
    Fail(StrCat("cannot write ", path));
  }
}

void CorpusWriter::Add(const Record& record) {
  file_ << record.number << '\t' << Escaped(record.id) << '\t' << record.published << '\t'
        << Escaped(record.source) << "\t{" << absl::StrJoin(record.values, ",") << "}\t"
        << Escaped(record.title) << '\t' << Escaped(record.body) << '\n';
}

void CorpusWriter::Close() {
  file_.close();
  if (!file_) {
    Fail("cannot write the corpus: is the disk full?");
  }
}

void ForEachRecord(const std::string& path, const std::function<bool(const Record&)>& each) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    Fail(StrCat("cannot read ", path));
  }
  for (std::string line; std::getline(file, line);) {
    const std::vector<std::string> fields = Fields(line, 7);
    Record record{.number = std::strtoll(fields[0].c_str(), nullptr, 10),
                  .id = Unescaped(fields[1]),
                  .published = std::strtoll(fields[2].c_str(), nullptr, 10),
                  .source = Unescaped(fields[3]),
                  .values = ParseArray(fields[4]),
                  .title = Unescaped(fields[5]),
                  .body = Unescaped(fields[6])};
    if (!each(record)) {
      return;
    }
  }
}

void ForEachWord(std::string_view text,
                 const std::function<void(std::string_view word, bool apart)>& each) {
  bool apart = false;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t end = i;
    bool plain = true;
    for (; end < text.size() && IsPartOfWord(text[end]); ++end) {
      plain = plain && IsLower(text[end]);
    }
    if (end == i) {
      apart = apart || text[i] != ' ';
      ++i;
      continue;
    }
    if (plain) {
      each(text.substr(i, end - i), apart);
    }
    apart = !plain;
    i = end;
  }
}

}  // namespace facetwire::peers
