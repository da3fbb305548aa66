// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/ingest/reannotation.h"

#include <filesystem>
#include <future>
#include <system_error>
#include <thread>
#include <utility>

#include "index/base/priority.h"
#include "index/base/str_cat.h"
#include "index/store/xapian_status.h"

namespace facetwire {
namespace {

// Calls `end` when it goes.
template <typename End>
class AtEnd {
 public:
  explicit AtEnd(End end) : end_(std::move(end)) {}

  ~AtEnd() { end_(); }

  AtEnd(const AtEnd&) = delete;
  AtEnd& operator=(const AtEnd&) = delete;

 private:
  End end_;
};

}  // namespace

absl::StatusOr<ReannotationResult> Reannotation::Run(const ReannotationProgress& progress,
                                                     const CallContext& context) {
  if (busy_.exchange(true)) {
    return absl::FailedPreconditionError("the articles are being annotated again already");
  }
  const AtEnd idle([this] { busy_ = false; });
  CallContext either = context;
  either.cancelled = [this, &context] {
    return stopping_ || (context.cancelled && context.cancelled());
  };
  absl::StatusOr<ReannotationResult> result = absl::UnknownError("");
  try {
    std::thread worker([&] {
      LowerThreadPriority(Priority::kBackground);
      result = CatchXapian([&] { return Rewrite(progress, either); });
    });
    worker.join();
  } catch (const std::system_error& error) {
    return absl::UnavailableError(StrCat("no thread: ", error.what()));
  }
  if (!result.ok() && stopping_) {
    return absl::UnavailableError("the index is shutting down");
  }
  return result;
}

absl::StatusOr<ReannotationResult> Reannotation::Rewrite(const ReannotationProgress& progress,
                                                         const CallContext& context) {
  if (absl::Status held = index_.maintenance.Hold(context); !held.ok()) {
    return held;
  }
  const AtEnd release([this] { index_.maintenance.Release(); });
  const absl::StatusOr<std::optional<FoldPlan>> plan = Begin(context);
  if (!plan.ok()) {
    return plan.status();
  }
  ReannotationResult result;
  if (*plan) {
    absl::StatusOr<RewrittenPart> rewritten = MakePart(**plan, progress, context);
    if (!rewritten.ok()) {
      return rewritten.status();
    }
    result.articles = rewritten->articles;
    result.changed = rewritten->changed;
    if (absl::Status status = Adopt(**plan, std::move(rewritten->part), context); !status.ok()) {
      return status;
    }
  }
  // Whoever sees this commit sees the new generation, which came before it.
  absl::StatusOr<WriteReport> commit = AddEntries({});
  if (!commit.ok()) {
    return commit.status();
  }
  result.commit_token = std::move(commit->commit_token);
  result.searchable = commit->announced;
  return result;
}

absl::StatusOr<std::optional<FoldPlan>> Reannotation::Begin(const CallContext& context) {
  std::optional<FoldPlan> plan;
  absl::Status status = index_.calls.Call(
      context,
      [this] { index_.queue.Wake(); },
      [&](IndexWriter& writer) {
        absl::Status sealed = writer.active_documents() > 0 ? writer.Seal() : absl::OkStatus();
        if (sealed.ok()) {
          plan = writer.PlanRewrite();
        }
        return sealed;
      });
  if (!status.ok()) {
    return status;
  }
  return plan;
}

absl::StatusOr<RewrittenPart> Reannotation::MakePart(const FoldPlan& plan,
                                                     const ReannotationProgress& progress,
                                                     const CallContext& context) {
  const auto annotate = [&](const Article& article) {
    return annotator_.Annotate(article, context);
  };
  const auto ordinals =
      [&](std::vector<DictionaryEntry> entries) -> absl::StatusOr<std::vector<Ordinal>> {
    absl::StatusOr<WriteReport> added = AddEntries(std::move(entries));
    if (!added.ok()) {
      return added.status();
    }
    return std::move(added->ordinals);
  };
  const auto check = [&] { return context.Check(); };
  return RewriteParts(
      plan, {.annotate = annotate, .ordinals = ordinals, .progress = progress, .check = check});
}

absl::Status Reannotation::Adopt(const FoldPlan& plan,
                                 FoldedPart part,
                                 const CallContext& context) {
  const std::string path = part.path;
  bool taken = false;
  absl::Status status = index_.calls.Call(
      context,
      [this] { index_.queue.Wake(); },
      [&](IndexWriter& writer) {
        taken = true;
        return writer.AdoptFold(plan, std::move(part));
      });
  if (!taken) {
    part.pin = nullptr;
    std::error_code ignored;  // what stays is removed when the index is opened next
    std::filesystem::remove_all(path, ignored);
  }
  return status;
}

absl::StatusOr<WriteReport> Reannotation::AddEntries(std::vector<DictionaryEntry> entries) {
  std::vector<WriteOperation> operations;
  operations.emplace_back(DictionaryOperation{std::move(entries)});
  std::promise<absl::StatusOr<WriteReport>> promise;
  index_.queue.SubmitAlways(std::move(operations), [&](absl::StatusOr<WriteReport> report) {
    promise.set_value(std::move(report));
  });
  return promise.get_future().get();
}

}  // namespace facetwire
