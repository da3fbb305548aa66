// SPDX-License-Identifier: GPL-3.0-or-later
// Where the time of indexing goes, without gRPC and on one thread.
//
//   ingest_stages ARTICLES.jsonl DIRECTORY [PER_COMMIT=1000]
//
// Each line of the file is an article: id, published, title, body. DIRECTORY is made, and must not
// be there. Prints, for each step, microseconds of processor time per article, in the order of
// their journey; then the same for what stands beside it: a TermGenerator of Xapian's with
// positions, and add_document, into a database of its own.
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <xapian.h>

#include "index/base/call_context.h"
#include "index/entities/extractor.h"
#include "index/ingest/annotator.h"
#include "index/ingest/validate_article.h"
#include "index/store/analyzer.h"
#include "index/store/document_builder.h"
#include "index/store/index_writer.h"
#include "index/store/stored_record.h"
#include "index/text/words.h"
#include <nlohmann/json.hpp>

namespace facetwire {
namespace {

constexpr Docid kSealAt = 5000;

double ThreadSeconds() {
  timespec now = {};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

class Stages {
 public:
  explicit Stages(std::size_t articles) : articles_(static_cast<double>(articles)) {}

  void Begin() { last_ = ThreadSeconds(); }

  // What was done since the last call was this.
  void Add(const std::string& stage) {
    const double now = ThreadSeconds();
    if (!seconds_.contains(stage)) {
      order_.push_back(stage);
    }
    seconds_[stage] += now - last_;
    last_ = now;
  }

  void Print() const {
    for (const std::string& stage : order_) {
      std::printf("%-28s %8.1f us/article\n", stage.c_str(), seconds_.at(stage) * 1e6 / articles_);
    }
  }

 private:
  double articles_;
  double last_ = 0;
  std::map<std::string, double> seconds_;
  std::vector<std::string> order_;
};

std::vector<Article> ReadArticles(const std::string& path) {
  std::vector<Article> articles;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    const nlohmann::json json = nlohmann::json::parse(line);
    Article article;
    article.id = json.at("id");
    article.title = json.at("title");
    article.body = json.at("body");
    article.published = absl::FromUnixSeconds(1'500'000'000);
    article.source = "bench";
    article.language = "en";
    articles.push_back(std::move(article));
  }
  return articles;
}

// What Build is made of, each by itself.
void MeasureBuilding(const std::vector<StoredArticle>& articles, Stages& stages) {
  stages.Begin();
  std::size_t words = 0;
  for (const StoredArticle& stored : articles) {
    ForEachWord(stored.article.body, [&](const WordSpan&, std::string_view) { ++words; });
  }
  stages.Add("(words of the body)");
  Analyzer analyzer;
  for (const StoredArticle& stored : articles) {
    ForEachWord(stored.article.body, [&](const WordSpan&, std::string_view folded) {
      words += analyzer.Analyze(folded).hash;
    });
  }
  stages.Add("(words and stems)");
  StoredArticleEncoder encoder;
  for (const StoredArticle& stored : articles) {
    words += encoder.Encode(stored).value().record.size();
  }
  stages.Add("(stored record)");
  std::printf("%zu\n", words);
}

absl::Status Index(std::vector<PreparedDocument> documents,
                   const std::string& directory,
                   std::size_t per_commit,
                   Stages& stages) {
  auto writer = IndexWriter::Open(directory);
  if (!writer.ok()) {
    return writer.status();
  }
  stages.Begin();
  std::size_t put = 0;
  for (PreparedDocument& document : documents) {
    if (auto status = (*writer)->Put(std::move(document)); !status.ok()) {
      return status.status();
    }
    if (++put % per_commit == 0 || put == documents.size()) {
      stages.Add("put");
      if (auto status = (*writer)->Commit(); !status.ok()) {
        return status.status();
      }
      stages.Add("commit");
    }
    if ((*writer)->active_documents() >= kSealAt) {
      if (auto status = (*writer)->Seal(); !status.ok()) {
        return status;
      }
      stages.Add("seal");
    }
  }
  return absl::OkStatus();
}

void IndexWithTermGenerator(const std::vector<Article>& articles,
                            const std::string& directory,
                            Stages& stages) {
  stages.Begin();
  Xapian::WritableDatabase database(directory, Xapian::DB_CREATE_OR_OVERWRITE);
  Xapian::TermGenerator generator;
  generator.set_stemmer(Xapian::Stem("english"));
  for (const Article& article : articles) {
    Xapian::Document document;
    generator.set_document(document);
    generator.index_text(article.title, 1, "S");
    generator.increase_termpos();
    generator.index_text(article.title);
    generator.increase_termpos();
    generator.index_text(article.body);
    document.set_data(article.title + "\n" + article.body);
    database.add_document(document);
  }
  database.commit();
  stages.Add("TermGenerator alone");
}

int Main(const std::string& path, const std::string& directory, std::size_t per_commit) {
  std::vector<Article> articles = ReadArticles(path);
  auto extractor = EntityExtractor::Create({});
  if (articles.empty() || !extractor.ok()) {
    std::fputs("no articles\n", stderr);
    return 1;
  }
  Stages stages(articles.size());
  const Annotator annotator(*std::move(extractor), {});
  std::vector<StoredArticle> stored;
  std::vector<PreparedDocument> documents;
  DocumentBuilder builder;
  for (const Article& article : articles) {
    stages.Begin();
    if (absl::Status status = ValidateArticle(article); !status.ok()) {
      std::fprintf(stderr, "%s\n", status.ToString().c_str());
      return 1;
    }
    stages.Add("validate");
    StoredArticle one{.received = absl::FromUnixSeconds(1'600'000'000)};
    one.entities = annotator.Annotate(article, CallContext());
    one.article = article;
    stages.Add("annotate");
    documents.push_back(builder.Build(one).value());
    stages.Add("build");
    stored.push_back(std::move(one));
  }
  MeasureBuilding(stored, stages);
  absl::Status status = Index(std::move(documents), directory, per_commit, stages);
  if (!status.ok()) {
    std::fprintf(stderr, "%s\n", status.ToString().c_str());
    return 1;
  }
  IndexWithTermGenerator(articles, directory + "-xapian", stages);
  stages.Print();
  return 0;
}

}  // namespace
}  // namespace facetwire

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fputs("usage: ingest_stages ARTICLES.jsonl DIRECTORY [PER_COMMIT]\n", stderr);
    return 2;
  }
  const int per_commit = argc > 3 ? std::atoi(argv[3]) : 1000;
  return facetwire::Main(argv[1], argv[2], static_cast<std::size_t>(per_commit));
}
