// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_SERVICES_ANNOTATION_CONVERT_ANNOTATION_H_
#define FACETWIRE_SERVICES_ANNOTATION_CONVERT_ANNOTATION_H_

#include "absl/status/statusor.h"

#include "facetwire/v1/annotation_service.pb.h"

#include "index/model/article.h"
#include "index/model/outside_annotator.h"

// Between what an outside annotator is asked and says, and the model. Pure functions.
namespace facetwire {

// The fields that AnnotateRequest names.
v1::AnnotateRequest ToAnnotateRequest(const Article& article);

// INTERNAL where the unit of the offsets is unknown, so that no mention can be read. Else what the
// model cannot hold (an unknown facet, a mention of no field) is counted and left out; all else is
// as it was said, unchecked. `article` is the one that was asked about.
absl::StatusOr<OutsideAnswer> FromProto(const v1::AnnotateResponse& response,
                                        const Article& article);

}  // namespace facetwire

#endif  // FACETWIRE_SERVICES_ANNOTATION_CONVERT_ANNOTATION_H_
