// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_SEARCH_LABELS_H_
#define FACETWIRE_INDEX_SEARCH_LABELS_H_

#include <string>
#include <string_view>

#include "index/model/article.h"
#include "index/model/facet.h"
#include "index/store/dictionary.h"
#include "index/store/docid.h"

namespace facetwire {

// What a value of a facet is called: countries in `language` (BCP 47; empty: English), sectors in
// English, others as the index has them; the id where it does not know it.
std::string ValueLabel(Facet facet,
                       const std::string& id,
                       std::string_view language,
                       const DictionaryView& dictionary);

// The same for a value that the index knows.
std::string ValueLabel(Ordinal ordinal,
                       std::string_view language,
                       const DictionaryView& dictionary);

// "H" for sector "H49"; else empty.
std::string ValueParent(Facet facet, const std::string& id);

// Makes of the entities of a stored article what is shown: as the corrections have them, each once,
// those that a curator changed as EDITED, with the labels of ValueLabel, in the order in which they
// were stored (by facet, most salient first, then by id).
void ShowEntities(Docid docid,
                  std::string_view language,
                  const DictionaryView& dictionary,
                  StoredArticle& stored);

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_SEARCH_LABELS_H_
