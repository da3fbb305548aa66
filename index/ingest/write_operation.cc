// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/ingest/write_operation.h"

#include <set>
#include <string_view>
#include <utility>

#include "absl/status/status.h"

namespace facetwire {

namespace {

absl::Status Apply(const PreparedDocument& document, IndexWriter& writer, WriteReport& report) {
  // A copy: the job may have to be written again.
  absl::StatusOr<IndexOutcome> outcome = writer.Put(document);
  if (outcome.ok()) {
    report.puts.push_back(*outcome);
  }
  return outcome.status();
}

absl::Status Apply(const DeleteOperation& operation, IndexWriter& writer, WriteReport& report) {
  absl::StatusOr<bool> existed = operation.docid == 0
                                     ? writer.Delete(operation.article_id)
                                     : writer.DeleteDocument(operation.article_id, operation.docid);
  if (existed.ok()) {
    report.deletes.push_back(*existed);
  }
  return existed.status();
}

absl::Status Apply(const CorrectionOperation& operation, IndexWriter& writer, WriteReport& report) {
  const Correction& correction = operation.correction;
  report.corrections.push_back(
      operation.undo == 0 ? writer.Correct(correction, operation.documents)
                          : writer.Undo(operation.undo, correction.time, correction.author));
  // One that is refused harms nothing else.
  return writer.alive() ? absl::OkStatus() : report.corrections.back().status();
}

absl::Status Apply(const DictionaryOperation& operation, IndexWriter& writer, WriteReport& report) {
  absl::StatusOr<std::vector<Ordinal>> ordinals = writer.AddEntries(operation.entries);
  if (ordinals.ok()) {
    report.ordinals.insert(report.ordinals.end(), ordinals->begin(), ordinals->end());
  }
  return ordinals.status();
}

bool IsChange(IndexOutcome outcome) {
  return outcome == IndexOutcome::kCreated || outcome == IndexOutcome::kUpdated;
}

}  // namespace

std::size_t WordsIn(const std::vector<WriteOperation>& operations) {
  std::size_t words = 0;
  for (const WriteOperation& operation : operations) {
    if (const auto* const document = std::get_if<PreparedDocument>(&operation)) {
      words += document->length;
    }
  }
  return words;
}

absl::StatusOr<WriteReport> ApplyAll(const std::vector<WriteOperation>& operations,
                                     IndexWriter& writer) {
  WriteReport report;
  for (const WriteOperation& operation : operations) {
    absl::Status status =
        std::visit([&](const auto& one) { return Apply(one, writer, report); }, operation);
    if (!status.ok()) {
      return status;
    }
  }
  return report;
}

void TellDuplicates(const std::vector<WriteOperation>& operations,
                    std::set<std::string_view>& duplicates,
                    WriteReport& report) {
  std::size_t put = report.puts.size();
  for (std::size_t i = operations.size(); i-- > 0;) {
    const auto* const document = std::get_if<PreparedDocument>(&operations[i]);
    if (document == nullptr) {
      continue;
    }
    IndexOutcome& outcome = report.puts[--put];
    if (IsChange(outcome) && duplicates.erase(document->article_id) > 0) {
      outcome = IndexOutcome::kDuplicate;
    }
  }
}

void Reconcile(const WriteReport& first, WriteReport& again) {
  for (std::size_t i = 0; i < first.puts.size(); ++i) {
    const bool changed = IsChange(first.puts[i]) || first.puts[i] == IndexOutcome::kDuplicate;
    const bool found =
        again.puts[i] == IndexOutcome::kUnchanged || again.puts[i] == IndexOutcome::kOutdated;
    if (changed && found) {
      again.puts[i] = first.puts[i];
    }
  }
  for (std::size_t i = 0; i < first.deletes.size(); ++i) {
    again.deletes[i] = again.deletes[i] || first.deletes[i];
  }
  for (std::size_t i = 0; i < first.corrections.size(); ++i) {
    if (first.corrections[i].ok() && !again.corrections[i].ok()) {
      again.corrections[i] = first.corrections[i];
    }
  }
}

}  // namespace facetwire
