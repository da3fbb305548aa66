// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_SERVICES_ANNOTATION_GRPC_ANNOTATOR_H_
#define FACETWIRE_SERVICES_ANNOTATION_GRPC_ANNOTATOR_H_

#include <memory>
#include <string>

#include "absl/time/time.h"

#include "index/model/outside_annotator.h"

namespace facetwire {

struct GrpcAnnotatorOptions {
  std::string address;                        // HOST:PORT, without TLS
  absl::Duration timeout = absl::Seconds(1);  // for each article
};

// The client of somebody's AnnotationService. Connects with the first call; one that is away fails
// at once, one that comes back is found within seconds.
std::unique_ptr<OutsideAnnotator> MakeGrpcAnnotator(const GrpcAnnotatorOptions& options);

}  // namespace facetwire

#endif  // FACETWIRE_SERVICES_ANNOTATION_GRPC_ANNOTATOR_H_
