// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/server/options.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <thread>
#include <tuple>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"

#include "index/base/str_cat.h"
#include "services/common/listen_address.h"
#include "services/server/option_values.h"
#include <CLI/CLI.hpp>

namespace facetwire {

namespace {

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
    "  gazetteer = \"./countries.tsv\"\n"
    "  annotator = \"127.0.0.1:50061\"\n"
    "  annotator-mode = \"beside\"\n"
    "  annotator-timeout = \"500ms\"\n"
    "\n"
    "SIGTERM or SIGINT: finishes what it accepted and ends with 0; a second one ends it at once.\n"
    "Exit codes: 0 stopped, 1 failed, 2 bad usage.";

struct Flags {
  std::string data_dir;
  std::string listen;
  std::string roles;
  std::string config;
  std::int64_t workers = 0;
  std::int64_t seal_documents = 0;
  std::int64_t cache_megabytes = 0;
  std::string verify;
  std::string gazetteer;
  std::string annotator;
  std::string annotator_mode;
  std::string annotator_timeout;
  bool print_gazetteer = false;
};

void AddEntityFlags(CLI::App& app, Flags& flags) {
  app.add_option("--gazetteer",
                 flags.gazetteer,
                 "Names of countries to look for instead of the built-in ones; --print-gazetteer "
                 "prints those, to start from")
      ->type_name("FILE");
  app.add_flag("--print-gazetteer",
               flags.print_gazetteer,
               "Prints the built-in gazetteer of countries and ends");
  app.add_option("--annotator",
                 flags.annotator,
                 "Asks this AnnotationService as well what is in an article; where it does not "
                 "answer, the server goes by what it finds itself")
      ->type_name("HOST:PORT");
  app.add_option("--annotator-mode",
                 flags.annotator_mode,
                 "beside what the server finds itself, or instead of it (default beside)")
      ->type_name("MODE");
  app.add_option("--annotator-timeout",
                 flags.annotator_timeout,
                 "How long an article waits for the annotator, 1ms to 60s (default 1s)")
      ->type_name("TIME");
}

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
  app.add_option("--seal-documents",
                 flags.seal_documents,
                 "Begins another part of the index when the one that is written has so many "
                 "documents (default 5000); small ones are for tests")
      ->type_name("N");
  app.add_option(
         "--cache-mb",
         flags.cache_megabytes,
         "Megabytes of memory for what searches often ask for (default 128; 0: none); query "
         "role")
      ->type_name("N");
  app.add_option(
         "--verify",
         flags.verify,
         "Checks the index in DIR, at rest or beside its server, says what it finds and ends "
         "with 0 where all is well, else with 1")
      ->type_name("DIR");
  AddEntityFlags(app, flags);
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

absl::Status ApplyNumbers(const CLI::App& app, const Flags& flags, ServerOptions& options) {
  const std::tuple<const char*, std::int64_t, decltype(&SetWorkers)> numbers[] = {
      {"--workers", flags.workers, &SetWorkers},
      {"--seal-documents", flags.seal_documents, &SetSealDocuments},
      {"--cache-mb", flags.cache_megabytes, &SetCacheMegabytes}};
  for (const auto& [name, number, set] : numbers) {
    if (app.count(name) == 0) {
      continue;
    }
    if (absl::Status status = set(number, options); !status.ok()) {
      return InFlag(name, status);
    }
  }
  return absl::OkStatus();
}

absl::Status ApplyFlags(const CLI::App& app, const Flags& flags, ServerOptions& options) {
  const std::tuple<const char*, const std::string*, std::string*> texts[] = {
      {"--data-dir", &flags.data_dir, &options.data_dir},
      {"--listen", &flags.listen, &options.listen},
      {"--gazetteer", &flags.gazetteer, &options.gazetteer},
      {"--annotator", &flags.annotator, &options.annotator}};
  for (const auto& [name, from, to] : texts) {
    if (app.count(name) > 0) {
      *to = *from;
    }
  }
  const std::tuple<const char*, const std::string*, decltype(&ParseRoles)> parsed[] = {
      {"--roles", &flags.roles, &ParseRoles},
      {"--annotator-mode", &flags.annotator_mode, &ParseAnnotatorMode},
      {"--annotator-timeout", &flags.annotator_timeout, &ParseAnnotatorTimeout}};
  for (const auto& [name, text, parse] : parsed) {
    if (app.count(name) == 0) {
      continue;
    }
    if (absl::Status status = parse(*text, options); !status.ok()) {
      return InFlag(name, status);
    }
  }
  return ApplyNumbers(app, flags, options);
}

absl::Status CheckAnnotator(const ServerOptions& options) {
  if (options.annotator.empty()) {
    const bool said = options.annotator_mode.has_value() || options.annotator_timeout.has_value();
    return said ? absl::InvalidArgumentError(
                      "--annotator-mode and --annotator-timeout go with --annotator HOST:PORT")
                : absl::OkStatus();
  }
  const auto address = ParseListenAddress(options.annotator);
  if (!address.ok()) {
    return InFlag("--annotator", address.status());
  }
  return address->port == 0 ? absl::InvalidArgumentError("--annotator: the port must be 1 to 65535")
                            : absl::OkStatus();
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
  if (absl::Status status = CheckAnnotator(options); !status.ok()) {
    return status;
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

absl::Status ParseAnnotatorMode(std::string_view text, ServerOptions& out) {
  if (text != "beside" && text != "instead") {
    return absl::InvalidArgumentError(StrCat("\"", text, "\" is no mode; use beside or instead"));
  }
  out.annotator_mode = text == "beside" ? OutsideMode::kBeside : OutsideMode::kInstead;
  return absl::OkStatus();
}

absl::Status ParseAnnotatorTimeout(std::string_view text, ServerOptions& out) {
  absl::Duration timeout;
  if (!absl::ParseDuration(ToAbsl(text), &timeout)) {
    return absl::InvalidArgumentError(
        StrCat("\"", text, "\" is no time; give a number and its unit, e.g. 500ms or 2s"));
  }
  if (timeout < absl::Milliseconds(1) || timeout > absl::Minutes(1)) {
    return absl::InvalidArgumentError(StrCat("is ", text, "; it must be 1ms to 60s"));
  }
  out.annotator_timeout = timeout;
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
  if (flags.print_gazetteer) {
    return PrintGazetteer{};
  }
  if (app.count("--verify") > 0) {
    return VerifyAndExit{flags.verify};
  }
  absl::StatusOr<ServerOptions> options = Combine(app, flags);
  if (!options.ok()) {
    return options.status();
  }
  return *std::move(options);
}

}  // namespace facetwire
