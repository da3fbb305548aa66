// SPDX-License-Identifier: GPL-3.0-or-later
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"

#include "clients/cli/render.h"
#include "clients/cli/text.h"

namespace facetwire::cli {
namespace {

std::string Quoted(const std::string& text) {
  return absl::StrCat("\"", Printable(text, true), "\"");
}

std::string Moment(const google::protobuf::Timestamp& time) {
  return absl::FormatTime(
      "%Y-%m-%d %H:%M", absl::FromUnixSeconds(time.seconds()), absl::UTCTimeZone());
}

}  // namespace

std::string DescribeCorrection(const v1::Correction& correction) {
  switch (correction.kind_case()) {
    case v1::Correction::kMerge:
      return absl::StrCat(correction.merge().person(), " is ", correction.merge().into());
    case v1::Correction::kSplit:
      return absl::StrCat(correction.split().person(),
                          " is ",
                          correction.split().new_person(),
                          " ",
                          Quoted(correction.split().label()),
                          " in ",
                          correction.split().article_count(),
                          correction.split().article_count() == 1 ? " article" : " articles");
    case v1::Correction::kRename:
      return absl::StrCat(
          correction.rename().person(), " is called ", Quoted(correction.rename().label()));
    case v1::Correction::kAlias:
      return absl::StrCat(
          correction.alias().person(), " is also called ", Quoted(correction.alias().alias()));
    case v1::Correction::kBan:
      return absl::StrCat(correction.ban().id(), " is no ", correction.ban().facet());
    case v1::Correction::KIND_NOT_SET:
      break;
  }
  return "a correction that this program does not know";
}

std::string RenderCorrections(const v1::ListCorrectionsResponse& response, const Style& style) {
  if (response.corrections().empty()) {
    return "no corrections\n";
  }
  std::vector<std::vector<Cell>> rows;
  for (const v1::Correction& correction : response.corrections()) {
    const bool undone = correction.has_undo_time();
    std::string fate;
    if (undone) {
      fate = absl::StrCat("undone ", Moment(correction.undo_time()));
      if (!correction.undo_author().empty()) {
        absl::StrAppend(&fate, " by ", correction.undo_author());
      }
    }
    rows.push_back({{absl::StrCat(correction.id()), Tone::kPlain, true},
                    {Moment(correction.create_time()), Tone::kDim},
                    {correction.author(), Tone::kDim},
                    {DescribeCorrection(correction), undone ? Tone::kDim : Tone::kPlain},
                    {fate, Tone::kDim}});
  }
  return Table(rows, style, 0);
}

}  // namespace facetwire::cli
