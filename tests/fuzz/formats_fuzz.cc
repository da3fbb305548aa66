// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as a file, in the format FACETWIRE_FUZZ_FORMAT ("" for the one that the bytes look
// like, packed ones included).
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <sstream>
#include <string>
#include <utility>

#include "clients/formats/article_reader.h"
#include "clients/formats/format.h"
#include "clients/formats/utf8.h"

namespace facetwire::formats {
namespace {

void Check(bool holds) {
  if (!holds) {
    std::abort();
  }
}

// What gRPC would refuse must have been rejected.
void CheckArticle(const v1::Article& article) {
  std::string bytes;
  Check(article.SerializeToString(&bytes));
  for (const std::string* text : {&article.id(),
                                  &article.title(),
                                  &article.summary(),
                                  &article.body(),
                                  &article.source(),
                                  &article.language()}) {
    Check(!FindInvalidUtf8(*text));
  }
  for (const std::string& subject : article.subjects()) {
    Check(!FindInvalidUtf8(subject));
  }
  for (const v1::SuppliedEntity& entity : article.supplied_entities()) {
    Check(!FindInvalidUtf8(entity.label()) && !(entity.id() + entity.label()).empty());
  }
}

}  // namespace
}  // namespace facetwire::formats

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  namespace formats = facetwire::formats;
  std::istringstream input(std::string(reinterpret_cast<const char*>(data), size));
  formats::ArticleReader::Options options;
  options.stdin_id = "id";
  options.format = formats::FormatOfName(FACETWIRE_FUZZ_FORMAT);
  options.max_entry_bytes = size_t{1} << 20U;
  formats::ArticleReader reader({"-"}, std::move(options), input);
  formats::Check(reader
                     .ForEach(
                         [](const facetwire::v1::Article& article) {
                           formats::CheckArticle(article);
                           return absl::OkStatus();
                         },
                         [](const formats::Rejection& rejection) {
                           formats::Check(!rejection.reason.empty());
                         })
                     .ok());
  return 0;
}
