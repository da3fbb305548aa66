// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_SERVICES_SERVER_OPTIONS_H_
#define FACETWIRE_SERVICES_SERVER_OPTIONS_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace facetwire {

// What the server is told by its flags and its configuration file.
struct ServerOptions {
  std::string data_dir;
  std::string listen = "127.0.0.1:50051";
  bool indexing = true;
  bool query = true;
  std::size_t workers = 0;  // threads for each role; set by ParseCommandLine, at least 1

  // "indexing,query".
  std::string Roles() const;

  friend bool operator==(const ServerOptions&, const ServerOptions&) = default;
};

// Instead of options: say this and end (--help, --version).
struct PrintAndExit {
  std::string text;
};

using CommandLine = std::variant<ServerOptions, PrintAndExit>;

// `arguments` without the program's name. Reads the file that --config names; flags win over it.
// INVALID_ARGUMENT says what is wrong and where: the flag, or the file's line and key.
absl::StatusOr<CommandLine> ParseCommandLine(const std::vector<std::string>& arguments);

// What a configuration file says; what it leaves out is as in `options`.
// `name` stands in errors. INVALID_ARGUMENT for TOML that cannot be read, an unknown key, a wrong
// type, a value that is out of range.
absl::Status ApplyConfig(std::string_view toml, std::string_view name, ServerOptions& options);

}  // namespace facetwire

#endif  // FACETWIRE_SERVICES_SERVER_OPTIONS_H_
