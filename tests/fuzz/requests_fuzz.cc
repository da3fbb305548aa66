// SPDX-License-Identifier: GPL-3.0-or-later
// Messages as a client may send them, against an engine on a small index, without the transport:
// the first byte chooses the call, the rest is its request.
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <future>
#include <string>
#include <unistd.h>
#include <utility>

#include "facetwire/v1/indexing_service.pb.h"
#include "facetwire/v1/query_service.pb.h"

#include "index/base/str_cat.h"
#include "index/engine/local_engine.h"
#include "services/common/convert_article.h"
#include "services/common/convert_query.h"
#include "services/common/convert_results.h"
#include "services/common/grpc_status.h"

namespace facetwire {
namespace {

std::string g_directory;

LocalEngine& Engine() {
  static LocalEngine engine = [] {
    g_directory =
        StrCat(std::filesystem::temp_directory_path().string(), "/facetwire-fuzz-", getpid());
    std::atexit([] {
      std::error_code ignored;
      std::filesystem::remove_all(g_directory, ignored);
    });
    return OpenLocalEngine({.data_dir = g_directory}).value();
  }();
  return engine;
}

CallContext Soon() { return {.deadline = absl::Now() + absl::Seconds(5)}; }

// Calls `call` with the message, where gRPC would have passed it on: text must be UTF-8.
template <typename Message>
void Send(void (*call)(const Message&), const std::uint8_t* data, std::size_t size) {
  Message message;
  if (message.ParseFromArray(data, static_cast<int>(size))) {
    call(message);
  }
}

void Search(const v1::SearchRequest& request) {
  const absl::StatusOr<SearchRequest> search = FromProto(request);
  if (!search.ok()) {
    static_cast<void>(ToGrpcStatus(search.status()));
    return;
  }
  const absl::StatusOr<SearchResult> result = Engine().query->Search(*search, Soon());
  static_cast<void>(ToGrpcStatus(result.status()));
  if (result.ok()) {
    v1::SearchResponse response;
    ToProto(*result, OffsetUnit::kUtf8Bytes, response);
  }
}

void ListValues(const v1::ListFacetValuesRequest& request) {
  const absl::StatusOr<FacetValuesRequest> list = FromProto(request);
  if (!list.ok()) {
    static_cast<void>(ToGrpcStatus(list.status()));
    return;
  }
  const absl::StatusOr<FacetValuesResult> result = Engine().query->ListFacetValues(*list, Soon());
  static_cast<void>(ToGrpcStatus(result.status()));
  if (result.ok()) {
    v1::ListFacetValuesResponse response;
    ToProto(*result, response);
  }
}

void Index(const v1::IndexArticleRequest& request) {
  absl::StatusOr<Article> article = FromProto(request.article());
  if (!article.ok()) {
    static_cast<void>(ToGrpcStatus(article.status()));
    return;
  }
  std::promise<void> done;
  Engine().indexing->Index(
      {*std::move(article)}, Soon(), [&](absl::StatusOr<IndexBatchResult>) { done.set_value(); });
  done.get_future().wait();
}

void Delete(const v1::DeleteArticleRequest& request) {
  std::promise<void> done;
  Engine().indexing->Delete(
      request.id(), Soon(), [&](const absl::StatusOr<DeleteResult>&) { done.set_value(); });
  done.get_future().wait();
}

}  // namespace
}  // namespace facetwire

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace facetwire;  // NOLINT(google-build-using-namespace): the function has no namespace
  if (size == 0) {
    return 0;
  }
  switch (data[0] % 4) {
    case 0:
      Send(&Search, data + 1, size - 1);
      break;
    case 1:
      Send(&ListValues, data + 1, size - 1);
      break;
    case 2:
      Send(&Index, data + 1, size - 1);
      break;
    default:
      Send(&Delete, data + 1, size - 1);
  }
  return 0;
}
