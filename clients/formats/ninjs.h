// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_CLIENTS_FORMATS_NINJS_H_
#define FACETWIRE_CLIENTS_FORMATS_NINJS_H_

#include "absl/status/statusor.h"

#include "facetwire/v1/article.pb.h"

#include "clients/formats/article_parser.h"
#include "clients/formats/json_members.h"

// IPTC's News in JSON: 1.x (headline, body_text, person, ...), 2.x and 3.x (headlines, bodies,
// people, ...), with names in either case, since drafts and users differ. Pure functions.
// Schemas: https://iptc.org/std/ninjs/
namespace facetwire::formats {

// Whether an object is ninjs rather than our own JSON: it has a uri and no id.
bool IsNinjs(const Json& object);

// INVALID_ARGUMENT that names the member.
absl::StatusOr<v1::Article> ParseNinjs(const Json& object, const ParseRules& rules);

}  // namespace facetwire::formats

#endif  // FACETWIRE_CLIENTS_FORMATS_NINJS_H_
