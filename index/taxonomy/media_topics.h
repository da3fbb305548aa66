// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_TAXONOMY_MEDIA_TOPICS_H_
#define FACETWIRE_INDEX_TAXONOMY_MEDIA_TOPICS_H_

#include <optional>
#include <string>
#include <string_view>

namespace facetwire {

// The sector that a subject of an article stands for, where it is an IPTC Media Topic that is a
// sector and nothing else (data/iptc_sectors.tsv says which): by its code, with or without one of
// the prefixes "medtop:", "iptc:", "mediatopic:", "subject:" and
// "http(s)://cv.iptc.org/newscodes/mediatopic/", or by its English name, case and spaces around it
// ignored. Nothing for any other subject. Thread-safe; any length, linear in it.
//   "medtop:20000274" -> "K64", "Railway transport" -> "H49", "politics" -> nothing
std::optional<std::string> SectorOfSubject(std::string_view subject);

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_TAXONOMY_MEDIA_TOPICS_H_
