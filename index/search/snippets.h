// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_SEARCH_SNIPPETS_H_
#define FACETWIRE_INDEX_SEARCH_SNIPPETS_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_set.h"

#include "index/model/article.h"
#include "index/model/results.h"
#include "index/search/query_tree.h"
#include "index/store/analyzer.h"

namespace facetwire {

inline constexpr std::size_t kSnippetBytes = 240;  // without ellipses
inline constexpr std::size_t kSnippetSearchBytes = std::size_t{256} << 10U;
inline constexpr std::string_view kEllipsis = "\u2026";

// The stems that a query looks for.
struct HighlightedStems {
  absl::flat_hash_set<std::string> anywhere;
  absl::flat_hash_set<std::string> title;  // those of `anywhere` too
};

// Of all words that are not excluded by NOT.
HighlightedStems StemsToHighlight(const QueryNode& tree, Analyzer& analyzer);

// What a hit shows of its article: the title where a word of the query is in it, and the piece of
// the body or, where that has more of them, of the summary that has the most different words of
// the query (then the most occurrences, then the first), at most kSnippetBytes long, from one
// word's beginning to another's end or to the end of the text. Without a word of the query: the
// beginning of the body, or else of the summary. Texts without any word give none. What stands
// after the first kSnippetSearchBytes of a text is not looked at: an article may be long, and a
// page has many. A segment is highlighted where it is such a word. The segments of a snippet put
// together are a piece of the field, byte for byte; where words of it were cut away, an ellipsis
// stands before or after it as a segment of its own.
std::vector<Snippet> MakeSnippets(const Article& article,
                                  const HighlightedStems& stems,
                                  Analyzer& analyzer);

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_SEARCH_SNIPPETS_H_
