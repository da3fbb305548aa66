// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/index/entities/work_counter.h"

namespace {

std::uint64_t work = 0;  // NOLINT(cppcoreguidelines-avoid-non-const-global-variables)

}  // namespace

// The compiler calls it in each basic block of what is compiled with -fsanitize-coverage=trace-pc.
extern "C" void __sanitizer_cov_trace_pc();  // NOLINT(bugprone-reserved-identifier)

extern "C" void __sanitizer_cov_trace_pc() {  // NOLINT(bugprone-reserved-identifier)
  ++work;
}

namespace facetwire::testing {

std::uint64_t WorkDone() { return work; }

}  // namespace facetwire::testing
