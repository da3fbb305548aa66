// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_STORE_BACKUP_H_
#define FACETWIRE_INDEX_STORE_BACKUP_H_

#include <memory>
#include <string_view>

#include "absl/status/statusor.h"

#include "index/model/backup_source.h"
#include "index/store/index_writer.h"

namespace facetwire {

// The index as its last commit left it, to be copied while the writer goes on. Seals, so that all
// documents are in parts that never change; these are pinned. In the place of the part that is
// written the copy gets an empty one, under a name that the index itself will not use. Token files
// are cut where the last document's entry ends.
// On the writer's thread, between commits. Some milliseconds.
absl::StatusOr<std::unique_ptr<BackupSource>> MakeBackupSource(std::string_view directory,
                                                               IndexWriter& writer);

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_STORE_BACKUP_H_
