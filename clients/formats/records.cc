// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/formats/records.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/string_view.h"

namespace facetwire::formats {
namespace {

void AppendWithin(absl::string_view piece, size_t limit, Record& record) {
  const size_t room = limit - std::min(limit, record.text.size());
  record.too_long = record.too_long || piece.size() > room;
  record.text.append(piece.data(), std::min(piece.size(), room));
}

// Where one JSON value ends. Push returns true with its last character; a scalar ends before the
// comma, bracket or blank behind it, which is not part of it.
class ValueScanner {
 public:
  enum Result { kMore, kLast, kBehind };

  Result Push(char c) {
    if (quoted_) {
      quoted_ = escaped_ || c != '"';
      escaped_ = !escaped_ && c == '\\';
      return quoted_ || depth_ > 0 ? kMore : kLast;
    }
    switch (c) {
      case '"':
        quoted_ = true;
        return kMore;
      case '{':
      case '[':
        ++depth_;
        return kMore;
      case '}':
      case ']':
        return depth_ == 0 ? kBehind : (--depth_ == 0 ? kLast : kMore);
      default:
        return depth_ == 0 && (c == ',' || absl::ascii_isspace(static_cast<unsigned char>(c)))
                   ? kBehind
                   : kMore;
    }
  }

 private:
  int depth_ = 0;
  bool quoted_ = false;
  bool escaped_ = false;
};

}  // namespace

bool LineReader::Next(Record& record) {
  record.text.clear();
  record.too_long = false;
  record.line = ++line_;
  record.offset = source_.offset();
  bool any = false;
  for (absl::string_view bytes = source_.Peek(1); !bytes.empty(); bytes = source_.Peek(1)) {
    any = true;
    const size_t end = bytes.find('\n');
    AppendWithin(bytes.substr(0, end), limit_, record);
    if (end != absl::string_view::npos) {
      source_.Consume(end + 1);
      return true;
    }
    source_.Consume(bytes.size());
  }
  return any && source_.status().ok();
}

bool JsonSplitter::SkipToValue() {
  for (absl::string_view bytes = source_.Peek(1); !bytes.empty(); bytes = source_.Peek(1)) {
    const char c = bytes.front();
    line_ += c == '\n' ? 1 : 0;
    if (!started_ && c == '[') {
      started_ = true;
      in_array_ = true;
    } else if (in_array_ && c == ']') {
      in_array_ = false;
    } else if (c != ',' && !absl::ascii_isspace(static_cast<unsigned char>(c))) {
      started_ = true;
      return true;
    }
    source_.Consume(1);
  }
  unfinished_ = in_array_;
  return false;
}

void JsonSplitter::ReadValue(Record& record) {
  ValueScanner scanner;
  for (absl::string_view bytes = source_.Peek(1); !bytes.empty(); bytes = source_.Peek(1)) {
    for (size_t i = 0; i < bytes.size(); ++i) {
      const ValueScanner::Result result = scanner.Push(bytes[i]);
      if (result != ValueScanner::kMore) {
        // A bracket that closes nothing is a value of its own, and no JSON.
        const bool stray = result == ValueScanner::kBehind && record.text.empty() && i == 0;
        const size_t end = i + (result == ValueScanner::kLast || stray ? 1 : 0);
        AppendWithin(bytes.substr(0, end), limit_, record);
        source_.Consume(end);
        return;
      }
      line_ += bytes[i] == '\n' ? 1 : 0;
    }
    AppendWithin(bytes, limit_, record);
    source_.Consume(bytes.size());
  }
  unfinished_ = true;
}

bool JsonSplitter::Next(Record& record) {
  if (unfinished_ || !SkipToValue()) {
    return false;
  }
  record.text.clear();
  record.too_long = false;
  record.line = line_;
  record.offset = source_.offset();
  ReadValue(record);
  return !unfinished_;
}

}  // namespace facetwire::formats
