// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_CLIENTS_FORMATS_FEED_DATES_H_
#define FACETWIRE_CLIENTS_FORMATS_FEED_DATES_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include <google/protobuf/timestamp.pb.h>

namespace facetwire::formats {

// Dates in the variety that feeds have: RFC 3339 and ISO 8601 (seconds, the offset or the clock
// itself may be missing; "2023-10" and "2023" are their beginning), the IPTC's basic format
// (20220101T120000+0000, again with parts missing at the end), RFC 822 with years of two or four
// digits ("Thu, 26 Oct 2023 14:30:00 EDT"). Without an offset: UTC. Blanks around are ignored.
// INVALID_ARGUMENT for anything else, and for days that are in no calendar.
absl::StatusOr<google::protobuf::Timestamp> ParseFeedTime(absl::string_view text);

}  // namespace facetwire::formats

#endif  // FACETWIRE_CLIENTS_FORMATS_FEED_DATES_H_
