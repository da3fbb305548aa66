// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/cli/option_flags.h"

namespace facetwire::cli {
namespace {

ColorMode ColorModeOf(const std::string& when) {
  if (when == "always") {
    return ColorMode::kAlways;
  }
  return when == "never" ? ColorMode::kNever : ColorMode::kAuto;
}

}  // namespace

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
  app.add_option("--copies-of", query.copies_of, "this article and its copies in other papers")
      ->type_name("ID");
  app.add_flag("--strict", query.strict, "refuse a text that cannot be read as it stands");
}

void AddFold(CLI::App& app, QueryOptions& query) {
  app.add_flag("--fold-copies",
               query.fold_copies,
               "show and count copies of each other, as of a wire story, as one");
}

void AddPaging(CLI::App& app, Options& options, const char* what) {
  app.add_option("-n,--limit", options.limit, what)->type_name("N");
  app.add_option("--page", options.page_token, "the next page, as printed by the one before")
      ->type_name("TOKEN");
}

}  // namespace facetwire::cli
