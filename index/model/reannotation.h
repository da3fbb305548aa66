// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_MODEL_REANNOTATION_H_
#define FACETWIRE_INDEX_MODEL_REANNOTATION_H_

#include <cstdint>
#include <functional>
#include <string>

namespace facetwire {

// How many articles of how many were looked at. Called from a thread of the engine; what it does
// holds up the work.
using ReannotationProgress = std::function<void(std::uint64_t done, std::uint64_t total)>;

// What came of looking at all stored articles again.
struct ReannotationResult {
  std::uint64_t articles = 0;  // looked at
  std::uint64_t changed = 0;   // of these: they have other entities than before
  std::string commit_token;    // searches at it see the new ones
  bool searchable = false;     // searches of this process do so already
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_MODEL_REANNOTATION_H_
