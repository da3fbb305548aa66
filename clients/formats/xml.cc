// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/formats/xml.h"

#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/uri.h>
#include <libxml/xmlerror.h>
#include <limits>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"

#include "clients/formats/utf8.h"

namespace facetwire::formats {
namespace {

constexpr int kXmlOptions = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING |
                            XML_PARSE_BIG_LINES | XML_PARSE_COMPACT;
constexpr int kHtmlOptions = HTML_PARSE_NONET | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
                             HTML_PARSE_RECOVER | HTML_PARSE_NODEFDTD | HTML_PARSE_COMPACT;

absl::string_view View(const xmlChar* text) {
  return text == nullptr ? absl::string_view() : reinterpret_cast<const char*>(text);
}

const xmlChar* Xml(const char* text) { return reinterpret_cast<const xmlChar*>(text); }

struct FreeXmlString {
  void operator()(xmlChar* text) const { xmlFree(text); }
};

using XmlString = std::unique_ptr<xmlChar, FreeXmlString>;

struct FreeContext {
  void operator()(xmlParserCtxt* context) const { xmlFreeParserCtxt(context); }
};

// libxml2 wants to be set up once, before threads use it.
void SetUp() {
  static const bool kDone = [] {
    xmlInitParser();
    return true;
  }();
  static_cast<void>(kDone);
}

// Entities could swell a small file to gigabytes or name files of this machine. libxml2 decides on
// the parameters.
// NOLINTNEXTLINE(readability-function-size)
void RefuseEntity(void* context,
                  const xmlChar* /*name*/,
                  int /*type*/,
                  const xmlChar* /*public_id*/,
                  const xmlChar* /*system_id*/,
                  xmlChar* /*content*/) {
  auto* const parser = static_cast<xmlParserCtxt*>(context);
  *static_cast<bool*>(parser->_private) = true;
  xmlStopParser(parser);
}

// What an element of another namespace, or a text, needs no more than a look at.
bool IsElement(const xmlNode* node) { return node->type == XML_ELEMENT_NODE; }

absl::Status Malformed(xmlParserCtxt* context) {
  const xmlError* error = xmlCtxtGetLastError(context);
  if (error == nullptr) {
    return absl::InvalidArgumentError("not XML: no root element");
  }
  const absl::string_view message = error->message == nullptr ? "malformed" : error->message;
  return absl::InvalidArgumentError(absl::StrCat(
      "not well-formed XML: line ", error->line, ": ", absl::StripAsciiWhitespace(message)));
}

void AppendCharacter(unsigned int c, std::string& text) {
  xmlChar buffer[8] = {};
  const int length = xmlCopyCharMultiByte(buffer, static_cast<int>(c));
  text.append(reinterpret_cast<const char*>(buffer), static_cast<size_t>(length));
}

}  // namespace

absl::StatusOr<XmlDocument> ParseXml(absl::string_view text) {
  SetUp();
  if (text.size() > static_cast<size_t>(std::numeric_limits<int>::max())) {
    return absl::InvalidArgumentError("longer than 2 GiB");
  }
  const std::unique_ptr<xmlParserCtxt, FreeContext> context(xmlNewParserCtxt());
  if (context == nullptr) {
    return absl::ResourceExhaustedError("out of memory");
  }
  bool entities = false;
  context->_private = &entities;
  context->sax->entityDecl = RefuseEntity;
  XmlDocument document(xmlCtxtReadMemory(
      context.get(), text.data(), static_cast<int>(text.size()), nullptr, nullptr, kXmlOptions));
  if (entities) {
    return absl::InvalidArgumentError("declares entities: refused");
  }
  if (document == nullptr || Root(document) == nullptr) {
    return Malformed(context.get());
  }
  return document;
}

XmlDocument ParseHtml(absl::string_view text) {
  SetUp();
  if (text.size() > static_cast<size_t>(std::numeric_limits<int>::max())) {
    return nullptr;
  }
  XmlDocument document(
      htmlReadMemory(text.data(), static_cast<int>(text.size()), nullptr, "UTF-8", kHtmlOptions));
  if (document == nullptr || Root(document) == nullptr) {
    return nullptr;
  }
  return document;
}

const xmlNode* Root(const XmlDocument& document) { return xmlDocGetRootElement(document.get()); }

absl::string_view Name(const xmlNode* node) {
  return IsElement(node) ? View(node->name) : absl::string_view();
}

absl::string_view NamespaceOf(const xmlNode* node) {
  return IsElement(node) && node->ns != nullptr ? View(node->ns->href) : absl::string_view();
}

std::vector<const xmlNode*> Children(const xmlNode* parent, absl::string_view name) {
  std::vector<const xmlNode*> result;
  if (parent == nullptr) {
    return result;
  }
  const absl::string_view ns = NamespaceOf(parent);
  for (const xmlNode* node = parent->children; node != nullptr; node = node->next) {
    if (Name(node) == name && NamespaceOf(node) == ns) {
      result.push_back(node);
    }
  }
  return result;
}

const xmlNode* Child(const xmlNode* parent, absl::string_view name) {
  return parent == nullptr ? nullptr : ChildIn(NamespaceOf(parent), parent, name);
}

const xmlNode* ChildIn(absl::string_view ns, const xmlNode* parent, absl::string_view name) {
  if (parent == nullptr) {
    return nullptr;
  }
  for (const xmlNode* node = parent->children; node != nullptr; node = node->next) {
    if (Name(node) == name && NamespaceOf(node) == ns) {
      return node;
    }
  }
  return nullptr;
}

const xmlNode* Find(const xmlNode* node, absl::string_view name) {
  for (const xmlNode* at = node; at != nullptr; at = NextNode(at, node)) {
    if (at != node && Name(at) == name) {
      return at;
    }
  }
  return nullptr;
}

const xmlNode* NextNode(const xmlNode* node, const xmlNode* top) {
  // The children of an entity reference are not ours.
  if (IsElement(node) && node->children != nullptr) {
    return node->children;
  }
  return SkipNode(node, top);
}

const xmlNode* SkipNode(const xmlNode* node, const xmlNode* top) {
  while (node != nullptr && node != top && node->next == nullptr) {
    node = node->parent;
  }
  return node == nullptr || node == top ? nullptr : node->next;
}

std::string Attribute(const xmlNode* node, const char* name) {
  if (node == nullptr) {
    return "";
  }
  const XmlString value(xmlGetNoNsProp(node, Xml(name)));
  return std::string(View(value.get()));
}

std::string LanguageOf(const xmlNode* node) {
  const XmlString value(node == nullptr ? nullptr : xmlNodeGetLang(node));
  return std::string(View(value.get()));
}

std::string ResolveReference(const xmlNode* node, const std::string& reference) {
  const XmlString base(xmlNodeGetBase(node->doc, node));
  if (base == nullptr) {
    return reference;
  }
  const XmlString result(xmlBuildURI(Xml(reference.c_str()), base.get()));
  return result == nullptr ? reference : std::string(View(result.get()));
}

std::string RawText(const xmlNode* node) {
  std::string text;
  for (const xmlNode* at = node; at != nullptr; at = NextNode(at, node)) {
    if (at->type == XML_TEXT_NODE || at->type == XML_CDATA_SECTION_NODE) {
      absl::StrAppend(&text, View(at->content));
    } else if (at->type == XML_ENTITY_REF_NODE) {
      const htmlEntityDesc* entity = htmlEntityLookup(at->name);
      if (entity != nullptr) {
        AppendCharacter(entity->value, text);
      }
    }
  }
  return text;
}

std::string LineText(const xmlNode* node) {
  std::string text = node == nullptr ? "" : RawText(node);
  absl::StrReplaceAll({{"\xC2\xA0", " "}}, &text);  // no-break spaces
  absl::RemoveExtraAsciiWhitespace(&text);
  for (char& c : text) {
    c = absl::ascii_isspace(static_cast<unsigned char>(c)) ? ' ' : c;
  }
  return text;
}

size_t LineOf(const xmlNode* node) {
  const auto line = xmlGetLineNo(node);
  return line < 0 ? 0 : static_cast<size_t>(line);
}

}  // namespace facetwire::formats
