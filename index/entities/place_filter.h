// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_ENTITIES_PLACE_FILTER_H_
#define FACETWIRE_INDEX_ENTITIES_PLACE_FILTER_H_

#include <cstddef>
#include <vector>

#include "index/entities/finding.h"

namespace facetwire {

// Which names of the gazetteer stand for a place where they stand. Holds the analysis, which must
// outlive it; made after the people are found.
class PlaceFilter {
 public:
  explicit PlaceFilter(const Analysis& analysis);

  // False for a name that is part of a person's ("Jordan Henderson"), of a company's ("Chase
  // Manhattan Corp", cities and regions only), of a share's symbol ("<CALI>"), for the place where
  // shares are traded ("listed in Luxembourg"), for money ("U.S. dollars") and for a language ("in
  // English").
  bool Counts(const PlaceMatch& match) const;

  // "Bank of China", "China Southern Airlines": the name of an organisation.
  bool InOrganisation(const TokenRange& range) const;

 private:
  bool IsTaken(const PlaceMatch& match) const;
  bool LooksLikePerson(const TokenRange& range) const;
  bool FollowsName(const TokenRange& range) const;
  bool InCompany(const TokenRange& range) const;
  bool IsSymbol(const TokenRange& range) const;
  bool IsMoney(const TokenRange& range) const;
  bool IsListing(const TokenRange& range) const;
  bool IsLanguage(const TokenRange& range) const;
  // Whether a word of `set` follows within a few words, capitals and spaces between only.
  bool Leads(const TokenRange& range, WordSet set) const;

  const Document* document_;
  const std::vector<Token>* tokens_;
  std::vector<bool> taken_;  // by token: part of a person's name
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_ENTITIES_PLACE_FILTER_H_
