// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_CLIENTS_FORMATS_NEWSML_H_
#define FACETWIRE_CLIENTS_FORMATS_NEWSML_H_

#include <libxml/tree.h>

#include "clients/formats/article_parser.h"
#include "clients/formats/items.h"

namespace facetwire::formats {

// NewsML-G2 (https://iptc.org/standards/newsml-g2/): `root` is a newsItem, or a newsMessage whose
// itemSet holds them. What has no text of its own (packageItem, conceptItem, ...) is passed over; a
// message without a newsItem is one error. QCodes are read by their usual aliases (stat:, medtop:,
// iso3166-…): catalogs are not fetched. Pure. False where `take` ended the reading.
bool ReadNewsml(const xmlNode* root, const ParseRules& rules, const TakeItem& take);

}  // namespace facetwire::formats

#endif  // FACETWIRE_CLIENTS_FORMATS_NEWSML_H_
