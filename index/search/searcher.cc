// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/search/searcher.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "index/base/errors.h"
#include "index/base/recycled.h"
#include "index/base/str_cat.h"
#include "index/search/budget.h"
#include "index/search/checked_facets.h"
#include "index/search/checked_query.h"
#include "index/search/copies_of.h"
#include "index/search/doc_range.h"
#include "index/search/evaluator.h"
#include "index/search/facet_answers.h"
#include "index/search/facet_counter.h"
#include "index/search/hit_search.h"
#include "index/search/labels.h"
#include "index/search/paged_view.h"
#include "index/search/query_plan.h"
#include "index/search/scorer.h"
#include "index/search/shared_start.h"
#include "index/search/snippets.h"
#include "index/store/xapian_status.h"

namespace facetwire {
namespace {

absl::Status CheckLimits(const SearchRequest& request) {
  if (request.page_size > kMaxPageSize) {
    return InvalidField("page_size", StrCat("at most ", kMaxPageSize));
  }
  return absl::OkStatus();
}

// Texts to be shown have few words that are worth remembering.
struct SnippetAnalyzer : Analyzer {
  SnippetAnalyzer() : Analyzer(std::size_t{1} << 13U) {}
};

// One search, step by step. Members that others point to stay where they are.
class SearchRun {
 public:
  SearchRun(const SearchRequest& request, const Clock& clock, HelperPool* helpers)
      : request_(request), clock_(clock), helpers_(helpers) {}

  SearchRun(const SearchRun&) = delete;
  SearchRun& operator=(const SearchRun&) = delete;

  absl::StatusOr<SearchResult> Run(const Snapshot& snapshot,
                                   const IndexReader& reader,
                                   const CallContext& context) {
    if (absl::Status status = Check(); !status.ok()) {
      return status;
    }
    Budget budget(context, request_.max_time);
    const absl::StatusOr<PageStart> shared = SharedStart(start_, facets_);
    if (!shared.ok()) {
      return shared.status();
    }
    view_ = ViewOf(*shared, clock_, snapshot, reader, budget);
    view_.helpers = helpers_;
    Correct();
    if (absl::Status status = FindCluster(*shared, view_, query_); !status.ok()) {
      return status;
    }
    if (absl::Status status = Plan(); !status.ok()) {
      return status;
    }
    const Scorer scorer(plan_.scoring, statistics_);
    Evaluator evaluator(query_, plan_.root, view_, request_.page_size > 0 ? &scorer : nullptr);
    absl::StatusOr<FacetCounter> counter = FacetCounter::Make(facets_, view_, evaluator);
    if (!counter.ok()) {
      return counter.status();
    }
    if (absl::Status status = Walk(evaluator, *counter); !status.ok()) {
      return status;
    }
    if (absl::Status status = counter->Finish(); !status.ok()) {
      return status;
    }
    LabelLanguage language(request_.label_language);
    absl::StatusOr<std::vector<FacetResult>> facets =
        FacetAnswers(query_, view_, language).Answer(facets_, *counter);
    if (!facets.ok()) {
      return facets.status();
    }
    result_.facets = *std::move(facets);
    if (absl::Status status = Finish(); !status.ok()) {
      return status;
    }
    return std::move(result_);
  }

 private:
  absl::Status Check() {
    if (absl::Status status = CheckLimits(request_); !status.ok()) {
      return status;
    }
    absl::StatusOr<CheckedQuery> query = CheckQuery(request_.query);
    if (!query.ok()) {
      return query.status();
    }
    absl::StatusOr<std::vector<CheckedFacet>> facets = CheckFacets(request_);
    if (!facets.ok()) {
      return facets.status();
    }
    absl::StatusOr<PageStart> start = StartPage(request_.page_token, Fingerprint(request_));
    if (!start.ok()) {
      return start.status();
    }
    query_ = *std::move(query);
    facets_ = *std::move(facets);
    start_ = *std::move(start);
    return absl::OkStatus();
  }

  void Correct() {
    const Corrections& corrections = view_.snapshot->dictionary().corrections();
    CorrectFilters(corrections, query_);
    CorrectFacets(corrections, facets_);
  }

  absl::Status Plan() {
    absl::StatusOr<QueryPlan> plan = PlanQuery(query_.tree, view_);
    if (!plan.ok()) {
      return plan.status();
    }
    plan_ = *std::move(plan);
    if (request_.sort != Sort::kRelevance) {
      plan_.scoring.clear();
    }
    if (start_.previous.has_value()) {
      statistics_ = start_.previous->statistics;
      return statistics_.frequencies.size() == plan_.scoring.size()
                 ? absl::OkStatus()
                 : InvalidField("page_token", "this is no page token of this service");
    }
    absl::StatusOr<ScoreStatistics> statistics = CurrentStatistics(plan_.scoring, view_);
    if (!statistics.ok()) {
      return statistics.status();
    }
    statistics_ = *std::move(statistics);
    return absl::OkStatus();
  }

