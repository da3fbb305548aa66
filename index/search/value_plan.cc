// SPDX-License-Identifier: GPL-3.0-or-later
// Plans of facet values.
#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "index/search/folded_words.h"
#include "index/search/query_plan.h"
#include "index/store/schema.h"
#include "index/text/fold.h"

namespace facetwire {
namespace {

using Kind = PlanNode::Kind;

PlanNode ValuesInColumn(Facet facet,
                        const std::vector<std::string>& ids,
                        std::uint8_t min_salience,
                        const DictionaryView& dictionary) {
  PlanNode plan;
  plan.kind = Kind::kValues;
  plan.min_salience = min_salience;
  std::vector<Ordinal> ordinals;
  for (const std::string& id : ids) {
    if (const std::optional<Ordinal> ordinal = dictionary.Find(facet, id)) {
      ordinals.push_back(*ordinal);
    }
  }
  if (ordinals.empty()) {
    return plan;
  }
  const auto [first, last] = std::minmax_element(ordinals.begin(), ordinals.end());
  plan.first_value = *first;
  plan.values.resize(std::size_t{*last} - *first + 1);
  for (const Ordinal ordinal : ordinals) {
    plan.values[ordinal - plan.first_value] = true;
  }
  return plan;
}

PlanNode PostingLists(Facet facet, const std::vector<std::string>& ids) {
  PlanNode plan;
  plan.kind = ids.empty() ? Kind::kNothing : Kind::kOr;
  for (const std::string& id : ids) {
    PlanNode& child = plan.children.emplace_back();
    child.kind = Kind::kTerm;
    child.terms.push_back(FacetTerm(facet, id));
  }
  return plan;
}

}  // namespace

std::vector<std::string> ResolveFacetValue(Facet facet,
                                           const std::string& value,
                                           const DictionaryView& dictionary) {
  const bool by_name = facet == Facet::kPerson || facet == Facet::kSource;
  std::string root = dictionary.Root(facet, value);
  if (!by_name || root != value || dictionary.Find(facet, value).has_value()) {
    return {std::move(root)};
  }
  std::vector<std::string> ids;
  if (facet == Facet::kPerson) {
    for (const Ordinal ordinal : dictionary.FindPersons(FoldedWords(value))) {
      ids.push_back(dictionary.entry(ordinal).id);
    }
    return ids;
  }
  const std::string folded = Fold(value);
  dictionary.ForEach(facet, [&](Ordinal ordinal) {
    if (Fold(dictionary.entry(ordinal).label) == folded) {
      ids.push_back(dictionary.entry(ordinal).id);
    }
    return true;
  });
  return ids;
}

PlanNode PlanAnyValue(const FacetFilter& filter,
                      const std::vector<std::string>& ids,
                      const DictionaryView& dictionary) {
  constexpr std::size_t kFew = 64;  // a posting list has to be opened for each, in each chunk
  const Facet facet = filter.facet;
  const std::uint8_t min_salience = SalienceStep(filter.min_salience);
  const Corrections& corrections = dictionary.corrections();
  std::vector<std::string> listed;
  bool exact = min_salience == 0;
  for (const std::string& id : ids) {
    std::vector<std::string> more = corrections.DocumentIds(facet, id);
    std::move(more.begin(), more.end(), std::back_inserter(listed));
    exact = exact && !corrections.IsSplit(facet, id);
  }
  if (listed.size() > kFew) {
    return ValuesInColumn(facet, ids, min_salience, dictionary);
  }
  PlanNode lists = PostingLists(facet, listed);
  if (exact || listed.empty()) {
    return lists;
  }
  PlanNode both;
  both.kind = Kind::kAnd;
  both.children.push_back(std::move(lists));
  both.children.push_back(ValuesInColumn(facet, ids, min_salience, dictionary));
  return both;
}

}  // namespace facetwire
