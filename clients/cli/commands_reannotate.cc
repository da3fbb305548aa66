// SPDX-License-Identifier: GPL-3.0-or-later
#include <memory>

#include <grpcpp/support/sync_stream.h>

#include "clients/cli/connection.h"
#include "clients/cli/errors.h"
#include "clients/cli/progress_line.h"
#include "clients/cli/render.h"
#include "clients/cli/session.h"

namespace facetwire::cli {

int RunReannotate(Session& session) {
  Connection connection(session.options);
  Peer& peer = connection.indexing;
  grpc::ClientContext context;  // without a deadline: it takes as long as it takes
  const auto reader =
      peer.maintenance().ReannotateArticles(&context, v1::ReannotateArticlesRequest());
  ProgressLine progress(session);
  v1::ReannotateArticlesResponse response;
  while (reader->Read(&response)) {
    if (session.options.json) {
      session.streams.out << ToJson(response) << "\n" << std::flush;
    }
    progress.Show(response.done(), response.total());
  }
  progress.Clear();
  absl::Status status = FromGrpc(reader->Finish(), peer.address());
  if (status.ok() && !response.has_result()) {
    status = absl::DataLossError("the server did not say what came of it");
  }
  if (status.ok() && !session.options.json) {
    session.streams.out << response.done() << " articles annotated again, of which "
                        << response.result().changed() << " have changed\n";
  }
  return Report(session, status);
}

}  // namespace facetwire::cli
