// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/formats/archive.h"

#include <algorithm>
#include <archive.h>
#include <archive_entry.h>
#include <clocale>
#include <memory>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"

namespace facetwire::formats {
namespace {

constexpr size_t kBlock = size_t{64} << 10U;
constexpr size_t kTarMagicAt = 257;

struct FreeArchive {
  void operator()(archive* handle) const { archive_read_free(handle); }
};

absl::Status Damaged(archive* handle) {
  const char* message = archive_error_string(handle);
  return absl::InvalidArgumentError(
      absl::StrCat("damaged archive: ", message == nullptr ? "cannot be unpacked" : message));
}

// Gives libarchive the bytes of a source.
struct Feed {
  Source& source;
  size_t given = 0;  // of what was peeked

  static la_ssize_t Read(archive* /*handle*/, void* data, const void** out) {
    auto* const feed = static_cast<Feed*>(data);
    feed->source.Consume(feed->given);
    const absl::string_view bytes = feed->source.Peek(1);
    feed->given = std::min(bytes.size(), kBlock);
    *out = bytes.data();
    return static_cast<la_ssize_t>(feed->given);
  }
};

class EntrySource : public Source {
 public:
  EntrySource(archive* handle, size_t limit) : handle_(handle), left_(limit), limit_(limit) {}

 protected:
  size_t Fetch(char* out, size_t size) override {
    const la_ssize_t got = archive_read_data(handle_, out, size);
    if (got < 0) {
      Fail(Damaged(handle_));
      return 0;
    }
    if (static_cast<size_t>(got) > left_) {
      Fail(absl::ResourceExhaustedError(
          absl::StrCat("unpacks to more than ", limit_ >> 20U, " MiB: refused")));
      return 0;
    }
    left_ -= static_cast<size_t>(got);
    return static_cast<size_t>(got);
  }

 private:
  archive* handle_;
  size_t left_;
  size_t limit_;
};

// Has this thread take characters for UTF-8 while it lives: libarchive drops the names that the
// locale has no characters for, and in "C" those are all but plain ASCII.
class Utf8Locale {
 public:
  Utf8Locale()
      : locale_(newlocale(LC_CTYPE_MASK, "C.UTF-8", duplocale(uselocale(nullptr)))),
        before_(locale_ == nullptr ? nullptr : uselocale(locale_)) {}

  ~Utf8Locale() {
    if (locale_ != nullptr) {
      uselocale(before_);
      freelocale(locale_);
    }
  }

  Utf8Locale(const Utf8Locale&) = delete;
  Utf8Locale& operator=(const Utf8Locale&) = delete;

 private:
  locale_t locale_;
  locale_t before_;
};

// `number` counts the entries from 1 and stands for a name that can't be read: ids are made of
// names.
std::string EntryName(archive* handle, archive_entry* entry, int number) {
  if (archive_format(handle) == ARCHIVE_FORMAT_RAW) {
    return "";
  }
  const char* name = archive_entry_pathname(entry);
  return name == nullptr || *name == '\0' ? absl::StrCat("entry ", number) : name;
}

}  // namespace

bool IsArchive(absl::string_view head) {
  for (const absl::string_view magic : {absl::string_view("\x1F\x8B"),
                                        absl::string_view("\x28\xB5\x2F\xFD"),
                                        absl::string_view("\xFD"
                                                          "7zXZ\0",
                                                          6),
                                        absl::string_view("PK\x03\x04"),
                                        absl::string_view("PK\x05\x06")}) {
    if (absl::StartsWith(head, magic)) {
      return true;
    }
  }
  const bool bzip2 =
      absl::StartsWith(head, "BZh") && head.size() > 9 && head.substr(4, 6) == "1AY&SY";
  return bzip2 ||
         (head.size() > kTarMagicAt && absl::StartsWith(head.substr(kTarMagicAt), "ustar"));
}

absl::Status ReadArchive(Source& packed, size_t max_entry_bytes, const TakeEntry& take) {
  const Utf8Locale names;
  const std::unique_ptr<archive, FreeArchive> handle(archive_read_new());
  archive* const a = handle.get();
  if (a == nullptr) {
    return absl::ResourceExhaustedError("out of memory");
  }
  archive_read_support_filter_gzip(a);
  archive_read_support_filter_zstd(a);
  archive_read_support_filter_xz(a);
  archive_read_support_filter_bzip2(a);
  archive_read_support_format_tar(a);
  archive_read_support_format_zip_streamable(a);
  archive_read_support_format_raw(a);
  archive_read_support_format_empty(a);
  Feed feed{packed};
  if (archive_read_open(a, &feed, nullptr, &Feed::Read, nullptr) != ARCHIVE_OK) {
    return Damaged(a);
  }
  archive_entry* entry = nullptr;
  int number = 0;
  int result = archive_read_next_header(a, &entry);
  for (; result == ARCHIVE_OK || result == ARCHIVE_WARN;
       result = archive_read_next_header(a, &entry)) {
    ++number;
    const bool raw = archive_format(a) == ARCHIVE_FORMAT_RAW;
    if (raw && archive_filter_count(a) == 1) {
      return absl::InvalidArgumentError("damaged archive: its first bytes are those of one");
    }
    if (!raw && archive_entry_filetype(entry) != AE_IFREG) {
      continue;
    }
    EntrySource source(a, max_entry_bytes);
    if (!take(EntryName(a, entry, number), source)) {
      return absl::OkStatus();
    }
  }
  return result == ARCHIVE_EOF ? packed.status() : Damaged(a);
}

}  // namespace facetwire::formats
