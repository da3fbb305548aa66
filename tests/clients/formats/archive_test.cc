// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/formats/archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <clocale>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/status_matchers.h"

namespace facetwire::formats {
namespace {

using ::facetwire::testing::IsOk;
using ::facetwire::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;

using Files = std::vector<std::pair<std::string, std::string>>;
using Setting = int (*)(archive*);

la_ssize_t Append(archive* /*handle*/, void* out, const void* data, size_t size) {
  static_cast<std::string*>(out)->append(static_cast<const char*>(data), size);
  return static_cast<la_ssize_t>(size);
}

std::string Pack(Setting format, Setting filter, const Files& files) {
  std::string packed;
  archive* handle = archive_write_new();
  format(handle);
  filter(handle);
  archive_write_set_bytes_in_last_block(handle, 1);
  archive_write_open(handle, &packed, nullptr, Append, nullptr);
  for (const auto& [name, content] : files) {
    archive_entry* entry = archive_entry_new();
    archive_entry_set_pathname(entry, name.c_str());
    archive_entry_set_filetype(entry, name.back() == '/' ? AE_IFDIR : AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    archive_entry_set_size(entry, static_cast<la_int64_t>(content.size()));
    archive_write_header(handle, entry);
    archive_write_data(handle, content.data(), content.size());
    archive_entry_free(entry);
  }
  archive_write_free(handle);
  return packed;
}

struct Unpacked {
  Files files;
  std::vector<absl::Status> faults;
  absl::Status status;
};

Unpacked Unpack(const std::string& packed, size_t limit = 1 << 20) {
  TextSource source(packed);
  Unpacked result;
  result.status = ReadArchive(source, limit, [&](const std::string& name, Source& entry) {
    const auto content = entry.ReadAll(1 << 24);
    if (content.ok()) {
      result.files.emplace_back(name, *content);
    } else {
      result.faults.push_back(content.status());
    }
    return true;
  });
  return result;
}

TEST(ArchiveTest, EachKind) {
  const Setting filters[] = {archive_write_add_filter_none,
                             archive_write_add_filter_gzip,
                             archive_write_add_filter_zstd,
                             archive_write_add_filter_xz,
                             archive_write_add_filter_bzip2};
  const Files files = {{"d/", ""}, {"d/a.txt", "one"}, {"b", std::string(100000, 'x')}};
  for (const Setting filter : filters) {
    const std::string packed = Pack(archive_write_set_format_ustar, filter, files);
    EXPECT_TRUE(IsArchive(packed));
    const Unpacked result = Unpack(packed);
    EXPECT_THAT(result.status, IsOk());
    EXPECT_THAT(result.files, ElementsAre(files[1], files[2]));
  }
  for (const Setting filter : {filters[1], filters[2], filters[3], filters[4]}) {
    const std::string packed = Pack(archive_write_set_format_raw, filter, {{"x", "alone"}});
    EXPECT_TRUE(IsArchive(packed));
    EXPECT_THAT(Unpack(packed).files, ElementsAre(Pair("", "alone")));
  }
  const std::string zip = Pack(archive_write_set_format_zip, archive_write_add_filter_none, files);
  EXPECT_TRUE(IsArchive(zip));
  EXPECT_THAT(Unpack(zip).files, ElementsAre(files[1], files[2]));
}

// A zip whose names are marked as UTF-8: `from`, of as many bytes, is written and then renamed.
std::string ZipWithUtf8Names(const std::string& from, const std::string& to) {
  std::string zip = Pack(archive_write_set_format_zip,
                         archive_write_add_filter_none,
                         {{from + "1", "one"}, {from + "2", "two"}});
  for (size_t at = zip.find(from); at != std::string::npos; at = zip.find(from, at)) {
    zip.replace(at, from.size(), to);
  }
  for (size_t at = zip.find("PK\x03\x04"); at != std::string::npos;
       at = zip.find("PK\x03\x04", at + 1)) {
    zip[at + 7] = static_cast<char>(zip[at + 7] | 0x08);
  }
  return zip;
}

TEST(ArchiveTest, NamesAreUtf8WhateverTheLocale) {
  for (const char* name : {"C", "C.UTF-8"}) {
    const locale_t locale = newlocale(LC_ALL_MASK, name, nullptr);
    ASSERT_NE(locale, nullptr);
    const locale_t before = uselocale(locale);
    EXPECT_THAT(Unpack(ZipWithUtf8Names("ABCDEF", "\xC3\xA9\xE4\xB8\xAD-")).files,
                ElementsAre(Pair("é中-1", "one"), Pair("é中-2", "two")))
        << name;
    EXPECT_THAT(Unpack(ZipWithUtf8Names("ABCDEF", "\xFF\xFE\xFD\xFC\xFB-")).files,
                ElementsAre(Pair("entry 1", "one"), Pair("entry 2", "two")))
        << name;
    EXPECT_EQ(uselocale(before), locale);
    freelocale(locale);
  }
}

TEST(ArchiveTest, TextsAreNone) {
  for (const char* text : {"", "date 2023-10-26 One.", "{}", "<rss/>", "PK", "BZhello world"}) {
    EXPECT_FALSE(IsArchive(text)) << text;
  }
}

TEST(ArchiveTest, ABombIsRefusedAndTheNextEntryIsRead) {
  const std::string packed = Pack(archive_write_set_format_ustar,
                                  archive_write_add_filter_gzip,
                                  {{"bomb", std::string(3 << 20, '\0')}, {"good", "x"}});
  EXPECT_LT(packed.size(), 20000U);
  const Unpacked result = Unpack(packed);
  EXPECT_THAT(result.files, ElementsAre(Pair("good", "x")));
  EXPECT_THAT(result.faults,
              ElementsAre(StatusIs(absl::StatusCode::kResourceExhausted,
                                   HasSubstr("unpacks to more than 1 MiB"))));
}

TEST(ArchiveTest, CutOffOrDamaged) {
  std::string noise;
  unsigned int state = 1;
  for (int i = 0; i < 200000; ++i) {
    state = state * 1103515245U + 12345U;
    noise += static_cast<char>(state >> 16U);
  }
  for (const Setting filter : {archive_write_add_filter_gzip,
                               archive_write_add_filter_zstd,
                               archive_write_add_filter_xz,
                               archive_write_add_filter_none}) {
    const std::string packed =
        Pack(archive_write_set_format_ustar, filter, {{"a", "one"}, {"b", noise}});
    const Unpacked cut = Unpack(packed.substr(0, packed.size() / 2));
    EXPECT_TRUE(!cut.status.ok() || !cut.faults.empty());
    EXPECT_LE(cut.files.size(), 1U);
  }
  EXPECT_THAT(Unpack("\x1F\x8B" + std::string(30, 'x')).status,
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("damaged archive")));
}

}  // namespace
}  // namespace facetwire::formats
