// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_CLIENTS_FORMATS_RECORDS_H_
#define FACETWIRE_CLIENTS_FORMATS_RECORDS_H_

#include <cstddef>
#include <string>

#include "clients/formats/source.h"

// A source cut into the pieces that hold one article each. Never more than one piece is in memory.
// Not thread-safe.
namespace facetwire::formats {

struct Record {
  std::string text;
  size_t line = 0;        // where it begins, from 1
  size_t offset = 0;      // likewise, in bytes from 0
  bool too_long = false;  // then `text` is only its beginning
};

// Lines; the line break is no part of one. The source must outlive it.
class LineReader {
 public:
  LineReader(Source& source, size_t limit) : source_(source), limit_(limit) {}

  // False at the end. A last line that a failure of the source has cut off is not delivered.
  bool Next(Record& record);

 private:
  Source& source_;
  size_t limit_;
  size_t line_ = 0;
};

// The values of a JSON text: those of its array, or (without one) objects that follow one another.
// Only brackets and strings are looked at. The source must outlive it.
class JsonSplitter {
 public:
  JsonSplitter(Source& source, size_t limit) : source_(source), limit_(limit) {}

  // False at the end, and where the source ends within a value: then unfinished().
  bool Next(Record& record);

  // Whether the text ended before its brackets were closed.
  bool unfinished() const { return unfinished_; }

 private:
  bool SkipToValue();
  void ReadValue(Record& record);

  Source& source_;
  size_t limit_;
  size_t line_ = 1;
  bool started_ = false;
  bool in_array_ = false;
  bool unfinished_ = false;
};

}  // namespace facetwire::formats

#endif  // FACETWIRE_CLIENTS_FORMATS_RECORDS_H_
