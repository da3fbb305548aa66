// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/entities/gazetteer.h"
#include "index/entities/name_features.h"

namespace facetwire {
namespace {

// Something for every question: titles, roles, lists, places, headlines, accents.
constexpr std::string_view kSample =
    "MAYOR OTTO VAN DAMM TO MEET UNION\n\n"
    "ALSTAD (Wire) - Mr. Otto van Damm, 47, the former head of the Alstad Bank, said \"Élan O'Neil-"
    "Baum\" and J. K. Yung Min-ho met in Alstad's Old Town. Baum, who told Damm: no.\n\n"
    "The minister of the sea, Ida Falk (51), saw Falk River, Norland and Damm & Falk in may. "
    "Head of Union Old Ida Damm left.";

}  // namespace

std::uint64_t FeatureFingerprint() {
  Lexicon lexicon;
  Gazetteer gazetteer;
  const absl::Status sets = lexicon.AddSets({"given_name\totto ida",
                                             "surname\tdamm falk",
                                             "chinese_surname\tyung",
                                             "honorific\tmr",
                                             "role\tmayor minister head former",
                                             "speech\tsaid told met",
                                             "organisation\tbank union",
                                             "place\triver town",
                                             "particle\tvan",
                                             "preposition\tin",
                                             "common\tthe of to meet old",
                                             "sometimes\tmay"});
  const absl::Status places =
      gazetteer.Add("sample", {"NO\tname\tNorland", "NO\tcity\tAlstad~"}, lexicon);
  if (!sets.ok() || !places.ok()) {
    return 0;
  }
  const Document document(lexicon, {"", "", kSample});
  Analysis analysis;
  analysis.document = &document;
  analysis.places = gazetteer.Match(document);
  const PlaceMap map(analysis);
  const NameFeatures features(document, map, WordHashes(lexicon));
  std::uint64_t fingerprint = 0;
  std::vector<std::uint32_t> found;
  for (const TokenRange& run : features.runs()) {
    for (std::uint32_t i = run.begin; i < run.end; ++i) {
      features.Extract(run, i, {}, found);
      for (const std::uint32_t feature : found) {
        fingerprint = (fingerprint ^ feature) * 0x100000001B3ULL;
      }
    }
  }
  return fingerprint;
}

}  // namespace facetwire
