// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_STORE_COPY_CATALOG_H_
#define FACETWIRE_INDEX_STORE_COPY_CATALOG_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "absl/functional/function_ref.h"

#include "index/store/docid.h"

namespace facetwire {

// Where the writer looks for documents that may be copies of a new one: by the keys of signatures,
// in memory, 11 to 13 bytes a key. Not thread-safe.
class CopyCatalog {
 public:
  class Loader;

  // Whether a document may be found. One that may not is never asked for again: it is forgotten.
  using Wanted = absl::FunctionRef<bool(Docid)>;

  // Documents that are remembered for one key; beyond that the newest. More have it in a series
  // with the same boilerplate.
  static constexpr std::size_t kMostOfAKey = 8;

  // Documents by ascending docid; this one is `wanted`. Those that are not any more are forgotten
  // now and then, so that it does not grow where articles are replaced again and again.
  void Add(Docid docid, const std::vector<std::uint32_t>& keys, Wanted wanted);

  // Documents that have one of the keys and are `wanted`; those with most of them first, of equal
  // ones the later; at most `most`.
  std::vector<Docid> Find(const std::vector<std::uint32_t>& keys,
                          std::size_t most,
                          Wanted wanted) const;

  // Keys of documents.
  std::size_t size() const;

 private:
  struct Slot {
    std::uint32_t key = 0;
    Docid docid = 0;  // 0: free
  };

  // Open addressing; several small tables, so that none takes long to grow.
  struct Table {
    std::vector<Slot> slots;
    std::size_t used = 0;
  };

  static constexpr std::size_t kTables = 256;

  static Table MakeTable(std::span<const Slot> content);
  static void Insert(Slot slot, Table& table);
  static void Grow(Table& table, Wanted wanted);

  std::array<Table, kTables> tables_;
};

// Makes the catalog of many documents: one table after the other, which is several times as fast as
// adding one document after the other. Add* Finish
class CopyCatalog::Loader {
 public:
  // Documents by ascending docid.
  void Add(Docid docid, const std::vector<std::uint32_t>& keys);

  CopyCatalog Finish();

 private:
  std::array<std::vector<Slot>, kTables> slots_;
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_STORE_COPY_CATALOG_H_
