// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/cli/files.h"

#include <string>

#include "clients/cli/text.h"

namespace facetwire::cli {

formats::ArticleReader OpenFiles(Session& session, bool complete) {
  const Options& options = session.options;
  return formats::ArticleReader(options.files,
                                {{options.source, options.language, complete},
                                 options.id,
                                 formats::FormatOfName(options.format)},
                                session.streams.in);
}

bool AllGood(const formats::ArticleReader::Summary& summary, Session& session) {
  for (const std::string& error : summary.errors) {
    session.streams.err << "facetwire: " << Printable(error, true) << "\n";
  }
  if (summary.errors.size() == formats::ArticleReader::kMaxErrors) {
    session.streams.err << "facetwire: there may be more; stopped here\n";
  }
  return summary.errors.empty();
}

}  // namespace facetwire::cli
