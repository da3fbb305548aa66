// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/store/document_builder.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/time/time.h"

#include "index/base/errors.h"
#include "index/store/analyzer.h"
#include "index/store/copy_signature.h"
#include "index/store/schema.h"
#include "index/store/stored_record.h"
#include "index/store/token_stream.h"
#include "index/store/xapian_status.h"
#include "index/text/words.h"

namespace facetwire {
namespace {

std::int64_t HiddenUntil(const Article& article) {
  if (article.status != ArticleStatus::kUsable) {
    return kForeverMicros;
  }
  return article.embargoed_until ? absl::ToUnixMicros(*article.embargoed_until) : kNeverMicros;
}

PreparedFacet MakeFacet(Facet facet, std::string_view id, std::string_view label, double salience) {
  // Of what the stored article says, so that a row can be checked against it.
  return {facet,
          std::string(id),
          std::string(label.empty() ? id : label),
          SalienceStep(KeptShare(salience))};
}

// By facet and id, each once, with the highest salience.
std::vector<PreparedFacet> CollectFacets(const StoredArticle& stored) {
  std::vector<PreparedFacet> facets;
  for (const Entity& entity : stored.entities) {
    if (!entity.id.empty()) {
      facets.push_back(MakeFacet(entity.facet, entity.id, entity.label, entity.salience));
    }
  }
  if (!stored.article.source.empty()) {
    facets.push_back(MakeFacet(Facet::kSource, stored.article.source, "", 1));
  }
  if (!stored.article.language.empty()) {
    facets.push_back(MakeFacet(Facet::kLanguage, stored.article.language, "", 1));
  }
  std::stable_sort(facets.begin(), facets.end(), [](const auto& a, const auto& b) {
    return std::tie(a.facet, a.id, b.salience) < std::tie(b.facet, b.id, a.salience);
  });
  const auto same = [](const auto& a, const auto& b) { return a.facet == b.facet && a.id == b.id; };
  facets.erase(std::unique(facets.begin(), facets.end(), same), facets.end());
  return facets;
}

using Counts = absl::flat_hash_map<std::string, std::uint32_t>;

}  // namespace

class DocumentBuilder::Impl {
 public:
  absl::StatusOr<PreparedDocument> Build(const StoredArticle& stored) {
    const Article& article = stored.article;
    absl::StatusOr<EncodedArticle> encoded = encoder_.Encode(stored);
    if (!encoded.ok()) {
      return encoded.status();
    }
    PreparedDocument prepared;
    prepared.article_id = article.id;
    prepared.version = article.version;
    prepared.content_hash = std::move(encoded->content_hash);
    prepared.document.set_data(encoded->record);
    prepared.published_micros = absl::ToUnixMicros(article.published);
    prepared.hidden_until_micros = HiddenUntil(article);
    AddText(article, prepared);
    prepared.document.add_boolean_term(IdTerm(article.id));
    prepared.facets = CollectFacets(stored);
    for (const PreparedFacet& facet : prepared.facets) {
      prepared.document.add_boolean_term(FacetTerm(facet.facet, facet.id));
    }
    return prepared;
  }

 private:
  using Hashes = std::vector<std::uint64_t>;

  void AddText(const Article& article, PreparedDocument& prepared) {
    counts_.clear();
    HashedText text;
    text.title = Read(article.title);
    numbers_.clear();
    for (const auto& [stem, count] : counts_) {
      prepared.document.add_term(TitleTerm(stem), count);
    }
    text.summary = Read(article.summary);
    text.body = Read(article.body);
    text.numbers = numbers_;
    for (const auto& [stem, count] : counts_) {
      prepared.document.add_term(TextTerm(stem), count);
    }
    prepared.tokens = tokens_.Encode(text.title, text.summary, text.body);
    prepared.length =
        static_cast<std::uint32_t>(text.title.size() + text.summary.size() + text.body.size());
    prepared.copies = SignText(text);
  }

  // Adds the stems of `text` to counts_ and numbers_, and returns their hashes in order.
  Hashes Read(std::string_view text) {
    Hashes hashes;
    ForEachWord(text, [&](const WordSpan&, std::string_view folded) {
      const Stem& stem = analyzer_.Analyze(folded);
      hashes.push_back(stem.hash);
      if (std::any_of(folded.begin(), folded.end(), absl::ascii_isdigit)) {
        numbers_.push_back(stem.hash);
      }
      ++counts_[stem.text];
    });
    return hashes;
  }

  Analyzer analyzer_;
  TokenEncoder tokens_;
  StoredArticleEncoder encoder_;
  Counts counts_;
  Hashes numbers_;
};

DocumentBuilder::DocumentBuilder() : impl_(std::make_unique<Impl>()) {}

DocumentBuilder::~DocumentBuilder() = default;

absl::StatusOr<PreparedDocument> DocumentBuilder::Build(const StoredArticle& stored) {
  if (stored.article.id.empty()) {
    return InvalidField("id", "must not be empty");
  }
  return CatchXapian([&] { return impl_->Build(stored); });
}

}  // namespace facetwire
