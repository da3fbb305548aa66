// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_CLIENTS_FORMATS_ARTICLE_READER_H_
#define FACETWIRE_CLIENTS_FORMATS_ARTICLE_READER_H_

#include <cstddef>
#include <functional>
#include <istream>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "facetwire/v1/article.pb.h"

#include "clients/formats/article_parser.h"
#include "clients/formats/file_ids.h"
#include "clients/formats/format.h"
#include "clients/formats/items.h"
#include "clients/formats/source.h"

namespace facetwire::formats {

// What could not be read as an article, and why.
struct Rejection {
  std::string file;    // as named; "archive.tar!entry" within an archive; "-" for standard input
  Position position;   // where in it
  std::string reason;  // what is wrong there, for a person to read

  // "feed.xml:12: item 3: published: missing"
  std::string ToString() const;
};

// "standard input:3", "feed.xml:12: item 3"
std::string PlaceText(absl::string_view file, Position position);

// Reads the files that a person named, as articles, in order: each in the format that its content
// has (see README.md beside this), archives file by file, directories with all that is below them,
// sorted by name, except what begins with a dot. An article that is a text has an id of its file's
// name, see FileIds: of two files that would have the same one, the second is rejected. "-" is
// `standard_input`. Not thread-safe.
class ArticleReader {
 public:
  struct Options {
    ParseRules rules;
    std::string stdin_id;                       // the id of a text on standard input
    std::optional<Format> format;               // not given: each file as its content says
    size_t max_entry_bytes = size_t{4} << 30U;  // that one file in an archive may unpack to
    FileIds::Rule id_rule = FileIds::Rule::kName;
    FileIds* ids = nullptr;  // of texts of several readers; null: of this one's, by id_rule
  };

  // `standard_input` must outlive the reader.
  ArticleReader(std::vector<std::string> paths, Options options, std::istream& standard_input);

  // Calls `take` with each article and `reject` with what is none, in their order, until there is
  // no more or `take` fails; returns that failure. Nothing is kept but ids of texts. Reads standard
  // input and pipes to their end: they are empty the second time, unless Check has kept them.
  absl::Status ForEach(const std::function<absl::Status(v1::Article)>& take,
                       const std::function<void(const Rejection&)>& reject);

  // The same, but what is no article ends the reading: INVALID_ARGUMENT with Rejection::ToString.
  absl::Status ForEach(const std::function<absl::Status(v1::Article)>& take);

  // Where the article stands that `take` has: as in Rejection.
  const std::string& file() const { return file_; }

  Position position() const { return position_; }

  // What all files together hold.
  struct Summary {
    size_t articles = 0;
    std::vector<std::string> errors;  // at most kMaxErrors
  };

  static constexpr size_t kMaxErrors = 20;

  // Reads everything, keeps nothing but ids of texts and what can be read only once (standard
  // input, pipes), and says what is wrong. Calls `so_far` with the number of articles after each.
  Summary Check(const std::function<void(size_t)>& so_far);

 private:
  // `article` for each article or what is wrong with it; false ends the reading.
  using Visit =
      std::function<bool(const std::string& file, Position, absl::StatusOr<v1::Article> article)>;

  // A file, or an entry of an archive, opened for one reading.
  struct Content {
    Source& source;
    NamedFile file;
    int depth = 0;  // how many archives it is in
  };

  void VisitAll(const Visit& visit);
  bool VisitPath(const std::string& path, const Visit& visit);
  bool VisitDirectory(const std::string& path, const Visit& visit);
  bool VisitStream(std::istream& stream, const std::string& path, bool once, const Visit& visit);
  absl::StatusOr<std::string> IdOf(const NamedFile& file);
  bool VisitContent(const Content& content, const Visit& visit);
  bool VisitArchive(const Content& content, const Visit& visit);

  std::vector<std::string> paths_;
  Options options_;
  std::istream& standard_input_;
  FileIds own_ids_;
  std::string file_;
  Position position_;
  bool keep_ = false;
  // path -> content, where it can't be read again
  std::vector<std::pair<std::string, std::string>> kept_;
};

}  // namespace facetwire::formats

#endif  // FACETWIRE_CLIENTS_FORMATS_ARTICLE_READER_H_
