// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_MODEL_VERIFY_REPORT_H_
#define FACETWIRE_INDEX_MODEL_VERIFY_REPORT_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace facetwire {

// What a check of an index directory saw.
struct VerifyReport {
  std::string index_id;
  std::uint64_t sequence = 0;  // of the commit that was checked
  std::size_t parts = 0;
  std::uint64_t documents = 0;      // in the parts, with those that were removed and not yet purged
  std::uint64_t live_articles = 0;  // neither removed nor replaced
  std::uint64_t facet_values = 0;   // in the dictionary
  std::vector<std::string> problems;  // what and where; the first 100
  std::uint64_t problem_count = 0;    // all of them; 0: the index is sound
  std::vector<std::string> notes;     // what is no damage, and what could not be checked
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_MODEL_VERIFY_REPORT_H_
