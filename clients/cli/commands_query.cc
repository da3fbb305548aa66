// SPDX-License-Identifier: GPL-3.0-or-later
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

#include "clients/cli/connection.h"
#include "clients/cli/errors.h"
#include "clients/cli/render.h"
#include "clients/cli/requests.h"
#include "clients/cli/session.h"
#include "clients/cli/text.h"

namespace facetwire::cli {
namespace {

template <typename Response>
void PrintHints(const Response& response, Session& session) {
  for (const v1::QueryNote& note : response.notes()) {
    session.streams.err << "hint: " << Printable(note.message(), true) << "\n";
  }
}

// Sends a request that could be built to the query service, and prints the hints of its answer.
template <typename Request, typename Response>
absl::Status Ask(Session& session,
                 const absl::StatusOr<Request>& request,
                 grpc::Status (v1::QueryService::Stub::*method)(grpc::ClientContext*,
                                                                const Request&,
                                                                Response*),
                 Response& response) {
  if (!request.ok()) {
    return request.status();
  }
  Connection connection(session.options);
  absl::Status status = connection.query.Ask([&](grpc::ClientContext* context) {
    return (connection.query.query().*method)(context, *request, &response);
  });
  if (status.ok()) {
    PrintHints(response, session);
  }
  return status;
}

void PrintNextPage(const std::string& token, Session& session) {
  if (!token.empty()) {
    session.streams.out << "\n"
                        << session.style.Paint("next page:", Tone::kDim) << " "
                        << NextPageCommand(session.arguments, token) << "\n";
  }
}

}  // namespace

int RunSearch(Session& session) {
  const auto request = BuildSearch(session.options);
  v1::SearchResponse response;
  const absl::Status status = Ask(session, request, &v1::QueryService::Stub::Search, response);
  if (!status.ok()) {
    return Report(session, status);
  }
  // The article itself would be among its copies.
  const bool missing = session.options.command == Command::kCopies && response.total_count() == 0;
  if (session.options.json) {
    session.streams.out << ToJson(response) << "\n";
    return missing ? kExitNotFound : kExitOk;
  }
  if (missing) {
    return Report(session,
                  absl::NotFoundError(absl::StrCat(
                      "there is no article \"", session.options.query.copies_of, "\"")));
  }
  const bool facets_only = session.options.command == Command::kFacets;
  session.streams.out << (facets_only ? RenderFacets(response, session.style)
                                      : RenderSearch(response, session.style));
  if (response.total_count() == 0) {
    session.streams.out.flush();  // first the answer
    for (const std::string& advice : Advice(request->query())) {
      session.streams.err << "hint: " << Printable(advice, true) << "\n";
    }
  }
  if (!facets_only) {
    PrintNextPage(response.next_page_token(), session);
  }
  return kExitOk;
}

int RunValues(Session& session) {
  const auto request = BuildValues(session.options);
  v1::ListFacetValuesResponse response;
  const absl::Status status =
      Ask(session, request, &v1::QueryService::Stub::ListFacetValues, response);
  if (!status.ok()) {
    return Report(session, status);
  }
  if (session.options.json) {
    session.streams.out << ToJson(response) << "\n";
    return kExitOk;
  }
  session.streams.out << RenderValues(response, session.options.facet, session.style);
  PrintNextPage(response.next_page_token(), session);
  return kExitOk;
}

int RunGet(Session& session) {
  Connection connection(session.options);
  int exit_code = kExitOk;
  bool first = true;
  for (const std::string& id : session.options.ids) {
    v1::GetArticleRequest request;
    request.set_id(id);
    request.set_label_language(session.options.label_language);
    v1::GetArticleResponse response;
    const absl::Status status = connection.query.Ask([&](grpc::ClientContext* context) {
      return connection.query.query().GetArticle(context, request, &response);
    });
    if (!status.ok()) {
      exit_code = Report(session, status);
      if (exit_code != kExitNotFound) {
        return exit_code;
      }
      continue;
    }
    if (session.options.json) {
      session.streams.out << ToJson(response) << "\n";
    } else {
      session.streams.out << (first ? "" : "\n")
                          << RenderArticle(response.article(), session.style);
    }
    first = false;
  }
  return exit_code;
}

}  // namespace facetwire::cli
