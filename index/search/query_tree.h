// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_SEARCH_QUERY_TREE_H_
#define FACETWIRE_INDEX_SEARCH_QUERY_TREE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "index/model/facet.h"

namespace facetwire {

// What a query text means. A plain value.
struct QueryNode {
  enum class Kind : std::uint8_t {
    kAll,      // every article
    kNothing,  // no article
    kText,     // one operand: a word, or several side by side in this order
    kNear,     // two operands or more, see `distance`
    kFacet,    // articles with `value`
    kAnd,      // all children
    kOr,       // any child
    kNot,      // not the one child
  };

  using Words = std::vector<std::string>;  // folded, as index/text/words.h gives them; never empty

  Kind kind = Kind::kAll;

  // kText, kNear. Each operand is in the article by itself as a phrase; for kNear, all their words
  // also stand within distance + (number of words) - 1 consecutive words of one part of the text:
  // two words are near within n when the second is at most the n-th after the first, or before it.
  std::vector<Words> operands;
  bool title_only = false;
  std::uint32_t distance = 0;

  // kFacet. Countries, sectors and languages: the id. Persons and sources: as it was typed, an id,
  // or else words of the name.
  Facet facet = Facet::kCountry;
  std::string value;

  std::vector<QueryNode> children;

  friend bool operator==(const QueryNode&, const QueryNode&) = default;
};

QueryNode TextNode(QueryNode::Words words, bool title_only);
QueryNode FacetNode(Facet facet, std::string value);
QueryNode NotNode(QueryNode child);

// kAnd or kOr. One child is itself; children of the same kind are taken in.
QueryNode Combine(QueryNode::Kind kind, std::vector<QueryNode> children);

// The tree as a person reads it: (and railway (near/5 "li qiang" speech) (not country:KG)).
std::string ToString(const QueryNode& node);

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_SEARCH_QUERY_TREE_H_
