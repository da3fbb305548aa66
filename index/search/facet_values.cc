// SPDX-License-Identifier: GPL-3.0-or-later
// ListFacetValues and GetCorpus: what is read from the columns of many documents.
#include <algorithm>
#include <utility>

#include "index/base/errors.h"
#include "index/base/str_cat.h"
#include "index/search/budget.h"
#include "index/search/checked_query.h"
#include "index/search/evaluator.h"
#include "index/search/facet_counter.h"
#include "index/search/labels.h"
#include "index/search/paged_view.h"
#include "index/search/query_plan.h"
#include "index/search/searcher.h"
#include "index/text/fold.h"
#include "index/text/words.h"

namespace facetwire {
namespace {

// What a person typed of a value.
class Prefix {
 public:
  explicit Prefix(std::string_view text) : folded_(Fold(text)) {
    for (FoldedWord& word : SplitWords(text)) {
      words_.push_back(std::move(word.folded));
    }
  }

  bool BeginsId(std::string_view id) const { return Fold(id).starts_with(folded_); }

  // Each word of the prefix begins a word of the label.
  bool BeginsWordsOf(std::string_view label) const {
    if (words_.empty()) {
      return folded_.empty();
    }
    const std::vector<FoldedWord> label_words = SplitWords(label);
    return std::all_of(words_.begin(), words_.end(), [&](const std::string& begin) {
      return std::any_of(label_words.begin(), label_words.end(), [&](const FoldedWord& word) {
        return word.folded.starts_with(begin);
      });
    });
  }

 private:
  std::string folded_;
  std::vector<std::string> words_;
};

bool RanksBefore(const FacetValue& a, const FacetValue& b) {
  return a.count != b.count ? a.count > b.count : a.id < b.id;
}

// One listing, step by step.
class ValuesRun {
 public:
  ValuesRun(const FacetValuesRequest& request, const Clock& clock)
      : request_(request), clock_(clock), prefix_(request.prefix) {}

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
    const absl::StatusOr<QueryPlan> plan = PlanQuery(query_.tree, snapshot, reader);
    if (!plan.ok()) {
      return plan.status();
    }
    Evaluator evaluator(query_, plan->root, view_);
    FacetCounter counter(facets_, query_, snapshot, evaluator);
    for (std::size_t chunk = 0; chunk < view_.chunks(); ++chunk) {
      const absl::StatusOr<ChunkMatches> found = evaluator.Evaluate(chunk);
      if (!found.ok()) {
        return found.status();
      }
      counter.Add(*found);
    }
    return Page(Matching(counter.counts(0)));
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
    facets_ = {{.facet = request_.facet, .limit = 0}};
    return absl::OkStatus();
  }

  bool Matches(const DictionaryEntry& entry, const std::string& label) const {
    return prefix_.BeginsWordsOf(label) || prefix_.BeginsId(entry.id) ||
           (entry.facet == Facet::kCountry &&
            prefix_.BeginsWordsOf(
                ValueLabel(entry.facet, entry.id, "en", view_.snapshot->dictionary())));
  }

  // In order.
  std::vector<FacetValue> Matching(const ValueCounts& counts) const {
    const DictionaryView& dictionary = view_.snapshot->dictionary();
    std::vector<FacetValue> values;
    dictionary.ForEach(request_.facet, [&](Ordinal ordinal) {
      const DictionaryEntry& entry = dictionary.entry(ordinal);
      if (counts.by_ordinal[ordinal] == 0) {
        return true;
      }
      std::string label = ValueLabel(entry.facet, entry.id, request_.label_language, dictionary);
      if (Matches(entry, label)) {
        values.push_back({.id = entry.id,
                          .label = std::move(label),
                          .count = counts.by_ordinal[ordinal],
                          .selected = IsSelected(query_, entry.facet, entry.id),
                          .parent = ValueParent(entry.facet, entry.id)});
      }
      return true;
    });
    std::sort(values.begin(), values.end(), RanksBefore);
    return values;
  }

  FacetValuesResult Page(std::vector<FacetValue> values) const {
    auto begin = values.begin();
    if (start_.previous.has_value()) {
      FacetValue last;
      last.id = start_.previous->last_value;
      last.count = start_.previous->last_count;
      begin = std::upper_bound(values.begin(), values.end(), last, RanksBefore);
    }
    const std::ptrdiff_t size =
        std::min<std::ptrdiff_t>(request_.page_size, std::distance(begin, values.end()));
    const bool more = std::distance(begin, values.end()) > size;
    FacetValuesResult result;
    result.values.assign(std::make_move_iterator(begin), std::make_move_iterator(begin + size));
    result.notes = query_.notes;
    result.commit_token = view_.snapshot->commit_token();
    if (more) {
      PageToken next = start_.Next(view_);
      next.last_value = result.values.back().id;
      next.last_count = result.values.back().count;
      result.next_page_token = EncodePageToken(next);
    }
    return result;
  }

  const FacetValuesRequest& request_;
  const Clock& clock_;
  Prefix prefix_;
  CheckedQuery query_;
  PageStart start_;
  std::vector<FacetRequest> facets_;
  SearchView view_;
};

// Ranges over documents and the values in them.
class CorpusScan {
 public:
  explicit CorpusScan(const Snapshot& snapshot)
      : snapshot_(snapshot), seen_(snapshot.dictionary().size()) {}

  void Add(Docid docid) {
    const absl::Time published = absl::FromUnixMicros(snapshot_.columns().published_micros(docid));
    ++info_.articles;
    info_.oldest = std::min(info_.oldest.value_or(published), published);
    info_.newest = std::max(info_.newest.value_or(published), published);
    for (const Ordinal ordinal : snapshot_.columns().entries(docid).ordinals) {
      seen_[ordinal] = true;
    }
  }

  CorpusInfo Result() {
    info_.countries = Distinct(Facet::kCountry);
    info_.persons = Distinct(Facet::kPerson);
    info_.sectors = Distinct(Facet::kSector);
    info_.commit_token = snapshot_.commit_token();
    return info_;
  }

 private:
  std::uint64_t Distinct(Facet facet) const {
    std::uint64_t count = 0;
    snapshot_.dictionary().ForEach(facet, [&](Ordinal ordinal) {
      count += seen_[ordinal] ? 1 : 0;
      return true;
    });
    return count;
  }

  const Snapshot& snapshot_;
  std::vector<bool> seen_;
  CorpusInfo info_;
};

}  // namespace

absl::StatusOr<FacetValuesResult> Searcher::ListFacetValues(const FacetValuesRequest& request,
                                                            const Snapshot& snapshot,
                                                            const IndexReader& reader,
                                                            const CallContext& context) const {
  return ValuesRun(request, clock_).Run(snapshot, reader, context);
}

CorpusInfo Searcher::GetCorpus(const Snapshot& snapshot) const {
  SearchView view;
  view.snapshot = &snapshot;
  view.bound = snapshot.last_docid();
  view.now_micros = absl::ToUnixMicros(clock_.Now());
  CorpusScan scan(snapshot);
  for (std::size_t chunk = 0; chunk < view.chunks(); ++chunk) {
    VisibleDocuments(view, chunk).ForEach([&](Docid docid) { scan.Add(docid); });
  }
  return scan.Result();
}

}  // namespace facetwire
