// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_CLIENTS_FORMATS_SOURCE_H_
#define FACETWIRE_CLIENTS_FORMATS_SOURCE_H_

#include <cstddef>
#include <istream>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace facetwire::formats {

// Bytes that are read once, from the beginning to the end, with a look at what comes. Not
// thread-safe.
class Source {
 public:
  Source() = default;
  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;
  virtual ~Source() = default;

  // The next bytes, at least `wanted` unless the end is nearer. Valid until the next call.
  absl::string_view Peek(size_t wanted);

  // Passes over bytes that Peek has shown.
  void Consume(size_t count) { begin_ += count; }

  // The rest. RESOURCE_EXHAUSTED where that is more than `limit` bytes; status() where reading
  // failed.
  absl::StatusOr<std::string> ReadAll(size_t limit);

  // What ended the bytes too early, if anything did.
  const absl::Status& status() const { return status_; }

  // How many bytes have been consumed.
  size_t offset() const { return dropped_ + begin_; }

 protected:
  // Up to `size` bytes, at least one; 0 at the end and after a failure.
  virtual size_t Fetch(char* out, size_t size) = 0;

  void Fail(absl::Status status) { status_.Update(std::move(status)); }

 private:
  std::string buffer_;
  size_t begin_ = 0;    // of what is not consumed
  size_t dropped_ = 0;  // before buffer_
  bool ended_ = false;
  absl::Status status_;
};

// What a stream holds; the stream must outlive it.
class StreamSource : public Source {
 public:
  explicit StreamSource(std::istream& stream) : stream_(stream) {}

 protected:
  size_t Fetch(char* out, size_t size) override;

 private:
  std::istream& stream_;
};

// A text in memory, which must outlive it.
class TextSource : public Source {
 public:
  explicit TextSource(absl::string_view text) : text_(text) {}

 protected:
  size_t Fetch(char* out, size_t size) override;

 private:
  absl::string_view text_;
};

}  // namespace facetwire::formats

#endif  // FACETWIRE_CLIENTS_FORMATS_SOURCE_H_
