// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/store/copy_catalog.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace facetwire {
namespace {

constexpr std::size_t kFirstSlots = 16;

// Keys are the lowest hashes of a text, so their upper bits are mostly 0.
std::size_t Home(std::uint32_t key, std::size_t slots) {
  const std::uint64_t mixed = key * 0x9e3779b97f4a7c15U;
  return static_cast<std::size_t>((mixed >> 32U) * slots >> 32U);
}

std::size_t After(std::size_t slot, std::size_t slots) { return slot + 1 == slots ? 0 : slot + 1; }

std::size_t TableOf(std::uint32_t key, std::size_t tables) { return key & (tables - 1); }

bool IsFull(std::size_t used, std::size_t slots) { return 4 * (used + 1) > 3 * slots; }

}  // namespace

void CopyCatalog::Add(Docid docid, const std::vector<std::uint32_t>& keys, Wanted wanted) {
  for (const std::uint32_t key : keys) {
    Table& table = tables_[TableOf(key, kTables)];
    if (IsFull(table.used, table.slots.size())) {
      Grow(table, wanted);
    }
    Insert({key, docid}, table);
  }
}

// Takes the place of the oldest where there are enough of the key.
void CopyCatalog::Insert(Slot slot, Table& table) {
  const std::size_t slots = table.slots.size();
  std::size_t same = 0;
  Slot* oldest = nullptr;
  for (std::size_t at = Home(slot.key, slots);; at = After(at, slots)) {
    Slot& there = table.slots[at];
    if (there.docid == 0) {
      there = slot;
      ++table.used;
      return;
    }
    if (there.key == slot.key) {
      oldest = oldest == nullptr || there.docid < oldest->docid ? &there : oldest;
      if (++same == kMostOfAKey) {
        *oldest = slot;
        return;
      }
    }
  }
}

CopyCatalog::Table CopyCatalog::MakeTable(std::span<const Slot> content) {
  Table table;
  table.slots.resize(std::max(kFirstSlots, content.size() + content.size() * 3 / 5));
  for (const Slot& slot : content) {
    Insert(slot, table);
  }
  return table;
}

void CopyCatalog::Grow(Table& table, Wanted wanted) {
  std::vector<Slot> content;
  content.reserve(table.used);
  std::copy_if(
      table.slots.begin(), table.slots.end(), std::back_inserter(content), [&](const Slot& slot) {
        return slot.docid != 0 && wanted(slot.docid);
      });
  table = MakeTable(content);
}

std::vector<Docid> CopyCatalog::Find(const std::vector<std::uint32_t>& keys,
                                     std::size_t most,
                                     Wanted wanted) const {
  std::vector<std::pair<std::size_t, Docid>> found;  // keys in common
  for (const std::uint32_t key : keys) {
    const Table& table = tables_[TableOf(key, kTables)];
    const std::size_t slots = table.slots.size();
    for (std::size_t at = Home(key, slots); slots != 0 && table.slots[at].docid != 0;
         at = After(at, slots)) {
      if (table.slots[at].key != key || !wanted(table.slots[at].docid)) {
        continue;
      }
      const Docid docid = table.slots[at].docid;
      const auto known = std::find_if(
          found.begin(), found.end(), [&](const auto& each) { return each.second == docid; });
      if (known == found.end()) {
        found.emplace_back(1, docid);
      } else {
        ++known->first;
      }
    }
  }
  std::sort(found.rbegin(), found.rend());
  std::vector<Docid> docids;
  for (std::size_t i = 0; i < std::min(found.size(), most); ++i) {
    docids.push_back(found[i].second);
  }
  return docids;
}

std::size_t CopyCatalog::size() const {
  std::size_t size = 0;
  for (const Table& table : tables_) {
    size += table.used;
  }
  return size;
}

void CopyCatalog::Loader::Add(Docid docid, const std::vector<std::uint32_t>& keys) {
  for (const std::uint32_t key : keys) {
    slots_[TableOf(key, kTables)].push_back({key, docid});
  }
}

CopyCatalog CopyCatalog::Loader::Finish() {
  CopyCatalog catalog;
  for (std::size_t i = 0; i < kTables; ++i) {
    catalog.tables_[i] = MakeTable(std::exchange(slots_[i], {}));
  }
  return catalog;
}

}  // namespace facetwire
