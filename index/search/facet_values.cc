// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"

#include "index/base/errors.h"
#include "index/base/str_cat.h"
#include "index/search/budget.h"
#include "index/search/checked_query.h"
#include "index/search/copies_of.h"
#include "index/search/evaluator.h"
#include "index/search/facet_answers.h"
#include "index/search/facet_counter.h"
#include "index/search/label_language.h"
#include "index/search/paged_view.h"
#include "index/search/query_plan.h"
#include "index/search/searcher.h"
#include "index/search/value_aliases.h"
#include "index/search/value_matcher.h"
#include "index/store/xapian_status.h"

namespace facetwire {
namespace {

// A value that may be listed. Those that match as typed come first, then the most frequent, then by
// id.
struct Candidate {
  bool typo = false;
  std::uint32_t count = 0;
  Ordinal ordinal = 0;
};

// The first few of many, in order.
class FirstCandidates {
 public:
  // `size` is 1 or more. The dictionary must outlive it.
  FirstCandidates(std::size_t size, const DictionaryView& dictionary)
      : size_(size), dictionary_(dictionary) {}

  void Offer(const Candidate& candidate) {
    const auto before = [&](const Candidate& a, const Candidate& b) { return ComesBefore(a, b); };
    if (heap_.size() == size_) {
      if (!before(candidate, heap_.front())) {
        return;
      }
      std::pop_heap(heap_.begin(), heap_.end(), before);
      heap_.pop_back();
    }
    heap_.push_back(candidate);
    std::push_heap(heap_.begin(), heap_.end(), before);
  }

  // Ends it.
  std::vector<Candidate> Take() {
    std::sort(heap_.begin(), heap_.end(), [&](const Candidate& a, const Candidate& b) {
      return ComesBefore(a, b);
    });
    return std::move(heap_);
  }

  bool ComesBefore(const Candidate& a, const Candidate& b) const {
    if (a.typo != b.typo) {
      return b.typo;
    }
    return a.count != b.count ? a.count > b.count
                              : dictionary_.entry(a.ordinal).id < dictionary_.entry(b.ordinal).id;
  }

 private:
  std::size_t size_;
  const DictionaryView& dictionary_;
  std::vector<Candidate> heap_;  // the last of them in front
};

// One listing, step by step.
class ValuesRun {
 public:
  ValuesRun(const FacetValuesRequest& request,
            const Clock& clock,
            const ValueAliases& aliases,
            HelperPool* helpers)
      : request_(request), clock_(clock), aliases_(aliases), helpers_(helpers) {}

  ValuesRun(const ValuesRun&) = delete;
  ValuesRun& operator=(const ValuesRun&) = delete;

  absl::StatusOr<FacetValuesResult> Run(const Snapshot& snapshot,
                                        const IndexReader& reader,
                                        const CallContext& context) {
    if (absl::Status status = Check(); !status.ok()) {
      return status;
    }
    Budget budget(context, std::nullopt);
    view_ = ViewOf(start_, clock_, snapshot, reader, budget);
    view_.helpers = helpers_;
    CorrectFilters(snapshot.dictionary().corrections(), query_);
    if (absl::Status status = FindCluster(start_, view_, query_); !status.ok()) {
      return status;
    }
    const absl::StatusOr<QueryPlan> plan = PlanQuery(query_.tree, view_);
    if (!plan.ok()) {
      return plan.status();
    }
    Evaluator evaluator(query_, plan->root, view_);
    absl::StatusOr<FacetCounter> counter = FacetCounter::Make(facets_, view_, evaluator);
    if (!counter.ok()) {
      return counter.status();
    }
    RangeWalk walk(view_.bound, /*in_short_steps=*/false);
    for (auto range = walk.Next(); range.has_value() && counter->NeedsDocuments();
         range = walk.Next()) {
      const absl::StatusOr<ChunkMatches> found = evaluator.Evaluate(*range);
      if (!found.ok()) {
        return found.status();
      }
      if (absl::Status status = counter->Add(*range, *found); !status.ok()) {
        return status;
      }
    }
    if (absl::Status status = counter->Finish(); !status.ok()) {
      return status;
    }
    return List(counter->values(0));
  }

 private:
  absl::Status Check() {
    if (request_.page_size < 1 || request_.page_size > kMaxValuesPageSize) {
      return InvalidField("page_size", StrCat("from 1 to ", kMaxValuesPageSize));
    }
    absl::StatusOr<CheckedQuery> query = CheckQuery(request_.query);
    if (!query.ok()) {
      return query.status();
    }
    absl::StatusOr<PageStart> start = StartPage(request_.page_token, Fingerprint(request_));
    if (!start.ok()) {
      return start.status();
    }
    query_ = *std::move(query);
    start_ = *std::move(start);
    facets_ = {{.request = {.facet = request_.facet, .limit = 0}}};
    return absl::OkStatus();
  }

