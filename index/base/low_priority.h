// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_BASE_LOW_PRIORITY_H_
#define FACETWIRE_INDEX_BASE_LOW_PRIORITY_H_

#include <sys/resource.h>

namespace facetwire {

// Searches and commits go before what the calling thread does from now on. On Linux the priority is
// one of the thread.
inline void LowerThreadPriority() {
  constexpr int kNice = 10;
  setpriority(PRIO_PROCESS, 0, kNice);
}

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_BASE_LOW_PRIORITY_H_
