// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_CLIENTS_FORMATS_JSON_MEMBERS_H_
#define FACETWIRE_CLIENTS_FORMATS_JSON_MEMBERS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include <nlohmann/json.hpp>

// Reading JSON that others wrote: members that may be missing, null, one value or several. Pure
// functions.
namespace facetwire::formats {

using Json = nlohmann::json;

// INVALID_ARGUMENT with the byte where it is not JSON, or nested deeper than 64.
absl::StatusOr<Json> ParseJson(absl::string_view text);

// A member that is there and not null, or null (also where `value` is no object).
const Json* Member(const Json* value, const char* name);

// A text, or a number or truth value as one; empty for anything else and for null.
std::string TextOf(const Json* value);

// The text of a member.
std::string MemberText(const Json* value, const char* name);

// The elements of an array; a single value stands for itself, null for none. The pointers are valid
// as long as `value` is.
std::vector<const Json*> Elements(const Json* value);

}  // namespace facetwire::formats

#endif  // FACETWIRE_CLIENTS_FORMATS_JSON_MEMBERS_H_
