// SPDX-License-Identifier: GPL-3.0-or-later
#include <string>

#include "absl/strings/str_cat.h"

#include "clients/cli/connection.h"
#include "clients/cli/errors.h"
#include "clients/cli/render.h"
#include "clients/cli/requests.h"
#include "clients/cli/session.h"
#include "clients/cli/text.h"

namespace facetwire::cli {

namespace {

int DeleteIds(Session& session) {
  Connection connection(session.options);
  int exit_code = kExitOk;
  for (const std::string& id : session.options.ids) {
    v1::DeleteArticleRequest request;
    request.set_id(id);
    request.set_allow_missing(session.options.allow_missing);
    v1::DeleteArticleResponse response;
    const absl::Status status = connection.indexing.Ask([&](grpc::ClientContext* context) {
      return connection.indexing.indexing().DeleteArticle(context, request, &response);
    });
    if (!status.ok()) {
      exit_code = Report(session, status);
      if (exit_code != kExitNotFound) {
        return exit_code;
      }
    } else if (session.options.json) {
      session.streams.out << ToJson(response) << "\n";
    } else {
      session.streams.out << (response.existed() ? "deleted " : "there is no ")
                          << Printable(id, true) << "\n";
    }
  }
  return exit_code;
}

std::string Articles(uint64_t count) {
  return absl::StrCat(WithCommas(count), count == 1 ? " article" : " articles");
}

absl::Status Ask(Connection& connection,
                 const v1::DeleteArticlesRequest& request,
                 v1::DeleteArticlesResponse& response) {
  return connection.indexing.Ask([&](grpc::ClientContext* context) {
    return connection.indexing.indexing().DeleteArticles(context, request, &response);
  });
}

void PrintSome(const v1::DeleteArticlesResponse& response, Session& session) {
  for (const std::string& id : response.sample_ids()) {
    session.streams.out << "  " << Printable(id, true) << "\n";
  }
  const auto shown = static_cast<uint64_t>(response.sample_ids_size());
  if (response.count() > shown) {
    session.streams.out << "  and " << WithCommas(response.count() - shown) << " more\n";
  }
}

// Shows what would go, and asks. Not a yes: false.
bool Confirmed(const v1::DeleteArticlesResponse& planned, Session& session) {
  session.streams.out << "this deletes " << Articles(planned.count()) << ":\n";
  PrintSome(planned, session);
  session.streams.out << "delete them? [y/N] " << std::flush;
  std::string answer;
  std::getline(session.streams.in, answer);
  return answer == "y" || answer == "Y" || answer == "yes";
}

int DeleteByQuery(Session& session) {
  const Options& options = session.options;
  QueryOptions query = options.query;
  query.strict = true;  // nobody deletes by a guess
  const absl::StatusOr<v1::ArticleQuery> built = BuildQuery(query);
  if (!built.ok()) {
    return Report(session, built.status());
  }
  v1::DeleteArticlesRequest request;
  *request.mutable_query() = *built;
  request.set_allow_all(options.all);
  request.set_include_withheld(options.include_withheld);
  const bool ask = session.streams.in_is_terminal && !options.yes && !options.dry_run;
  request.set_dry_run(options.dry_run || ask);
  Connection connection(options);
  v1::DeleteArticlesResponse response;
  absl::Status status = Ask(connection, request, response);
  if (status.ok() && ask) {
    if (response.count() > 0 && !Confirmed(response, session)) {
      session.streams.out << "nothing was deleted\n";
      return kExitError;
    }
    request.set_dry_run(false);
    response.Clear();
    status = Ask(connection, request, response);
  }
  if (!status.ok()) {
    return Report(session, status);
  }
  if (options.json) {
    session.streams.out << ToJson(response) << "\n";
  } else {
    session.streams.out << (options.dry_run ? "would delete " : "deleted ")
                        << Articles(response.count()) << "\n";
    if (options.dry_run) {
      PrintSome(response, session);
    }
  }
  return kExitOk;
}

}  // namespace

int RunDelete(Session& session) {
  return session.options.ids.empty() ? DeleteByQuery(session) : DeleteIds(session);
}

}  // namespace facetwire::cli
