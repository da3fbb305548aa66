// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "absl/strings/str_cat.h"

#include "clients/cli/render.h"
#include "clients/cli/text.h"
#include "clients/formats/dates.h"

namespace facetwire::cli {

std::string RenderCorpus(const v1::GetCorpusResponse& corpus, const Style& style) {
  std::vector<std::vector<Cell>> rows = {
      {{"version", Tone::kDim}, {corpus.server_version()}},
      {{"articles", Tone::kDim}, {WithCommas(corpus.article_count())}},
      {{"countries", Tone::kDim}, {WithCommas(corpus.country_count())}},
      {{"persons", Tone::kDim}, {WithCommas(corpus.person_count())}},
      {{"sectors", Tone::kDim}, {WithCommas(corpus.sector_count())}}};
  if (corpus.has_oldest_time() && corpus.has_newest_time()) {
    rows.push_back({{"published", Tone::kDim},
                    {absl::StrCat(formats::FormatTime(corpus.oldest_time()),
                                  " to ",
                                  formats::FormatTime(corpus.newest_time()))}});
  }
  return Table(rows, style, 0);
}

std::string RenderDuration(absl::Duration duration) {
  constexpr int64_t kMinute = 60;
  constexpr int64_t kHour = 60 * kMinute;
  const int64_t seconds = absl::ToInt64Seconds(absl::Ceil(duration, absl::Seconds(1)));
  if (seconds < kMinute) {
    return absl::StrCat(seconds, " s");
  }
  if (seconds < kHour) {
    return absl::StrCat(seconds / kMinute, " min ", seconds % kMinute, " s");
  }
  return absl::StrCat(seconds / kHour, " h ", seconds % kHour / kMinute, " min");
}

std::string RenderProgress(const Progress& progress, size_t width) {
  std::string counts = progress.what.empty() ? "" : absl::StrCat(progress.what, " ");
  absl::StrAppend(&counts, WithCommas(progress.done));
  if (progress.total) {
    absl::StrAppend(&counts, "/", WithCommas(*progress.total));
  }
  absl::StrAppend(&counts, " articles");
  if (progress.rate) {
    absl::StrAppend(&counts, ", ", WithCommas(static_cast<uint64_t>(*progress.rate)), "/s");
  }
  if (progress.left) {
    absl::StrAppend(&counts, ", ", RenderDuration(*progress.left), " left");
  }
  const size_t bar =
      width > counts.size() + 3 ? std::min<size_t>(30, width - counts.size() - 3) : 0;
  if (bar == 0 || progress.total.value_or(0) == 0) {
    return Truncate(counts, std::max<size_t>(1, width));
  }
  const std::string filled =
      Bar(static_cast<double>(progress.done), static_cast<double>(*progress.total), bar);
  return absl::StrCat("[", PadRight(filled, bar), "] ", counts);
}

}  // namespace facetwire::cli