  absl::Status Walk(Evaluator& evaluator, FacetCounter& counter) {
    std::optional<HitKey> after;
    if (start_.previous.has_value()) {
      after = start_.previous->last;
    }
    HitSearch hits(request_, after, view_);
    absl::Status status;
    if (evaluator.IsEverything(std::nullopt) && !counter.NeedsDocuments()) {
      status = hits.AddEverything();
    } else {
      status = WalkRanges(evaluator, hits, counter);
    }
    hits.Finish();
    result_.total = hits.total();
    more_ = hits.more();
    page_ = hits.page();
    return status;
  }

  // From the newest documents to the oldest.
  absl::Status WalkRanges(Evaluator& evaluator, HitSearch& hits, FacetCounter& counter) {
    RangeWalk walk(view_.bound, /*in_short_steps=*/request_.max_time.has_value());
    while (const std::optional<DocRange> range = walk.Next()) {
      absl::Status status = WalkRange(evaluator, *range, hits, counter);
      if (!status.ok() && view_.budget->expired()) {
        result_.exactness = Exactness::kTimeLimit;
        break;
      }
      if (!status.ok()) {
        return status;
      }
    }
    return absl::OkStatus();
  }

  // All of a range or nothing of it.
  static absl::Status WalkRange(Evaluator& evaluator,
                                const DocRange& range,
                                HitSearch& hits,
                                FacetCounter& counter) {
    const absl::StatusOr<ChunkMatches> found = evaluator.Evaluate(range);
    if (!found.ok()) {
      return found.status();
    }
    if (absl::Status status = counter.Add(range, *found); !status.ok()) {
      return status;
    }
    hits.Add(*found, evaluator.scores());
    return absl::OkStatus();
  }

  absl::Status Finish() {
    result_.notes = query_.notes;
    result_.commit_token = view_.snapshot->commit_token();
    if (absl::Status status = LoadHits(); !status.ok()) {
      return status;
    }
    if (more_ && !page_.empty()) {
      PageToken next = start_.Next(view_, query_);
      next.last = page_.back().key;
      next.statistics = statistics_;
      result_.next_page_token = EncodePageToken(next);
    }
    if (request_.explain) {
      Explain();
    }
    return absl::OkStatus();
  }

  absl::Status LoadHits() {
    const Recycled<SnippetAnalyzer> analyzer;
    const HighlightedStems stems = StemsToHighlight(query_.tree, *analyzer);
    const bool full = request_.include_body || request_.include_snippets;
    for (const auto& [key, copies] : page_) {
      if (absl::Status status = view_.budget->CheckCaller(); !status.ok()) {
        return status;
      }
      absl::StatusOr<StoredArticle> stored =
          view_.reader->Load(key.docid, full ? LoadMode::kFull : LoadMode::kHead);
      if (!stored.ok()) {
        return stored.status();
      }
      Hit hit;
      hit.score = key.score;
      hit.copies = copies;
      if (request_.include_snippets) {
        hit.snippets = MakeSnippets(stored->article, stems, *analyzer);
      }
      hit.stored = *std::move(stored);
      ShowEntities(key.docid, request_.label_language, view_.snapshot->dictionary(), hit.stored);
      ShowCluster(key.docid, *view_.snapshot, hit.stored);
      Trim(hit.stored);
      result_.hits.push_back(std::move(hit));
    }
    return absl::OkStatus();
  }

  void Trim(StoredArticle& stored) const {
    if (request_.include_body) {
      return;
    }
    stored.article.summary.clear();
    stored.article.body.clear();
    for (Entity& entity : stored.entities) {
      entity.mentions.clear();
    }
  }

  void Explain() {
    std::string& text = result_.explanation;
    text = StrCat("text: ", request_.query.text, "\ntree: ", ToString(query_.tree));
    text += StrCat("\nplan: ", ToString(plan_.root), "\nscored:");
    for (std::size_t i = 0; i < plan_.scoring.size(); ++i) {
      const ScoringTerm& term = plan_.scoring[i];
      const double weight =
          TermWeight(statistics_.documents, statistics_.frequencies[i], term.count);
      text += StrCat(" ", term.term, "*", weight);
    }
    text += StrCat("\nevaluation: ",
                   result_.total,
                   request_.query.fold_copies ? " clusters of copies, of " : " of ",
                   view_.snapshot->live_count(),
                   " articles, docids up to ",
                   view_.bound,
                   result_.exactness == Exactness::kExact ? "" : ", cut short by the time limit");
  }

  const SearchRequest& request_;
  const Clock& clock_;
  HelperPool* const helpers_;
  CheckedQuery query_;
  std::vector<CheckedFacet> facets_;
  PageStart start_;
  SearchView view_;
  QueryPlan plan_;
  ScoreStatistics statistics_;
  std::vector<HitSearch::Found> page_;
  bool more_ = false;
  SearchResult result_;
};

}  // namespace

absl::StatusOr<SearchResult> Searcher::Search(const SearchRequest& request,
                                              const Snapshot& snapshot,
                                              const IndexReader& reader,
                                              const CallContext& context) const {
  const HelperPool::Working working(helpers_);
  return CatchXapian(
      [&] { return SearchRun(request, clock_, helpers_).Run(snapshot, reader, context); });
}

}  // namespace facetwire
