// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_CLIENTS_CLI_OPTION_FLAGS_H_
#define FACETWIRE_CLIENTS_CLI_OPTION_FLAGS_H_

#include <string>
#include <vector>

#include "clients/cli/options.h"
#include <CLI/CLI.hpp>

// What the command line understands, as CLI11 is told. Whatever is added writes into the options
// that are given, which must outlive the parsing.
namespace facetwire::cli {

// The flags that every command takes.
void AddGlobals(CLI::App& app, Options& options);

// All commands with their arguments, flags and help.
void AddCommands(CLI::App& app, Options& options);

// The commands below `corrections`.
void AddCorrections(CLI::App& app, Options& options);

// A flag that takes one value each time and may be given again.
void AddRepeated(CLI::App& app,
                 const char* name,
                 std::vector<std::string>& values,
                 const char* help);

// What selects articles, but for the text.
void AddFilters(CLI::App& app, QueryOptions& query);

// For commands that count articles.
void AddFold(CLI::App& app, QueryOptions& query);

// `what`: what a page has, with the limits.
void AddPaging(CLI::App& app, Options& options, const char* what);

}  // namespace facetwire::cli

#endif  // FACETWIRE_CLIENTS_CLI_OPTION_FLAGS_H_
