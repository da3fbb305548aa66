// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/cli/files.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"

#include "clients/cli/progress_line.h"
#include "clients/cli/text.h"

namespace facetwire::cli {
namespace {

namespace fs = std::filesystem;

// Whether `file` is `read`, or lies below it.
bool IsWithin(const fs::path& file, const fs::path& read) {
  return std::mismatch(file.begin(), file.end(), read.begin(), read.end()).second == read.end();
}

fs::path Canonical(const std::string& path) {
  std::error_code error;
  return fs::weakly_canonical(fs::absolute(path, error), error);
}

absl::Status CheckOutput(const char* flag,
                         const std::string& output,
                         const std::vector<std::string>& files) {
  for (const std::string& file : files) {
    if (!output.empty() && file != "-" && IsWithin(Canonical(output), Canonical(file))) {
      return absl::InvalidArgumentError(
          absl::StrCat(flag, ": ", output, " would be read as articles: name a file elsewhere"));
    }
  }
  return absl::OkStatus();
}

}  // namespace

formats::FileIds::Rule IdRule(const Options& options) {
  return options.id_rule == "path" ? formats::FileIds::Rule::kPath : formats::FileIds::Rule::kName;
}

formats::ArticleReader OpenFiles(Session& session,
                                 std::vector<std::string> files,
                                 bool complete,
                                 formats::FileIds* ids) {
  const Options& options = session.options;
  formats::ArticleReader::Options how;
  how.rules = {options.source, options.language, complete};
  how.stdin_id = options.id;
  how.format = formats::FormatOfName(options.format);
  how.id_rule = IdRule(options);
  how.ids = ids;
  return formats::ArticleReader(std::move(files), std::move(how), session.streams.in);
}

formats::ArticleReader::Summary CheckFiles(formats::ArticleReader& reader, Session& session) {
  ProgressLine progress(session);
  formats::ArticleReader::Summary summary =
      reader.Check([&](size_t articles) { progress.Show("checking", articles, std::nullopt); });
  progress.Clear();
  return summary;
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

bool CanBeReadTwice(const std::string& file) {
  std::error_code error;
  const fs::file_status status = fs::status(file, error);
  return file != "-" &&
         (fs::is_regular_file(status) || fs::is_directory(status) || !fs::exists(status));
}

absl::Status CheckOutputs(const Options& options) {
  absl::Status status = CheckOutput("--rejects", options.rejects, options.files);
  status.Update(CheckOutput("--journal", options.journal, options.files));
  return status;
}

}  // namespace facetwire::cli
