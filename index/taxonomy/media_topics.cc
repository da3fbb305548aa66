// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/taxonomy/media_topics.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <unordered_map>
#include <vector>

namespace facetwire {

std::vector<std::string_view> MediaTopicLines();  // data/iptc_sectors.tsv, made by CMake

namespace {

constexpr std::array<std::string_view, 6> kPrefixes = {
    "medtop:",
    "iptc:",
    "mediatopic:",
    "subject:",
    "http://cv.iptc.org/newscodes/mediatopic/",
    "https://cv.iptc.org/newscodes/mediatopic/",
};

using Topics = std::unordered_map<std::string_view, std::string_view>;  // code or name -> sector

std::string_view TakeField(std::string_view& line, char separator) {
  const std::size_t end = line.find(separator);
  const std::string_view field = line.substr(0, end);
  line.remove_prefix(end == std::string_view::npos ? line.size() : end + 1);
  return field;
}

Topics MakeTopics() {
  Topics topics;
  for (std::string_view line : MediaTopicLines()) {
    const std::string_view code = TakeField(line, '\t');
    const std::string_view sector = TakeField(line, '\t');
    topics.emplace(code, sector);
    while (!line.empty()) {
      topics.emplace(TakeField(line, '|'), sector);
    }
  }
  return topics;
}

std::string_view Strip(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\n";
  const std::size_t begin = text.find_first_not_of(kBlank);
  if (begin == std::string_view::npos) {
    return {};
  }
  return text.substr(begin, text.find_last_not_of(kBlank) - begin + 1);
}

std::string AsciiLower(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  });
  return lower;
}

}  // namespace

std::optional<std::string> SectorOfSubject(std::string_view subject) {
  static const Topics kTopics = MakeTopics();
  const std::string key = AsciiLower(Strip(subject));
  std::string_view rest = key;
  for (const std::string_view prefix : kPrefixes) {
    if (rest.substr(0, prefix.size()) == prefix) {
      rest.remove_prefix(prefix.size());
      break;
    }
  }
  const auto found = kTopics.find(rest);
  return found == kTopics.end() ? std::nullopt : std::optional(std::string(found->second));
}

}  // namespace facetwire
