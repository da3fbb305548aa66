// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_CLIENTS_CLI_RATE_METER_H_
#define FACETWIRE_CLIENTS_CLI_RATE_METER_H_

#include <cstddef>
#include <deque>
#include <optional>

#include "absl/time/time.h"

namespace facetwire::cli {

// How fast something gets on: over the last ten seconds or so. Pure but for what it was told.
class RateMeter {
 public:
  // `done` in all, never less than before.
  void Record(absl::Time now, size_t done);

  // A second. Nothing before it has been watched for half a second.
  std::optional<double> Rate() const;

  // Until `total` are done at that rate. Nothing where there is no rate, or none is known.
  std::optional<absl::Duration> TimeLeft(size_t total) const;

 private:
  struct Sample {
    absl::Time time;
    size_t done = 0;
  };

  std::deque<Sample> samples_;  // those of the last ten seconds, and one before
};

}  // namespace facetwire::cli

#endif  // FACETWIRE_CLIENTS_CLI_RATE_METER_H_
