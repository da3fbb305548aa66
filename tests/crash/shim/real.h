// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_TESTS_CRASH_SHIM_REAL_H_
#define FACETWIRE_TESTS_CRASH_SHIM_REAL_H_

#include <dlfcn.h>

namespace facetwire::shim {

// The function of that name that the shim stands before, with the type of `hook`.
template <typename Function>
Function* RealFunction(Function* /*hook*/, const char* name) {
  return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

}  // namespace facetwire::shim

// Calls the real function: FACETWIRE_REAL(fsync)(fd).
#define FACETWIRE_REAL(name)                                               \
  ([] {                                                                    \
    static auto* const real = facetwire::shim::RealFunction(&name, #name); \
    return real;                                                           \
  }())

#endif  // FACETWIRE_TESTS_CRASH_SHIM_REAL_H_
