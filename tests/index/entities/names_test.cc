// SPDX-License-Identifier: GPL-3.0-or-later
// The learned tagger: its model, the chain it decodes with, and its trainer.
#include <cmath>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "index/entities/linear_chain.h"
#include "index/entities/name_features.h"
#include "index/entities/name_model.h"
#include "index/entities/training/labelled_text.h"
#include "index/entities/training/name_exchange.h"
#include "index/entities/training/name_measure.h"
#include "index/entities/training/name_trainer.h"
#include "index/entities/tsv.h"
#include "tests/support/status_matchers.h"

namespace facetwire {
namespace {

using ::facetwire::testing::IsOk;
using ::facetwire::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr std::string_view kTiny =
    "Mr.\tO\nOtto\tB-PER\nvan\tI-PER\nDamm\tI-PER\nsaid\tO\n\"\tO\nno\tO\n\"\tO\n.\tO\n\n"
    "Alstad\tB-LOC\n's\tO\nmayor\tO\nthanked\tO\nIda\tB-PER\nFalk\tI-PER\n.\tO\n\n"
    "The\tO\nAlstad\tB-ORG\nBank\tI-ORG\nof\tO\nNorland\tB-LOC\nfell\tO\n.\tO\n\n"
    "Norlandish\tB-MISC\npeople\tO\nlike\tO\nOlga\tB-PER\nJ.\tI-PER\nRamm\tI-PER\n.\tO\n\n";

class NamesTest : public ::testing::Test {
 protected:
  void SetUp() override {
    path_ = ::testing::TempDir() + "tiny-" +
            ::testing::UnitTest::GetInstance()->current_test_info()->name() + ".conll";
  }

  void TearDown() override { std::filesystem::remove(path_); }

  std::vector<LabelledDocument> Read(std::string_view text, int sentences = 2) const {
    std::ofstream(path_) << text;
    auto documents = ReadConll(path_, sentences);
    EXPECT_THAT(documents, IsOk());
    return documents.ok() ? *documents : std::vector<LabelledDocument>();
  }

