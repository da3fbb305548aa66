// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_CLIENTS_CLI_SESSION_H_
#define FACETWIRE_CLIENTS_CLI_SESSION_H_

#include <cstddef>
#include <istream>
#include <ostream>
#include <string>
#include <vector>

#include "absl/status/status.h"

#include "clients/cli/options.h"
#include "clients/cli/style.h"

namespace facetwire::cli {

// The world around a command.
struct Streams {
  std::istream& in;
  std::ostream& out;
  std::ostream& err;
  bool out_is_terminal = false;
  bool err_is_terminal = false;
  bool no_color = false;  // the environment says so
  size_t width = 100;
  bool in_is_terminal = false;
};

// What a command works with.
struct Session {
  const Options& options;
  const std::vector<std::string>& arguments;  // as typed
  Streams& streams;
  Style style;
};

// Prints "facetwire: message" for an error; returns the exit code.
int Report(Session& session, const absl::Status& status);

// The commands. Each returns the exit code.
int RunIndex(Session& session);
int RunAnnotate(Session& session);
int RunSearch(Session& session);  // and facets, and copies
int RunValues(Session& session);
int RunGet(Session& session);
int RunDelete(Session& session);
int RunCorrections(Session& session);
int RunReannotate(Session& session);
int RunStatus(Session& session);
int RunBackup(Session& session);
int RunVerify(Session& session);

// All of it: reads the command line (without the program's name), runs the command.
int RunCli(const std::vector<std::string>& arguments, Streams& streams);

}  // namespace facetwire::cli

#endif  // FACETWIRE_CLIENTS_CLI_SESSION_H_
