// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_STORE_SHA256_H_
#define FACETWIRE_INDEX_STORE_SHA256_H_

#include <string>
#include <string_view>

namespace facetwire {

// The 32 bytes of SHA-256 (FIPS 180-4). For content hashes and the terms of long ids, which people
// outside may choose: a weaker hash would let them make two ids one.
std::string Sha256(std::string_view data);

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_STORE_SHA256_H_
