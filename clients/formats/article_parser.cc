// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/formats/article_parser.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"

#include "clients/formats/dates.h"
#include "clients/formats/json_members.h"
#include "clients/formats/ninjs.h"
#include "clients/formats/utf8.h"

namespace facetwire::formats {
namespace {

constexpr size_t kMaxTitle = 8192;  // of Article.title
constexpr uint64_t kMaxVersion = std::numeric_limits<int64_t>::max();
constexpr absl::string_view kDateForm = "date YYYY-MM-DD ";

bool IsBlank(char c) { return absl::ascii_isspace(static_cast<unsigned char>(c)); }

// Removes "date WORD " from the beginning and returns WORD; nothing where the text has no such
// beginning.
std::optional<absl::string_view> TakeDate(absl::string_view& text) {
  absl::string_view rest = text;
  if (!absl::ConsumePrefix(&rest, "date ")) {
    return std::nullopt;
  }
  rest = absl::StripLeadingAsciiWhitespace(rest);
  size_t end = 0;
  while (end < rest.size() && !IsBlank(rest[end])) {
    ++end;
  }
  if (end == 0 || !absl::ascii_isdigit(static_cast<unsigned char>(rest.front()))) {
    return std::nullopt;
  }
  text = rest.substr(end);
  return rest.substr(0, end);
}

// Moves the first sentence into the title.
void SplitTitle(absl::string_view text, v1::Article& article) {
  const size_t end = FirstSentenceEnd(text);
  std::string title(absl::StripAsciiWhitespace(text.substr(0, end)));
  if (title.size() > kMaxTitle) {
    article.set_body(std::string(text));
    return;
  }
  std::replace_if(title.begin(), title.end(), IsBlank, ' ');
  absl::RemoveExtraAsciiWhitespace(&title);
  article.set_title(std::move(title));
  article.set_body(std::string(absl::StripAsciiWhitespace(text.substr(end))));
}

absl::Status WrongType(absl::string_view name, absl::string_view wanted) {
  return absl::InvalidArgumentError(absl::StrCat(name, ": must be ", wanted));
}

absl::Status ReadString(const Json& object, const char* name, std::string& out) {
  const Json* value = Member(&object, name);
  if (value == nullptr) {
    return absl::OkStatus();
  }
  if (!value->is_string()) {
    return WrongType(name, "a string");
  }
  out = value->get<std::string>();
  return absl::OkStatus();
}

absl::Status ReadId(const Json& object, v1::Article& article) {
  const Json* value = Member(&object, "id");
  if (value != nullptr && value->is_number_integer()) {
    article.set_id(value->dump());
    return absl::OkStatus();
  }
  if (value != nullptr && !value->is_string()) {
    return WrongType("id", "a string or a whole number");
  }
  return ReadString(object, "id", *article.mutable_id());
}

absl::Status ReadVersion(const Json& object, v1::Article& article) {
  const Json* value = Member(&object, "version");
  if (value == nullptr) {
    return absl::OkStatus();
  }
  if (!value->is_number_integer() ||
      (value->is_number_unsigned() && value->get<uint64_t>() > kMaxVersion)) {
    return WrongType("version", "a whole number below 2^63");
  }
  article.set_version(value->get<int64_t>());
  return absl::OkStatus();
}

absl::Status ReadPublished(const Json& object, const ParseRules& rules, v1::Article& article) {
  std::string text;
  if (absl::Status status = ReadString(object, "published", text); !status.ok()) {
    return status;
  }
  if (text.empty()) {
    return absl::OkStatus();
  }
  auto time = ParseTime(text);
  if (!time.ok() && !rules.complete) {
    return absl::OkStatus();  // nothing depends on it
  }
  if (!time.ok()) {
    return absl::InvalidArgumentError(absl::StrCat("published: ", time.status().message()));
  }
  *article.mutable_published_time() = *std::move(time);
  return absl::OkStatus();
}

absl::Status ReadTexts(const Json& object, v1::Article& article) {
  const std::pair<const char*, std::string*> members[] = {
      {"text", article.mutable_body()},
      {"body", article.mutable_body()},
      {"title", article.mutable_title()},
      {"summary", article.mutable_summary()},
      {"source", article.mutable_source()},
      {"language", article.mutable_language()},
      {"url", article.mutable_url()},
  };
  for (const auto& [name, field] : members) {
    if (absl::Status status = ReadString(object, name, *field); !status.ok()) {
      return status;
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<Json> ParseObject(absl::string_view text) {
  auto object = ParseJson(text);
  if (object.ok() && !object->is_object()) {
    return absl::InvalidArgumentError("must be a JSON object");
  }
  return object;
}

absl::Status CheckComplete(const v1::Article& article) {
  if (article.id().empty()) {
    return absl::InvalidArgumentError("id: missing");
  }
  if (!article.has_published_time()) {
    return absl::InvalidArgumentError("published: missing");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::Article> ParseTextArticle(absl::string_view text, const ParseRules& rules) {
  v1::Article article;
  article.set_source(rules.source);
  article.set_language(rules.language);
  absl::string_view rest = absl::StripAsciiWhitespace(text);
  if (const auto date = TakeDate(rest)) {
    auto time = ParseTime(*date);
    if (!time.ok()) {
      return time.status();
    }
    *article.mutable_published_time() = *std::move(time);
    rest = absl::StripAsciiWhitespace(rest);
  } else if (rules.complete) {
    return absl::InvalidArgumentError(absl::StrCat("does not begin with \"", kDateForm, "\""));
  }
  if (rest.empty()) {
    return absl::InvalidArgumentError("has no text");
  }
  SplitTitle(rest, article);
  return article;
}

absl::StatusOr<v1::Article> ParseNinjsArticle(absl::string_view text, const ParseRules& rules) {
  const auto object = ParseObject(text);
  return object.ok() ? ParseNinjs(*object, rules) : object.status();
}

absl::StatusOr<v1::Article> ParseJsonArticle(absl::string_view text, const ParseRules& rules) {
  const auto object = ParseObject(text);
  if (!object.ok()) {
    return object.status();
  }
  if (IsNinjs(*object)) {
    return ParseNinjs(*object, rules);
  }
  v1::Article article;
  absl::Status status = ReadId(*object, article);
  status.Update(ReadVersion(*object, article));
  status.Update(ReadPublished(*object, rules, article));
  status.Update(ReadTexts(*object, article));
  if (status.ok() && rules.complete) {
    status = CheckComplete(article);
  }
  if (!status.ok()) {
    return status;
  }
  if (article.source().empty()) {
    article.set_source(rules.source);
  }
  if (article.language().empty()) {
    article.set_language(rules.language);
  }
  return article;
}

}  // namespace facetwire::formats
