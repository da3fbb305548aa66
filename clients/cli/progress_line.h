// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_CLIENTS_CLI_PROGRESS_LINE_H_
#define FACETWIRE_CLIENTS_CLI_PROGRESS_LINE_H_

#include <cstddef>
#include <optional>

#include "absl/time/time.h"

#include "clients/cli/rate_meter.h"
#include "clients/cli/session.h"

namespace facetwire::cli {

// A line on a terminal that is drawn again and again, and at last removed. Nothing where standard
// error is no terminal.
class ProgressLine {
 public:
  explicit ProgressLine(Session& session) : session_(session) {}

  // At most ten times a second. `total`: where it is known; then the time left is shown, too.
  void Show(size_t done, std::optional<size_t> total) { Show("", done, total); }

  // The same, after what is being done.
  void Show(const char* what, size_t done, std::optional<size_t> total);

  void Clear();

 private:
  Session& session_;
  RateMeter rate_;
  absl::Time next_ = absl::InfinitePast();
  bool shown_ = false;
};

}  // namespace facetwire::cli

#endif  // FACETWIRE_CLIENTS_CLI_PROGRESS_LINE_H_
