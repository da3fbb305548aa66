// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/cli/progress_line.h"

#include <ostream>

#include "absl/time/clock.h"

#include "clients/cli/render.h"

namespace facetwire::cli {
namespace {

constexpr absl::Duration kRedraw = absl::Milliseconds(100);

}  // namespace

void ProgressLine::Show(size_t done, size_t total) {
  const absl::Time now = absl::Now();
  if (!session_.streams.err_is_terminal || now < next_) {
    return;
  }
  next_ = now + kRedraw;
  shown_ = true;
  session_.streams.err << "\r" << RenderProgress(done, total, session_.streams.width - 1)
                       << std::flush;
}

void ProgressLine::Clear() {
  if (shown_) {
    session_.streams.err << "\r\x1b[K" << std::flush;
  }
  shown_ = false;
}

}  // namespace facetwire::cli
