// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/search/page_token.h"

#include <bit>
#include <optional>
#include <utility>

#include "absl/strings/escaping.h"

#include "index/base/errors.h"
#include "index/base/str_cat.h"
#include "index/store/varint.h"

namespace facetwire {
namespace {

constexpr std::uint64_t kVersion = 3;
constexpr std::size_t kChecksumBytes = 4;

// FNV-1a.
std::uint64_t Hash(std::string_view bytes) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char byte : bytes) {
    hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001b3;
  }
  return hash;
}

std::string Checksum(std::string_view bytes) {
  std::uint64_t hash = Hash(bytes);
  std::string sum;
  for (std::size_t i = 0; i < kChecksumBytes; ++i, hash >>= 8U) {
    sum.push_back(static_cast<char>(hash & 0xffU));
  }
  return sum;
}

void PutTexts(const std::vector<std::string>& texts, std::string& out) {
  PutVarint(texts.size(), out);
  for (const std::string& text : texts) {
    PutText(text, out);
  }
}

void PutTime(const std::optional<absl::Time>& time, std::string& out) {
  PutVarint(time.has_value() ? 1 : 0, out);
  PutVarint(ZigZag(time.has_value() ? absl::ToUnixMicros(*time) : 0), out);
}

void PutQuery(const ArticleQuery& query, std::string& out) {
  PutText(query.text, out);
  PutVarint(query.strict ? 1 : 0, out);
  PutVarint(query.filters.size(), out);
  for (const FacetFilter& filter : query.filters) {
    PutVarint(static_cast<std::uint64_t>(filter.facet), out);
    PutTexts(filter.any_of, out);
    PutTexts(filter.all_of, out);
    PutTexts(filter.none_of, out);
    PutVarint(std::bit_cast<std::uint64_t>(filter.min_salience), out);
  }
  PutTime(query.published.start, out);
  PutTime(query.published.end, out);
  PutText(query.copies_of, out);
  PutVarint(query.fold_copies ? 1 : 0, out);
}

void PutPeriods(const std::optional<PeriodSpec>& periods, std::string& out) {
  PutVarint(periods.has_value() ? 1 : 0, out);
  if (periods.has_value()) {
    PutVarint(static_cast<std::uint64_t>(periods->length), out);
    PutText(periods->time_zone, out);
    PutVarint(static_cast<std::uint64_t>(periods->week_start), out);
  }
}

// All but the limit, the page token and the sub-facets.
void PutFacet(const FacetRequest& facet, std::string& out) {
  PutVarint(static_cast<std::uint64_t>(facet.facet), out);
  PutVarint(static_cast<std::uint64_t>(facet.scope), out);
  PutTexts(facet.include_values, out);
  PutVarint(static_cast<std::uint64_t>(facet.order), out);
  PutVarint(std::bit_cast<std::uint64_t>(facet.min_salience), out);
  PutPeriods(facet.periods, out);
  PutQuery(facet.background, out);
}

void PutSubFacets(const std::vector<FacetRequest>& facets, std::string& out) {
  PutVarint(facets.size(), out);
  for (const FacetRequest& facet : facets) {
    PutFacet(facet, out);
    PutVarint(facet.limit, out);
  }
}

std::string Body(const PageToken& token) {
  std::string body;
  PutVarint(kVersion, body);
  PutVarint(token.request, body);
  PutVarint(token.bound, body);
  PutVarint(ZigZag(token.now_micros), body);
  PutVarint(token.cluster, body);
  PutVarint(std::bit_cast<std::uint64_t>(token.last.score), body);
  PutVarint(ZigZag(token.last.published_micros), body);
  PutVarint(token.last.docid, body);
  PutText(token.last_value, body);
  PutVarint(token.last_count, body);
  PutVarint(std::bit_cast<std::uint64_t>(token.last_significance), body);
  PutVarint(token.statistics.documents, body);
  PutVarint(std::bit_cast<std::uint64_t>(token.statistics.average_length), body);
  PutVarint(token.statistics.frequencies.size(), body);
  for (const std::uint64_t frequency : token.statistics.frequencies) {
    PutVarint(frequency, body);
  }
  return body;
}

