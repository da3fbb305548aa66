// SPDX-License-Identifier: GPL-3.0-or-later
// How well copies are found, and what it costs.
//
//   xz -dc articles.jsonl.xz | copies_bench - [EVERY [SEED]]
//
// Reads articles (any format of `facetwire index`) as they come, as different stories, and prints
// - which of them were taken for copies of each other, judged by the words that they share in runs
//   (see copy_judge.h): real articles hold real copies;
// - for each kind and degree of edit, how many copies made so of every EVERY-th article (10) were
//   given the cluster of their original (recall), and how many another one, whose articles do not
//   share its text (wrong);
// - for other stories made of the same words (other figures, other names: templates), how many
//   were wrongly given the original's cluster;
// - precision and recall over all of these.
// Articles with less than 50 words are left out: they are never copies unless identical.
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <map>
#include <string>
#include <vector>

#include "facetwire/v1/article.pb.h"

#include "clients/formats/article_reader.h"
#include "index/store/copy_clusters.h"
#include "index/store/document_builder.h"
#include "tests/bench/copies/copy_judge.h"
#include "tests/bench/copies/text_edits.h"

namespace facetwire::copies {
namespace {

struct Tally {
  std::size_t asked = 0;
  std::size_t right = 0;
  std::size_t wrong = 0;
};

using Edit = std::function<void(TextEdits&, const Story& other, Story&)>;

struct Kind {
  const char* name;
  Edit edit;
  bool copy = true;  // else another story
};

void Everything(TextEdits& edits, const Story& other, Story& story, double drop, double words) {
  edits.DropParagraphs(drop, story);
  edits.ChangeWords(words, other, story);
  edits.AddLead(2, other, story);
}

const std::vector<Kind>& Kinds() {
  static const std::vector<Kind> kinds = {
      {"another headline", [](auto&, auto&, auto&) {}},
      {"20 % of paragraphs dropped", [](auto& e, auto&, auto& s) { e.DropParagraphs(0.2, s); }},
      {"40 % of paragraphs dropped", [](auto& e, auto&, auto& s) { e.DropParagraphs(0.4, s); }},
      {"60 % of paragraphs dropped", [](auto& e, auto&, auto& s) { e.DropParagraphs(0.6, s); }},
      {"cut to the first half", [](auto& e, auto&, auto& s) { e.CutEnd(0.5, s); }},
      {"cut to the first third", [](auto& e, auto&, auto& s) { e.CutEnd(0.33, s); }},
      {"local lead of 1 sentence", [](auto& e, auto& o, auto& s) { e.AddLead(1, o, s); }},
      {"local lead of 3 sentences", [](auto& e, auto& o, auto& s) { e.AddLead(3, o, s); }},
      {"2 % of words changed", [](auto& e, auto& o, auto& s) { e.ChangeWords(0.02, o, s); }},
      {"5 % of words changed", [](auto& e, auto& o, auto& s) { e.ChangeWords(0.05, o, s); }},
      {"10 % of words changed", [](auto& e, auto& o, auto& s) { e.ChangeWords(0.1, o, s); }},
      {"lead, 20 % dropped, 2 % changed",
       [](auto& e, auto& o, auto& s) { Everything(e, o, s, 0.2, 0.02); }},
      {"lead, 40 % dropped, 2 % changed",
       [](auto& e, auto& o, auto& s) { Everything(e, o, s, 0.4, 0.02); }},
      {"lead, 40 % dropped, 5 % changed",
       [](auto& e, auto& o, auto& s) { Everything(e, o, s, 0.4, 0.05); }},
      {"other figures", [](auto& e, auto&, auto& s) { e.ChangeNumbers(s); }, false},
      {"other names and figures",
       [](auto& e, auto& o, auto& s) {
         e.ChangeNumbers(s);
         e.ChangeNames(o, s);
       },
       false},
  };
  return kinds;
}

class Bench {
 public:
  Bench(std::size_t sample, std::uint64_t seed) : sample_(sample), edits_(seed) {}

  void Add(const v1::Article& article) {
    Story story = ReadStory(article.title(), article.body());
    if (story.words() >= kMinCopyWords) {
      stories_.push_back(std::move(story));
    }
  }

  void Run() {
    AddOriginals();
    std::printf("%-34s %7s %7s %7s\n", "", "articles", "found", "wrong");
    Print("of the real ones, copies", real_);
    Tally copies;
    Tally all = real_;
    for (const Kind& kind : Kinds()) {
      const Tally tally = Try(kind);
      Print(kind.name, tally);
      all.wrong += tally.wrong;
      if (kind.copy) {
        copies.asked += tally.asked;
        copies.right += tally.right;
      }
    }
    all.right += copies.right;
    std::printf("recall %.4f, precision %.4f\n",
                static_cast<double>(copies.right) / static_cast<double>(copies.asked),
                static_cast<double>(all.right) / static_cast<double>(all.right + all.wrong));
  }

