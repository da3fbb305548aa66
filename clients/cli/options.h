// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_CLIENTS_CLI_OPTIONS_H_
#define FACETWIRE_CLIENTS_CLI_OPTIONS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

// The command line as plain values. No server is asked and no file read here.
namespace facetwire::cli {

enum class Command {
  kIndex,
  kSearch,
  kFacets,
  kValues,
  kCopies,
  kGet,
  kDelete,
  kAnnotate,
  kCorrections,
  kReannotate,
  kStatus,
  kBackup,
  kVerify
};
enum class Curation { kList, kMerge, kSplit, kRename, kAlias, kBan, kUndo };
enum class ColorMode { kAuto, kAlways, kNever };

// Which articles: what every command that selects articles understands.
struct QueryOptions {
  std::vector<std::string> words;  // joined by blanks: the query text
  bool strict = false;
  std::vector<std::string> country;  // any of them
  std::vector<std::string> person;
  std::vector<std::string> sector;
  std::vector<std::string> source;
  std::vector<std::string> language;
  std::vector<std::string> all_of;   // FACET=VALUE
  std::vector<std::string> none_of;  // FACET=VALUE
  std::string from;
  std::string to;
  std::string copies_of;     // an article's id
  bool fold_copies = false;  // search, facets, values
  double about = 0;          // the least salience of the countries, persons and sectors above
};

// `corrections`: what is to be done, and to whom.
struct CurationOptions {
  Curation what = Curation::kList;
  std::string entity;  // a person's id; of a ban any entity's
  std::string facet = "person";
  std::string into;
  std::string name;
  std::vector<std::string> article_ids;
  uint64_t correction = 0;
  std::string author;
};

struct Options {
  Command command = Command::kStatus;

  std::string server = "127.0.0.1:50051";
  std::string indexing_server;  // empty: the same
  double timeout_seconds = 30;
  ColorMode color = ColorMode::kAuto;
  bool json = false;
  std::string label_language;

  QueryOptions query;
  std::string sort = "relevance";
  std::optional<int> limit;
  std::string page_token;
  std::vector<std::string> facets;  // see facet_spec.h
  std::string time_zone;            // of their periods
  bool explain = false;

  std::string facet;   // values
  std::string prefix;  // values

  CurationOptions curation;

  std::vector<std::string> ids;   // get, delete
  bool allow_missing = false;     // delete
  bool all = false;               // delete: every article
  bool include_withheld = false;  // delete by query
  bool dry_run = false;           // delete by query
  bool yes = false;               // delete by query: do not ask

  std::vector<std::string> files;  // index, annotate
  std::string format;              // of the files; empty: as their content says
  double retry_seconds = 60;       // index: how long without a server
  std::string journal;             // index: empty: where journals are kept
  std::string rejects;             // index: where to list what is rejected; empty: nowhere
  std::string id;
  std::string id_rule = "name";  // of texts, see FileIds: or "path"
  std::string source;
  std::string language;
  bool no_journal = false;  // index
  bool bulk = false;        // index
  bool follow = false;      // index
  bool jsonl = false;       // annotate

  bool no_verify = false;  // backup
  std::string directory;   // backup, verify

  // Where writes and analyses go.
  const std::string& IndexingAddress() const {
    return indexing_server.empty() ? server : indexing_server;
  }
};

// Either options, or what to print (help, or what is wrong with the command line) and to exit with.
struct ParsedCommandLine {
  std::optional<Options> options;
  int exit_code = 0;
  std::string out;
  std::string err;
};

// `arguments` without the program's name. FACETWIRE_SERVER and FACETWIRE_INDEXING_SERVER of the
// environment stand in for the flags.
ParsedCommandLine ParseCommandLine(const std::vector<std::string>& arguments);

// The same command line as a person types it, with `--page token`: the next page.
std::string NextPageCommand(const std::vector<std::string>& arguments, const std::string& token);

}  // namespace facetwire::cli

#endif  // FACETWIRE_CLIENTS_CLI_OPTIONS_H_
