// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/maintenance/maintenance_service.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>
#include <map>
#include <openssl/sha.h>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>

#include "facetwire/v1/maintenance_service.grpc.pb.h"

#include "index/base/errors.h"
#include "index/base/str_cat.h"
#include "services/maintenance/reannotate_call.h"
#include "services/maintenance/streaming_call.h"

namespace facetwire {

namespace {

constexpr std::uint64_t kBlockBytes = std::uint64_t{1} << 20U;
constexpr absl::Duration kRetryAfter = absl::Seconds(5);

std::string Sha256(std::string_view bytes) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest.data());
  return {digest.begin(), digest.end()};
}

// What the caller has: by path, the digests of its blocks.
using Present = std::map<std::string, std::string, std::less<>>;

absl::StatusOr<Present> ReadRequest(const v1::BackupIndexRequest& request) {
  Present present;
  for (int i = 0; i < request.files_size(); ++i) {
    const v1::BackupFile& file = request.files(i);
    const std::uint64_t blocks = file.size() / kBlockBytes + (file.size() % kBlockBytes != 0);
    const std::uint64_t digests = file.block_sha256().size() / SHA256_DIGEST_LENGTH;
    if (digests != blocks || file.block_sha256().size() % SHA256_DIGEST_LENGTH != 0) {
      return InvalidField(StrCat("files[", i, "].block_sha256"),
                          StrCat("must have 32 bytes for each of the ", blocks, " blocks"));
    }
    present.emplace(file.path(), file.block_sha256());
  }
  return present;
}

// A call of BackupIndex.
class BackupCall final : public StreamingCall<v1::BackupIndexResponse> {
 public:
  // The request must live as long as this.
  BackupCall(MaintenanceEngine& engine,
             CallCounter& calls,
             std::atomic<bool>& busy,
             const v1::BackupIndexRequest& request)
      : StreamingCall(calls), engine_(engine), busy_(busy), request_(request) {}

  void Begin() {
    holds_busy_ = !busy_.exchange(true);
    Start(holds_busy_ ? absl::OkStatus()
                      : WithRetryAfter(absl::ResourceExhaustedError("another backup is under way"),
                                       kRetryAfter));
  }

  void OnDone() override {
    if (holds_busy_) {
      busy_ = false;
    }
    StreamingCall::OnDone();
  }

 private:
  absl::Status Send() override {
    const absl::StatusOr<Present> present = ReadRequest(request_);
    if (!present.ok()) {
      return present.status();
    }
    absl::StatusOr<std::unique_ptr<BackupSource>> source = engine_.BeginBackup(context());
    if (!source.ok()) {
      return source.status();
    }
    if (!request_.index_id().empty() && request_.index_id() != (*source)->index_id()) {
      return absl::FailedPreconditionError(
          StrCat("this is index ", (*source)->index_id(), ", not ", request_.index_id()));
    }
    absl::Status status = SendPlan(**source);
    for (std::size_t file = 0; status.ok() && file < (*source)->files().size(); ++file) {
      const auto found = present->find((*source)->files()[file].path);
      status = SendFile(**source, file, found == present->end() ? "" : found->second);
    }
    return status;
  }

  absl::Status SendPlan(const BackupSource& source) {
    v1::BackupIndexResponse response;
    v1::BackupPlan& plan = *response.mutable_plan();
    plan.set_index_id(source.index_id());
    plan.set_commit_token(source.commit_token());
    for (const BackupFileInfo& info : source.files()) {
      v1::BackupFile& file = *plan.add_files();
      file.set_path(info.path);
      file.set_size(info.size);
    }
    return Write(response);
  }

  absl::Status SendFile(BackupSource& source, std::size_t number, std::string_view present) {
    const BackupFileInfo& info = source.files()[number];
    v1::BackupIndexResponse end;
    end.mutable_end()->set_path(info.path);
    end.mutable_end()->set_size(info.size);
    std::string& digests = *end.mutable_end()->mutable_block_sha256();
    for (std::uint64_t offset = 0; offset < info.size; offset += kBlockBytes) {
      absl::StatusOr<std::string> bytes =
          source.Read(number, offset, std::min(kBlockBytes, info.size - offset));
      if (!bytes.ok()) {
        return bytes.status();
      }
      const std::string digest = Sha256(*bytes);
      if (digests.size() >= present.size() ||
          present.substr(digests.size(), digest.size()) != digest) {
        v1::BackupIndexResponse response;
        response.mutable_block()->set_path(info.path);
        response.mutable_block()->set_offset(offset);
        response.mutable_block()->set_data(*std::move(bytes));
        if (absl::Status status = Write(response); !status.ok()) {
          return status;
        }
      } else if (absl::Status status = context().Check(); !status.ok()) {
        return status;
      }
      digests += digest;
    }
    return Write(end);
  }

  MaintenanceEngine& engine_;
  std::atomic<bool>& busy_;
  const v1::BackupIndexRequest& request_;
  bool holds_busy_ = false;
};

class MaintenanceServiceImpl final : public v1::MaintenanceService::CallbackService {
 public:
  MaintenanceServiceImpl(MaintenanceEngine& engine, CallCounter& calls)
      : engine_(engine), calls_(calls) {}

  grpc::ServerWriteReactor<v1::BackupIndexResponse>* BackupIndex(
      grpc::CallbackServerContext* /*context*/, const v1::BackupIndexRequest* request) override {
    auto* const call = new BackupCall(engine_, calls_, busy_, *request);
    call->Begin();
    return call;
  }

  grpc::ServerWriteReactor<v1::ReannotateArticlesResponse>* ReannotateArticles(
      grpc::CallbackServerContext* /*context*/,
      const v1::ReannotateArticlesRequest* /*request*/) override {
    auto* const call = new ReannotateCall(engine_, calls_);
    call->Start(absl::OkStatus());
    return call;
  }

 private:
  MaintenanceEngine& engine_;
  CallCounter& calls_;
  std::atomic<bool> busy_{false};
};

}  // namespace

std::unique_ptr<grpc::Service> MakeMaintenanceService(MaintenanceEngine& engine,
                                                      CallCounter& calls) {
  return std::make_unique<MaintenanceServiceImpl>(engine, calls);
}

}  // namespace facetwire
