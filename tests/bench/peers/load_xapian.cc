// SPDX-License-Identifier: GPL-3.0-or-later
#include <filesystem>

#include <xapian.h>

#include "index/base/str_cat.h"
#include "tests/bench/peers/commands.h"
#include "tests/bench/peers/corpus.h"
#include "tests/bench/peers/measuring.h"

namespace facetwire::peers {
namespace {

constexpr Xapian::termpos kGap = 100;  // no phrase goes from the title to the body

void Index(const LoadOptions& options, const std::string& path) {
  Xapian::WritableDatabase database(path, Xapian::DB_CREATE_OR_OVERWRITE);
  Xapian::TermGenerator generator;
  generator.set_stemmer(Xapian::Stem("english"));
  generator.set_stemming_strategy(Xapian::TermGenerator::STEM_ALL);
  double generating = 0;
  std::size_t articles = 0;
  Stopwatch all;
  ForEachRecord(options.corpus, [&](const Record& record) {
    const Stopwatch step;
    Xapian::Document document;
    document.set_data(record.id);
    generator.set_document(document);
    generator.set_termpos(0);
    generator.index_text(record.title);
    generator.increase_termpos(kGap);
    generator.index_text(record.body);
    generating += step.Seconds();
    database.add_document(document);
    return ++articles < options.articles;
  });
  database.commit();
  PrintRate("xapian", articles, all.Seconds());
  Print("xapian_term_generator_us", generating * 1e6 / static_cast<double>(articles));
}

}  // namespace

void LoadXapian(const LoadOptions& options) {
  const std::string loose = options.database + ".loose";
  try {
    Index(options, loose);
    Print("xapian_bytes", DirectoryBytes(loose));
    const Stopwatch compacting;
    Xapian::Database(loose).compact(options.database, Xapian::DBCOMPACT_NO_RENUMBER);
    Print("xapian_compact_seconds", compacting.Seconds());
    Print("xapian_compact_bytes", DirectoryBytes(options.database));
  } catch (const Xapian::Error& error) {
    Fail(StrCat("Xapian: ", error.get_description()));
  }
  std::filesystem::remove_all(loose);
}

}  // namespace facetwire::peers
