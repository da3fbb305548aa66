// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_ENTITIES_SECTOR_RECOGNISER_H_
#define FACETWIRE_INDEX_ENTITIES_SECTOR_RECOGNISER_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

#include "index/entities/finding.h"
#include "index/entities/lexicon.h"
#include "index/entities/phrases.h"

namespace facetwire {

// Sectors by weighted words and phrases; see data/sectors.tsv. The longest phrase at each place
// counts, so that a phrase can take a word away ("oil painting" is not about oil). Each phrase
// counts
//   weight × place × (1 + ln(times)),  place = 2 in the title, 1.25 in the lead, else 1
// and a sector is there when the sum reaches a threshold, which grows with the length of the
// article, and three tenths of what the strongest sector has (in an article of 250 words and more
// at most what one strong word has: there a paragraph may have a subject of its own).
class SectorRecogniser : public Recogniser {
 public:
  // Adds the words to `lexicon`. INVALID_ARGUMENT names the row at fault: not three fields, no
  // sector, a weight that is no number from -9 to 9.
  static absl::StatusOr<std::unique_ptr<SectorRecogniser>> Create(
      const std::vector<std::string_view>& lines, Lexicon& lexicon);

  void Recognise(Analysis& analysis) const override;

  std::string_view name() const override { return "sectors"; }

 private:
  struct Sense {
    std::uint32_t sector = 0;  // index into sectors_
    double weight = 0;
  };

  // What one phrase does in one article.
  struct Use {
    double place = 0;  // the best
    std::vector<TokenRange> ranges;
  };

  using Uses = std::map<std::uint32_t, Use>;  // by phrase

  SectorRecogniser() = default;
  static double ScoreOf(double weight, const Use& use);
  Uses FindUses(const Document& document) const;
  std::vector<double> Scores(const Uses& uses) const;                          // by sector
  std::vector<std::vector<Evidence>> CollectEvidence(const Uses& uses) const;  // by sector
  void AddPhrase(std::string_view phrase, const Sense& sense, Lexicon& lexicon);

  PhraseTable phrases_;
  std::vector<std::vector<Sense>> senses_;  // by phrase
  std::vector<bool> silent_;                // by phrase: it only takes words away
  std::vector<std::string> sectors_;
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_ENTITIES_SECTOR_RECOGNISER_H_
