// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/engine/local_curation_engine.h"

#include <algorithm>
#include <limits>
#include <optional>

#include "absl/strings/numbers.h"

#include "index/base/errors.h"
#include "index/base/str_cat.h"
#include "index/entities/person_id.h"
#include "index/ingest/validate_correction.h"
#include "index/search/searcher.h"

namespace facetwire {
namespace {

bool HasPerson(const Snapshot& snapshot, Docid docid, Ordinal person) {
  const std::span<const Ordinal> ordinals = snapshot.columns().entries(docid).ordinals;
  return std::binary_search(ordinals.begin(), ordinals.end(), person);
}

// The documents of a split by the articles' ids, ascending.
absl::StatusOr<std::vector<Docid>> FindById(const CorrectionRequest& request,
                                            Ordinal person,
                                            const Snapshot& snapshot,
                                            const IndexReader& reader) {
  std::vector<Docid> docids;
  for (std::size_t i = 0; i < request.article_ids.size(); ++i) {
    const std::string& id = request.article_ids[i];
    const absl::StatusOr<std::optional<Docid>> docid = reader.FindDocument(id, snapshot);
    if (!docid.ok()) {
      return docid.status();
    }
    const std::string field = StrCat("article_ids[", i, "]");
    if (!docid->has_value()) {
      return InvalidField(field, StrCat("there is no article \"", id, "\""));
    }
    if (!HasPerson(snapshot, **docid, person)) {
      return InvalidField(field, StrCat("the article \"", id, "\" does not have the person"));
    }
    docids.push_back(**docid);
  }
  std::sort(docids.begin(), docids.end());
  docids.erase(std::unique(docids.begin(), docids.end()), docids.end());
  return docids;
}

absl::StatusOr<std::uint64_t> ReadPageToken(const std::string& token) {
  std::uint64_t before = std::numeric_limits<std::uint64_t>::max();
  if (!token.empty() && !absl::SimpleAtoi(token, &before)) {
    return InvalidField("page_token", "this is no page token of this service");
  }
  return before;
}

}  // namespace

absl::StatusOr<std::vector<Docid>> LocalCurationEngine::FindDocuments(
    const CorrectionRequest& request, const CallContext& context) const {
  const absl::StatusOr<std::shared_ptr<LocalQueryEngine>> reads = reads_();
  if (!reads.ok()) {
    return reads.status();
  }
  if (absl::Status status = (*reads)->Refresh(); !status.ok()) {
    return status;
  }
  const auto find = [&](const Snapshot& snapshot,
                        IndexReader& reader) -> absl::StatusOr<std::vector<Docid>> {
    const DictionaryView& dictionary = snapshot.dictionary();
    const std::optional<Ordinal> person =
        dictionary.Find(Facet::kPerson, dictionary.Root(Facet::kPerson, request.entity));
    if (!person.has_value()) {
      return absl::NotFoundError(StrCat("no article has the person \"", request.entity, "\""));
    }
    if (!request.articles.has_value()) {
      return FindById(request, *person, snapshot, reader);
    }
    absl::StatusOr<std::vector<Docid>> docids =
        Searcher(clock_).FindDocuments(*request.articles, snapshot, reader, context);
    if (docids.ok()) {
      std::erase_if(*docids, [&](Docid docid) { return !HasPerson(snapshot, docid, *person); });
    }
    return docids;
  };
  absl::StatusOr<std::vector<Docid>> docids = (*reads)->Read(context, find);
  if (docids.ok() && docids->empty()) {
    return InvalidField("query", "no article that it matches has the person");
  }
  return docids;
}

absl::StatusOr<CorrectionOperation> LocalCurationEngine::Prepare(const CorrectionRequest& request,
                                                                 const CallContext& context) const {
  CorrectionRequest checked = request;
  if (absl::Status status = ValidateCorrection(checked); !status.ok()) {
    return status;
  }
  CorrectionOperation operation;
  if (checked.kind == CorrectionKind::kSplit) {
    absl::StatusOr<std::vector<Docid>> documents = FindDocuments(checked, context);
    if (!documents.ok()) {
      return documents.status();
    }
    operation.documents = *std::move(documents);
  }
  Correction& correction = operation.correction;
  correction.kind = checked.kind;
  correction.author = std::move(checked.author);
  correction.facet = checked.facet;
  correction.entity = std::move(checked.entity);
  correction.target = std::move(checked.target);
  correction.name = std::move(checked.name);
  if (checked.kind == CorrectionKind::kAlias) {
    correction.target = PersonId(correction.name);
  }
  return operation;
}

void LocalCurationEngine::Submit(CorrectionOperation operation,
                                 const CallContext& context,
                                 Done done) {
  operation.correction.time = absl::FromUnixMicros(absl::ToUnixMicros(clock_.Now()));
  std::vector<WriteOperation> operations;
  operations.emplace_back(std::move(operation));
  queue_->Submit(std::move(operations), context, [done = std::move(done)](auto report) {
    if (!report.ok()) {
      done(report.status());
    } else if (absl::StatusOr<Correction>& made = report->corrections.front(); !made.ok()) {
      done(made.status());
    } else {
      done(CorrectionResult{*std::move(made), std::move(report->commit_token)});
    }
  });
}

void LocalCurationEngine::Correct(const CorrectionRequest& request,
                                  const CallContext& context,
                                  Done done) {
  absl::StatusOr<CorrectionOperation> operation = Prepare(request, context);
  if (!operation.ok()) {
    done(operation.status());
    return;
  }
  Submit(*std::move(operation), context, std::move(done));
}

void LocalCurationEngine::Undo(std::uint64_t id,
                               std::string author,
                               const CallContext& context,
                               Done done) {
  absl::Status status = ValidateAuthor(author);
  if (status.ok() && id == 0) {
    status = InvalidField("id", "is required");
  }
  if (!status.ok()) {
    done(std::move(status));
    return;
  }
  CorrectionOperation operation;
  operation.undo = id;
  operation.correction.author = std::move(author);
  Submit(std::move(operation), context, std::move(done));
}

absl::StatusOr<CorrectionPage> LocalCurationEngine::List(std::uint32_t page_size,
                                                         const std::string& page_token,
                                                         const CallContext& context) {
  if (page_size < 1 || page_size > kMaxPageSize) {
    return InvalidField("page_size", StrCat("from 1 to ", kMaxPageSize));
  }
  const absl::StatusOr<std::uint64_t> before = ReadPageToken(page_token);
  if (!before.ok()) {
    return before.status();
  }
  const absl::StatusOr<std::shared_ptr<LocalQueryEngine>> reads = reads_();
  if (!reads.ok()) {
    return reads.status();
  }
  if (absl::Status status = (*reads)->Refresh(); !status.ok()) {
    return status;
  }
  return (*reads)->Read(
      context, [&](const Snapshot& snapshot, IndexReader&) -> absl::StatusOr<CorrectionPage> {
        CorrectionPage page;
        page.commit_token = snapshot.commit_token();
        const std::vector<Correction>& history = snapshot.dictionary().corrections().history();
        for (std::size_t i = history.size(); i-- > 0;) {
          if (history[i].id >= *before) {
            continue;
          }
          if (page.corrections.size() == page_size) {
            page.next_page_token = StrCat(page.corrections.back().id);
            break;
          }
          page.corrections.push_back(history[i]);
        }
        return page;
      });
}

}  // namespace facetwire
