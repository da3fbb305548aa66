// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_CLIENTS_FORMATS_VOCABULARY_H_
#define FACETWIRE_CLIENTS_FORMATS_VOCABULARY_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

#include "facetwire/v1/article.pb.h"

// What publishers' codes mean to the service. Only what is sure: a code that could mean something
// else means nothing here. Pure functions.
namespace facetwire::formats {

// Something that a publisher names: "medtop:20000123" is code 20000123 of scheme medtop, and
// http://cv.iptc.org/newscodes/mediatopic/20000123 the same of a longer scheme.
struct Concept {
  std::string name;
  std::string scheme;  // as written; may be empty
  std::string code;    // may be empty
};

// `code` may be a QCode ("medtop:20000123"), a URI or a plain code; `scheme` is used where the
// code has none of its own.
Concept MakeConcept(absl::string_view name, absl::string_view code, absl::string_view scheme);

// How a subject is kept: "medtop:20000123" (Media Topics), "subj:15054000" (the older Subject
// Codes), else its name, else "scheme:code" or the code. Empty where it has neither.
std::string SubjectText(const Concept& subject);

// The ISO 3166-1 alpha-2 code for one of alpha-2, alpha-3 or three digits, in either case.
std::optional<std::string> CountryOfCode(absl::string_view code);

// For the English name of a country, as ICU has it: "Kyrgyzstan" -> "KG".
std::optional<std::string> CountryOfName(absl::string_view name);

// The country that a place is or names: by a code whose scheme says that it is one of a country
// ("iso3166-1a2:KG"), else by its name, unless places of other kinds have that name too (Georgia).
std::optional<std::string> CountryOfPlace(const Concept& place);

// Section or division of ISIC Rev. 4 ("H", "H49") where the scheme says that the code is ISIC's.
std::optional<std::string> SectorOf(const Concept& subject);

// "usable", "stat:withheld", ".../pubstatusg2/canceled"; nothing for a word that is not known.
std::optional<v1::ArticleStatus> StatusOf(absl::string_view text);

}  // namespace facetwire::formats

#endif  // FACETWIRE_CLIENTS_FORMATS_VOCABULARY_H_
