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

std::string RenderProgress(size_t done, size_t total, size_t width) {
  const std::string counts = absl::StrCat(WithCommas(done), "/", WithCommas(total), " articles");
  const size_t bar =
      width > counts.size() + 3 ? std::min<size_t>(30, width - counts.size() - 3) : 0;
  if (bar == 0 || total == 0) {
    return Truncate(counts, std::max<size_t>(1, width));
  }
  const std::string filled = Bar(static_cast<double>(done), static_cast<double>(total), bar);
  return absl::StrCat("[", PadRight(filled, bar), "] ", counts);
}

}  // namespace facetwire::cli
