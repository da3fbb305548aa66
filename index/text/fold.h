// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_TEXT_FOLD_H_
#define FACETWIRE_INDEX_TEXT_FOLD_H_

#include <string>
#include <string_view>

namespace facetwire {

// What words are compared by: case folded, compatibility-normalised (NFKC_Casefold), accents taken
// off, and letters that Unicode does not take apart written in plain Latin:
//   "São" -> "sao", "Đukanović" -> "dukanovic", "Straße" -> "strasse", "Ærø" -> "aero", "ﬁ" ->
//   "fi".
// Marks that carry a sound of their own (Indic vowel signs, Thai tones, kana voicing) stay; Hebrew
// points and Arabic vowel signs go. Idempotent: Fold(Fold(x)) == Fold(x). Ill-formed bytes become
// U+FFFD. Thread-safe.
//
// Part of the index format: what it gives is written into every index, so a change needs a new
// format version.
std::string Fold(std::string_view text);

// The same, put after what `out` holds.
void AppendFolded(std::string_view text, std::string& out);

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_TEXT_FOLD_H_
