// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_CLIENTS_CLI_FILE_LEDGER_H_
#define FACETWIRE_CLIENTS_CLI_FILE_LEDGER_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "facetwire/v1/indexing_service.pb.h"

#include "clients/cli/upload_report.h"

namespace facetwire::cli {

// Which state of a file was read.
struct FileStamp {
  uint64_t size = 0;
  int64_t time = 0;  // of the last change, in the file system's units

  friend bool operator==(const FileStamp&, const FileStamp&) = default;
};

// Nothing where the file cannot be opened.
std::optional<FileStamp> StampOf(const std::string& file);

// Which articles came from which file, and which files are finished: read to the end, every article
// answered. Files are read one after the other and articles answered in the order in which they
// were sent. Begin (Sent | Unreadable)* End; not thread-safe.
class FileLedger {
 public:
  struct File {
    std::string path;
    std::optional<FileStamp> stamp;
    UploadReport report;
    uint64_t last = 0;  // the offset of its last article
    size_t sent = 0;
    bool read = false;  // to its end
  };

  // `stamp`: of before it is read, so that a later change is not lost.
  void Begin(std::string path, std::optional<FileStamp> stamp);
  void Sent(uint64_t offset);
  void Unreadable();
  void End();

  void Answered(const v1::StreamResult& result);

  // The files that are finished, in their order, and no longer kept.
  std::vector<File> TakeFinished();

 private:
  std::deque<File> files_;
};

}  // namespace facetwire::cli

#endif  // FACETWIRE_CLIENTS_CLI_FILE_LEDGER_H_