  // The values of articles that have one.
  absl::StatusOr<FacetValuesResult> List(const ValueCounts& counts) {
    const DictionaryView& dictionary = view_.snapshot->dictionary();
    FirstCandidates first(request_.page_size + 1, dictionary);
    if (absl::StripAsciiWhitespace(ToAbsl(request_.prefix)).empty()) {
      const std::optional<Candidate> last = LastOfPageBefore(nullptr);
      counts.ForEach(request_.facet, [&](Ordinal ordinal, std::uint32_t count) {
        Offer({.count = count, .ordinal = ordinal}, last, first);
        return view_.budget->StepCaller().ok() ? 1 : ValueCounts::kEnough;
      });
    } else {
      matcher_.emplace(
          request_.facet, request_.prefix, request_.label_language, dictionary, aliases_);
      OfferMatches(counts, first);
    }
    if (absl::Status status = view_.budget->Check(); !status.ok()) {
      return status;
    }
    return Page(first.Take());
  }

  void OfferMatches(const ValueCounts& counts, FirstCandidates& first) {
    const ValueMatcher::Matches matches = matcher_->Find();
    const std::optional<Candidate> last = LastOfPageBefore(&matches.exact);
    std::uint32_t most = 0;
    matches.exact.ForEach([&](Ordinal ordinal) {
      const std::uint32_t count = counts.count(ordinal);
      most = std::max(most, count);
      Offer({.count = count, .ordinal = ordinal}, last, first);
    });
    matches.with_typo.ForEach([&](Ordinal ordinal) {
      const std::uint32_t count = counts.count(ordinal);
      if (count > most) {
        Offer({.typo = true, .count = count, .ordinal = ordinal}, last, first);
      }
    });
  }

  static void Offer(const Candidate& candidate,
                    const std::optional<Candidate>& last,
                    FirstCandidates& first) {
    if (candidate.count > 0 && (!last.has_value() || first.ComesBefore(*last, candidate))) {
      first.Offer(candidate);
    }
  }

  // Nothing on the first page. `exact`: what matches as typed; null: everything does.
  std::optional<Candidate> LastOfPageBefore(const OrdinalSet* exact) const {
    if (!start_.previous.has_value()) {
      return std::nullopt;
    }
    const std::optional<Ordinal> ordinal =
        view_.snapshot->dictionary().Find(request_.facet, start_.previous->last_value);
    if (!ordinal.has_value()) {  // a forged token
      return std::nullopt;
    }
    return Candidate{.typo = exact != nullptr && !exact->Contains(*ordinal),
                     .count = static_cast<std::uint32_t>(start_.previous->last_count),
                     .ordinal = *ordinal};
  }

  // Of candidates in order, of which there may be one more than the page holds.
  FacetValuesResult Page(std::vector<Candidate> candidates) const {
    const bool more = candidates.size() > request_.page_size;
    candidates.resize(std::min<std::size_t>(candidates.size(), request_.page_size));
    LabelLanguage language(request_.label_language);
    const FacetAnswers answers(query_, view_, language);
    FacetValuesResult result;
    for (const Candidate& candidate : candidates) {
      const std::string& id = view_.snapshot->dictionary().entry(candidate.ordinal).id;
      FacetValue& value = result.values.emplace_back(
          answers.Shown(request_.facet, {.id = id, .count = candidate.count}));
      value.typo_forgiven = candidate.typo;
      if (matcher_.has_value()) {
        value.matched_alias = matcher_->Alias(candidate.ordinal, value.label, candidate.typo);
      }
    }
    result.notes = query_.notes;
    result.commit_token = view_.snapshot->commit_token();
    if (more) {
      PageToken next = start_.Next(view_, query_);
      next.last_value = result.values.back().id;
      next.last_count = result.values.back().count;
      result.next_page_token = EncodePageToken(next);
    }
    return result;
  }

  const FacetValuesRequest& request_;
  const Clock& clock_;
  const ValueAliases& aliases_;
  HelperPool* const helpers_;
  CheckedQuery query_;
  PageStart start_;
  std::vector<CheckedFacet> facets_;
  SearchView view_;
  std::optional<ValueMatcher> matcher_;  // where something was typed
};

}  // namespace

absl::StatusOr<FacetValuesResult> Searcher::ListFacetValues(const FacetValuesRequest& request,
                                                            const Snapshot& snapshot,
                                                            const IndexReader& reader,
                                                            const CallContext& context) const {
  const HelperPool::Working working(helpers_);
  return CatchXapian([&] {
    return ValuesRun(request, clock_, aliases_, helpers_).Run(snapshot, reader, context);
  });
}

}  // namespace facetwire