  std::string path_;
};

std::string Train(const std::vector<LabelledDocument>& documents, const TrainingOptions& options) {
  auto trainer = NameTrainer::Create(options);
  EXPECT_THAT(trainer, IsOk());
  (*trainer)->Add(documents, 1);
  (*trainer)->Train(nullptr);
  return (*trainer)->Model({"tiny"});
}

TrainingOptions SmallOptions() {
  TrainingOptions options;
  options.bits = 12;
  return options;
}

TEST(NameModelTest, TheModelInTheProgramFitsItsFeatures) {
  const auto model = NameModel::Parse(NameModelBytes());
  ASSERT_THAT(model, IsOk()) << "train it again: see index/entities/training/README.md";
  EXPECT_THAT(std::string(NameModelBytes().substr(0, 4096)), HasSubstr("licence"));
}

TEST(NameModelTest, WeightsAreRoundedAndCut) {
  NameModel::Source source;
  source.bits = 10;
  source.unit = 0.25;
  source.transitions[0][1] = -1.5;
  std::vector<float> rows(std::size_t{8} << source.bits);
  rows[8 * 3 + 1] = 0.6F;
  rows[8 * 3 + 2] = 1000;
  const std::string bytes = NameModel::Write(source, rows);
  const auto model = NameModel::Parse(bytes);
  ASSERT_THAT(model, IsOk());
  const LabelScores scores = model->Score({3U << 22U, 3U << 22U});
  EXPECT_FLOAT_EQ(scores[0], 0);
  EXPECT_FLOAT_EQ(scores[1], 1);
  EXPECT_FLOAT_EQ(scores[2], 2 * 127 * 0.25F);
  EXPECT_FLOAT_EQ(model->transitions()[0][1], -1.5);
}

TEST(NameModelTest, RefusesWhatIsNoModelOfItsOwn) {
  NameModel::Source source;
  source.bits = 10;
  source.unit = 0.25;
  const std::string good =
      NameModel::Write(source, std::vector<float>(std::size_t{8} << source.bits));
  ASSERT_THAT(NameModel::Parse(good), IsOk());
  const auto with = [&good](std::string_view from, std::string_view to) {
    std::string bytes = good;
    const std::size_t at = bytes.find(from);
    EXPECT_NE(at, std::string::npos);
    return bytes.replace(at, from.size(), to);
  };
  const std::vector<std::pair<std::string, std::string>> bad = {
      {"", "no head"},
      {with("names 1", "names 2"), "format"},
      {with("features ", "features 0"), "features"},
      {with("bits 10", "bits 30"), "bits"},
      {with("bits 10", "bits 11"), "size"},
      {with("unit 250000", "unit x"), "unit"},
      {with("transitions ", "transitions 1 "), "transitions"},
      {good.substr(0, good.size() - 1), "size"}};
  for (const auto& [bytes, why] : bad) {
    EXPECT_THAT(NameModel::Parse(bytes),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(why)));
  }
}

// Against the sum over all sequences.
TEST(LinearChainTest, AgreesWithCountingAllSequences) {
  const std::uint32_t seed = std::random_device{}();
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  const auto number = [&random] { return static_cast<float>(random() % 4000) / 1000 - 2; };
  Transitions transitions = {};
  for (auto& row : transitions) {
    for (float& value : row) {
      value = number();
    }
  }
  std::vector<LabelScores> scores(3);
  for (LabelScores& row : scores) {
    for (std::size_t y = 0; y < kNameLabels; ++y) {
      row[y] = number();
    }
  }
  double total = 0;
  std::vector<std::array<double, kNameLabels>> mass(3);
  double best = 0;
  std::vector<std::size_t> best_labels;
  for (std::size_t code = 0; code < kNameLabels * kNameLabels * kNameLabels; ++code) {
    const std::vector<std::size_t> labels = {code / 49, code / 7 % 7, code % 7};
    double value = 0;
    std::size_t from = kNameLabels;
    bool allowed = true;
    for (std::size_t i = 0; i < labels.size(); ++i) {
      allowed = allowed && MayFollow(from, labels[i]);
      value += scores[i][labels[i]] + transitions[from][labels[i]];
      from = labels[i];
    }
    if (!allowed) {
      continue;
    }
    total += std::exp(value);
    if (std::exp(value) > best) {
      best = std::exp(value);
      best_labels = labels;
    }
    for (std::size_t i = 0; i < labels.size(); ++i) {
      mass[i][labels[i]] += std::exp(value);
    }
  }
  const LinearChain chain(transitions);
  LinearChain::Marginals marginals;
  LinearChain::Pairs pairs;
  chain.Infer(scores, marginals, &pairs);
  EXPECT_NEAR(marginals.log_total, std::log(total), 1e-4);
  for (std::size_t i = 0; i < scores.size(); ++i) {
    for (std::size_t y = 0; y < kNameLabels; ++y) {
      EXPECT_NEAR(marginals.labels[i][y], mass[i][y] / total, 1e-4);
      double sum = 0;
      for (std::size_t from = 0; i > 0 && from < kNameLabels; ++from) {
        sum += pairs[i][from][y];
      }
      EXPECT_NEAR(sum, i > 0 ? mass[i][y] / total : 0, 1e-4);
    }
  }
  std::vector<NameLabel> labels;
  chain.Decode(scores, labels);
  for (std::size_t i = 0; i < labels.size(); ++i) {
    EXPECT_EQ(static_cast<std::size_t>(labels[i]), best_labels[i]);
  }
}

TEST(LinearChainTest, ExtremeScoresStayNumbers) {
  const LinearChain chain(Transitions{});
  LinearChain::Marginals marginals;
  std::vector<LabelScores> scores(4);
  for (LabelScores& row : scores) {
    row[static_cast<std::size_t>(NameLabel::kPersonInside)] = 5000;
  }
  chain.Infer(scores, marginals, nullptr);
  for (const LabelScores& row : marginals.labels) {
    for (const float value : row) {
      EXPECT_TRUE(value >= 0 && value <= 1) << value;
    }
  }
}

TEST_F(NamesTest, AWrittenDocumentKeepsItsLabels) {
  const std::vector<LabelledDocument> documents = Read(kTiny, 4);
  ASSERT_EQ(documents.size(), 1U);
  const PlainText plain = WriteOut(documents[0]);
  EXPECT_THAT(plain.text,
              ::testing::StartsWith("Mr. Otto van Damm said \"no\".\n\nAlstad's mayor"));
  const Lexicon lexicon;
  const Document document(lexicon, {"", "", plain.text});
  const std::vector<NameLabel> labels = LabelTokens(document, plain);
  std::vector<std::string> people;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (labels[i] == NameLabel::kPersonBegin) {
      people.emplace_back(document.Surface(i));
    } else if (labels[i] == NameLabel::kPersonInside) {
      people.back() += " " + std::string(document.Surface(i));
    }
  }
  EXPECT_THAT(people, ElementsAre("Otto van Damm", "Ida Falk", "Olga J Ramm"));
}

