// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/store/document_check.h"

#include <algorithm>
#include <tuple>
#include <vector>

#include "index/base/str_cat.h"
#include "index/store/copy_clusters.h"
#include "index/store/document_revision.h"
#include "index/store/document_row.h"
#include "index/store/schema.h"
#include "index/store/stored_record.h"

namespace facetwire {
namespace {

absl::Status Disagrees(std::string_view what) {
  return absl::DataLossError(StrCat(what, " not what the stored article gives"));
}

bool SameTerms(const Xapian::Document& a, const Xapian::Document& b) {
  Xapian::TermIterator left = a.termlist_begin();
  Xapian::TermIterator right = b.termlist_begin();
  for (; left != a.termlist_end() && right != b.termlist_end(); ++left, ++right) {
    if (*left != *right || left.get_wdf() != right.get_wdf()) {
      return false;
    }
  }
  return left == a.termlist_end() && right == b.termlist_end();
}

}  // namespace

absl::Status DocumentCheck::CheckRow(const PreparedDocument& expected, std::string_view bytes) {
  DocumentRow row;
  if (absl::Status status = DecodeRow(bytes, row); !status.ok()) {
    return status;
  }
  if (row.published_micros != expected.published_micros ||
      row.hidden_until_micros != expected.hidden_until_micros || row.length != expected.length) {
    return Disagrees("its row (time, embargo or length) is");
  }
  using Value = std::tuple<Facet, std::string_view, std::uint8_t>;
  std::vector<Value> there;
  for (const RowEntry& entry : row.entries) {
    if (entry.ordinal >= dictionary_.size()) {
      return absl::DataLossError(StrCat("its row names facet value ",
                                        entry.ordinal,
                                        ", and the dictionary has ",
                                        dictionary_.size()));
    }
    const DictionaryEntry& value = dictionary_.entry(entry.ordinal);
    there.emplace_back(value.facet, value.id, entry.salience);
  }
  std::vector<Value> wanted;
  for (const PreparedFacet& facet : expected.facets) {
    wanted.emplace_back(facet.facet, facet.id, facet.salience);
  }
  std::sort(there.begin(), there.end());
  std::sort(wanted.begin(), wanted.end());
  return there == wanted ? absl::OkStatus() : Disagrees("its row (facet values) is");
}

absl::Status DocumentCheck::Check(Docid docid,
                                  const Xapian::Document& document,
                                  std::string& article_id) {
  const absl::StatusOr<StoredArticle> stored =
      DecodeStoredArticle(document.get_data(), LoadMode::kFull);
  if (!stored.ok()) {
    return stored.status();
  }
  article_id = stored->article.id;
  const absl::StatusOr<PreparedDocument> expected = builder_.Build(*stored);
  if (!expected.ok()) {
    return expected.status();
  }
  if (!SameTerms(document, expected->document)) {
    return Disagrees("its terms are");
  }
  if (absl::Status status = CheckRow(*expected, document.get_value(kRowSlot)); !status.ok()) {
    return status;
  }
  if (document.get_value(kRevisionSlot) !=
      EncodeRevision({expected->version, expected->content_hash})) {
    return Disagrees("its revision is");
  }
  const absl::StatusOr<CopyRecord> copies = ReadCopyRecord(docid, document);
  if (!copies.ok()) {
    return copies.status();
  }
  if (!document.get_value(kCopiesSlot).empty() && copies->signature != expected->copies) {
    return Disagrees("what tells its copies is");
  }
  const absl::StatusOr<std::string> tokens = tokens_.Read(docid);
  if (!tokens.ok()) {
    return tokens.status();
  }
  return *tokens == expected->tokens ? absl::OkStatus() : Disagrees("its token stream is");
}

}  // namespace facetwire
