// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_ENTITIES_NAME_FEATURE_SINK_H_
#define FACETWIRE_INDEX_ENTITIES_NAME_FEATURE_SINK_H_

#include <cstdint>
#include <vector>

#include "index/entities/name_features.h"

// Private to the sources of NameFeatures.
namespace facetwire {

// One word in its run, with what many features are about.
struct NameFeatures::Place {
  TokenRange run;
  std::uint32_t i = 0;
  TokenRange sentence;
  const NameCue* cue = nullptr;
  const NameCue* before = nullptr;
  const NameCue* after = nullptr;
  const NameCue* outside_before = nullptr;  // of the run
  const NameCue* outside_after = nullptr;
  std::uint64_t sign_after = 0;      // behind the word
  std::uint64_t sign_after_run = 0;  // behind the run
  std::uint64_t start = 1;
  std::uint64_t seat = 0;  // where in the run the word stands
  std::uint64_t names = 0;
};

// Takes up features, each under the number of its question.
class NameFeatures::Sink {
 public:
  Sink(std::vector<std::uint32_t>& out, const Hidden& hide) : hidden(hide), out_(out) {}

  void Begin(std::uint64_t group) { question_ = group << 8U; }

  void Add(std::uint64_t a, std::uint64_t b = 0) {
    ++question_;
    std::uint64_t hash = (a * 0x9E3779B97F4A7C15ULL) ^ (b * 0xC2B2AE3D27D4EB4FULL) ^
                         (question_ * 0x165667B19E3779F9ULL);
    hash ^= hash >> 32U;
    hash *= 0xD6E8FEB86659FD93ULL;
    out_.push_back(static_cast<std::uint32_t>(hash >> 32U));
  }

  void Skip(std::uint64_t count) { question_ += count; }

  const Hidden& hidden;

 private:
  std::vector<std::uint32_t>& out_;
  std::uint64_t question_ = 0;
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_ENTITIES_NAME_FEATURE_SINK_H_