// Reads numbers one after another; ok() is false once one was missing.
class Fields {
 public:
  explicit Fields(std::string_view in) : in_(in) {}

  std::uint64_t Number() {
    std::uint64_t value = 0;
    ok_ = ok_ && GetVarint(in_, value);
    return value;
  }

  std::int64_t Signed() { return UnZigZag(Number()); }

  double Real() { return std::bit_cast<double>(Number()); }

  std::string Text() {
    std::string text;
    ok_ = ok_ && GetText(in_, text);
    return text;
  }

  bool ok() const { return ok_; }

  bool at_end() const { return in_.empty(); }

 private:
  std::string_view in_;
  bool ok_ = true;
};

std::optional<PageToken> ParseBody(std::string_view body) {
  Fields fields(body);
  if (fields.Number() != kVersion) {
    return std::nullopt;
  }
  PageToken token;
  token.request = fields.Number();
  token.bound = static_cast<Docid>(fields.Number());
  token.now_micros = fields.Signed();
  token.cluster = static_cast<Docid>(fields.Number());
  token.last.score = fields.Real();
  token.last.published_micros = fields.Signed();
  token.last.docid = static_cast<Docid>(fields.Number());
  token.last_value = fields.Text();
  token.last_count = fields.Number();
  token.last_significance = fields.Real();
  token.statistics.documents = fields.Number();
  token.statistics.average_length = fields.Real();
  const std::uint64_t frequencies = fields.Number();
  for (std::uint64_t i = 0; i < frequencies && fields.ok(); ++i) {
    token.statistics.frequencies.push_back(fields.Number());
  }
  if (!fields.ok() || !fields.at_end()) {
    return std::nullopt;
  }
  return token;
}

std::optional<PageToken> Parse(std::string_view text) {
  std::string bytes;
  if (!absl::WebSafeBase64Unescape(ToAbsl(text), &bytes) || bytes.size() < kChecksumBytes) {
    return std::nullopt;
  }
  const std::string_view body = std::string_view(bytes).substr(kChecksumBytes);
  if (Checksum(body) != std::string_view(bytes).substr(0, kChecksumBytes)) {
    return std::nullopt;
  }
  return ParseBody(body);
}

}  // namespace

std::uint64_t Fingerprint(const SearchRequest& request) {
  std::string all = "search";
  PutQuery(request.query, all);
  PutVarint(static_cast<std::uint64_t>(request.sort), all);
  PutVarint(request.facets.size(), all);
  for (const FacetRequest& facet : request.facets) {
    PutFacet(facet, all);
    PutVarint(facet.limit, all);
    PutText(facet.page_token, all);
    PutSubFacets(facet.sub_facets, all);
  }
  PutVarint(request.include_body ? 1 : 0, all);
  PutVarint(request.include_snippets ? 1 : 0, all);
  PutText(request.label_language, all);
  PutVarint(request.explain ? 1 : 0, all);
  return Hash(all);
}

std::uint64_t Fingerprint(const FacetValuesRequest& request) {
  std::string all = "values";
  PutVarint(static_cast<std::uint64_t>(request.facet), all);
  PutText(request.prefix, all);
  PutQuery(request.query, all);
  PutText(request.label_language, all);
  return Hash(all);
}

std::uint64_t Fingerprint(const SearchRequest& request, const FacetRequest& facet) {
  std::string all = "facet";
  PutQuery(request.query, all);
  PutText(request.label_language, all);
  PutFacet(facet, all);
  PutSubFacets(facet.sub_facets, all);
  return Hash(all);
}

std::string EncodePageToken(const PageToken& token) {
  const std::string body = Body(token);
  return absl::WebSafeBase64Escape(Checksum(body) + body);
}

absl::StatusOr<PageToken> DecodePageToken(std::string_view text, std::uint64_t request) {
  std::optional<PageToken> token = Parse(text);
  if (!token.has_value()) {
    return InvalidField("page_token", "this is no page token of this service");
  }
  if (token->request != request) {
    return WithReason(
        InvalidField(
            "page_token",
            "the token belongs to another request: all but the page size must be the same"),
        "PAGE_TOKEN_MISMATCH");
  }
  return *std::move(token);
}

}  // namespace facetwire
