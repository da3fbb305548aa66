// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"

#include "index/base/str_cat.h"
#include "index/entities/extractor.h"
#include "index/store/analyzer.h"
#include "index/store/copy_clusters.h"
#include "index/store/copy_signature.h"
#include "index/store/document_builder.h"
#include "index/store/index_writer.h"
#include "index/text/words.h"
#include "tests/bench/peers/commands.h"
#include "tests/bench/peers/corpus.h"
#include "tests/bench/peers/measuring.h"

namespace facetwire::peers {
namespace {

constexpr std::size_t kCommitEvery = 500;
constexpr std::size_t kSealAt = 5'000;  // documents, as the server does

void Must(const absl::Status& status) {
  if (!status.ok()) {
    Fail(status.ToString());
  }
}

template <typename T>
T Must(absl::StatusOr<T> result) {
  Must(result.status());
  return *std::move(result);
}

template <typename Function>
void Time(double& seconds, const Function& step) {
  const Stopwatch watch;
  step();
  seconds += watch.Seconds();
}

// What the other steps do, among other things, to tell copies; but candidates are at hand here,
// which the writer reads from the index.
class CopyStep {
 public:
  void Add(const Record& record) {
    HashedText text;
    text.title = Read(record.title, text.numbers);
    text.numbers.clear();
    text.body = Read(record.body, text.numbers);
    Time(seconds_, [&] {
      const CopySignature signature = SignText(text);
      const absl::StatusOr<CopyClusters::Found> found =
          clusters_.Add(static_cast<Docid>(records_.size() + 1),
                        signature,
                        {.live = [](Docid) { return true; },
                         .read = [&](Docid docid) { return records_[docid - 1]; }});
      Must(found.status());
      records_.push_back({found->cluster.value_or(0), signature});
    });
    clusters_.Committed();
  }

  double seconds() const { return seconds_; }

 private:
  std::vector<std::uint64_t> Read(const std::string& text, std::vector<std::uint64_t>& numbers) {
    std::vector<std::uint64_t> hashes;
    facetwire::ForEachWord(text, [&](const WordSpan&, std::string_view folded) {
      hashes.push_back(analyzer_.Analyze(folded).hash);
      if (std::any_of(folded.begin(), folded.end(), absl::ascii_isdigit)) {
        numbers.push_back(hashes.back());
      }
    });
    return hashes;
  }

  Analyzer analyzer_;
  CopyClusters clusters_;
  std::vector<CopyRecord> records_;
  double seconds_ = 0;
};

class Steps {
 public:
  explicit Steps(const std::string& directory)
      : extractor_(Must(EntityExtractor::Create({}))),
        writer_(Must(IndexWriter::Open(directory))) {}

  void Add(const Record& record) {
    StoredArticle stored;
    stored.article.id = record.id;
    stored.article.source = record.source;
    stored.article.title = record.title;
    stored.article.body = record.body;
    stored.article.published = absl::FromUnixSeconds(record.published);
    Time(annotating_, [&] {
      stored.entities = extractor_->Extract({.title = stored.article.title,
                                             .body = stored.article.body,
                                             .source = stored.article.source,
                                             .published = stored.article.published});
    });
    PreparedDocument document;
    Time(building_, [&] { document = Must(builder_.Build(stored)); });
    copies_.Add(record);
    Time(putting_, [&] { Must(writer_->Put(std::move(document)).status()); });
    if (++articles_ % kCommitEvery == 0) {
      Commit();
    }
  }

  void Finish() {
    Commit();
    for (const auto& [name, seconds] : {std::pair("annotate", annotating_),
                                        std::pair("tokenise", building_),
                                        std::pair("index", putting_),
                                        std::pair("commit", committing_),
                                        std::pair("copies", copies_.seconds())}) {
      Print(StrCat("step_", name, "_us"), seconds * 1e6 / static_cast<double>(articles_));
    }
  }

 private:
  void Commit() {
    Time(committing_, [&] {
      Must(writer_->Commit().status());
      if (writer_->active_documents() >= kSealAt) {
        Must(writer_->Seal());
      }
    });
  }

  std::unique_ptr<EntityExtractor> extractor_;
  std::unique_ptr<IndexWriter> writer_;
  DocumentBuilder builder_;
  CopyStep copies_;
  std::size_t articles_ = 0;
  double annotating_ = 0;
  double building_ = 0;
  double putting_ = 0;
  double committing_ = 0;
};

}  // namespace

void MeasureSteps(const LoadOptions& options) {
  Steps steps(options.database);
  std::size_t articles = 0;
  ForEachRecord(options.corpus, [&](const Record& record) {
    steps.Add(record);
    return ++articles < options.articles;
  });
  steps.Finish();
}

}  // namespace facetwire::peers
