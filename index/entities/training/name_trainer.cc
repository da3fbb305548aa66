// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/entities/training/name_trainer.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "index/entities/gazetteer.h"
#include "index/entities/name_features.h"
#include "index/entities/name_model.h"
#include "index/entities/training/name_exchange.h"
#include "index/entities/tsv.h"

namespace facetwire {
namespace {

constexpr std::size_t kRow = 8;

struct Weighted {
  LabelledDocument document;
  double weight = 1;
};

class Trainer : public NameTrainer {
 public:
  Trainer(const TrainingOptions& options, Lexicon lexicon)
      : options_(options),
        lexicon_(std::move(lexicon)),
        exchange_(PeopleLines(), CountryLines(), lexicon_),
        random_(options.seed),
        rows_(kRow << options.bits),
        squares_(kRow << options.bits) {}

  absl::Status AddPlaces() {
    absl::Status status = gazetteer_.Add("countries.tsv", CountryLines(), lexicon_);
    hashes_ = std::make_unique<WordHashes>(lexicon_);
    return status;
  }

  void Add(std::vector<LabelledDocument> documents, double weight) override {
    for (LabelledDocument& document : documents) {
      documents_.push_back({std::move(document), weight});
    }
  }

  void Train(const std::function<void(int epoch, double loss)>& report) override {
    std::vector<std::size_t> order(documents_.size());
    std::iota(order.begin(), order.end(), 0);
    for (int epoch = 0; epoch < options_.epochs; ++epoch) {
      for (std::size_t i = order.size(); i > 1; --i) {
        std::swap(order[i - 1], order[random_.Below(i)]);
      }
      const int left = options_.epochs - epoch;
      rate_ = options_.rate * (left == 1 ? 0.3 : left == 2 ? 0.6 : 1);
      loss_ = 0;
      words_ = 0;
      for (const std::size_t i : order) {
        LearnFrom(documents_[i]);
      }
      if (left <= options_.averaged) {
        Average();
      }
      if (report != nullptr) {
        report(epoch + 1, loss_ / std::max<double>(1, static_cast<double>(words_)));
      }
    }
  }

  std::string Model(const std::vector<std::string>& notes) const override {
    NameModel::Source source;
    source.bits = options_.bits;
    source.unit = options_.unit;
    source.factor = 1 - options_.drop_features;  // a text shows all features at once
    source.transitions = transition_sums_;
    for (auto& row : source.transitions) {
      for (float& value : row) {
        value /= static_cast<float>(options_.averaged);
      }
    }
    source.factor /= options_.averaged;
    source.notes = notes;
    return NameModel::Write(source, sums_);
  }

 private:
  // Adds the weights as they are to the sums of which the model is made.
  void Average() {
    sums_.resize(rows_.size());
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      sums_[i] += rows_[i];
    }
    for (std::size_t from = 0; from < transitions_.size(); ++from) {
      for (std::size_t y = 0; y < kNameLabels; ++y) {
        transition_sums_[from][y] += transitions_[from][y];
      }
    }
  }

  void LearnFrom(const Weighted& weighted) {
    LabelledDocument changed = weighted.document;
    if (random_.Chance(options_.exchange)) {
      exchange_.Apply(changed, random_);
    }
    for (LabelledSentence& sentence : changed) {
      exchange_.AddTitles(sentence, options_.titles, random_);
    }
    const PlainText plain = WriteOut(changed);
    const Document document(lexicon_, {"", "", plain.text});
    const std::vector<NameLabel> labels = LabelTokens(document, plain);
    Analysis analysis;
    analysis.document = &document;
    analysis.places = gazetteer_.Match(document);
    const PlaceMap places(analysis);
    const NameFeatures features(document, places, *hashes_);
    for (const TokenRange& run : features.runs()) {
      LearnFrom(features, run, labels, weighted.weight);
    }
  }

  void LearnFrom(const NameFeatures& features,
                 const TokenRange& run,
                 const std::vector<NameLabel>& labels,
                 double weight) {
    const std::size_t size = run.end - run.begin;
    found_.resize(std::max(found_.size(), size));
    scores_.clear();
    gold_.clear();
    for (std::size_t k = 0; k < size; ++k) {
      const auto i = run.begin + static_cast<std::uint32_t>(k);
      features.Extract(run, i, HideSome(), found_[k]);
      std::erase_if(found_[k],
                    [&](std::uint32_t) { return random_.Chance(options_.drop_features); });
      scores_.push_back(Score(found_[k]));
      auto label = static_cast<std::size_t>(labels[i]);
      const std::size_t before = k == 0 ? 0 : gold_.back();
      gold_.push_back(MayFollow(before, label) ? label : label - 1);
    }
    const LinearChain chain(transitions_);
    chain.Infer(scores_, marginals_, &pairs_);
    words_ += size;
    loss_ += marginals_.log_total;
    for (std::size_t k = 0; k < size; ++k) {
      const std::size_t from = k == 0 ? kNameLabels : gold_[k - 1];
      loss_ -= scores_[k][gold_[k]] + transitions_[from][gold_[k]];
      Update(found_[k], k, weight);
      UpdateTransitions(k, from, weight);
    }
  }

