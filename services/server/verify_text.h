// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_SERVICES_SERVER_VERIFY_TEXT_H_
#define FACETWIRE_SERVICES_SERVER_VERIFY_TEXT_H_

#include <string>

#include "index/model/verify_report.h"

namespace facetwire {

// The report as a person reads it: what there is, notes, problems, and whether all is well. Lines.
std::string DescribeReport(const VerifyReport& report);

}  // namespace facetwire

#endif  // FACETWIRE_SERVICES_SERVER_VERIFY_TEXT_H_
