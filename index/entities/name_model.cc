// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/entities/name_model.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <optional>

#include "index/entities/name_features.h"
#include "index/entities/tsv.h"

namespace facetwire {
namespace {

constexpr std::string_view kFormat = "facetwire-names";
constexpr std::string_view kVersion = "1";
constexpr std::size_t kRow = 8;
constexpr unsigned kFewestBits = 10;
constexpr unsigned kMostBits = 20;
constexpr double kMillion = 1e6;
constexpr double kThousand = 1e3;

absl::Status Bad(const std::string& what) {
  return absl::InvalidArgumentError("not a model of names for this program: " + what);
}

template <typename Number>
std::optional<Number> ParseNumber(std::string_view text, int base = 10) {
  Number number = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number, base);
  return error == std::errc() && stop == end ? std::optional(number) : std::nullopt;
}

std::string Hexadecimal(std::uint64_t value) {
  std::string text(16, '0');
  const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), value, 16);
  text.resize(static_cast<std::size_t>(end - text.data()));
  return text;
}

// The value of each line of the head, by its first word.
std::map<std::string_view, std::string_view> Lines(std::string_view head) {
  std::map<std::string_view, std::string_view> lines;
  for (const std::string_view line : SplitAt(head, '\n')) {
    const std::size_t blank = std::min(line.find(' '), line.size());
    lines.emplace(line.substr(0, blank), line.substr(std::min(blank + 1, line.size())));
  }
  return lines;
}

bool ParseTransitions(std::string_view text, Transitions& transitions) {
  const std::vector<std::string_view> values = SplitAt(text, ' ');
  if (values.size() != transitions.size() * kNameLabels) {
    return false;
  }
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto value = ParseNumber<std::int32_t>(values[i]);
    if (!value.has_value() || std::abs(*value) > kMillion) {
      return false;
    }
    transitions[i / kNameLabels][i % kNameLabels] = static_cast<float>(*value / kThousand);
  }
  return true;
}

}  // namespace

absl::StatusOr<NameModel> NameModel::Parse(std::string_view bytes) {
  const std::size_t end = bytes.find("\n\n");
  if (end == std::string_view::npos) {
    return Bad("no head");
  }
  auto lines = Lines(bytes.substr(0, end));
  if (lines[kFormat] != kVersion) {
    return Bad("another format");
  }
  if (lines["features"] != Hexadecimal(FeatureFingerprint())) {
    return Bad("trained with other features");
  }
  NameModel model;
  const auto bits = ParseNumber<unsigned>(lines["bits"]);
  const auto unit = ParseNumber<unsigned>(lines["unit"]);
  if (!bits.has_value() || *bits < kFewestBits || *bits > kMostBits || !unit.has_value()) {
    return Bad("bits or unit");
  }
  if (!ParseTransitions(lines["transitions"], model.transitions_)) {
    return Bad("transitions");
  }
  model.bits_ = *bits;
  model.unit_ = static_cast<float>(*unit / kMillion);
  model.rows_ = bytes.substr(end + 2);
  if (model.rows_.size() != kRow << *bits) {
    return Bad("size");
  }
  return model;
}

std::string NameModel::Write(const Source& source, const std::vector<float>& rows) {
  std::string bytes = std::string(kFormat) + " " + std::string(kVersion) + "\nfeatures " +
                      Hexadecimal(FeatureFingerprint()) + "\nbits " + std::to_string(source.bits) +
                      "\nunit " + std::to_string(std::lround(source.unit * kMillion)) +
                      "\ntransitions";
  for (const auto& row : source.transitions) {
    for (const float value : row) {
      bytes += " " + std::to_string(std::lround(value * kThousand));
    }
  }
  for (const std::string& note : source.notes) {
    bytes += "\n# " + note;
  }
  bytes += "\n\n";
  for (const float weight : rows) {
    const double value = std::clamp(weight * source.factor / source.unit, -127.0, 127.0);
    bytes.push_back(static_cast<char>(static_cast<signed char>(std::lround(value))));
  }
  return bytes;
}

LabelScores NameModel::Score(const std::vector<std::uint32_t>& features) const {
  std::array<std::int32_t, kRow> sums = {};
  for (const std::uint32_t feature : features) {
    const char* row = rows_.data() + kRow * (feature >> (32U - bits_));
    for (std::size_t y = 0; y < kRow; ++y) {
      sums[y] += static_cast<signed char>(row[y]);
    }
  }
  LabelScores scores = {};
  for (std::size_t y = 0; y < kNameLabels; ++y) {
    scores[y] = unit_ * static_cast<float>(sums[y]);
  }
  return scores;
}

}  // namespace facetwire
