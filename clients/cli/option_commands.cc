// SPDX-License-Identifier: GPL-3.0-or-later
#include "absl/strings/str_cat.h"

#include "clients/cli/option_flags.h"
#include "clients/formats/format.h"

namespace facetwire::cli {
namespace {

constexpr char kSearchFooter[] =
    "TEXT: words (all of them), \"a phrase\", a NEAR/5 b, AND OR NOT, title:word, country:KG,\n"
    "person:\"li qiang\", sector:H49, source:Reuters. A text that begins with - goes after --.\n"
    "DATE: 2023, 2023-10, 2023-10-26 (--to includes the whole year, month or day), or an instant\n"
    "such as 2023-10-26T14:30:00Z (--to ends just before it).";

constexpr char kFilesFooter[] =
    "Formats, told by content: a text that begins with \"date YYYY-MM-DD \" (its first sentence "
    "is\n"
    "the title, the file's name without the ending the id); JSON, one object a line or in an "
    "array,\n"
    "with id, published (a date or RFC 3339), title, body or text, and maybe source, language, "
    "url,\n"
    "summary, version; IPTC ninjs; RSS; Atom; NewsML-G2; NITF; HTML pages with a NewsArticle in\n"
    "JSON-LD. Files may be packed (gzip, zstd, xz, bzip2, tar, zip). Directories are read with "
    "all\n"
    "that is below them. - is standard input.";

constexpr char kCheckedFooter[] = "\nEvery file is read and checked before anything is sent.";

constexpr char kIndexFooter[] =
    "\nEvery file is read and checked before anything is sent, and nothing is where one is bad. "
    "With\n"
    "--rejects FILE whatever is good is sent, and what is not is listed there, one JSON object a "
    "line:\n"
    "file (archive.tar!entry within an archive), line and item (in a feed) where there are any, "
    "id\n"
    "(of an article that the server refused), reason. The exit code is then 1.\n"
    "\n"
    "Of two texts that would have the same id the second is refused. --ids path tells "
    "wire/mon/1.txt\n"
    "from wire/tue/1.txt: the ids are wire/mon/1 and wire/tue/1, as the files or their directories "
    "are\n"
    "named, so start it from the same place each time.\n"
    "\n"
    "What was interrupted goes on where it was when the same command is run again on files that "
    "have\n"
    "not changed: a journal in $XDG_STATE_HOME/facetwire (~/.local/state/facetwire) says how far "
    "it\n"
    "got, and FILE of --rejects is added to instead of begun anew. None is kept for standard "
    "input.\n"
    "\n"
    "With --follow it sends what is in the directories and below, then waits for files that are\n"
    "written (and closed), replaced or moved in, and sends each at once. Names that begin with a "
    "dot\n"
    "are passed over: write under such a name and rename. A file that is bad is reported, and does "
    "not\n"
    "end it; Ctrl-C (SIGINT) and SIGTERM do: what was sent is answered, the sum printed, and the "
    "exit\n"
    "code 0. Run again, it sends only files whose size or time of change is another.\n"
    "\n"
    "--server HOST:PORT, --timeout and --json work here, too: see facetwire --help.";

void AddText(CLI::App& app, QueryOptions& query) {
  app.add_option("TEXT", query.words, "what to look for; nothing: every article");
  AddFilters(app, query);
  AddFold(app, query);
  app.footer(kSearchFooter);
}

void AddFacets(CLI::App& app, Options& options) {
  app.add_option("--facets",
                 options.facets,
                 "count these, e.g. country:20,person:significance,published:month, or one within "
                 "another: country:5/sector:3")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("FACET[:...],...");
  app.add_option("--time-zone", options.time_zone, "where the days of published:... begin")
      ->type_name("NAME");
}

void AddCopies(CLI::App& app, Options& options) {
  app.add_option("ID", options.query.copies_of, "the article's id")->required();
  AddPaging(app, options, "how many articles, 0 to 100 (default 10)");
  AddFacets(app, options);
  app.footer(
      "Articles that share most of their text: one wire story in several papers, cut or with "
      "another\n"
      "headline. The first that was published comes first, the one that was asked for among them.\n"
      "`facetwire search --copies-of ID` takes a text, filters and another order.");
}

void AddSearch(CLI::App& app, Options& options) {
  AddText(app, options.query);
  app.add_option("--sort", options.sort, "relevance, newest or oldest")
      ->check(CLI::IsMember({"relevance", "newest", "oldest"}))
      ->type_name("ORDER");
  AddPaging(app, options, "how many articles, 0 to 100 (default 10)");
  AddFacets(app, options);
  app.add_flag("--explain", options.explain, "show how the query was read and evaluated");
}

void AddValues(CLI::App& app, Options& options) {
  app.add_option("FACET", options.facet, "country, person, sector, source or language")->required();
  app.add_option("PREFIX", options.prefix, "how a word of the value's name begins");
  AddRepeated(app, "--query", options.query.words, "count only articles that match this text");
  AddFilters(app, options.query);
  AddFold(app, options.query);
  AddPaging(app, options, "how many values, 1 to 1,000 (default 10)");
}

void AddFiles(CLI::App& app, Options& options) {
  app.add_option("FILES", options.files, "files, directories, or -")->required();
  app.add_option("--format", options.format, "what the files are, whatever they look like")
      ->check(CLI::IsMember(formats::FormatList()))
      ->type_name("NAME");
  app.add_option("--id", options.id, "the id of a text on standard input")->type_name("ID");
  app.add_option("--ids",
                 options.id_rule,
                 "what ids of texts are made of: the file's name (the default), or its path")
      ->check(CLI::IsMember({"name", "path"}))
      ->type_name("RULE");
  app.add_option("--source", options.source, "the source of articles that name none")
      ->type_name("NAME");
  app.add_option("--language", options.language, "the language of articles that name none")
      ->type_name("TAG");
  app.footer(absl::StrCat(kFilesFooter, kCheckedFooter));
}

void AddIndex(CLI::App& app, Options& options) {
  AddFiles(app, options);
  app.add_flag("--follow",
               options.follow,
               "go on with files that come into the directories, until it is interrupted");
  app.add_option(
         "--rejects", options.rejects, "list what is rejected here, and send the rest; see below")
      ->type_name("FILE");
  app.add_option("--retry-for",
                 options.retry_seconds,
                 "how long to wait for a server that is gone, with --follow also for one that is "
                 "yet to start")
      ->check(CLI::Range(0.0, 86400.0))
      ->type_name("SECONDS")
      ->capture_default_str();
  app.add_option("--journal", options.journal, "where to keep how far it got, to go on from there")
      ->type_name("FILE");
  app.add_flag("--no-journal", options.no_journal, "keep no journal");
  app.add_flag(
      "--bulk",
      options.bulk,
      "an archive: larger commits, later answers, and the index is made compact at the end");
  app.footer(absl::StrCat(kFilesFooter, kIndexFooter));
}

void AddDelete(CLI::App& app, Options& options) {
  app.add_option("ID", options.ids, "their ids");
  app.add_flag("--allow-missing", options.allow_missing, "that there is none is no error");
  AddRepeated(app, "--query", options.query.words, "those that match this text");
  AddFilters(app, options.query);
  app.add_flag("--all", options.all, "every article");
  app.add_flag("--include-withheld",
               options.include_withheld,
               "with a query: also articles that are not served");
  app.add_flag("--dry-run", options.dry_run, "with a query: only tell how many, and some of them");
  app.add_flag("-y,--yes", options.yes, "with a query: do not ask");
  app.footer("What a query deletes is what a search with it finds. On a terminal it asks first.");
}

CLI::App* AddCommand(
    CLI::App& app, Options& options, Command command, const char* name, const char* help) {
  CLI::App* sub = app.add_subcommand(name, help);
  sub->callback([&options, command] { options.command = command; });
  return sub;
}

void AddMaintenance(CLI::App& app, Options& options) {
  AddCommand(app,
             options,
             Command::kReannotate,
             "reannotate",
             "look for entities in the stored articles again")
      ->footer(
          "For a server with a new gazetteer or model. Searches and writes go on; the new entities "
          "take the place of the old ones in the end, or not at all. What came with an article and "
          "corrections stay.");
  CLI::App* backup = AddCommand(
      app, options, Command::kBackup, "backup", "copy the server's index, or what is new in it");
  backup->add_option("DIR", options.directory, "a new directory, or one with an earlier backup")
      ->required();
  backup->add_flag("--no-verify", options.no_verify, "check the sums only, not the index");
  backup->footer(
      "The server goes on working. To restore: stop it, copy DIR to its data directory, start it.");
  AddCommand(app, options, Command::kVerify, "verify", "check an index, by facetwire-server")
      ->add_option("DIR", options.directory, "a data directory, or a backup")
      ->required();
}

}  // namespace

void AddCommands(CLI::App& app, Options& options) {
  AddIndex(*AddCommand(app, options, Command::kIndex, "index", "index or update articles"),
           options);
  AddSearch(*AddCommand(app, options, Command::kSearch, "search", "find articles"), options);
  CLI::App* facets = AddCommand(
      app, options, Command::kFacets, "facets", "count countries, persons, sectors of articles");
  AddText(*facets, options.query);
  AddFacets(*facets, options);
  AddValues(*AddCommand(app, options, Command::kValues, "values", "find values of a facet by name"),
            options);
  CLI::App* copies = AddCommand(
      app, options, Command::kCopies, "copies", "list the copies of an article in other papers");
  AddCopies(*copies, options);
  AddCommand(app, options, Command::kGet, "get", "show articles")
      ->add_option("ID", options.ids, "their ids")
      ->required();
  AddDelete(*AddCommand(app, options, Command::kDelete, "delete", "remove articles"), options);
  CLI::App* annotate = AddCommand(app,
                                  options,
                                  Command::kAnnotate,
                                  "annotate",
                                  "show what is found in articles; index nothing");
  AddFiles(*annotate, options);
  annotate->add_flag(
      "--explain",
      options.explain,
      "why each is there: salience, confidence, origin, every surface with its count");
  annotate->add_flag(
      "--jsonl", options.jsonl, "one line an article: id, countries, persons, sectors");
  CLI::App* corrections = AddCommand(app,
                                     options,
                                     Command::kCorrections,
                                     "corrections",
                                     "merge, split, rename, ban persons; undo");
  corrections->require_subcommand(1);
  corrections->fallthrough();
  AddCorrections(*corrections, options);
  AddCommand(app, options, Command::kStatus, "status", "ask the server how it is");
  AddMaintenance(app, options);
}

}  // namespace facetwire::cli
