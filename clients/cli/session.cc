// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/cli/session.h"

#include "clients/cli/errors.h"
#include "clients/cli/text.h"

namespace facetwire::cli {
namespace {

bool WantsColor(const Options& options, const Streams& streams) {
  switch (options.color) {
    case ColorMode::kAlways:
      return true;
    case ColorMode::kNever:
      return false;
    case ColorMode::kAuto:
      break;
  }
  return streams.out_is_terminal && !streams.no_color;
}

int RunCommand(Session& session) {
  switch (session.options.command) {
    case Command::kIndex:
      return RunIndex(session);
    case Command::kAnnotate:
      return RunAnnotate(session);
    case Command::kSearch:
    case Command::kFacets:
    case Command::kCopies:
      return RunSearch(session);
    case Command::kValues:
      return RunValues(session);
    case Command::kGet:
      return RunGet(session);
    case Command::kDelete:
      return RunDelete(session);
    case Command::kCorrections:
      return RunCorrections(session);
    case Command::kReannotate:
      return RunReannotate(session);
    case Command::kStatus:
      return RunStatus(session);
    case Command::kBackup:
      return RunBackup(session);
    case Command::kVerify:
      return RunVerify(session);
  }
  return kExitError;
}

}  // namespace

int Report(Session& session, const absl::Status& status) {
  if (!status.ok()) {
    session.streams.out.flush();  // what was said before stands before it
    session.streams.err << "facetwire: " << Printable(status.message(), true) << "\n";
  }
  return ExitCode(status);
}

int RunCli(const std::vector<std::string>& arguments, Streams& streams) {
  const ParsedCommandLine parsed = ParseCommandLine(arguments);
  streams.out << parsed.out;
  streams.err << parsed.err;
  if (!parsed.options) {
    return parsed.exit_code;
  }
  Session session{
      *parsed.options, arguments, streams, {WantsColor(*parsed.options, streams), streams.width}};
  return RunCommand(session);
}

}  // namespace facetwire::cli
