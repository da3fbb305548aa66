// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/search/query_tree.h"

#include <string_view>
#include <utility>

#include "absl/strings/str_join.h"

#include "index/base/str_cat.h"

namespace facetwire {
namespace {

std::string OperandText(const QueryNode::Words& words) {
  if (words.size() == 1) {
    return words[0];
  }
  return StrCat("\"", absl::StrJoin(words, " "), "\"");
}

std::string List(std::string_view head, const std::vector<std::string>& items) {
  return StrCat("(", head, " ", absl::StrJoin(items, " "), ")");
}

std::string NearText(const QueryNode& node) {
  std::vector<std::string> items;
  for (const QueryNode::Words& words : node.operands) {
    items.push_back(OperandText(words));
  }
  return StrCat(node.title_only ? "title:" : "", List(StrCat("near/", node.distance), items));
}

std::string ChildrenText(std::string_view head, const QueryNode& node) {
  std::vector<std::string> items;
  for (const QueryNode& child : node.children) {
    items.push_back(ToString(child));
  }
  return List(head, items);
}

}  // namespace

QueryNode TextNode(QueryNode::Words words, bool title_only) {
  QueryNode node;
  node.kind = QueryNode::Kind::kText;
  node.operands.push_back(std::move(words));
  node.title_only = title_only;
  return node;
}

QueryNode FacetNode(Facet facet, std::string value) {
  QueryNode node;
  node.kind = QueryNode::Kind::kFacet;
  node.facet = facet;
  node.value = std::move(value);
  return node;
}

QueryNode NotNode(QueryNode child) {
  QueryNode node;
  node.kind = QueryNode::Kind::kNot;
  node.children.push_back(std::move(child));
  return node;
}

QueryNode Combine(QueryNode::Kind kind, std::vector<QueryNode> children) {
  if (children.size() == 1) {
    return std::move(children[0]);
  }
  QueryNode node;
  node.kind = kind;
  for (QueryNode& child : children) {
    if (child.kind != kind) {
      node.children.push_back(std::move(child));
      continue;
    }
    for (QueryNode& grandchild : child.children) {
      node.children.push_back(std::move(grandchild));
    }
  }
  return node;
}

std::string ToString(const QueryNode& node) {
  switch (node.kind) {
    case QueryNode::Kind::kAll:
      return "(all)";
    case QueryNode::Kind::kNothing:
      return "(nothing)";
    case QueryNode::Kind::kText:
      return StrCat(node.title_only ? "title:" : "", OperandText(node.operands[0]));
    case QueryNode::Kind::kNear:
      return NearText(node);
    case QueryNode::Kind::kFacet:
      return StrCat(FacetName(node.facet), ":", node.value);
    case QueryNode::Kind::kAnd:
      return ChildrenText("and", node);
    case QueryNode::Kind::kOr:
      return ChildrenText("or", node);
    case QueryNode::Kind::kNot:
      return ChildrenText("not", node);
  }
  return "";
}

}  // namespace facetwire