 private:
  CopySignature Sign(const Story& story) {
    StoredArticle stored;
    stored.article.id = "x";
    stored.article.title = story.title;
    stored.article.body = story.Body();
    return builder_.Build(stored)->copies;
  }

  static constexpr auto kNotLive = [](Docid) { return false; };
  static constexpr auto kNothing = [](Docid) -> absl::StatusOr<CopyRecord> {
    return absl::NotFoundError("");
  };

  void AddOriginals() {
    for (std::size_t i = 0; i < stories_.size(); ++i) {
      const auto docid = static_cast<Docid>(i + 1);
      const Docid cluster = clusters_.Add(docid, Sign(stories_[i]), {kNotLive, kNothing})
                                .value()
                                .cluster.value_or(docid);
      members_[cluster].push_back(docid);
      cluster_of_.push_back(cluster);
      ++real_.asked;
      if (cluster != docid) {
        Judge(docid, cluster, real_);
      }
    }
  }

  // Whether the story shares its text with one of the others of the cluster.
  bool Belongs(const Story& story, Docid but, Docid cluster, double& most) {
    most = 0;
    for (const Docid other : members_[cluster]) {
      if (other != but) {
        most = std::max(most, SharedRuns(story.Body(), stories_[other - 1].Body()));
      }
    }
    return most >= kCopyRuns;
  }

  void Judge(Docid docid, Docid cluster, Tally& tally) {
    double most = 0;
    const Story& story = stories_[docid - 1];
    const bool right = Belongs(story, docid, cluster, most);
    ++(right ? tally.right : tally.wrong);
    std::printf("%s %.2f \"%s\" with \"%s\"\n",
                right ? " " : "?",
                most,
                story.title.c_str(),
                stories_[cluster - 1].title.c_str());
  }

  Tally Try(const Kind& kind) {
    Tally tally;
    for (std::size_t i = 0; i < stories_.size(); i += sample_) {
      Story story = stories_[i];
      const Story& other = stories_[edits_.Below(stories_.size())];
      kind.edit(edits_, other, story);
      if (kind.copy) {
        story.title = other.title;
      }
      if (story.words() < kMinCopyWords || (!kind.copy && !IsTemplate(story, stories_[i]))) {
        continue;
      }
      ++tally.asked;
      Count(kind,
            story,
            cluster_of_[i],
            clusters_.Find(Sign(story), {kNotLive, kNothing}).value().cluster,
            tally);
    }
    return tally;
  }

  // Something is left of the story that is another one: enough other figures.
  static bool IsTemplate(const Story& story, const Story& original) {
    std::size_t other = 0;
    const std::string before = original.Body();
    const std::string after = story.Body();
    for (std::size_t i = 0; i < std::min(before.size(), after.size()); ++i) {
      other += before[i] != after[i] ? 1 : 0;
    }
    return 100 * other >= before.size();
  }

  void Count(const Kind& kind,
             const Story& story,
             Docid original,
             std::optional<Docid> found,
             Tally& tally) {
    double most = 0;
    if (!found.has_value()) {
      return;
    }
    if (!kind.copy) {
      ++(found == original ? tally.wrong : tally.right);
    } else if (found == original || Belongs(story, 0, *found, most)) {
      ++tally.right;
    } else {
      ++tally.wrong;
    }
  }

  static void Print(const char* name, const Tally& tally) {
    std::printf("%-34s %7zu %7zu %7zu   %.4f\n",
                name,
                tally.asked,
                tally.right,
                tally.wrong,
                static_cast<double>(tally.right) / static_cast<double>(tally.asked));
  }

  const std::size_t sample_;
  TextEdits edits_;
  DocumentBuilder builder_;
  std::vector<Story> stories_;  // docid - 1
  std::vector<Docid> cluster_of_;
  std::map<Docid, std::vector<Docid>> members_;
  CopyClusters clusters_;
  Tally real_;
};

}  // namespace
}  // namespace facetwire::copies

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: copies_bench FILE|- [EVERY [SEED]]\n");
    return 2;
  }
  const std::size_t sample = argc > 2 ? std::strtoul(argv[2], nullptr, 10) : 10;
  facetwire::copies::Bench bench(sample, argc > 3 ? std::strtoull(argv[3], nullptr, 10) : 1);
  facetwire::formats::ArticleReader reader({argv[1]}, {}, std::cin);
  const absl::Status status = reader.ForEach([&](const facetwire::v1::Article& article) {
    bench.Add(article);
    return absl::OkStatus();
  });
  if (!status.ok()) {
    std::fprintf(stderr, "%s\n", status.ToString().c_str());
    return 1;
  }
  bench.Run();
  return 0;
}
