// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/search/query_plan.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string_view>
#include <tuple>
#include <utility>

#include "index/search/folded_words.h"
#include "index/store/analyzer.h"
#include "index/store/schema.h"
#include "index/text/fold.h"

namespace facetwire {
namespace {

using Kind = PlanNode::Kind;

class Planner {
 public:
  explicit Planner(const SearchView& view) : view_(view) {}

  absl::StatusOr<QueryPlan> Run(const QueryNode& tree) {
    plan_.root = Plan(tree, /*scored=*/true);
    if (!status_.ok()) {
      return status_;
    }
    return std::move(plan_);
  }

 private:
  // A name may stand for many values, and each word's list is looked at.
  PlanNode Plan(const QueryNode& node, bool scored) {
    status_.Update(view_.budget->CheckCaller());
    if (!status_.ok()) {
      return {};
    }
    switch (node.kind) {
      case QueryNode::Kind::kAll:
        return Constant(Kind::kAll);
      case QueryNode::Kind::kNothing:
        return Constant(Kind::kNothing);
      case QueryNode::Kind::kText:
      case QueryNode::Kind::kNear:
        return Text(node, scored);
      case QueryNode::Kind::kFacet:
        return FacetValues(node);
      case QueryNode::Kind::kAnd:
        return And(node, scored);
      case QueryNode::Kind::kOr:
        return Or(node, scored);
      case QueryNode::Kind::kNot:
        return Not(node);
    }
    return {};
  }

  PlanNode Constant(Kind kind) const {
    PlanNode plan;
    plan.kind = kind;
    plan.estimate = kind == Kind::kAll ? view_.snapshot->last_docid() : 0;
    return plan;
  }

  std::uint64_t Frequency(const std::string& term) {
    const absl::StatusOr<std::uint64_t> frequency = view_.reader->TermFrequency(term);
    if (!frequency.ok()) {
      status_ = frequency.status();
      return 0;
    }
    return *frequency;
  }

  PlanNode Text(const QueryNode& node, bool scored) {
    PlanNode plan;
    plan.kind = Kind::kPattern;
    plan.zone = node.title_only ? TextZone::kTitle : TextZone::kAny;
    plan.scores = scored;
    std::vector<std::uint64_t> all;
    for (const QueryNode::Words& words : node.operands) {
      std::vector<std::uint64_t> hashes = AddTerms(words, scored, plan);
      all.insert(all.end(), hashes.begin(), hashes.end());
      if (words.size() > 1) {
        plan.phrases.emplace_back(std::move(hashes));
      }
    }
    if (node.kind == QueryNode::Kind::kNear) {
      plan.window = node.distance + all.size() - 1;
      plan.near.emplace_back(std::move(all));
    } else if (plan.terms.size() == 1 && plan.phrases.empty()) {
      plan.kind = Kind::kTerm;
    }
    SortTerms(plan);
    return plan;
  }

  // Returns the hashes of the stems.
  std::vector<std::uint64_t> AddTerms(const QueryNode::Words& words, bool scored, PlanNode& plan) {
    std::vector<std::uint64_t> hashes;
    for (const std::string& word : words) {
      const Stem& stem = analyzer_.Analyze(word);
      hashes.push_back(stem.hash);
      std::string term = plan.zone == TextZone::kTitle ? TitleTerm(stem.text) : TextTerm(stem.text);
      if (scored) {
        plan.shares.push_back(Score(term));
      }
      plan.terms.push_back(std::move(term));
    }
    return hashes;
  }

  TermShare Score(const std::string& term) {
    for (std::size_t i = 0; i < plan_.scoring.size(); ++i) {
      if (plan_.scoring[i].term == term) {
        ++plan_.scoring[i].count;
        return {i, 1};
      }
    }
    plan_.scoring.push_back({.term = term, .count = 1, .frequency = Frequency(term)});
    return {plan_.scoring.size() - 1, 1};
  }

