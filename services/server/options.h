// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_SERVICES_SERVER_OPTIONS_H_
#define FACETWIRE_SERVICES_SERVER_OPTIONS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

#include "index/model/outside_annotator.h"

namespace facetwire {

// In the part of the index that is being written, before it is sealed and another one begun.
inline constexpr std::uint32_t kDefaultSealDocuments = 5000;

// For decoded posting lists that are asked for often.
inline constexpr std::uint32_t kDefaultCacheMegabytes = 128;

// What the server is told by its flags and its configuration file.
struct ServerOptions {
  std::string data_dir;
  std::string listen = "127.0.0.1:50051";
  bool indexing = true;
  bool query = true;
  std::size_t workers = 0;  // threads for each role; set by ParseCommandLine, at least 1
  std::uint32_t seal_documents = kDefaultSealDocuments;
  std::uint32_t cache_megabytes = kDefaultCacheMegabytes;  // of 2^20 bytes; query role
  std::string gazetteer;  // a file instead of the gazetteer in the program; empty: that one
  std::string annotator;  // HOST:PORT; empty: none
  // Only where there is an annotator; nothing: not said.
  std::optional<OutsideMode> annotator_mode;
  std::optional<absl::Duration> annotator_timeout;

  // "indexing,query".
  std::string Roles() const;

  friend bool operator==(const ServerOptions&, const ServerOptions&) = default;
};

// Instead of options: say this and end (--help, --version).
struct PrintAndExit {
  std::string text;
};

// Likewise: print the gazetteer in the program (--print-gazetteer).
struct PrintGazetteer {};

// Likewise: check the index in that directory (--verify).
struct VerifyAndExit {
  std::string directory;
};

using CommandLine = std::variant<ServerOptions, PrintAndExit, PrintGazetteer, VerifyAndExit>;

// `arguments` without the program's name. Reads the file that --config names; flags win over it.
// INVALID_ARGUMENT says what is wrong and where: the flag, or the file's line and key.
absl::StatusOr<CommandLine> ParseCommandLine(const std::vector<std::string>& arguments);

// What a configuration file says; what it leaves out is as in `options`.
// `name` stands in errors. INVALID_ARGUMENT for TOML that cannot be read, an unknown key, a wrong
// type, a value that is out of range.
absl::Status ApplyConfig(std::string_view toml, std::string_view name, ServerOptions& options);

}  // namespace facetwire

#endif  // FACETWIRE_SERVICES_SERVER_OPTIONS_H_
