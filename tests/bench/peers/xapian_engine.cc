// SPDX-License-Identifier: GPL-3.0-or-later
#include <xapian.h>

#include "index/base/str_cat.h"
#include "tests/bench/peers/engine.h"

namespace facetwire::peers {
namespace {

class XapianEngine : public Engine {
 public:
  explicit XapianEngine(const std::string& path) : database_(path) {}

  std::string name() const override { return "Xapian, top 10 only"; }

  bool Knows(const BenchQuery& query) const override {
    return query.text != BenchQuery::Text::kNone && query.value < 0 && query.to == 0 &&
           !query.newest;
  }

  Answer Ask(const BenchQuery& query) override {
    std::vector<std::string> stems;
    for (const std::string& word : query.words) {
      stems.push_back(stemmer_(word));
    }
    Xapian::Enquire enquire(database_);
    enquire.set_query(Xapian::Query(Operator(query), stems.begin(), stems.end()));
    const Xapian::MSet found = enquire.get_mset(0, 10);
    return {.hits = found.size()};
  }

 private:
  static Xapian::Query::op Operator(const BenchQuery& query) {
    switch (query.text) {
      case BenchQuery::Text::kAny:
        return Xapian::Query::OP_OR;
      case BenchQuery::Text::kPhrase:
        return Xapian::Query::OP_PHRASE;
      default:
        return Xapian::Query::OP_AND;
    }
  }

  Xapian::Database database_;
  Xapian::Stem stemmer_{"english"};
};

}  // namespace

std::unique_ptr<Engine> OpenXapian(const std::string& path) {
  try {
    return std::make_unique<XapianEngine>(path);
  } catch (const Xapian::Error& error) {
    Fail(StrCat("Xapian: ", error.get_description()));
  }
}

}  // namespace facetwire::peers
