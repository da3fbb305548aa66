// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_BASE_PRIORITY_H_
#define FACETWIRE_INDEX_BASE_PRIORITY_H_

#include <sys/resource.h>

namespace facetwire {

// How far behind searches and commits a thread stands in line for a processor; they have 0.
enum class Priority : int {
  kNormal = 0,
  kStream = 8,       // what commits of streams wait for
  kBackground = 15,  // what nobody waits for
};

// For what the calling thread does from now on. It cannot go back. On Linux the priority is one of
// the thread.
inline void LowerThreadPriority(Priority priority) {
  setpriority(PRIO_PROCESS, 0, static_cast<int>(priority));
}

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_BASE_PRIORITY_H_
