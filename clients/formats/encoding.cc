// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/formats/encoding.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <unicode/ucnv.h>
#include <unicode/unistr.h>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"

#include "clients/formats/utf8.h"

namespace facetwire::formats {
namespace {

// Where HTML looks for a declaration.
constexpr size_t kDeclaredWithin = 1024;

struct CloseConverter {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};

// The encoding that the page names, in lower case; "utf-8" where it names none.
std::string DeclaredEncoding(absl::string_view page) {
  if (absl::StartsWith(page, "\xFE\xFF")) {
    return "utf-16be";
  }
  if (absl::StartsWith(page, "\xFF\xFE")) {
    return "utf-16le";
  }
  const std::string head = absl::AsciiStrToLower(page.substr(0, kDeclaredWithin));
  size_t at = head.find("charset=");
  if (at == std::string::npos || absl::StartsWith(page, "\xEF\xBB\xBF")) {
    return "utf-8";
  }
  at = head.find_first_not_of("\"' ", at + 8);
  const size_t end = head.find_first_of("\"'; />", std::min(at, head.size()));
  std::string name = at == std::string::npos ? "utf-8" : head.substr(at, end - at);
  // As browsers read these names (https://encoding.spec.whatwg.org/#names-and-labels).
  if (name == "iso-8859-1" || name == "latin1" || name == "us-ascii" || name == "ascii") {
    name = "windows-1252";
  }
  return name;
}

absl::StatusOr<std::string> Convert(absl::string_view text, const std::string& encoding) {
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, CloseConverter> converter(ucnv_open(encoding.c_str(), &error));
  if (U_FAILURE(error)) {
    return absl::InvalidArgumentError(absl::StrCat("unknown encoding \"", encoding, "\""));
  }
  ucnv_setToUCallBack(converter.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &error);
  const icu::UnicodeString wide(
      text.data(), static_cast<int32_t>(text.size()), converter.get(), error);
  if (U_FAILURE(error)) {
    return absl::InvalidArgumentError(absl::StrCat("not ", encoding, " as it says"));
  }
  std::string utf8;
  wide.toUTF8String(utf8);
  return utf8;
}

}  // namespace

absl::Status CheckUtf8(absl::string_view text, size_t offset) {
  const auto at = FindInvalidUtf8(text);
  if (!at) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(absl::StrFormat(
      "not UTF-8: byte 0x%02x at offset %d", static_cast<unsigned char>(text[*at]), offset + *at));
}

absl::StatusOr<std::string> HtmlToUtf8(absl::string_view page) {
  const std::string encoding = DeclaredEncoding(page);
  if (encoding != "utf-8" && encoding != "utf8") {
    return Convert(page, encoding);
  }
  if (absl::Status status = CheckUtf8(page, 0); !status.ok()) {
    return status;
  }
  absl::ConsumePrefix(&page, "\xEF\xBB\xBF");
  return std::string(page);
}

}  // namespace facetwire::formats