TEST_F(NamesTest, DocumentsEndAtMarksOrAfterSomeSentences) {
  EXPECT_EQ(Read(kTiny, 2).size(), 2U);
  EXPECT_EQ(Read("-DOCSTART-\tO\n\n" + std::string(kTiny), 2).size(), 1U);
}

TEST_F(NamesTest, ABadLineIsNamed) {
  std::ofstream(path_) << "Otto\tB-PER\nDamm I-PER\n";
  EXPECT_THAT(ReadConll(path_, 8),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("line 2")));
  EXPECT_THAT(ReadConll(path_ + ".none", 8),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("none")));
}

TEST_F(NamesTest, TrainingTwiceGivesTheSameBytes) {
  const std::vector<LabelledDocument> documents = Read(kTiny);
  const std::string first = Train(documents, SmallOptions());
  EXPECT_EQ(first, Train(documents, SmallOptions()));
  TrainingOptions other = SmallOptions();
  other.seed += 1;
  EXPECT_NE(first, Train(documents, other));
}

TEST_F(NamesTest, TrainingLearnsWhatItIsShown) {
  std::string text;
  for (int i = 0; i < 40; ++i) {
    text += kTiny;
  }
  const std::vector<LabelledDocument> documents = Read(text);
  const auto learned = MeasureNames(Train(documents, SmallOptions()), documents);
  ASSERT_THAT(learned, IsOk());
  EXPECT_EQ(learned->right, 120U);
  EXPECT_EQ(learned->F1(), 1);
  TrainingOptions none = SmallOptions();
  none.rate = 0;
  const auto blank = MeasureNames(Train(documents, none), documents);
  ASSERT_THAT(blank, IsOk());
  EXPECT_LT(blank->F1(), 0.95);  // the rules alone
}

TEST_F(NamesTest, NamesAreExchangedAlikeThroughoutADocument) {
  Lexicon lexicon;
  ASSERT_THAT(lexicon.AddSets({"organisation\tbank"}), IsOk());
  const NameExchange exchange({"given_name\tanna", "surname\tmoss"}, {"NO\tcity\tOslo"}, lexicon);
  TrainingRandom random(5);
  bool changed = false;
  for (int round = 0; round < 20; ++round) {
    std::vector<LabelledDocument> documents = Read(kTiny, 4);
    exchange.Apply(documents[0], random);
    EXPECT_EQ(documents[0][0][0].text, "Mr.");
    EXPECT_EQ(documents[0][2][2].text, "Bank");
    EXPECT_EQ(documents[0][1][0].text, documents[0][2][1].text);
    changed = changed || documents[0][1][4].text != "Ida";
  }
  EXPECT_TRUE(changed);
}

}  // namespace
}  // namespace facetwire
