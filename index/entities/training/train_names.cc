// SPDX-License-Identifier: GPL-3.0-or-later
// Trains the model of names, or measures one; see README.md.
#include <array>
#include <fstream>
#include <iostream>
#include <memory>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "index/base/str_cat.h"
#include "index/entities/training/name_measure.h"
#include "index/entities/training/name_trainer.h"

namespace facetwire {
namespace {

constexpr int kSentences = 8;  // of a document, where the set does not mark them
constexpr int kUsage = 2;

struct Set {
  std::string_view name;
  double weight;
  std::string_view licence;
};

// What the model in the program is made of, in this order.
constexpr std::array<Set, 8> kSets = {{
    {"gmb.train", 0.5, "Groningen Meaning Bank, Voice of America texts, public domain"},
    {"gmb.dev", 0.5, "the same"},
    {"gum-open.train", 2, "GUM, the open genres, CC-BY 4.0"},
    {"gum-open.dev", 2, "the same"},
    {"wikigold.test", 2, "wikigold, CC-BY 4.0"},
    {"wnut17.train", 1, "WNUT 2017 emerging entities, CC-BY 4.0"},
    {"wnut17.dev", 1, "the same"},
    {"btc.train", 1, "Broad Twitter Corpus, CC-BY 4.0"},
}};

int Fail(const absl::Status& status) {
  std::cerr << "train_names: " << status.message() << '\n';
  return 1;
}

// `without`: sets whose names begin so are left out.
int Train(const std::string& folder, const std::string& output, std::string_view without) {
  auto trainer = NameTrainer::Create({});
  if (!trainer.ok()) {
    return Fail(trainer.status());
  }
  std::vector<std::string> notes = {"trained by index/entities/training; set, weight, licence:"};
  for (const Set& set : kSets) {
    if (!without.empty() && set.name.starts_with(without)) {
      continue;
    }
    auto documents = ReadConll(StrCat(folder, "/", set.name, ".conll"), kSentences);
    if (!documents.ok()) {
      return Fail(documents.status());
    }
    (*trainer)->Add(std::move(*documents), set.weight);
    notes.push_back(StrCat(set.name, ", ", set.weight, ", ", set.licence));
  }
  (*trainer)->Train([](int epoch, double loss) {
    std::cerr << "epoch " << epoch << ": loss " << loss << " a word\n";
  });
  std::ofstream file(output, std::ios::binary);
  file << (*trainer)->Model(notes);
  file.close();
  return file ? 0 : Fail(absl::UnavailableError("cannot write " + output));
}

int Score(const std::string& model, const std::vector<std::string>& paths) {
  std::ifstream file(model, std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  const std::string held = bytes.str();
  for (const std::string& path : paths) {
    const auto documents = ReadConll(path, kSentences);
    const auto measured = documents.ok() ? MeasureNames(held, *documents)
                                         : absl::StatusOr<NameMeasure>(documents.status());
    if (!measured.ok()) {
      return Fail(measured.status());
    }
    std::cout << path << ": precision " << measured->Precision() << ", recall "
              << measured->Recall() << ", F1 " << measured->F1() << '\n';
  }
  return 0;
}

int Main(const std::vector<std::string>& arguments) {
  if (arguments.size() >= 3 && arguments[0] == "--score") {
    return Score(arguments[1], {arguments.begin() + 2, arguments.end()});
  }
  if (arguments.size() == 4 && arguments[0] == "--without") {
    return Train(arguments[2], arguments[3], arguments[1]);
  }
  if (arguments.size() == 2) {
    return Train(arguments[0], arguments[1], {});
  }
  std::cerr << "usage: train_names FOLDER_OF_SETS OUTPUT\n"
               "       train_names --without SET FOLDER_OF_SETS OUTPUT\n"
               "       train_names --score MODEL SET.conll...\n";
  return kUsage;
}

}  // namespace
}  // namespace facetwire

int main(int argc, char** argv) { return facetwire::Main({argv + 1, argv + argc}); }
