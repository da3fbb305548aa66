// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_MODEL_OUTSIDE_ANNOTATOR_H_
#define FACETWIRE_INDEX_MODEL_OUTSIDE_ANNOTATOR_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "index/base/call_context.h"
#include "index/model/article.h"
#include "index/model/entity.h"

namespace facetwire {

// What an annotator outside of the process says of one article, as it says it: nothing is checked.
struct OutsideAnswer {
  // Mentions count bytes of UTF-8; what cannot be said in them is past the end of the text.
  // A salience or confidence that was not said is the default of the contract.
  std::vector<Entity> entities;
  std::size_t unreadable = 0;  // entities and mentions that the model cannot hold
};

// What an outside annotator is for: what it finds stands beside what we find, or instead of it.
enum class OutsideMode : std::uint8_t { kBeside, kInstead };

// Someone outside of this process who tells what is in articles. Thread-safe.
class OutsideAnnotator {
 public:
  virtual ~OutsideAnnotator() = default;

  // Blocks until there is an answer, at most until the context's deadline and no longer than the
  // annotator's own timeout. Any error means: no answer for this article. INVALID_ARGUMENT: the
  // fault is the article's.
  virtual absl::StatusOr<OutsideAnswer> Annotate(const Article& article,
                                                 const CallContext& context) = 0;

  // What a log calls it, e.g. "annotator 127.0.0.1:50061".
  virtual std::string name() const = 0;
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_MODEL_OUTSIDE_ANNOTATOR_H_
