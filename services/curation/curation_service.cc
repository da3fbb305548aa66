// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/curation/curation_service.h"

#include <string>
#include <utility>

#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>

#include "facetwire/v1/curation_service.grpc.pb.h"

#include "index/base/errors.h"
#include "index/base/str_cat.h"
#include "services/common/convert_article_query.h"
#include "services/common/convert_facet.h"
#include "services/common/convert_time.h"

namespace facetwire {
namespace {

constexpr int kDefaultPage = 100;

void SetKind(const Correction& correction, v1::Correction& out) {
  switch (correction.kind) {
    case CorrectionKind::kMerge:
      out.mutable_merge()->set_person(correction.entity);
      out.mutable_merge()->set_into(correction.target);
      break;
    case CorrectionKind::kSplit:
      out.mutable_split()->set_person(correction.entity);
      out.mutable_split()->set_new_person(correction.target);
      out.mutable_split()->set_label(correction.name);
      out.mutable_split()->set_article_count(correction.articles);
      break;
    case CorrectionKind::kRename:
      out.mutable_rename()->set_person(correction.entity);
      out.mutable_rename()->set_label(correction.name);
      break;
    case CorrectionKind::kAlias:
      out.mutable_alias()->set_person(correction.entity);
      out.mutable_alias()->set_alias(correction.name);
      out.mutable_alias()->set_alias_id(correction.target);
      break;
    case CorrectionKind::kBan:
      out.mutable_ban()->set_facet(std::string(FacetName(correction.facet)));
      out.mutable_ban()->set_id(correction.entity);
      break;
  }
}

void ToProto(const Correction& correction, v1::Correction& out) {
  out.set_id(correction.id);
  facetwire::ToProto(correction.time, *out.mutable_create_time());
  out.set_author(correction.author);
  SetKind(correction, out);
  if (correction.undone.has_value()) {
    facetwire::ToProto(*correction.undone, *out.mutable_undo_time());
    out.set_undo_author(correction.undone_by);
  }
}

absl::StatusOr<CorrectionRequest> FromProto(const v1::MergePersonsRequest& request) {
  return CorrectionRequest{.kind = CorrectionKind::kMerge,
                           .author = request.author(),
                           .entity = request.person(),
                           .target = request.into()};
}

absl::StatusOr<CorrectionRequest> FromProto(const v1::SplitPersonRequest& request) {
  CorrectionRequest out{
      .kind = CorrectionKind::kSplit,
      .author = request.author(),
      .entity = request.person(),
      .name = request.label(),
      .article_ids = {request.article_ids().begin(), request.article_ids().end()}};
  if (request.has_query()) {
    absl::StatusOr<ArticleQuery> query = facetwire::FromProto(request.query(), "query");
    if (!query.ok()) {
      return query.status();
    }
    out.articles = *std::move(query);
  }
  return out;
}

absl::StatusOr<CorrectionRequest> FromProto(const v1::RenamePersonRequest& request) {
  return CorrectionRequest{.kind = CorrectionKind::kRename,
                           .author = request.author(),
                           .entity = request.person(),
                           .name = request.label()};
}

absl::StatusOr<CorrectionRequest> FromProto(const v1::AddPersonAliasRequest& request) {
  return CorrectionRequest{.kind = CorrectionKind::kAlias,
                           .author = request.author(),
                           .entity = request.person(),
                           .name = request.alias()};
}

absl::StatusOr<CorrectionRequest> FromProto(const v1::BanEntityRequest& request) {
  const absl::StatusOr<Facet> facet = EntityFacetFromProto(request.facet(), "facet");
  if (!facet.ok()) {
    return facet.status();
  }
  return CorrectionRequest{.kind = CorrectionKind::kBan,
                           .author = request.author(),
                           .facet = *facet,
                           .entity = request.id()};
}

template <typename Response>
CurationEngine::Done AnswerInto(Response& response, const Reply& reply) {
  return [&response, reply](const absl::StatusOr<CorrectionResult>& result) {
    if (result.ok()) {
      ToProto(result->correction, *response.mutable_correction());
      response.set_commit_token(result->commit_token);
    }
    reply(result.status());
  };
}

absl::Status List(CurationEngine& engine,
                  const v1::ListCorrectionsRequest& request,
                  v1::ListCorrectionsResponse& response,
                  const CallContext& context) {
  const int size = request.has_page_size() ? request.page_size() : kDefaultPage;
  if (size < 1 || size > static_cast<int>(CurationEngine::kMaxPageSize)) {
    return InvalidField("page_size",
                        StrCat("is ", size, "; from 1 to ", CurationEngine::kMaxPageSize));
  }
  const absl::StatusOr<CorrectionPage> page =
      engine.List(static_cast<std::uint32_t>(size), request.page_token(), context);
  if (!page.ok()) {
    return page.status();
  }
  for (const Correction& correction : page->corrections) {
    ToProto(correction, *response.add_corrections());
  }
  response.set_next_page_token(page->next_page_token);
  response.set_commit_token(page->commit_token);
  return absl::OkStatus();
}

class CurationServiceImpl final : public v1::CurationService::CallbackService {
 public:
  CurationServiceImpl(CurationEngine& engine, CallEnvironment environment)
      : engine_(engine), environment_(environment) {}

