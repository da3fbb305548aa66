// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/server/verify_text.h"

#include "index/base/str_cat.h"

namespace facetwire {

std::string DescribeReport(const VerifyReport& report) {
  std::string text = StrCat("index ",
                            report.index_id,
                            ", commit ",
                            report.sequence,
                            ": ",
                            report.live_articles,
                            " articles, ",
                            report.documents,
                            " documents in ",
                            report.parts,
                            report.parts == 1 ? " part, " : " parts, ",
                            report.facet_values,
                            " facet values\n");
  for (const std::string& note : report.notes) {
    text += StrCat("note: ", note, "\n");
  }
  for (const std::string& problem : report.problems) {
    text += StrCat("problem: ", problem, "\n");
  }
  if (report.problem_count == 0) {
    return text + "all is well\n";
  }
  if (report.problem_count > report.problems.size()) {
    text += StrCat("and ", report.problem_count - report.problems.size(), " problems more\n");
  }
  return text + "the index is damaged; restore it from a backup\n";
}

}  // namespace facetwire
