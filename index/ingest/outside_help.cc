// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/ingest/outside_help.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "index/base/str_cat.h"

namespace facetwire {

namespace {

// A peer's message can be long, and of several lines.
std::string ForTheLog(const absl::Status& status) {
  constexpr std::size_t kLongest = 200;
  std::string line = StrCat(absl::StatusCodeToString(status.code()), ": ", status.message());
  line.resize(std::min(line.size(), kLongest));
  for (char& c : line) {
    c = c < ' ' ? ' ' : c;
  }
  return line;
}

}  // namespace

OutsideHelp::OutsideHelp(std::shared_ptr<OutsideAnnotator> annotator, Options options)
    : annotator_(std::move(annotator)), options_(std::move(options)), breaker_(options_.breaker) {}

std::optional<std::vector<Entity>> OutsideHelp::Annotate(const Article& article,
                                                         const CallContext& context) {
  absl::StatusOr<OutsideAnswer> answer = Ask(article, context);
  if (!answer.ok()) {
    NoteAbsence(answer.status());
    return std::nullopt;
  }
  LeftOut left_out;
  std::vector<Entity> entities = Accept(*std::move(answer), article, left_out);
  NoteAnswer(left_out);
  return entities;
}

absl::StatusOr<OutsideAnswer> OutsideHelp::Ask(const Article& article, const CallContext& context) {
  if (!breaker_.Allow()) {
    return absl::UnavailableError("not asked: it failed several times in a row");
  }
  absl::StatusOr<OutsideAnswer> answer = annotator_->Annotate(article, context);
  if (answer.ok()) {
    breaker_.Succeeded();
  } else if (absl::IsInvalidArgument(answer.status()) || !context.Check().ok()) {
    breaker_.GaveUp();
  } else {
    breaker_.Failed();
  }
  return answer;
}

void OutsideHelp::NoteAnswer(const LeftOut& left_out) {
  std::string warning;
  {
    const MutexLock lock(mutex_);
    ++counts_.answered;
    for (const auto& [why, count] : left_out) {
      counts_.left_out += count;
      unlogged_left_out_[why] += count;
    }
    warning = TakeWarning();
  }
  Warn(warning);
}

void OutsideHelp::NoteAbsence(const absl::Status& why) {
  std::string warning;
  {
    const MutexLock lock(mutex_);
    ++counts_.without;
    ++unlogged_without_;
    last_reason_ = ForTheLog(why);
    warning = TakeWarning();
  }
  Warn(warning);
}

std::string OutsideHelp::TakeWarning() {
  const absl::Time now = options_.breaker.clock->Now();
  if ((unlogged_without_ == 0 && unlogged_left_out_.empty()) || now < next_warning_) {
    return {};
  }
  std::string line = StrCat("warning: ", annotator_->name(), ": ");
  std::string_view separator;
  if (unlogged_without_ > 0) {
    line += StrCat(unlogged_without_,
                   unlogged_without_ == 1 ? " article" : " articles",
                   " without it (",
                   counts_.without,
                   " since the start; the last: ",
                   last_reason_,
                   ")");
    separator = "; ";
  }
  for (const auto& [why, count] : unlogged_left_out_) {
    line += StrCat(separator, "left out ", count, ": ", why);
    separator = ", ";
  }
  unlogged_without_ = 0;
  unlogged_left_out_.clear();
  next_warning_ = now + options_.log_interval;
  return line;
}

void OutsideHelp::Warn(std::string_view line) const {
  if (!line.empty() && options_.log) {
    options_.log(line);
  }
}

OutsideHelp::Counts OutsideHelp::counts() const {
  const MutexLock lock(mutex_);
  return counts_;
}

}  // namespace facetwire
