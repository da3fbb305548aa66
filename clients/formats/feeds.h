// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_CLIENTS_FORMATS_FEEDS_H_
#define FACETWIRE_CLIENTS_FORMATS_FEEDS_H_

#include <libxml/tree.h>

#include "clients/formats/article_parser.h"
#include "clients/formats/items.h"

// RSS 2.0 (https://www.rssboard.org/rss-specification, with the modules content, dc and atom) and
// Atom (RFC 4287). One item is one article; a bad one does not keep the others from being read.
// Pure functions. Both return false where `take` ended the reading.
namespace facetwire::formats {

// `rss` is the root element.
bool ReadRss(const xmlNode* rss, const ParseRules& rules, const TakeItem& take);

// `root` is a feed or a single entry.
bool ReadAtom(const xmlNode* root, const ParseRules& rules, const TakeItem& take);

}  // namespace facetwire::formats

#endif  // FACETWIRE_CLIENTS_FORMATS_FEEDS_H_
