// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_CLIENTS_FORMATS_ARCHIVE_H_
#define FACETWIRE_CLIENTS_FORMATS_ARCHIVE_H_

#include <cstddef>
#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

#include "clients/formats/source.h"

// Packed files: gzip, zstd, xz and bzip2, tar and zip, unpacked in memory while they are read.
namespace facetwire::formats {

// How many of a file's first bytes tell whether it is packed.
constexpr size_t kArchiveWithin = 512;

// By its content.
bool IsArchive(absl::string_view head);

// Called with each file in the archive; `name` is empty where only one is packed, without a name,
// and "entry N" where the name of the Nth can't be read. Names that the archive says are UTF-8 are;
// others may be any bytes, and several may have the same. False ends the reading. `entry` is valid
// during the call.
using TakeEntry = std::function<bool(const std::string& name, Source& entry)>;

// Unpacks what `packed` holds; directories, links and devices are passed over. An entry that
// unpacks to more than `max_entry_bytes` ends there with RESOURCE_EXHAUSTED in its status().
// INVALID_ARGUMENT where the archive is damaged or cut off; what was read before has been taken.
absl::Status ReadArchive(Source& packed, size_t max_entry_bytes, const TakeEntry& take);

}  // namespace facetwire::formats

#endif  // FACETWIRE_CLIENTS_FORMATS_ARCHIVE_H_
