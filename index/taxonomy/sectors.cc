// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/taxonomy/sectors.h"

#include <algorithm>
#include <cstddef>

namespace facetwire {

std::vector<std::string_view> SectorTableLines();  // made from data/sectors.tsv

namespace {

struct Sector {
  std::string_view code;
  std::string_view parent;
  std::string_view label;
  std::string_view title;
};

std::string_view TakeField(std::string_view& line) {
  const std::size_t tab = line.find('\t');
  const std::string_view field = line.substr(0, tab);
  line = tab == std::string_view::npos ? std::string_view() : line.substr(tab + 1);
  return field;
}

// Sorted by code: that is the order of the classification.
const std::vector<Sector>& Table() {
  static const auto* table = [] {
    auto* rows = new std::vector<Sector>;
    for (std::string_view line : SectorTableLines()) {
      Sector row;
      row.code = TakeField(line);
      row.parent = TakeField(line);
      row.label = TakeField(line);
      row.title = TakeField(line);
      rows->push_back(row);
    }
    std::sort(rows->begin(), rows->end(), [](const Sector& a, const Sector& b) {
      return a.code < b.code;
    });
    return rows;
  }();
  return *table;
}

const Sector* Find(std::string_view code) {
  const std::vector<Sector>& table = Table();
  const auto found = std::lower_bound(
      table.begin(), table.end(), code, [](const Sector& row, std::string_view key) {
        return row.code < key;
      });
  return found != table.end() && found->code == code ? &*found : nullptr;
}

}  // namespace

std::optional<std::string> CanonicalSector(std::string_view code) {
  if (code.empty() || code.size() > 3) {
    return std::nullopt;
  }
  std::string upper(code);
  if (upper[0] >= 'a' && upper[0] <= 'z') {
    upper[0] = static_cast<char>(upper[0] - ('a' - 'A'));
  }
  return IsSector(upper) ? std::optional(std::move(upper)) : std::nullopt;
}

bool IsSector(std::string_view code) { return Find(code) != nullptr; }

std::string SectorParent(std::string_view code) {
  const Sector* sector = Find(code);
  return sector == nullptr ? std::string() : std::string(sector->parent);
}

std::vector<std::string> SectorChildren(std::string_view code) {
  std::vector<std::string> children;
  for (const Sector& row : Table()) {
    if (!row.parent.empty() && row.parent == code) {
      children.emplace_back(row.code);
    }
  }
  return children;
}

std::string SectorLabel(std::string_view code) {
  const Sector* sector = Find(code);
  return std::string(sector == nullptr ? code : sector->label);
}

std::string SectorTitle(std::string_view code) {
  const Sector* sector = Find(code);
  return std::string(sector == nullptr ? code : sector->title);
}

std::vector<std::string> AllSectors() {
  std::vector<std::string> codes;
  for (const Sector& row : Table()) {
    codes.emplace_back(row.code);
  }
  return codes;
}

}  // namespace facetwire
