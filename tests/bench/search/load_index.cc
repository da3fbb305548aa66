// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/search/load_index.h"

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <utility>
#include <vector>

#include "index/entities/extractor.h"
#include "index/ingest/annotator.h"
#include "index/store/document_builder.h"
#include "index/store/index_writer.h"
#include <nlohmann/json.hpp>

namespace facetwire::bench {
namespace {

constexpr Docid kCommitEvery = 2500;
constexpr Docid kSealEvery = 5000;

template <typename T>
T Must(absl::StatusOr<T> result) {
  if (!result.ok()) {
    std::fprintf(stderr, "%s\n", std::string(result.status().message()).c_str());
    std::exit(1);
  }
  return *std::move(result);
}

void Must(const absl::Status& status) { Must(status.ok() ? absl::StatusOr<int>(0) : status); }

Article ParseArticle(const std::string& line) {
  const nlohmann::json json = nlohmann::json::parse(line);
  Article article;
  article.id = json.value("id", "");
  article.title = json.value("title", "");
  article.body = json.value("body", "");
  article.source = json.value("source", "");
  article.language = json.value("language", "en");
  absl::ParseTime("%Y-%m-%d", json.value("published", "2000-01-01"), &article.published, nullptr);
  return article;
}

void Fold(IndexWriter& writer) {
  const std::atomic<bool> cancelled{false};
  while (const std::optional<FoldPlan> plan = writer.PlanFold(FoldPolicy())) {
    FoldedPart part = Must(FoldParts(*plan, cancelled));
    Must(writer.AdoptFold(*plan, std::move(part)));
    std::vector<std::string> retired;
    writer.RetireUnusedParts(retired);
    for (const std::string& path : retired) {
      std::filesystem::remove_all(path);
    }
  }
}

}  // namespace

void LoadIndex(const std::string& articles, const std::string& directory) {
  const Annotator annotator(Must(EntityExtractor::Create({})));
  const std::unique_ptr<IndexWriter> writer = Must(IndexWriter::Open(directory));
  DocumentBuilder builder;
  std::ifstream lines(articles);
  for (std::string line; std::getline(lines, line);) {
    StoredArticle stored;
    stored.article = ParseArticle(line);
    stored.received = stored.article.published;
    stored.entities = annotator.Annotate(stored.article);
    Must(writer->Put(Must(builder.Build(stored))));
    if ((writer->last_docid() + 1) % kCommitEvery == 0) {
      Must(writer->Commit());
    }
    if (writer->active_documents() >= kSealEvery) {
      Must(writer->Commit());
      Must(writer->Seal());
      Fold(*writer);
    }
  }
  Must(writer->Commit());
}

}  // namespace facetwire::bench
