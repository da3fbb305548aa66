// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_CLIENTS_CLI_FILES_H_
#define FACETWIRE_CLIENTS_CLI_FILES_H_

#include <string>
#include <vector>

#include "absl/status/status.h"

#include "clients/cli/session.h"
#include "clients/formats/article_reader.h"
#include "clients/formats/file_ids.h"

// What `index` and `annotate` do alike.
namespace facetwire::cli {

// `files` as the command line says that they are to be read. `complete`: articles must have an id
// and a date. `ids`: see ArticleReader::Options; if any, it must outlive the reader.
formats::ArticleReader OpenFiles(Session& session,
                                 std::vector<std::string> files,
                                 bool complete,
                                 formats::FileIds* ids = nullptr);

// As --ids says.
formats::FileIds::Rule IdRule(const Options& options);

// ArticleReader::Check; on a terminal it shows how far it is.
formats::ArticleReader::Summary CheckFiles(formats::ArticleReader& reader, Session& session);

// Prints what is wrong with the files; true where nothing is.
bool AllGood(const formats::ArticleReader::Summary& summary, Session& session);

// Not standard input, nor a pipe. One that is not there cannot be read each time alike.
bool CanBeReadTwice(const std::string& file);

// INVALID_ARGUMENT where --rejects or --journal would be written over, or into, what is read.
absl::Status CheckOutputs(const Options& options);

}  // namespace facetwire::cli

#endif  // FACETWIRE_CLIENTS_CLI_FILES_H_
