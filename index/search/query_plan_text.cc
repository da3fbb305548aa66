// SPDX-License-Identifier: GPL-3.0-or-later
// A plan as a person reads it.
#include <algorithm>
#include <string>
#include <string_view>

#include "absl/strings/escaping.h"
#include "absl/strings/str_join.h"

#include "index/base/str_cat.h"
#include "index/search/query_plan.h"

namespace facetwire {
namespace {

using Kind = PlanNode::Kind;

std::string PatternText(const PlanNode& node) {
  std::string text = StrCat("(pattern ", absl::StrJoin(node.terms, " "));
  if (!node.phrases.empty()) {
    text += StrCat(" phrases:", node.phrases.size());
  }
  if (!node.near.empty()) {
    text += StrCat(" window:", node.window);
  }
  return text + (node.zone == TextZone::kTitle ? " title)" : ")");
}

std::string ChildrenText(std::string_view head, const PlanNode& node) {
  std::string text = StrCat("(", head);
  for (const PlanNode& child : node.children) {
    text += " " + ToString(child);
  }
  return text + ")";
}

}  // namespace

std::string ToString(const PlanNode& node) {
  switch (node.kind) {
    case Kind::kAll:
      return "(all)";
    case Kind::kNothing:
      return "(nothing)";
    case Kind::kTerm:
      return StrCat(absl::Utf8SafeCEscape(node.terms[0]), "~", node.estimate);
    case Kind::kPattern:
      return StrCat(PatternText(node), "~", node.estimate);
    case Kind::kValues:
      return StrCat(
          "(any of ", std::count(node.values.begin(), node.values.end(), true), " values)");
    case Kind::kAnd:
      return ChildrenText("and", node);
    case Kind::kOr:
      return ChildrenText("or", node);
    case Kind::kNot:
      return ChildrenText("not", node);
  }
  return "";
}

}  // namespace facetwire
