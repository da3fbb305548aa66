// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/cli/rate_meter.h"

namespace facetwire::cli {
namespace {

constexpr absl::Duration kWindow = absl::Seconds(10);
constexpr absl::Duration kLeast = absl::Milliseconds(500);
constexpr absl::Duration kStep = absl::Milliseconds(100);  // between samples

}  // namespace

void RateMeter::Record(absl::Time now, size_t done) {
  // The last sample follows the present until it is a step from the one before.
  if (samples_.size() > 1 && samples_.back().time - samples_[samples_.size() - 2].time < kStep) {
    samples_.back() = {now, done};
  } else {
    samples_.push_back({now, done});
  }
  while (samples_.size() > 2 && now - samples_[1].time > kWindow) {
    samples_.pop_front();
  }
}

std::optional<double> RateMeter::Rate() const {
  if (samples_.empty() || samples_.back().time - samples_.front().time < kLeast) {
    return std::nullopt;
  }
  return static_cast<double>(samples_.back().done - samples_.front().done) /
         absl::ToDoubleSeconds(samples_.back().time - samples_.front().time);
}

std::optional<absl::Duration> RateMeter::TimeLeft(size_t total) const {
  const std::optional<double> rate = Rate();
  if (!rate || *rate <= 0 || samples_.back().done > total) {
    return std::nullopt;
  }
  return absl::Seconds(static_cast<double>(total - samples_.back().done) / *rate);
}

}  // namespace facetwire::cli
