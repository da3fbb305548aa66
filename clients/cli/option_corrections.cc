// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/cli/option_flags.h"

namespace facetwire::cli {
namespace {

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

}  // namespace

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

}  // namespace facetwire::cli
