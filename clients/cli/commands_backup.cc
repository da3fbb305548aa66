// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>
#include <cerrno>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <spawn.h>
#include <string>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include <grpcpp/support/sync_stream.h>

#include "clients/cli/backup_directory.h"
#include "clients/cli/connection.h"
#include "clients/cli/errors.h"
#include "clients/cli/session.h"

namespace facetwire::cli {
namespace {

std::string Megabytes(std::uint64_t bytes) {
  constexpr double kMega = 1e6;
  return absl::StrFormat("%.1f MB", static_cast<double>(bytes) / kMega);
}

absl::Status Take(const v1::BackupIndexResponse& response, BackupDirectory& directory) {
  switch (response.step_case()) {
    case v1::BackupIndexResponse::kPlan:
      return directory.Begin(response.plan());
    case v1::BackupIndexResponse::kBlock:
      return directory.Put(response.block());
    case v1::BackupIndexResponse::kEnd:
      return directory.End(response.end());
    case v1::BackupIndexResponse::STEP_NOT_SET:
      break;
  }
  return absl::DataLossError("the server sends a step of a backup that this program does not know");
}

absl::Status Copy(Peer& peer, BackupDirectory& directory) {
  const absl::StatusOr<v1::BackupIndexRequest> present = directory.Present();
  if (!present.ok()) {
    return present.status();
  }
  grpc::ClientContext context;  // without a deadline: it takes as long as it takes
  const auto reader = peer.maintenance().BackupIndex(&context, *present);
  v1::BackupIndexResponse response;
  absl::Status status;
  while (status.ok() && reader->Read(&response)) {
    status = Take(response, directory);
  }
  if (!status.ok()) {
    context.TryCancel();
  }
  const grpc::Status ended = reader->Finish();
  if (status.ok()) {
    status = FromGrpc(ended, peer.address());
  }
  return status.ok() ? directory.Finish() : status;
}

// facetwire-server beside this program.
std::string ServerProgram() {
  std::error_code error;
  const std::filesystem::path self = std::filesystem::read_symlink("/proc/self/exe", error);
  return (self.parent_path() / "facetwire-server").string();
}

// What the check says goes where the output of this program goes.
absl::Status CheckIndex(Session& session, const std::string& directory) {
  session.streams.out.flush();
  std::string program = ServerProgram();
  std::string flag = "--verify";
  std::string argument = directory;
  const std::array<char*, 4> arguments = {program.data(), flag.data(), argument.data(), nullptr};
  pid_t child = 0;
  const int failed =
      posix_spawn(&child, program.c_str(), nullptr, nullptr, arguments.data(), environ);
  if (failed != 0) {
    return absl::ErrnoToStatus(failed, absl::StrCat("cannot run ", program));
  }
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) && WEXITSTATUS(status) == 0
             ? absl::OkStatus()
             : absl::DataLossError(absl::StrCat(directory, " is not sound"));
}

}  // namespace

int RunVerify(Session& session) {
  return Report(session, CheckIndex(session, session.options.directory));
}

int RunBackup(Session& session) {
  absl::StatusOr<BackupDirectory> directory = BackupDirectory::Open(session.options.directory);
  if (!directory.ok()) {
    return Report(session, directory.status());
  }
  Connection connection(session.options);
  absl::Status status = Copy(connection.indexing, *directory);
  if (!status.ok()) {
    return Report(session, status);
  }
  session.streams.out << session.options.directory << ": " << Megabytes(directory->total_bytes())
                      << ", of which " << Megabytes(directory->received_bytes())
                      << " were copied\n";
  return Report(
      session, session.options.no_verify ? status : CheckIndex(session, session.options.directory));
}

}  // namespace facetwire::cli
