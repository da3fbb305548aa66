// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_STORE_WRITE_BATCH_H_
#define FACETWIRE_INDEX_STORE_WRITE_BATCH_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"

#include "index/base/str_cat.h"
#include "index/store/docid.h"
#include "index/store/prepared_document.h"

namespace facetwire {

// The operations since the last commit, in memory: per article what is to come, and the committed
// document that it takes the place of. Not thread-safe.
class WriteBatch {
 public:
  // What stands in the batch for one article.
  struct Pending {
    Docid replaced = 0;              // committed document to be removed; 0: none
    std::optional<std::size_t> put;  // in documents(); nothing: the article is deleted
  };

  // Null where the batch does not touch the article. Valid until the next change.
  const Pending* Find(std::string_view article_id) const {
    const auto found = by_id_.find(ToAbsl(article_id));
    return found == by_id_.end() ? nullptr : &found->second;
  }

  // `committed`: the article's committed document, 0 for none; heeded at the first operation only.
  void Put(Docid committed, PreparedDocument document) {
    Pending& pending = Touch(committed, document.article_id);
    pending.put = documents_.size();
    documents_.emplace_back(std::move(document));
  }

  void Delete(Docid committed, std::string_view article_id) { Touch(committed, article_id); }

  const PreparedDocument& document(std::size_t put) const { return *documents_[put]; }

  // What is to be added, in the order of the last operation on each article.
  std::vector<PreparedDocument> TakeDocuments() {
    std::vector<PreparedDocument> documents;
    for (std::optional<PreparedDocument>& document : documents_) {
      if (document)
        documents.push_back(*std::move(document));
    }
    documents_.clear();
    return documents;
  }

  // Committed documents to be removed, ascending.
  std::vector<Docid> Removed() const;

  bool empty() const { return by_id_.empty(); }

  void Clear() {
    by_id_.clear();
    documents_.clear();
  }

 private:
  // The article's entry, with nothing to be put.
  Pending& Touch(Docid committed, std::string_view article_id) {
    const auto [entry, fresh] = by_id_.try_emplace(std::string(article_id));
    Pending& pending = entry->second;
    if (fresh)
      pending.replaced = committed;
    if (pending.put)
      documents_[*pending.put].reset();
    pending.put.reset();
    return pending;
  }

  absl::flat_hash_map<std::string, Pending> by_id_;
  std::vector<std::optional<PreparedDocument>> documents_;
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_STORE_WRITE_BATCH_H_
