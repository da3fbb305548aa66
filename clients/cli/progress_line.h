// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_CLIENTS_CLI_PROGRESS_LINE_H_
#define FACETWIRE_CLIENTS_CLI_PROGRESS_LINE_H_

#include <cstddef>

#include "absl/time/time.h"

#include "clients/cli/session.h"

namespace facetwire::cli {

// A line on a terminal that is drawn again and again, and at last removed. Nothing where standard
// error is no terminal.
class ProgressLine {
 public:
  explicit ProgressLine(Session& session) : session_(session) {}

  // At most ten times a second.
  void Show(size_t done, size_t total);

  void Clear();

 private:
  Session& session_;
  absl::Time next_ = absl::InfinitePast();
  bool shown_ = false;
};

}  // namespace facetwire::cli

#endif  // FACETWIRE_CLIENTS_CLI_PROGRESS_LINE_H_
