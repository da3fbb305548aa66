// SPDX-License-Identifier: GPL-3.0-or-later
// ListFacetValues and GetCorpus: what is read from the columns of many documents.
#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"

#include "index/base/errors.h"
#include "index/base/str_cat.h"
#include "index/search/budget.h"
#include "index/search/checked_query.h"
#include "index/search/evaluator.h"
#include "index/search/facet_answers.h"
#include "index/search/facet_counter.h"
#include "index/search/folded_words.h"
#include "index/search/labels.h"
#include "index/search/paged_view.h"
#include "index/search/query_plan.h"
#include "index/search/searcher.h"
#include "index/store/xapian_status.h"
#include "index/text/fold.h"

namespace facetwire {
namespace {

// What a person typed of a value.
class Prefix {
 public:
  explicit Prefix(std::string_view text)
      : folded_(Fold(ToStd(absl::StripAsciiWhitespace(ToAbsl(text))))), words_(FoldedWords(text)) {}

  bool empty() const { return folded_.empty(); }

  bool BeginsId(std::string_view id) const { return Fold(id).starts_with(folded_); }

  // Each word of the prefix begins a word of the label.
  bool BeginsWordsOf(std::string_view label) const {
    const std::vector<std::string> label_words = FoldedWords(label);
    return !words_.empty() &&
           std::all_of(words_.begin(), words_.end(), [&](const std::string& begin) {
             return std::any_of(label_words.begin(),
                                label_words.end(),
                                [&](const std::string& word) { return word.starts_with(begin); });
           });
  }

 private:
  std::string folded_;
  std::vector<std::string> words_;
};

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
    CorrectFilters(snapshot.dictionary().corrections(), query_);
    const absl::StatusOr<QueryPlan> plan = PlanQuery(query_.tree, snapshot, reader);
    if (!plan.ok()) {
      return plan.status();
    }
    Evaluator evaluator(query_, plan->root, view_);
    absl::StatusOr<FacetCounter> counter = FacetCounter::Make(facets_, view_, evaluator);
    if (!counter.ok()) {
      return counter.status();
    }
    for (std::size_t chunk = 0; chunk < view_.chunks(); ++chunk) {
      const absl::StatusOr<ChunkMatches> found = evaluator.Evaluate(chunk);
      if (!found.ok()) {
        return found.status();
      }
      if (absl::Status status = counter->Add(*found); !status.ok()) {
        return status;
      }
    }
    const absl::StatusOr<std::vector<RankedValue>> values = Matching(counter->values(0));
    if (!values.ok()) {
      return values.status();
    }
    return Page(*values);
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

  bool Matches(Ordinal ordinal) const {
    const DictionaryView& dictionary = view_.snapshot->dictionary();
    const DictionaryEntry& entry = dictionary.entry(ordinal);
    const auto begins = [&](std::string_view language) {
      return prefix_.BeginsWordsOf(ValueLabel(ordinal, language, dictionary));
    };
    return prefix_.empty() || prefix_.BeginsId(entry.id) || begins(request_.label_language) ||
           (entry.facet == Facet::kCountry && begins("en")) ||
           (entry.facet == Facet::kPerson && BeginsAName(ordinal));
  }

  // Of those that a person has from a curator, or from others that were merged into them.
  bool BeginsAName(Ordinal ordinal) const {
    const DictionaryView& dictionary = view_.snapshot->dictionary();
    if (dictionary.corrections().empty()) {
      return false;
    }
    const std::vector<std::string> names = dictionary.Names(ordinal);
    return std::any_of(names.begin(), names.end(), [&](const std::string& name) {
      return prefix_.BeginsWordsOf(name);
    });
  }

  static bool Before(const RankedValue& a, const RankedValue& b) {
    return RanksBefore(FacetOrder::kCount, a, b);
  }

  // In order.
  absl::StatusOr<std::vector<RankedValue>> Matching(const ValueCounts& counts) const {
    constexpr std::uint32_t kCost = 16;  // of taking a label apart, see Budget
    const DictionaryView& dictionary = view_.snapshot->dictionary();
    std::vector<RankedValue> values;
    absl::Status status;
    dictionary.ForEach(request_.facet, [&](Ordinal ordinal) {
      const std::uint32_t count = counts.by_ordinal[ordinal];
      if (count > 0 && Matches(ordinal)) {
        values.push_back({.id = dictionary.entry(ordinal).id, .count = count});
      }
      status = view_.budget->Step(count > 0 ? kCost : 1);
      return status.ok();
    });
    if (!status.ok()) {
      return status;
    }
    std::sort(values.begin(), values.end(), Before);
    return values;
  }

  FacetValuesResult Page(const std::vector<RankedValue>& values) const {
    auto begin = values.begin();
    if (start_.previous.has_value()) {
      const RankedValue last{.id = start_.previous->last_value,
                             .count = start_.previous->last_count};
      begin = std::upper_bound(values.begin(), values.end(), last, Before);
    }
    const std::ptrdiff_t size =
        std::min<std::ptrdiff_t>(request_.page_size, std::distance(begin, values.end()));
    const bool more = std::distance(begin, values.end()) > size;
    LabelLanguage language(request_.label_language);
    const FacetAnswers answers(query_, view_, language);
    FacetValuesResult result;
    for (auto value = begin; value != begin + size; ++value) {
      result.values.push_back(answers.Shown(request_.facet, *value));
    }
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
  std::vector<CheckedFacet> facets_;
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
  return CatchXapian([&] { return ValuesRun(request, clock_).Run(snapshot, reader, context); });
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
