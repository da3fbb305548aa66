// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/annotation/grpc_annotator.h"

#include <algorithm>

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/support/channel_arguments.h>

#include "facetwire/v1/annotation_service.grpc.pb.h"

#include "index/base/str_cat.h"
#include "services/annotation/convert_annotation.h"

namespace facetwire {

namespace {

constexpr int kLongestBackoffMs = 2000;

std::shared_ptr<grpc::Channel> OpenChannel(const std::string& address) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);  // a web proxy does not know the annotator
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, kLongestBackoffMs);
  arguments.SetUserAgentPrefix("facetwire-server");
  return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
}

class GrpcAnnotator final : public OutsideAnnotator {
 public:
  explicit GrpcAnnotator(const GrpcAnnotatorOptions& options)
      : options_(options), stub_(v1::AnnotationService::NewStub(OpenChannel(options.address))) {}

  absl::StatusOr<OutsideAnswer> Annotate(const Article& article,
                                         const CallContext& context) override {
    grpc::ClientContext call;
    const absl::Time now = absl::Now();  // gRPC's deadlines are of the system's clock
    const absl::Duration left = context.deadline - context.clock->Now();
    call.set_deadline(absl::ToChronoTime(now + std::min(options_.timeout, left)));
    v1::AnnotateResponse response;
    const grpc::Status status = stub_->Annotate(&call, ToAnnotateRequest(article), &response);
    if (!status.ok()) {
      return absl::Status(static_cast<absl::StatusCode>(status.error_code()),
                          ToAbsl(status.error_message()));
    }
    return FromProto(response, article);
  }

  std::string name() const override { return StrCat("annotator ", options_.address); }

 private:
  const GrpcAnnotatorOptions options_;
  const std::unique_ptr<v1::AnnotationService::Stub> stub_;
};

}  // namespace

std::unique_ptr<OutsideAnnotator> MakeGrpcAnnotator(const GrpcAnnotatorOptions& options) {
  return std::make_unique<GrpcAnnotator>(options);
}

}  // namespace facetwire
