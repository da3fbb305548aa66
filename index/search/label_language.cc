// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/search/label_language.h"

#include <array>
#include <cstdint>
#include <unicode/calendar.h>
#include <unicode/coll.h>
#include <unicode/datefmt.h>
#include <unicode/gregocal.h>
#include <unicode/locid.h>
#include <unicode/timezone.h>
#include <unicode/unistr.h>
#include <utility>
#include <vector>

#include "index/taxonomy/locale.h"

namespace facetwire {
namespace {

constexpr double kMillisPerDay = 86'400'000;

// ICU's skeletons: the fields of a date, each language orders them in its own way.
const char* SkeletonOf(PeriodLength length) {
  switch (length) {
    case PeriodLength::kYear:
      return "y";
    case PeriodLength::kQuarter:
      return "yQQQ";
    case PeriodLength::kMonth:
      return "yMMMM";
    case PeriodLength::kWeek:
    case PeriodLength::kDay:
      break;
  }
  return "yMMMd";
}

// Dates of our calendar: Gregorian for ever, in days of UTC.
std::unique_ptr<icu::DateFormat> MakeFormat(PeriodLength length, const icu::Locale& locale) {
  UErrorCode error = U_ZERO_ERROR;
  std::unique_ptr<icu::DateFormat> format(
      icu::DateFormat::createInstanceForSkeleton(SkeletonOf(length), locale, error));
  auto calendar = std::make_unique<icu::GregorianCalendar>(*icu::TimeZone::getGMT(), error);
  if (U_FAILURE(error) != 0 || format == nullptr) {
    return nullptr;
  }
  constexpr UDate kSinceEver = -1e17;
  calendar->setGregorianChange(kSinceEver, error);
  format->adoptCalendar(calendar.release());
  return format;
}

}  // namespace

struct LabelLanguage::Icu {
  explicit Icu(icu::Locale wanted) : locale(std::move(wanted)) {
    UErrorCode error = U_ZERO_ERROR;
    collator.reset(icu::Collator::createInstance(locale, error));
    if (U_FAILURE(error) != 0) {
      collator = nullptr;
    }
  }

  icu::Locale locale;
  std::unique_ptr<icu::Collator> collator;
  std::array<std::unique_ptr<icu::DateFormat>, 5> formats;  // by PeriodLength
};

LabelLanguage::LabelLanguage(std::string_view language) : tag_(language) {}

LabelLanguage::~LabelLanguage() = default;

LabelLanguage::Icu& LabelLanguage::icu() {
  if (icu_ == nullptr) {
    icu_ = std::make_unique<Icu>(LocaleOf(tag_));
  }
  return *icu_;
}

std::string LabelLanguage::SortKey(std::string_view label) {
  const icu::Collator* const collator = icu().collator.get();
  if (collator == nullptr) {
    return std::string(label);
  }
  const icu::UnicodeString text = icu::UnicodeString::fromUTF8(
      icu::StringPiece(label.data(), static_cast<std::int32_t>(label.size())));
  std::array<std::uint8_t, 256> buffer{};
  const auto room = static_cast<std::int32_t>(buffer.size());
  const std::int32_t size = collator->getSortKey(text, buffer.data(), room);
  if (size <= room) {
    return {buffer.begin(), buffer.begin() + size};
  }
  std::vector<std::uint8_t> larger(static_cast<std::size_t>(size));
  collator->getSortKey(text, larger.data(), size);
  return {larger.begin(), larger.end()};
}

std::string LabelLanguage::PeriodName(PeriodLength length, absl::CivilDay first_day) {
  std::unique_ptr<icu::DateFormat>& format = icu().formats[static_cast<std::size_t>(length)];
  if (format == nullptr) {
    format = MakeFormat(length, icu().locale);
  }
  if (format == nullptr) {
    return absl::FormatCivilTime(first_day);
  }
  icu::UnicodeString text;
  format->format(static_cast<double>(first_day - absl::CivilDay()) * kMillisPerDay, text);
  std::string name;
  text.toUTF8String(name);
  return name;
}

}  // namespace facetwire
