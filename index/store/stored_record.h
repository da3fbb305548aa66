// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_STORE_STORED_RECORD_H_
#define FACETWIRE_INDEX_STORE_STORED_RECORD_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

#include "index/model/article.h"

namespace facetwire {

// Whether all of an article is wanted.
enum class LoadMode : std::uint8_t {
  kFull,
  kHead,  // without summary, body and mentions
};

// What a record keeps of a salience or confidence: four decimals of 0..1.
double KeptShare(double share);

struct EncodedArticle {
  std::string record;        // compressed; the data of the Xapian document
  std::string content_hash;  // 16 bytes, over all but the time of receipt
};

// Makes stored records. Not thread-safe: one per thread.
class StoredArticleEncoder {
 public:
  StoredArticleEncoder();
  ~StoredArticleEncoder();
  StoredArticleEncoder(const StoredArticleEncoder&) = delete;
  StoredArticleEncoder& operator=(const StoredArticleEncoder&) = delete;

  // INTERNAL or RESOURCE_EXHAUSTED where a library fails. Strings must be UTF-8.
  absl::StatusOr<EncodedArticle> Encode(const StoredArticle& stored);

 private:
  struct Compressor;
  std::unique_ptr<Compressor> compressor_;
};

// DATA_LOSS where `record` is not what the encoder made. Thread-safe.
absl::StatusOr<StoredArticle> DecodeStoredArticle(std::string_view record, LoadMode mode);

// Whether two records are of articles with the same title, summary and body. False for a damaged
// one. Thread-safe.
bool HaveSameTexts(std::string_view record, std::string_view other);

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_STORE_STORED_RECORD_H_
