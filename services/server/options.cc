// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/server/options.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <thread>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"

#include "index/base/str_cat.h"
#include "services/common/listen_address.h"
#include "services/server/option_values.h"
#include <CLI/CLI.hpp>

namespace facetwire {

namespace {

constexpr std::int64_t kMostWorkers = 1024;

constexpr char kAbout[] =
    "facetwire-server takes news articles in over gRPC, finds the countries, people and sectors "
    "in\n"
    "them, and answers searches with facets.";

constexpr char kExample[] =
    "Example:\n"
    "  facetwire-server --data-dir ./news --listen 127.0.0.1:50051\n"
    "\n"
    "A configuration file has the same names:\n"
    "  data-dir = \"./news\"\n"
    "  listen = \"0.0.0.0:50051\"\n"
    "  roles = \"query\"\n"
    "  workers = 4\n"
    "\n"
    "SIGTERM or SIGINT: finishes what it accepted and ends with 0; a second one ends it at once.\n"
    "Exit codes: 0 stopped, 1 failed, 2 bad usage.";

struct Flags {
  std::string data_dir;
  std::string listen;
  std::string roles;
  std::string config;
  std::int64_t workers = 0;
};

void AddFlags(CLI::App& app, Flags& flags) {
  app.add_option("--data-dir", flags.data_dir, "Directory of the index (required)")
      ->type_name("DIR");
  app.add_option("--listen",
                 flags.listen,
                 "Where to listen; port 0 takes a free one (default 127.0.0.1:50051)")
      ->type_name("HOST:PORT");
  app.add_option("--roles",
                 flags.roles,
                 "indexing, query or both (default indexing,query); one process at a time can have "
                 "the indexing role of a directory, any number the query role")
      ->type_name("ROLES");
  app.add_option("--config", flags.config, "TOML file with the same names; flags win over it")
      ->type_name("FILE");
  app.add_option("--workers",
                 flags.workers,
                 "Threads that work for each role (default: as many as the machine runs at once)")
      ->type_name("N");
}

absl::Status ApplyConfigFile(const std::string& path, ServerOptions& options) {
  std::ifstream file(path, std::ios::binary);
  std::error_code ignored;
  if (!file || std::filesystem::is_directory(path, ignored)) {
    return absl::InvalidArgumentError(StrCat("--config: cannot read the file ", path));
  }
  const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  return ApplyConfig(text, path, options);
}

absl::Status InFlag(std::string_view flag, const absl::Status& status) {
  return status.ok() ? status : absl::InvalidArgumentError(StrCat(flag, ": ", status.message()));
}

absl::Status ApplyFlags(const CLI::App& app, const Flags& flags, ServerOptions& options) {
  if (app.count("--data-dir") > 0) {
    options.data_dir = flags.data_dir;
  }
  if (app.count("--listen") > 0) {
    options.listen = flags.listen;
  }
  if (app.count("--roles") > 0) {
    if (absl::Status status = ParseRoles(flags.roles, options); !status.ok()) {
      return InFlag("--roles", status);
    }
  }
  if (app.count("--workers") > 0) {
    return InFlag("--workers", SetWorkers(flags.workers, options));
  }
  return absl::OkStatus();
}

absl::StatusOr<ServerOptions> Combine(const CLI::App& app, const Flags& flags) {
  ServerOptions options;
  options.workers = std::max(std::thread::hardware_concurrency(), 1U);
  if (app.count("--config") > 0) {
    if (absl::Status status = ApplyConfigFile(flags.config, options); !status.ok()) {
      return status;
    }
  }
  if (absl::Status status = ApplyFlags(app, flags, options); !status.ok()) {
    return status;
  }
  if (options.data_dir.empty()) {
    return absl::InvalidArgumentError(
        "--data-dir is required: the directory of the index, e.g. --data-dir ./news");
  }
  if (const auto address = ParseListenAddress(options.listen); !address.ok()) {
    return InFlag("--listen", address.status());
  }
  return options;
}

}  // namespace

std::string ServerOptions::Roles() const {
  return indexing && query ? "indexing,query" : indexing ? "indexing" : "query";
}

absl::Status ParseRoles(std::string_view text, ServerOptions& out) {
  bool indexing = false;
  bool query = false;
  for (const absl::string_view part : absl::StrSplit(ToAbsl(text), ',')) {
    const absl::string_view role = absl::StripAsciiWhitespace(part);
    if (role != "indexing" && role != "query") {
      return absl::InvalidArgumentError(
          StrCat("\"", role, "\" is no role; use indexing, query or indexing,query"));
    }
    (role == "indexing" ? indexing : query) = true;
  }
  out.indexing = indexing;
  out.query = query;
  return absl::OkStatus();
}

absl::Status SetWorkers(std::int64_t workers, ServerOptions& out) {
  if (workers < 1 || workers > kMostWorkers) {
    return absl::InvalidArgumentError(StrCat("is ", workers, "; it must be 1 to ", kMostWorkers));
  }
  out.workers = static_cast<std::size_t>(workers);
  return absl::OkStatus();
}

absl::StatusOr<CommandLine> ParseCommandLine(const std::vector<std::string>& arguments) {
  CLI::App app(kAbout, "facetwire-server");
  app.footer(kExample);
  app.set_version_flag("--version", "facetwire-server " FACETWIRE_VERSION);
  Flags flags;
  AddFlags(app, flags);
  try {
    // CLI11 takes them from the back.
    app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
  } catch (const CLI::CallForHelp&) {
    return PrintAndExit{app.help()};
  } catch (const CLI::CallForVersion& version) {
    return PrintAndExit{StrCat(version.what(), "\n")};
  } catch (const CLI::Error& error) {
    return absl::InvalidArgumentError(error.what());
  }
  absl::StatusOr<ServerOptions> options = Combine(app, flags);
  if (!options.ok()) {
    return options.status();
  }
  return *std::move(options);
}

}  // namespace facetwire
