// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_CLIENTS_FORMATS_ITEMS_H_
#define FACETWIRE_CLIENTS_FORMATS_ITEMS_H_

#include <cstddef>
#include <functional>

#include "absl/status/statusor.h"

#include "facetwire/v1/article.pb.h"

namespace facetwire::formats {

// Where in a file an article stands. 0: it has no such number.
struct Position {
  size_t line = 0;  // from 1
  size_t item = 0;  // from 1, in feeds and packages
};

// Called with each article of a file, or with what is wrong with it; false ends the reading.
using TakeItem = std::function<bool(Position, absl::StatusOr<v1::Article>)>;

}  // namespace facetwire::formats

#endif  // FACETWIRE_CLIENTS_FORMATS_ITEMS_H_
