// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/formats/source.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace facetwire::formats {
namespace {

constexpr size_t kBlock = size_t{64} << 10U;

}  // namespace

absl::string_view Source::Peek(size_t wanted) {
  if (buffer_.size() - begin_ < wanted && !ended_) {
    buffer_.erase(0, begin_);
    dropped_ += begin_;
    begin_ = 0;
    while (buffer_.size() < wanted && !ended_) {
      const size_t had = buffer_.size();
      buffer_.resize(had + std::clamp(wanted - had, kBlock, std::max(kBlock, had)));
      const size_t got = Fetch(&buffer_[had], buffer_.size() - had);
      buffer_.resize(had + got);
      ended_ = got == 0;
    }
  }
  return absl::string_view(buffer_).substr(begin_);
}

absl::StatusOr<std::string> Source::ReadAll(size_t limit) {
  const absl::string_view text = Peek(limit + 1);
  if (!status_.ok()) {
    return status_;
  }
  if (text.size() > limit) {
    return absl::ResourceExhaustedError(absl::StrCat("longer than ", limit >> 20U, " MiB"));
  }
  std::string result(text);
  Consume(text.size());
  return result;
}

size_t StreamSource::Fetch(char* out, size_t size) {
  stream_.read(out, static_cast<std::streamsize>(size));
  if (stream_.bad()) {
    Fail(absl::DataLossError("cannot be read to its end"));
  }
  return static_cast<size_t>(stream_.gcount());
}

size_t TextSource::Fetch(char* out, size_t size) {
  const size_t count = std::min(size, text_.size());
  std::copy_n(text_.data(), count, out);
  text_.remove_prefix(count);
  return count;
}

}  // namespace facetwire::formats
