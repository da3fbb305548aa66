// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_CLIENTS_CLI_FILES_H_
#define FACETWIRE_CLIENTS_CLI_FILES_H_

#include "clients/cli/session.h"
#include "clients/formats/article_reader.h"

// What `index` and `annotate` do alike.
namespace facetwire::cli {

// The files of the command line. `complete`: articles must have an id and a date.
formats::ArticleReader OpenFiles(Session& session, bool complete);

// Prints what is wrong with the files; true where nothing is.
bool AllGood(const formats::ArticleReader::Summary& summary, Session& session);

}  // namespace facetwire::cli

#endif  // FACETWIRE_CLIENTS_CLI_FILES_H_
