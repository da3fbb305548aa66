// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/search/query_classes.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <map>
#include <random>
#include <utility>

#include "index/base/str_cat.h"
#include "index/store/analyzer.h"
#include "index/store/schema.h"
#include "index/text/words.h"

namespace facetwire::bench {
namespace {

using Op = Xapian::Query::op;

// Words by how often they are in the index.
struct Vocabulary {
  std::vector<std::string> rare;
  std::vector<std::string> mid;
  std::vector<std::string> common;
};

Vocabulary ReadVocabulary(const Xapian::Database& parts) {
  Vocabulary words;
  Analyzer analyzer;
  const double documents = parts.get_doccount();
  for (auto term = parts.allterms_begin(); term != parts.allterms_end(); ++term) {
    const std::string& text = *term;
    const double share = term.get_termfreq() / documents;
    const bool plain = text.size() >= 3 && std::all_of(text.begin(), text.end(), [](char letter) {
                         return letter >= 'a' && letter <= 'z';
                       });
    if (!plain || share < 0.00005 || analyzer.Analyze(text).text != text) {
      continue;
    }
    if (share < 0.0002) {
      words.rare.push_back(text);
    } else if (share > 0.005 && share < 0.02) {
      words.mid.push_back(text);
    } else if (share > 0.10 && share < 0.35) {
      words.common.push_back(text);
    }
  }
  return words;
}

class Drawer {
 public:
  Drawer(const Xapian::Database& parts, const Snapshot& snapshot, const IndexReader& reader)
      : snapshot_(snapshot), reader_(reader), words_(ReadVocabulary(parts)) {}

  std::vector<QueryClass> Draw(std::size_t count) {
    std::vector<QueryClass> classes;
    const auto add = [&](const char* name, auto&& make) {
      QueryClass& made = classes.emplace_back();
      made.name = name;
      for (std::size_t i = 0; i < count; ++i) {
        made.queries.push_back(make());
      }
    };
    add("rare", [&] { return Terms(Op::OP_OR, {&words_.rare}); });
    add("mid", [&] { return Terms(Op::OP_OR, {&words_.mid}); });
    add("common", [&] { return Terms(Op::OP_OR, {&words_.common}); });
    add("and_mid_common", [&] { return Terms(Op::OP_AND, {&words_.mid, &words_.common}); });
    add("and_common", [&] { return Terms(Op::OP_AND, {&words_.common, &words_.common}); });
    add("or_common", [&] {
      return Terms(Op::OP_OR, {&words_.common, &words_.common, &words_.common});
    });
    add("phrase", [&] { return Phrase(); });
    add("term_facet", [&] { return Filtered(Terms(Op::OP_OR, {&words_.common})); });
    add("facet", [&] { return Filtered(All()); });
    add("term_dates", [&] { return Dated(Terms(Op::OP_OR, {&words_.common})); });
    add("dates", [&] { return Dated(All()); });
    add("match_all", [&] { return All(); });
    add("newest", [&] { return Newest(); });
    return classes;
  }

 private:
  static SearchRequest Request(std::string text) {
    SearchRequest request;
    request.query.text = std::move(text);
    request.include_snippets = false;
    request.facets = {
        {.facet = Facet::kCountry}, {.facet = Facet::kPerson}, {.facet = Facet::kSector}};
    return request;
  }

  std::size_t Below(std::size_t bound) { return static_cast<std::size_t>(random_() % bound); }

  BenchQuery Terms(Op op, const std::vector<const std::vector<std::string>*>& lists) {
    std::vector<std::string> drawn;
    for (const std::vector<std::string>* list : lists) {
      std::string word = (*list)[Below(list->size())];
      while (std::find(drawn.begin(), drawn.end(), word) != drawn.end()) {
        word = (*list)[Below(list->size())];
      }
      drawn.push_back(std::move(word));
    }
    std::string text;
    std::vector<Xapian::Query> terms;
    for (const std::string& word : drawn) {
      text += StrCat(text.empty() ? "" : op == Op::OP_OR ? " OR " : " ", word);
      terms.emplace_back(TextTerm(word));
    }
    return {Request(text), Xapian::Query(op, terms.begin(), terms.end())};
  }

