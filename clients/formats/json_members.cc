// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/formats/json_members.h"

#include <algorithm>
#include <cstddef>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace facetwire::formats {
namespace {

constexpr int kMaxDepth = 64;

// How deep brackets nest, strings left out.
int Depth(absl::string_view text) {
  int depth = 0;
  int deepest = 0;
  bool quoted = false;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '"') {
      quoted = !quoted;
    } else if (quoted) {
      i += c == '\\' ? 1 : 0;
    } else if (c == '{' || c == '[') {
      deepest = std::max(deepest, ++depth);
    } else if (c == '}' || c == ']') {
      --depth;
    }
  }
  return deepest;
}

}  // namespace

absl::StatusOr<Json> ParseJson(absl::string_view text) {
  if (Depth(text) > kMaxDepth) {
    return absl::InvalidArgumentError(absl::StrCat("nested deeper than ", kMaxDepth));
  }
  try {
    return Json::parse(text.begin(), text.end());
  } catch (const Json::parse_error& e) {
    return absl::InvalidArgumentError(absl::StrCat("not JSON, at byte ", e.byte));
  } catch (const Json::exception& e) {
    return absl::InvalidArgumentError(absl::StrCat("not JSON: ", e.what()));
  }
}

const Json* Member(const Json* value, const char* name) {
  if (value == nullptr || !value->is_object()) {
    return nullptr;
  }
  const auto it = value->find(name);
  return it == value->end() || it->is_null() ? nullptr : &*it;
}

std::string TextOf(const Json* value) {
  if (value == nullptr) {
    return "";
  }
  if (value->is_string()) {
    return value->get<std::string>();
  }
  return value->is_number() || value->is_boolean() ? value->dump() : "";
}

std::string MemberText(const Json* value, const char* name) { return TextOf(Member(value, name)); }

std::vector<const Json*> Elements(const Json* value) {
  std::vector<const Json*> result;
  if (value == nullptr) {
    return result;
  }
  if (!value->is_array()) {
    result.push_back(value);
    return result;
  }
  for (const Json& element : *value) {
    result.push_back(&element);
  }
  return result;
}

}  // namespace facetwire::formats