  grpc::ServerUnaryReactor* MergePersons(grpc::CallbackServerContext* context,
                                         const v1::MergePersonsRequest* request,
                                         v1::MergePersonsResponse* response) override {
    return Correct(*context, *request, *response);
  }

  grpc::ServerUnaryReactor* SplitPerson(grpc::CallbackServerContext* context,
                                        const v1::SplitPersonRequest* request,
                                        v1::SplitPersonResponse* response) override {
    return Correct(*context, *request, *response);
  }

  grpc::ServerUnaryReactor* RenamePerson(grpc::CallbackServerContext* context,
                                         const v1::RenamePersonRequest* request,
                                         v1::RenamePersonResponse* response) override {
    return Correct(*context, *request, *response);
  }

  grpc::ServerUnaryReactor* AddPersonAlias(grpc::CallbackServerContext* context,
                                           const v1::AddPersonAliasRequest* request,
                                           v1::AddPersonAliasResponse* response) override {
    return Correct(*context, *request, *response);
  }

  grpc::ServerUnaryReactor* BanEntity(grpc::CallbackServerContext* context,
                                      const v1::BanEntityRequest* request,
                                      v1::BanEntityResponse* response) override {
    return Correct(*context, *request, *response);
  }

  grpc::ServerUnaryReactor* UndoCorrection(grpc::CallbackServerContext* context,
                                           const v1::UndoCorrectionRequest* request,
                                           v1::UndoCorrectionResponse* response) override {
    return StartCall(*context, environment_, [=, this](const auto& call, const auto& reply) {
      engine_.Undo(request->id(), request->author(), call, AnswerInto(*response, reply));
    });
  }

  grpc::ServerUnaryReactor* ListCorrections(grpc::CallbackServerContext* context,
                                            const v1::ListCorrectionsRequest* request,
                                            v1::ListCorrectionsResponse* response) override {
    return StartCall(*context, environment_, [=, this](const auto& call, const auto& reply) {
      reply(List(engine_, *request, *response, call));
    });
  }

 private:
  template <typename Request, typename Response>
  grpc::ServerUnaryReactor* Correct(grpc::CallbackServerContext& context,
                                    const Request& request,
                                    Response& response) {
    return StartCall(context, environment_, [&, this](const auto& call, const auto& reply) {
      const absl::StatusOr<CorrectionRequest> read = FromProto(request);
      if (!read.ok()) {
        reply(read.status());
        return;
      }
      engine_.Correct(*read, call, AnswerInto(response, reply));
    });
  }

  CurationEngine& engine_;
  const CallEnvironment environment_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeCurationService(CurationEngine& engine,
                                                   CallEnvironment environment) {
  return std::make_unique<CurationServiceImpl>(engine, environment);
}

}  // namespace facetwire
