// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/engine/query_deletion.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/time/time.h"

#include "index/base/clock.h"
#include "index/base/errors.h"
#include "index/search/checked_query.h"
#include "index/search/searcher.h"
#include "index/store/reader_pool.h"
#include "index/store/snapshot_source.h"

namespace facetwire {

namespace {

constexpr std::size_t kSamples = 20;

// When nothing is hidden any more, not even for ever.
class EndOfTime final : public Clock {
 public:
  absl::Time Now() const override { return absl::FromUnixMicros(kForeverMicros); }
};

bool IsEmpty(const FacetFilter& filter) {
  return filter.any_of.empty() && filter.all_of.empty() && filter.none_of.empty();
}

// Whether the query says nothing, so that it stands for every article.
bool SelectsEverything(const ArticleQuery& query) {
  return absl::StripAsciiWhitespace(query.text).empty() &&
         std::all_of(query.filters.begin(), query.filters.end(), IsEmpty) &&
         query.copies_of.empty() && !query.published.start.has_value() &&
         !query.published.end.has_value();
}

absl::StatusOr<PlannedDeletion> Plan(const DeleteByQueryRequest& request,
                                     const Snapshot& snapshot,
                                     const IndexReader& reader,
                                     const CallContext& context) {
  const EndOfTime end_of_time;
  const Searcher searcher(request.include_withheld ? static_cast<const Clock&>(end_of_time)
                                                   : *context.clock);
  const auto found = searcher.FindDocuments(request.query, snapshot, reader, context);
  if (!found.ok()) {
    return found.status();
  }
  PlannedDeletion plan;
  plan.result.count = found->size();
  plan.result.commit_token = snapshot.commit_token();
  for (std::size_t i = found->size(); i-- > 0;) {
    if (request.dry_run && plan.result.sample_ids.size() == kSamples) {
      break;
    }
    if (absl::Status status = context.Check(); !status.ok()) {
      return status;
    }
    absl::StatusOr<StoredArticle> stored = reader.Load((*found)[i], LoadMode::kHead);
    if (!stored.ok()) {
      return stored.status();
    }
    std::string& id = stored->article.id;
    if (plan.result.sample_ids.size() < kSamples) {
      plan.result.sample_ids.push_back(id);
    }
    if (!request.dry_run) {
      plan.operations.emplace_back(DeleteOperation{std::move(id), (*found)[i]});
    }
  }
  return plan;
}

// A deletion on its way. Each part is submitted when the one before is durable, so what waits of it
// is little, and what else is written waits for one part only. Lives as long as a part is under
// way.
class Deletion final : public std::enable_shared_from_this<Deletion> {
 public:
  using Done = std::function<void(absl::StatusOr<DeleteByQueryResult>)>;

  Deletion(PlannedDeletion plan, WriteQueue& queue, Done done)
      : queue_(queue), plan_(std::move(plan)), done_(std::move(done)) {
    plan_.result.count = 0;
  }

  void Continue() {
    const auto begin = std::next(plan_.operations.begin(), static_cast<std::ptrdiff_t>(begun_));
    const std::size_t size = std::min(kDeletionsAtOnce, plan_.operations.size() - begun_);
    const auto end = std::next(begin, static_cast<std::ptrdiff_t>(size));
    begun_ += size;
    queue_.SubmitAlways({std::make_move_iterator(begin), std::make_move_iterator(end)},
                        [self = shared_from_this()](absl::StatusOr<WriteReport> report) {
                          self->Take(std::move(report));
                        });
  }

 private:
  void Take(absl::StatusOr<WriteReport> report) {
    if (!report.ok()) {
      done_(report.status());
      return;
    }
    plan_.result.count += static_cast<std::uint64_t>(
        std::count(report->deletes.begin(), report->deletes.end(), true));
    plan_.result.commit_token = std::move(report->commit_token);
    if (begun_ < plan_.operations.size()) {
      Continue();
    } else {
      done_(std::move(plan_.result));
    }
  }

  WriteQueue& queue_;
  PlannedDeletion plan_;
  const Done done_;
  std::size_t begun_ = 0;  // of the operations
};

}  // namespace

absl::StatusOr<PlannedDeletion> PlanDeletion(const DeleteByQueryRequest& request,
                                             const std::string& directory,
                                             const CallContext& context) {
  if (!request.allow_all && SelectsEverything(request.query)) {
    return InvalidField("allow_all", "must be set to delete every article: the query is empty");
  }
  absl::StatusOr<std::unique_ptr<SnapshotSource>> source = SnapshotSource::Open(directory);
  if (!source.ok()) {
    return source.status();
  }
  if (absl::Status status = (*source)->Refresh(); !status.ok()) {
    return status;
  }
  ReaderPool readers(directory);
  absl::StatusOr<PlannedDeletion> plan = WithReader(
      readers, **source, context, [&](const Snapshot& snapshot, const IndexReader& reader) {
        return Plan(request, snapshot, reader, context);
      });
  if (plan.ok()) {
    plan->result.notes = CheckQuery(request.query)->notes;
  }
  return plan;
}

void CarryOut(PlannedDeletion plan,
              WriteQueue& queue,
              std::function<void(absl::StatusOr<DeleteByQueryResult>)> done) {
  if (plan.operations.empty()) {
    done(std::move(plan.result));
    return;
  }
  std::make_shared<Deletion>(std::move(plan), queue, std::move(done))->Continue();
}

}  // namespace facetwire
