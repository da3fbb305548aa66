// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_SEARCH_LABEL_LANGUAGE_H_
#define FACETWIRE_INDEX_SEARCH_LABEL_LANGUAGE_H_

#include <memory>
#include <string>
#include <string_view>

#include "absl/time/civil_time.h"

#include "index/model/query.h"

namespace facetwire {

// How a language sorts labels and what it calls periods, by ICU. Not thread-safe.
class LabelLanguage {
 public:
  // A BCP 47 tag; empty or unknown: English.
  explicit LabelLanguage(std::string_view language);
  ~LabelLanguage();
  LabelLanguage(const LabelLanguage&) = delete;
  LabelLanguage& operator=(const LabelLanguage&) = delete;

  const std::string& tag() const { return tag_; }

  // Bytes that compare as the language sorts the labels.
  std::string SortKey(std::string_view label);

  // "2023", "Q4 2023", "October 2023", "Oct 26, 2023" (for weeks: of their first day).
  std::string PeriodName(PeriodLength length, absl::CivilDay first_day);

 private:
  struct Icu;  // made when they are first asked for

  Icu& icu();

  std::string tag_;
  std::unique_ptr<Icu> icu_;
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_SEARCH_LABEL_LANGUAGE_H_