  // Rarest first, each once.
  void SortTerms(PlanNode& plan) {
    struct Ranked {
      std::uint64_t frequency;
      std::string term;
      TermShare share;
    };

    std::vector<Ranked> ranked;
    for (std::size_t i = 0; i < plan.terms.size(); ++i) {
      const TermShare share = plan.shares.empty() ? TermShare() : plan.shares[i];
      ranked.push_back({Frequency(plan.terms[i]), std::move(plan.terms[i]), share});
    }
    std::sort(ranked.begin(), ranked.end(), [](const Ranked& a, const Ranked& b) {
      return std::tie(a.frequency, a.term) < std::tie(b.frequency, b.term);
    });
    const bool scored = !plan.shares.empty();
    plan.terms.clear();
    plan.shares.clear();
    for (Ranked& each : ranked) {
      if (plan.terms.empty() || plan.terms.back() != each.term) {
        plan.terms.push_back(std::move(each.term));
        plan.shares.push_back(each.share);
      } else {
        ++plan.shares.back().count;
      }
    }
    if (!scored) {
      plan.shares.clear();
    }
    plan.estimate = ranked[0].frequency;
  }

  PlanNode FacetValues(const QueryNode& node) {
    const DictionaryView& dictionary = view_.snapshot->dictionary();
    PlanNode plan = PlanAnyValue(
        {.facet = node.facet}, ResolveFacetValue(node.facet, node.value, dictionary), dictionary);
    Estimate(plan);
    return plan;
  }

  // Of a plan of PlanAnyValue.
  void Estimate(PlanNode& plan) {
    switch (plan.kind) {
      case Kind::kTerm:
        plan.estimate = Frequency(plan.terms[0]);
        break;
      case Kind::kValues:
        plan.estimate = view_.snapshot->last_docid();
        break;
      default:
        for (PlanNode& child : plan.children) {
          Estimate(child);
          plan.estimate += child.estimate;
        }
        if (plan.kind == Kind::kAnd) {
          plan.estimate = plan.children[0].estimate;
        }
    }
  }

  PlanNode Or(const QueryNode& node, bool scored) {
    PlanNode plan = Constant(Kind::kNothing);
    plan.kind = Kind::kOr;
    for (const QueryNode& child : node.children) {
      plan.children.push_back(Plan(child, scored));
      plan.scores = plan.scores || plan.children.back().scores;
      plan.estimate += plan.children.back().estimate;
    }
    return plan;
  }

  PlanNode And(const QueryNode& node, bool scored) {
    PlanNode plan = Constant(Kind::kAll);
    plan.kind = Kind::kAnd;
    for (const QueryNode& child : node.children) {
      plan.children.push_back(Plan(child, scored));
      plan.scores = plan.scores || plan.children.back().scores;
      plan.estimate = std::min(plan.estimate, plan.children.back().estimate);
    }
    // Patterns and exclusions last: what they cost depends on how many candidates are left.
    const auto rank = [](const PlanNode& child) {
      return std::pair(child.kind == Kind::kPattern || child.kind == Kind::kNot, child.estimate);
    };
    std::stable_sort(plan.children.begin(),
                     plan.children.end(),
                     [&](const PlanNode& a, const PlanNode& b) { return rank(a) < rank(b); });
    return plan;
  }

  PlanNode Not(const QueryNode& node) {
    PlanNode plan = Constant(Kind::kAll);
    plan.kind = Kind::kNot;
    plan.children.push_back(Plan(node.children[0], /*scored=*/false));
    return plan;
  }

  const SearchView& view_;
  Analyzer analyzer_;
  QueryPlan plan_;
  absl::Status status_;
};

}  // namespace

absl::StatusOr<QueryPlan> PlanQuery(const QueryNode& tree, const SearchView& view) {
  return Planner(view).Run(tree);
}

}  // namespace facetwire
