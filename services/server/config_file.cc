// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdint>
#include <optional>
#include <string>
#include <toml++/toml.h>

#include "index/base/str_cat.h"
#include "services/server/option_values.h"
#include "services/server/options.h"

namespace facetwire {

namespace {

// One key of the file, and where it stands.
struct Entry {
  std::string key;
  const toml::node& value;
  std::string place;
};

absl::Status Bad(const Entry& entry, std::string_view why) {
  return absl::InvalidArgumentError(StrCat(entry.place, ": ", entry.key, ": ", why));
}

absl::Status ReadString(const Entry& entry, std::string& out) {
  const std::optional<std::string> text = entry.value.value_exact<std::string>();
  if (!text.has_value()) {
    return Bad(entry, "must be a string in quotes");
  }
  out = *text;
  return absl::OkStatus();
}

// A string that `parse` understands.
absl::Status ReadParsed(const Entry& entry,
                        absl::Status (*parse)(std::string_view, ServerOptions&),
                        ServerOptions& out) {
  std::string text;
  if (absl::Status status = ReadString(entry, text); !status.ok()) {
    return status;
  }
  const absl::Status status = parse(text, out);
  return status.ok() ? status : Bad(entry, ToStd(status.message()));
}

// A whole number that `set` accepts.
absl::Status ReadNumber(const Entry& entry,
                        absl::Status (*set)(std::int64_t, ServerOptions&),
                        ServerOptions& out) {
  const std::optional<std::int64_t> number = entry.value.value_exact<std::int64_t>();
  if (!number.has_value()) {
    return Bad(entry, "must be a whole number");
  }
  const absl::Status status = set(*number, out);
  return status.ok() ? status : Bad(entry, ToStd(status.message()));
}

// The keys that there are: either a string as it stands, or what `read` makes of it.
struct Key {
  std::string_view name;
  std::string ServerOptions::*text = nullptr;
  absl::Status (*read)(const Entry&, ServerOptions&) = nullptr;
};

constexpr Key kKeys[] = {
    {"data-dir", &ServerOptions::data_dir},
    {"listen", &ServerOptions::listen},
    {"roles",
     nullptr,
     [](const Entry& entry, ServerOptions& out) { return ReadParsed(entry, &ParseRoles, out); }},
    {"workers",
     nullptr,
     [](const Entry& entry, ServerOptions& out) { return ReadNumber(entry, &SetWorkers, out); }},
    {"seal-documents",
     nullptr,
     [](const Entry& entry, ServerOptions& out) {
       return ReadNumber(entry, &SetSealDocuments, out);
     }},
    {"cache-mb",
     nullptr,
     [](const Entry& entry, ServerOptions& out) {
       return ReadNumber(entry, &SetCacheMegabytes, out);
     }},
    {"gazetteer", &ServerOptions::gazetteer},
    {"annotator", &ServerOptions::annotator},
    {"annotator-mode",
     nullptr,
     [](const Entry& entry, ServerOptions& out) {
       return ReadParsed(entry, &ParseAnnotatorMode, out);
     }},
    {"annotator-timeout",
     nullptr,
     [](const Entry& entry, ServerOptions& out) {
       return ReadParsed(entry, &ParseAnnotatorTimeout, out);
     }},
};

absl::Status ReadEntry(const Entry& entry, ServerOptions& out) {
  std::string names;
  for (const Key& key : kKeys) {
    if (entry.key == key.name) {
      return key.text != nullptr ? ReadString(entry, out.*key.text) : key.read(entry, out);
    }
    names += StrCat(names.empty() ? "" : ", ", key.name);
  }
  return Bad(entry, StrCat("unknown key; there are ", names));
}

}  // namespace

absl::Status ApplyConfig(std::string_view toml, std::string_view name, ServerOptions& options) {
  try {
    const toml::table table = toml::parse(toml, name);
    for (const auto& [key, value] : table) {
      const Entry entry{
          .key = std::string(key.str()),
          .value = value,
          .place = StrCat(name, ":", key.source().begin.line),
      };
      if (absl::Status status = ReadEntry(entry, options); !status.ok()) {
        return status;
      }
    }
  } catch (const toml::parse_error& error) {
    return absl::InvalidArgumentError(StrCat(name,
                                             ":",
                                             error.source().begin.line,
                                             ":",
                                             error.source().begin.column,
                                             ": ",
                                             error.description()));
  }
  return absl::OkStatus();
}

}  // namespace facetwire
