// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_CLIENTS_FORMATS_NITF_H_
#define FACETWIRE_CLIENTS_FORMATS_NITF_H_

#include <libxml/tree.h>

#include "absl/status/statusor.h"

#include "facetwire/v1/article.pb.h"

#include "clients/formats/article_builder.h"
#include "clients/formats/article_parser.h"

// The IPTC's News Industry Text Format (https://iptc.org/standards/nitf/), alone or as the content
// of a NewsML-G2 item. Pure functions.
namespace facetwire::formats {

// `nitf` is the root element. INVALID_ARGUMENT that names the field.
absl::StatusOr<v1::Article> ParseNitf(const xmlNode* nitf, const ParseRules& rules);

// Headline, abstract, by-line, dateline and text, where `builder` has none yet; and the people,
// places and subjects that the head names.
void ReadNitfContent(const xmlNode* nitf, ArticleBuilder& builder);

}  // namespace facetwire::formats

#endif  // FACETWIRE_CLIENTS_FORMATS_NITF_H_
