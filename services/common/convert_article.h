// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_SERVICES_COMMON_CONVERT_ARTICLE_H_
#define FACETWIRE_SERVICES_COMMON_CONVERT_ARTICLE_H_

#include <vector>

#include "absl/status/statusor.h"

#include "facetwire/v1/article.pb.h"

#include "index/model/article.h"
#include "index/model/entity.h"
#include "services/common/text_offsets.h"

// Between articles of the contract and of the model. Pure functions. What the index checks itself
// (lengths, characters, codes) is not checked here again.
namespace facetwire {

// INVALID_ARGUMENT where something cannot be said in the model: no or an invalid published_time,
// another invalid time, an unknown status, an unknown facet of a supplied entity. Errors name the
// field relative to the article ("published_time"). Output-only fields are ignored.
absl::StatusOr<Article> FromProto(const v1::Article& article);

// The same, but published_time may be missing: then it is the year 1970.
absl::StatusOr<Article> UndatedFromProto(const v1::Article& article);

// Its id, version, url, source, language, texts, authors and subjects: no times, no entities.
void TextsToProto(const Article& article, v1::Article& out);

// `unit` is what the offsets of mentions will count.
void ToProto(const StoredArticle& stored, OffsetUnit unit, v1::Article& out);

// `article` is the one that the offsets of the entities' mentions point into.
void ToProto(const std::vector<Entity>& entities,
             const Article& article,
             OffsetUnit unit,
             google::protobuf::RepeatedPtrField<v1::Entity>& out);

v1::TextField ToProto(TextField field);

// INVALID_ARGUMENT on "offset_unit" for a number that the contract does not have.
absl::StatusOr<OffsetUnit> FromProto(v1::OffsetUnit unit);

// Whether the view has body and mentions. INVALID_ARGUMENT on "view" for a number that the contract
// does not have.
absl::StatusOr<bool> WantsBody(v1::ArticleView view, v1::ArticleView unspecified);

}  // namespace facetwire

#endif  // FACETWIRE_SERVICES_COMMON_CONVERT_ARTICLE_H_
