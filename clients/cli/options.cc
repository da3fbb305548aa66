// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/cli/options.h"

#include <algorithm>
#include <cstddef>
#include <sstream>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

#include "clients/cli/errors.h"
#include "clients/cli/option_flags.h"
#include "clients/cli/text.h"
#include <CLI/CLI.hpp>

namespace facetwire::cli {
namespace {

constexpr char kFooter[] =
    "Exit codes: 0 done; 1 another error, or articles were rejected; 2 bad usage or bad input;\n"
    "3 not found; 4 no server answers, or not in time.\n"
    "Environment: FACETWIRE_SERVER, FACETWIRE_INDEXING_SERVER, NO_COLOR, COLUMNS, XDG_STATE_HOME.\n"
    "`facetwire COMMAND --help` explains a command.";

bool SaysSomething(const QueryOptions& query) {
  return !(query.words.empty() && query.country.empty() && query.person.empty() &&
           query.sector.empty() && query.source.empty() && query.language.empty() &&
           query.all_of.empty() && query.none_of.empty() && query.from.empty() &&
           query.to.empty() && query.copies_of.empty());
}

// Either ids, or a query of any kind, or --all.
void CheckDelete(const CLI::App& app, const Options& options) {
  if (options.command != Command::kDelete || app.get_subcommands().empty()) {
    return;
  }
  if (options.ids.empty() && !options.all && !SaysSomething(options.query)) {
    throw CLI::ValidationError("delete", "needs ids, or a query such as --query TEXT, or --all");
  }
  if (!options.ids.empty() && (options.all || SaysSomething(options.query))) {
    throw CLI::ValidationError("delete", "takes either ids or a query, not both");
  }
  if (options.all && SaysSomething(options.query)) {
    throw CLI::ValidationError("--all", "stands for every article: give no query with it");
  }
}

// Whether standard input is among the files.
bool ReadsInput(const Options& options) {
  return std::find(options.files.begin(), options.files.end(), "-") != options.files.end();
}

// An id is for one text that has none; elsewhere it would be ignored.
void CheckId(const Options& options) {
  if (!options.id.empty() && !ReadsInput(options)) {
    throw CLI::ValidationError("--id", "names a text on standard input: give - as a file");
  }
}

void CheckFollow(const Options& options) {
  if (!options.follow) {
    return;
  }
  if (ReadsInput(options)) {
    throw CLI::ValidationError("--follow", "follows directories, not standard input");
  }
  if (options.bulk) {
    throw CLI::ValidationError(
        "--follow",
        "does not go with --bulk: an archive is loaded once, what is followed is answered at once");
  }
}

// What is wrong with a command line that names no command, and the commands there are.
std::string NoCommand(const CLI::App& app) {
  const std::vector<std::string> rest = app.remaining();
  std::string text = "a command is needed";
  if (!rest.empty()) {
    absl::StrAppend(&text,
                    ": there is no ",
                    absl::StartsWith(rest.front(), "-") ? "flag" : "command",
                    " \"",
                    Printable(rest.front(), true),
                    "\"");
  }
  text += "\n\n";
  constexpr size_t kNames = 12;
  for (const CLI::App* command : app.get_subcommands(nullptr)) {
    absl::StrAppend(
        &text, "  ", PadRight(command->get_name(), kNames), command->get_description(), "\n");
  }
  return text + "\n`facetwire COMMAND --help` explains a command, `facetwire --help` the rest.\n";
}

}  // namespace

ParsedCommandLine ParseCommandLine(const std::vector<std::string>& arguments) {
  ParsedCommandLine result;
  Options options;
  CLI::App app("Facetwire: news, found by country, person and sector.", "facetwire");
  app.fallthrough();
  app.require_subcommand(1);
  app.set_version_flag("--version", "facetwire " FACETWIRE_VERSION);
  app.footer(kFooter);
  AddGlobals(app, options);
  AddCommands(app, options);
  // CLI11 takes the arguments from the back of the vector.
  std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
  try {
    app.parse(std::move(reversed));
    CheckId(options);
    CheckFollow(options);
    CheckDelete(app, options);
    result.options = std::move(options);
  } catch (const CLI::RequiredError& e) {
    result.exit_code = kExitUsage;
    result.err = absl::StrCat("facetwire: ",
                              app.get_subcommands().empty()
                                  ? NoCommand(app)
                                  : absl::StrCat(e.what(), "\nRun with --help for more.\n"));
  } catch (const CLI::ParseError& e) {
    std::ostringstream out;
    std::ostringstream err;
    const bool help = app.exit(e, out, err) == 0;
    result.exit_code = help ? kExitOk : kExitUsage;
    result.out = out.str();
    result.err = help ? err.str() : absl::StrCat("facetwire: ", err.str());
  }
  return result;
}

std::string NextPageCommand(const std::vector<std::string>& arguments, const std::string& token) {
  std::vector<std::string> kept;
  for (size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i] == "--page") {
      ++i;
    } else if (!absl::StartsWith(arguments[i], "--page=")) {
      kept.push_back(arguments[i]);
    }
  }
  // Before a lone "--": what comes after it is text.
  const auto place = std::find(kept.begin(), kept.end(), "--");
  kept.insert(place, {"--page", token});
  std::string line = "facetwire";
  for (const std::string& argument : kept) {
    absl::StrAppend(&line, " ", ShellQuote(argument));
  }
  return line;
}

}  // namespace facetwire::cli
