// SPDX-License-Identifier: GPL-3.0-or-later
#include <string>

#include "clients/cli/connection.h"
#include "clients/cli/errors.h"
#include "clients/cli/render.h"
#include "clients/cli/requests.h"
#include "clients/cli/session.h"
#include "clients/cli/text.h"

namespace facetwire::cli {
namespace {

using Stub = v1::CurationService::Stub;

template <typename Request, typename Response>
absl::Status Ask(Session& session,
                 const Request& request,
                 grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                 Response& response) {
  Connection connection(session.options);
  return connection.indexing.Ask([&](grpc::ClientContext* context) {
    return (connection.indexing.curation().*method)(context, request, &response);
  });
}

// Sends a correction and prints what the journal says of it.
template <typename Request, typename Response>
int Correct(Session& session,
            Request request,
            grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*)) {
  request.set_author(session.options.curation.author);
  Response response;
  const absl::Status status = Ask(session, request, method, response);
  if (!status.ok()) {
    return Report(session, status);
  }
  if (session.options.json) {
    session.streams.out << ToJson(response) << "\n";
    return kExitOk;
  }
  const v1::Correction& correction = response.correction();
  session.streams.out << (correction.has_undo_time() ? "undone " : "correction ") << correction.id()
                      << ": " << Printable(DescribeCorrection(correction), true) << "\n";
  return kExitOk;
}

int List(Session& session) {
  v1::ListCorrectionsRequest request;
  if (session.options.limit.has_value()) {
    request.set_page_size(*session.options.limit);
  }
  request.set_page_token(session.options.page_token);
  v1::ListCorrectionsResponse response;
  const absl::Status status = Ask(session, request, &Stub::ListCorrections, response);
  if (!status.ok()) {
    return Report(session, status);
  }
  if (session.options.json) {
    session.streams.out << ToJson(response) << "\n";
    return kExitOk;
  }
  session.streams.out << RenderCorrections(response, session.style);
  if (!response.next_page_token().empty()) {
    session.streams.out << "\n"
                        << session.style.Paint("next page:", Tone::kDim) << " "
                        << NextPageCommand(session.arguments, response.next_page_token()) << "\n";
  }
  return kExitOk;
}

int Merge(Session& session) {
  v1::MergePersonsRequest request;
  request.set_person(session.options.curation.entity);
  request.set_into(session.options.curation.into);
  return Correct(session, request, &Stub::MergePersons);
}

int Split(Session& session) {
  const CurationOptions& curation = session.options.curation;
  v1::SplitPersonRequest request;
  request.set_person(curation.entity);
  request.set_label(curation.name);
  for (const std::string& id : curation.article_ids) {
    request.add_article_ids(id);
  }
  const absl::StatusOr<v1::ArticleQuery> query = BuildQuery(session.options.query);
  if (!query.ok()) {
    return Report(session, query.status());
  }
  if (query->ByteSizeLong() > 0) {
    *request.mutable_query() = *query;
  }
  return Correct(session, request, &Stub::SplitPerson);
}

int Rename(Session& session) {
  v1::RenamePersonRequest request;
  request.set_person(session.options.curation.entity);
  request.set_label(session.options.curation.name);
  return Correct(session, request, &Stub::RenamePerson);
}

int AddAlias(Session& session) {
  v1::AddPersonAliasRequest request;
  request.set_person(session.options.curation.entity);
  request.set_alias(session.options.curation.name);
  return Correct(session, request, &Stub::AddPersonAlias);
}

int Ban(Session& session) {
  v1::BanEntityRequest request;
  request.set_facet(session.options.curation.facet);
  request.set_id(session.options.curation.entity);
  return Correct(session, request, &Stub::BanEntity);
}

int Undo(Session& session) {
  v1::UndoCorrectionRequest request;
  request.set_id(session.options.curation.correction);
  return Correct(session, request, &Stub::UndoCorrection);
}

}  // namespace

int RunCorrections(Session& session) {
  switch (session.options.curation.what) {
    case Curation::kList:
      return List(session);
    case Curation::kMerge:
      return Merge(session);
    case Curation::kSplit:
      return Split(session);
    case Curation::kRename:
      return Rename(session);
    case Curation::kAlias:
      return AddAlias(session);
    case Curation::kBan:
      return Ban(session);
    case Curation::kUndo:
      return Undo(session);
  }
  return kExitError;
}

}  // namespace facetwire::cli
