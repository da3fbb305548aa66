// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/cli/options.h"

#include <algorithm>
#include <cstddef>
#include <sstream>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

#include "clients/cli/errors.h"
#include "clients/cli/text.h"
#include "clients/formats/format.h"
#include <CLI/CLI.hpp>

namespace facetwire::cli {
namespace {

constexpr char kFooter[] =
    "Exit codes: 0 done; 1 another error, or articles were rejected; 2 bad usage or bad input;\n"
    "3 not found; 4 no server answers, or not in time.\n"
    "Environment: FACETWIRE_SERVER, FACETWIRE_INDEXING_SERVER, NO_COLOR, COLUMNS, XDG_STATE_HOME.\n"
    "`facetwire COMMAND --help` explains a command.";

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
    "that is below them. - is standard input.\n"
    "Every file is read and checked before anything is sent.";

constexpr char kIndexFooter[] =
    "\nWhat was interrupted goes on where it was when the same command is run again: a journal in\n"
    "$XDG_STATE_HOME/facetwire (~/.local/state/facetwire) says how far it got. None is kept for\n"
    "standard input.";

// A flag that takes one value each time and may be given again.
void AddRepeated(CLI::App& app,
                 const char* name,
                 std::vector<std::string>& values,
                 const char* help) {
  app.add_option(name, values, help)->allow_extra_args(false)->type_name("VALUE");
}

void AddFilters(CLI::App& app, QueryOptions& query) {
  AddRepeated(app, "--country", query.country, "in this country, e.g. KG; again: any of them");
  AddRepeated(app, "--person", query.person, "with this person, by id, e.g. li-qiang");
  AddRepeated(app, "--sector", query.sector, "in this sector, e.g. H49 or H");
  AddRepeated(app, "--source", query.source, "from this source");
  AddRepeated(app, "--language", query.language, "in this language, e.g. en");
  AddRepeated(app, "--all-of", query.all_of, "with this value, too: FACET=VALUE");
  AddRepeated(app, "--not", query.none_of, "without this value: FACET=VALUE");
  app.add_option("--from", query.from, "published on this date or later")->type_name("DATE");
  app.add_option("--to", query.to, "published on this date or earlier")->type_name("DATE");
  app.add_option("--about",
                 query.about,
                 "only articles about the countries, persons and sectors asked for, and counts of "
                 "what articles are about: the least salience, 0 to 1, e.g. 0.5")
      ->type_name("SALIENCE");
  app.add_flag("--strict", query.strict, "refuse a text that cannot be read as it stands");
}

void AddText(CLI::App& app, QueryOptions& query) {
  app.add_option("TEXT", query.words, "what to look for; nothing: every article");
  AddFilters(app, query);
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

void AddPaging(CLI::App& app, Options& options, const char* what) {
  app.add_option("-n,--limit", options.limit, what)->type_name("N");
  app.add_option("--page", options.page_token, "the next page, as printed by the one before")
      ->type_name("TOKEN");
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
  AddPaging(app, options, "how many values, 1 to 1,000 (default 10)");
}

void AddFiles(CLI::App& app, Options& options) {
  app.add_option("FILES", options.files, "files, directories, or -")->required();
  app.add_option("--format", options.format, "what the files are, whatever they look like")
      ->check(CLI::IsMember(formats::FormatList()))
      ->type_name("NAME");
  app.add_option("--id", options.id, "the id of a text on standard input")->type_name("ID");
  app.add_option("--source", options.source, "the source of articles that name none")
      ->type_name("NAME");
  app.add_option("--language", options.language, "the language of articles that name none")
      ->type_name("TAG");
  app.footer(kFilesFooter);
}

void AddIndex(CLI::App& app, Options& options) {
  AddFiles(app, options);
  app.add_option("--retry-for", options.retry_seconds, "how long to wait for a server that is gone")
      ->check(CLI::Range(0.0, 86400.0))
      ->type_name("SECONDS")
      ->capture_default_str();
  app.add_option("--journal", options.journal, "where to keep how far it got, to go on from there")
      ->type_name("FILE");
  app.add_flag("--no-journal", options.no_journal, "keep no journal");
  app.footer(std::string(kFilesFooter) + kIndexFooter);
}

bool SaysSomething(const QueryOptions& query) {
  return !(query.words.empty() && query.country.empty() && query.person.empty() &&
           query.sector.empty() && query.source.empty() && query.language.empty() &&
           query.all_of.empty() && query.none_of.empty() && query.from.empty() && query.to.empty());
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

ColorMode ColorModeOf(const std::string& when) {
  if (when == "always") {
    return ColorMode::kAlways;
  }
  return when == "never" ? ColorMode::kNever : ColorMode::kAuto;
}

void AddGlobals(CLI::App& app, Options& options) {
  app.add_option("--server", options.server, "where the server answers")
      ->envname("FACETWIRE_SERVER")
      ->type_name("HOST:PORT")
      ->capture_default_str();
  app.add_option("--indexing-server", options.indexing_server, "where articles go, if elsewhere")
      ->envname("FACETWIRE_INDEXING_SERVER")
      ->type_name("HOST:PORT");
  app.add_option("--timeout", options.timeout_seconds, "for each call")
      ->check(CLI::Range(0.001, 86400.0))
      ->type_name("SECONDS")
      ->capture_default_str();
  app.add_option_function<std::string>(
         "--color",
         [&options](const std::string& when) { options.color = ColorModeOf(when); },
         "auto (on a terminal), always or never")
      ->check(CLI::IsMember({"auto", "always", "never"}))
      ->type_name("WHEN");
  app.add_flag("--json", options.json, "print the response as protobuf JSON, one message a line");
  app.add_option("--lang", options.label_language, "the language of countries' names, e.g. de")
      ->type_name("TAG");
}

CLI::App* AddCommand(
    CLI::App& app, Options& options, Command command, const char* name, const char* help) {
  CLI::App* sub = app.add_subcommand(name, help);
  sub->callback([&options, command] { options.command = command; });
  return sub;
}

void AddMaintenance(CLI::App& app, Options& options) {
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

CLI::App* AddCuration(
    CLI::App& app, Options& options, Curation what, const char* name, const char* help) {
  CLI::App* sub = app.add_subcommand(name, help);
  sub->callback([&options, what] { options.curation.what = what; });
  if (what != Curation::kList) {
    sub->add_option("--author", options.curation.author, "who says so, for the journal")
        ->envname("FACETWIRE_AUTHOR")
        ->type_name("NAME");
  }
  return sub;
}

void AddCorrections(CLI::App& app, Options& options) {
  CurationOptions& curation = options.curation;
  const auto add = [&](Curation what, const char* name, const char* help) {
    return AddCuration(app, options, what, name, help);
  };
  const auto person = [&](CLI::App& sub) {
    sub.add_option("PERSON", curation.entity, "the person's id, e.g. li-qiang")->required();
  };
  AddPaging(*add(Curation::kList, "list", "show the journal, newest first"),
            options,
            "how many corrections, 1 to 1,000 (default 100)");
  CLI::App* merge = add(Curation::kMerge, "merge", "two persons are one");
  person(*merge);
  merge->add_option("INTO", curation.into, "the id of the one that stays")->required();
  CLI::App* split = add(Curation::kSplit, "split", "in some articles the person is another one");
  person(*split);
  split->add_option("LABEL", curation.name, "what the other one is called")->required();
  AddRepeated(*split, "--article", curation.article_ids, "in this article, by id; again: and this");
  AddRepeated(*split, "--query", options.query.words, "in those that match this text");
  AddFilters(*split, options.query);
  CLI::App* rename = add(Curation::kRename, "rename", "a person is called otherwise");
  person(*rename);
  rename->add_option("LABEL", curation.name, "how")->required();
  CLI::App* alias = add(Curation::kAlias, "alias", "a person is also called so");
  person(*alias);
  alias->add_option("NAME", curation.name, "how")->required();
  CLI::App* ban = add(Curation::kBan, "ban", "something is no entity at all");
  ban->add_option("ID", curation.entity, "its id")->required();
  ban->add_option("--facet", curation.facet, "person, country or sector")
      ->type_name("FACET")
      ->capture_default_str();
  add(Curation::kUndo, "undo", "take a correction back")
      ->add_option("NUMBER", curation.correction, "its number in the journal")
      ->required();
}

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

// An id is for one text that has none; elsewhere it would be ignored.
void CheckId(const Options& options) {
  if (!options.id.empty() &&
      std::find(options.files.begin(), options.files.end(), "-") == options.files.end()) {
    throw CLI::ValidationError("--id", "names a text on standard input: give - as a file");
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