  NameFeatures::Hidden HideSome() {
    NameFeatures::Hidden hidden;
    hidden.word = random_.Chance(options_.hide_words);
    hidden.before = random_.Chance(options_.hide_words);
    hidden.after = random_.Chance(options_.hide_words);
    hidden.last = random_.Below(3) == 0;
    return hidden;
  }

  float* RowOf(std::vector<float>& rows, std::uint32_t feature) const {
    return rows.data() + kRow * (feature >> (32U - options_.bits));
  }

  LabelScores Score(const std::vector<std::uint32_t>& features) {
    LabelScores scores = {};
    for (const std::uint32_t feature : features) {
      const float* row = RowOf(rows_, feature);
      for (std::size_t y = 0; y < kRow; ++y) {
        scores[y] += row[y];
      }
    }
    return scores;
  }

  void Update(const std::vector<std::uint32_t>& features, std::size_t k, double weight) {
    constexpr float kNothing = 1e-4F;
    constexpr float kSmoothing = 0.1F;
    LabelScores slope = {};
    bool wrong = false;
    for (std::size_t y = 0; y < kNameLabels; ++y) {
      const float gold = y == gold_[k] ? 1 : 0;
      slope[y] = static_cast<float>(weight) * (marginals_.labels[k][y] - gold);
      wrong = wrong || std::abs(slope[y]) > kNothing;
    }
    if (!wrong) {
      return;
    }
    const auto rate = static_cast<float>(rate_);
    for (const std::uint32_t feature : features) {
      float* row = RowOf(rows_, feature);
      float* squares = RowOf(squares_, feature);
      for (std::size_t y = 0; y < kRow; ++y) {
        squares[y] += slope[y] * slope[y];
        row[y] -= rate * slope[y] / std::sqrt(squares[y] + kSmoothing);
      }
    }
  }

  void UpdateTransitions(std::size_t k, std::size_t from, double weight) {
    for (std::size_t before = 0; before <= kNameLabels; ++before) {
      if ((k == 0) != (before == kNameLabels)) {
        continue;
      }
      for (std::size_t y = 0; y < kNameLabels; ++y) {
        const float gold = before == from && y == gold_[k] ? 1 : 0;
        const float expected = k == 0 ? marginals_.labels[0][y] : pairs_[k][before][y];
        const auto slope = static_cast<float>(weight) * (expected - gold);
        float& squares = transition_squares_[before][y];
        squares += slope * slope;
        transitions_[before][y] -= static_cast<float>(rate_) * slope / std::sqrt(squares + 1);
      }
    }
  }

  TrainingOptions options_;
  Lexicon lexicon_;
  Gazetteer gazetteer_;
  std::unique_ptr<WordHashes> hashes_;
  NameExchange exchange_;
  TrainingRandom random_;
  std::vector<Weighted> documents_;
  std::vector<float> rows_;
  std::vector<float> sums_;     // of the rows after each of the last epochs
  std::vector<float> squares_;  // sums of the squared slopes, by weight
  Transitions transitions_ = {};
  Transitions transition_sums_ = {};
  Transitions transition_squares_ = {};
  double rate_ = 0;
  double loss_ = 0;
  std::size_t words_ = 0;
  // Of the run under way.
  std::vector<std::vector<std::uint32_t>> found_;
  std::vector<LabelScores> scores_;
  std::vector<std::size_t> gold_;
  LinearChain::Marginals marginals_;
  LinearChain::Pairs pairs_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<NameTrainer>> NameTrainer::Create(const TrainingOptions& options) {
  Lexicon lexicon;
  for (const auto& lines : {PeopleLines(), WordLines()}) {
    const absl::Status status = lexicon.AddSets(lines);
    if (!status.ok()) {
      return status;
    }
  }
  auto trainer = std::make_unique<Trainer>(options, std::move(lexicon));
  const absl::Status status = trainer->AddPlaces();
  if (!status.ok()) {
    return status;
  }
  return std::unique_ptr<NameTrainer>(std::move(trainer));
}

}  // namespace facetwire
