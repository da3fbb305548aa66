// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/cli/progress_line.h"

#include <ostream>

#include "absl/time/clock.h"

#include "clients/cli/render.h"

namespace facetwire::cli {
namespace {

constexpr absl::Duration kRedraw = absl::Milliseconds(100);

}  // namespace

void ProgressLine::Show(const char* what, size_t done, std::optional<size_t> total) {
  const absl::Time now = absl::Now();
  if (!session_.streams.err_is_terminal || now < next_) {
    return;
  }
  next_ = now + kRedraw;
  shown_ = true;
  rate_.Record(now, done);
  const Progress progress = {
      what, done, total, rate_.Rate(), total ? rate_.TimeLeft(*total) : std::nullopt};
  session_.streams.err << "\r" << RenderProgress(progress, session_.streams.width - 1) << "\x1b[K"
                       << std::flush;
}

void ProgressLine::Clear() {
  if (shown_) {
    session_.streams.err << "\r\x1b[K" << std::flush;
  }
  shown_ = false;
}

}  // namespace facetwire::cli