  // Two words that stand side by side in some article. Xapian has no positions here, so that it is
  // asked for both words, which is less than it would have to do.
  BenchQuery Phrase() {
    for (;;) {
      const Docid docid = static_cast<Docid>(1 + Below(snapshot_.last_docid()));
      const auto stored = reader_.Load(docid, LoadMode::kFull);
      if (!stored.ok()) {
        continue;
      }
      const std::vector<FoldedWord> words = SplitWords(stored->article.body);
      for (std::size_t i = Below(20); i + 1 < words.size(); ++i) {
        const bool adjacent = words[i].span.end + 1 == words[i + 1].span.begin;
        if (adjacent && words[i].folded.size() > 3 && words[i + 1].folded.size() > 3) {
          return PhraseOf(words[i].folded, words[i + 1].folded);
        }
      }
    }
  }

  static BenchQuery PhraseOf(const std::string& first, const std::string& second) {
    Analyzer analyzer;
    const std::string a = TextTerm(analyzer.Analyze(first).text);
    const std::string b = TextTerm(analyzer.Analyze(second).text);
    return {Request(StrCat("\"", first, " ", second, "\"")),
            Xapian::Query(Op::OP_AND, Xapian::Query(a), Xapian::Query(b))};
  }

  static BenchQuery All() { return {Request(""), Xapian::Query::MatchAll}; }

  static BenchQuery Newest() {
    BenchQuery query = All();
    query.request.sort = Sort::kNewest;
    query.newest_first = true;
    return query;
  }

  // Those that the most articles have.
  const std::vector<std::string>& FrequentValues(Facet facet) {
    constexpr std::ptrdiff_t kMost = 60;
    std::vector<std::string>& ids = frequent_[facet];
    if (ids.empty()) {
      std::vector<std::pair<std::uint32_t, std::string>> values;
      snapshot_.dictionary().ForEach(facet, [&](Ordinal ordinal) {
        values.emplace_back(snapshot_.totals().count(ordinal),
                            snapshot_.dictionary().entry(ordinal).id);
        return true;
      });
      const auto end = values.begin() + std::min(kMost, std::ssize(values));
      std::partial_sort(values.begin(), end, values.end(), std::greater<>());
      std::transform(values.begin(), end, std::back_inserter(ids), [](const auto& value) {
        return value.second;
      });
    }
    return ids;
  }

  // One of the values that many articles have.
  BenchQuery Filtered(BenchQuery query) {
    const std::vector<Facet> facets = {Facet::kCountry, Facet::kSector, Facet::kPerson};
    const Facet facet = facets[Below(facets.size())];
    const std::vector<std::string>& values = FrequentValues(facet);
    const std::string& id = values[Below(values.size())];
    query.request.query.filters = {{.facet = facet, .any_of = {id}}};
    const Xapian::Query filter(FacetTerm(facet, id));
    query.xapian = Xapian::Query(Op::OP_FILTER, query.xapian, filter);
    return query;
  }

  // A tenth of the articles. Xapian is asked without it: it has no dates here.
  BenchQuery Dated(BenchQuery query) {
    if (published_.empty()) {
      for (Docid docid = 1; docid <= snapshot_.last_docid(); ++docid) {
        published_.push_back(snapshot_.columns().published_micros(docid));
      }
      std::sort(published_.begin(), published_.end());
    }
    const std::size_t tenth = published_.size() / 10;
    const std::size_t first = Below(published_.size() - tenth);
    query.request.query.published = {absl::FromUnixMicros(published_[first]),
                                     absl::FromUnixMicros(published_[first + tenth])};
    return query;
  }

  const Snapshot& snapshot_;
  const IndexReader& reader_;
  Vocabulary words_;
  std::map<Facet, std::vector<std::string>> frequent_;
  std::vector<std::int64_t> published_;  // of all documents, in order; filled when it is needed
  std::mt19937_64 random_{7};
};

}  // namespace

std::vector<QueryClass> DrawQueries(const Xapian::Database& parts,
                                    const Snapshot& snapshot,
                                    const IndexReader& reader,
                                    std::size_t per_class) {
  return Drawer(parts, snapshot, reader).Draw(per_class);
}

}  // namespace facetwire::bench
