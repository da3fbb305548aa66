// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_CLIENTS_FORMATS_ARTICLE_READER_H_
#define FACETWIRE_CLIENTS_FORMATS_ARTICLE_READER_H_

#include <cstddef>
#include <functional>
#include <istream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "facetwire/v1/article.pb.h"

#include "clients/formats/article_parser.h"

namespace facetwire::formats {

// Reads the files that a person named, as articles, in order. Files whose names end in .jsonl or
// .ndjson, or whose first character is "{", hold one article a line; any other file is one article,
// whose id is the file's name without its ending. "-" is `standard_input`, read once and kept, as
// is what can be read only once (a pipe); regular files are read again each time, line by line.
//
// Errors are INVALID_ARGUMENT with the file and, for JSON lines, the line: "a.jsonl:3: id:
// missing". Not thread-safe.
class ArticleReader {
 public:
  struct Options {
    ParseRules rules;
    std::string stdin_id;  // the id of a text on standard input
  };

  // `standard_input` must outlive the reader.
  ArticleReader(std::vector<std::string> paths, Options options, std::istream& standard_input);

  // What all files together hold.
  struct Summary {
    size_t articles = 0;
    std::vector<std::string> errors;  // at most kMaxErrors
  };

  static constexpr size_t kMaxErrors = 20;

  // Reads everything, keeps nothing, and says what is wrong.
  Summary Check();

  // Calls `take` with each article until there is no more, one is bad, or `take` fails.
  absl::Status ForEach(const std::function<absl::Status(v1::Article)>& take);

 private:
  // `article` for each article or what is wrong with it; false ends the reading.
  using Visit = std::function<bool(absl::StatusOr<v1::Article> article)>;

  // A file's content, opened for one reading.
  struct Content {
    std::istream& stream;
    absl::string_view path;  // "-" for standard input
  };

  bool VisitFile(const std::string& path, const Visit& visit);
  bool VisitContent(Content content, const Visit& visit) const;
  bool VisitText(Content content, const Visit& visit) const;
  bool VisitLines(Content content, const Visit& visit) const;
  absl::StatusOr<v1::Article> ParseText(const std::string& text, absl::string_view path) const;

  std::vector<std::string> paths_;
  Options options_;
  std::istream& standard_input_;
  std::vector<std::pair<std::string, std::string>>
      kept_;  // path -> content, where it can't be read again
};

}  // namespace facetwire::formats

#endif  // FACETWIRE_CLIENTS_FORMATS_ARTICLE_READER_H_
