// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_CLIENTS_FORMATS_XML_H_
#define FACETWIRE_CLIENTS_FORMATS_XML_H_

#include <cstddef>
#include <libxml/tree.h>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

// XML and HTML as trees of libxml2's nodes. Nothing is fetched, neither from the network nor from
// files; a document that declares entities is refused before any is used. Names are compared
// exactly. Functions of nodes are safe on any number of threads while nobody frees the tree.
namespace facetwire::formats {

struct FreeXmlDocument {
  void operator()(xmlDoc* document) const { xmlFreeDoc(document); }
};

// Owns all its nodes.
using XmlDocument = std::unique_ptr<xmlDoc, FreeXmlDocument>;

// The text may be in any encoding that it declares and libxml2 knows (UTF-8, UTF-16, ISO-8859-x,
// windows-125x, ...). INVALID_ARGUMENT with the line for what is not well-formed, nested deeper
// than 256 elements, or declares entities. There is a root element.
absl::StatusOr<XmlDocument> ParseXml(absl::string_view text);

// As browsers do, whatever is in the text, which must be UTF-8. Null where there is no element.
XmlDocument ParseHtml(absl::string_view text);

const xmlNode* Root(const XmlDocument& document);

// The local name of an element; empty for other nodes.
absl::string_view Name(const xmlNode* node);

// The namespace of an element; empty where it has none.
absl::string_view NamespaceOf(const xmlNode* node);

// The child elements of that name, in the namespace of their parent; null parents have none.
std::vector<const xmlNode*> Children(const xmlNode* parent, absl::string_view name);

// The first of them, or null.
const xmlNode* Child(const xmlNode* parent, absl::string_view name);

// The first child element of that name in another namespace, or null.
const xmlNode* ChildIn(absl::string_view ns, const xmlNode* parent, absl::string_view name);

// The first element below `node` of that name, in whatever namespace, in reading order; or null.
const xmlNode* Find(const xmlNode* node, absl::string_view name);

// The element that comes next in reading order within `top`, or null: Next(n, top) walks all.
const xmlNode* NextNode(const xmlNode* node, const xmlNode* top);
// The same, but not into `node`.
const xmlNode* SkipNode(const xmlNode* node, const xmlNode* top);

// The value of an attribute without a namespace; empty where there is none.
std::string Attribute(const xmlNode* node, const char* name);

// xml:lang of the node or of what is around it; empty where nobody says.
std::string LanguageOf(const xmlNode* node);

// `reference` made absolute with xml:base; as it stands where there is none.
std::string ResolveReference(const xmlNode* node, const std::string& reference);

// All text inside as it stands, character references and HTML's named characters resolved.
std::string RawText(const xmlNode* node);

// The same on one line: blanks at the ends removed, others single. Empty for null.
std::string LineText(const xmlNode* node);

// The line in the file, from 1.
size_t LineOf(const xmlNode* node);

}  // namespace facetwire::formats

#endif  // FACETWIRE_CLIENTS_FORMATS_XML_H_
