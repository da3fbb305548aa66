// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/cli/stream_uploader.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "clients/cli/errors.h"
#include "clients/cli/watchdog.h"

namespace facetwire::cli {

namespace {

constexpr absl::Duration kFirstWait = absl::Milliseconds(100);
constexpr absl::Duration kLongestWait = absl::Seconds(5);
constexpr int kFirstTries = 5;

}  // namespace

struct StreamUploader::Session {
  explicit Session(std::chrono::duration<double> patience)
      : watchdog(patience, [this] { context.TryCancel(); }) {}

  grpc::ClientContext context;
  Watchdog watchdog;  // of the steps that the caller's thread waits for in gRPC
  std::unique_ptr<Stream> stream;
  std::thread reader;
  bool timed_out = false;

  std::mutex mutex;
  std::condition_variable changed;
  std::deque<v1::StreamProgress> inbox;  // guarded by mutex
  bool ended = false;                    // guarded by mutex

  void Read() {
    v1::StreamIndexArticlesResponse response;
    while (stream->Read(&response)) {
      watchdog.SignOfLife();
      const std::lock_guard lock(mutex);
      if (response.has_progress()) {
        inbox.push_back(std::move(*response.mutable_progress()));
        changed.notify_all();
      }
    }
    const std::lock_guard lock(mutex);
    ended = true;
    changed.notify_all();
  }
};

StreamUploader::StreamUploader(v1::IndexingService::Stub& stub, Options options)
    : stub_(stub), options_(std::move(options)), next_wait_(kFirstWait) {}

StreamUploader::~StreamUploader() {
  if (session_ != nullptr) {
    session_->context.TryCancel();
    Close();
  }
}

grpc::Status StreamUploader::Open(const std::string& resume_token) {
  resume_token_ = resume_token;
  grpc::Status status = Start(opened_);
  while (!status.ok()) {
    if (status = Retry(std::move(status)); !status.ok()) {
      failure_ = status;
      return status;
    }
    status = Start(opened_);
  }
  ever_open_ = true;
  if (options_.await_server && tries_ > 0) {
    options_.back();
  }
  BeginTries();
  return status;
}

grpc::Status StreamUploader::Start(v1::StreamOpened& opened) {
  session_ = std::make_unique<Session>(options_.answer_timeout);
  session_->stream = stub_.StreamIndexArticles(&session_->context);
  v1::StreamIndexArticlesRequest request;
  request.mutable_open()->set_ack_level(v1::ACK_LEVEL_DURABLE);
  request.mutable_open()->set_resume_token(resume_token_);
  request.mutable_open()->set_bulk(options_.bulk);
  v1::StreamIndexArticlesResponse response;
  bool answered = false;
  {
    const Watchdog::Step step(session_->watchdog);
    answered = session_->stream->Write(request) && session_->stream->Read(&response);
  }
  if (!answered) {
    return Close();
  }
  if (!response.has_opened()) {
    session_->context.TryCancel();
    return Close();
  }
  opened = response.opened();
  sent_ = 0;
  session_->reader = std::thread([session = session_.get()] { session->Read(); });
  return grpc::Status::OK;
}

grpc::Status StreamUploader::Close() {
  grpc::Status status;
  {
    const Watchdog::Step step(session_->watchdog);
    if (session_->reader.joinable()) {
      session_->reader.join();
    }
    status = session_->stream->Finish();
  }
  if (session_->timed_out || session_->watchdog.ended()) {
    status = grpc::Status(grpc::StatusCode::UNAVAILABLE, "no answer in time; see --timeout");
  } else if (status.ok()) {
    status = grpc::Status(grpc::StatusCode::UNAVAILABLE, "the stream ended early");
  }
  session_ = nullptr;
  return status;
}

bool StreamUploader::MayRetry(const grpc::Status& why) const {
  switch (why.error_code()) {
    case grpc::StatusCode::RESOURCE_EXHAUSTED:
      // Without RetryInfo it is a message that is too big, not a server that is busy.
      return RetryDelay(why).has_value() && waited_ < options_.patience;
    case grpc::StatusCode::UNKNOWN:
    case grpc::StatusCode::INTERNAL:
      // Of gRPC, not of the server: a connection that broke in the middle of a message.
      return ever_open_ && !IsFromServer(why) && waited_ < options_.patience;
    case grpc::StatusCode::UNAVAILABLE:
    case grpc::StatusCode::CANCELLED:
      return IsPatient() ? waited_ < options_.patience : tries_ < kFirstTries;
    default:
      return false;
  }
}

void StreamUploader::BeginTries() {
  tries_ = 0;
  waited_ = absl::ZeroDuration();
  next_wait_ = kFirstWait;
}

bool StreamUploader::IsPatient() const { return ever_open_ || options_.await_server; }

bool StreamUploader::IsStopped() const { return options_.stopped && options_.stopped(); }

// Waits before another try; or returns why there is none.
grpc::Status StreamUploader::Retry(grpc::Status why) {
  ++tries_;
  if (!MayRetry(why) || IsStopped()) {
    return why;
  }
  if (IsPatient() && tries_ == 1) {
    options_.lost(why);
  }
  const absl::Duration wait = std::max(next_wait_, RetryDelay(why).value_or(absl::ZeroDuration()));
  options_.sleep(wait);
  if (IsStopped()) {
    return why;
  }
  waited_ += wait;
  next_wait_ = std::min(next_wait_ * 2, kLongestWait);
  return grpc::Status::OK;
}

grpc::Status StreamUploader::Reopen(grpc::Status why) {
  v1::StreamOpened opened;
  do {
    if (grpc::Status status = Retry(std::move(why)); !status.ok()) {
      return status;
    }
    why = Start(opened);
  } while (!why.ok());
  if (opened.index_id() != opened_.index_id() || !opened.resumed()) {
    session_->context.TryCancel();
    Close();
    return {grpc::StatusCode::FAILED_PRECONDITION,
            "the server came back with another index, or an earlier state of it: run it again, to "
            "index everything"};
  }
  options_.back();
  return grpc::Status::OK;
}

grpc::Status StreamUploader::Pump(bool wait) {
  std::deque<v1::StreamProgress> arrived;
  bool ended = false;
  {
    std::unique_lock lock(session_->mutex);
    const auto something = [this] { return session_->ended || !session_->inbox.empty(); };
    if (wait && !session_->changed.wait_for(lock, options_.answer_timeout, something)) {
      session_->timed_out = true;
      session_->context.TryCancel();
      session_->changed.wait(lock, [this] { return session_->ended; });
    }
    arrived.swap(session_->inbox);
    ended = session_->ended;
  }
  for (const v1::StreamProgress& progress : arrived) {
    Take(progress);
  }
  if (!ended) {
    return grpc::Status::OK;
  }
  failure_ = Reopen(Close());
  return failure_;
}

void StreamUploader::Take(const v1::StreamProgress& progress) {
  for (const v1::StreamResult& result : progress.results()) {
    if (sent_ == 0 || pending_.front().request.item().offset() != result.offset()) {
      continue;  // not an answer of ours
    }
    report_.Count(result.outcome());
    if (result.outcome() == v1::INDEX_OUTCOME_REJECTED) {
      options_.rejected(
          {std::move(pending_.front().place), result.id(), Describe(result.status())});
    }
    pending_bytes_ -= pending_.front().bytes;
    pending_.pop_front();
    --sent_;
  }
  resume_token_ = progress.commit_token();
  BeginTries();
  options_.progress(progress);
}

void StreamUploader::Send() {
  while (sent_ < pending_.size() && sent_ < opened_.max_unacked()) {
    const Watchdog::Step step(session_->watchdog);
    if (!session_->stream->Write(pending_[sent_].request)) {
      return;  // the reader sees the end
    }
    ++sent_;
  }
}

grpc::Status StreamUploader::Add(uint64_t offset, v1::Article article, ArticlePlace place) {
  if (session_ == nullptr) {
    return failure_;
  }
  Pending added;
  added.bytes = article.ByteSizeLong();
  added.place = std::move(place);
  added.request.mutable_item()->set_offset(offset);
  *added.request.mutable_item()->mutable_article() = std::move(article);
  while (pending_.size() >= opened_.max_unacked() ||
         (!pending_.empty() && pending_bytes_ + added.bytes > kMaxBytes)) {
    Send();
    if (grpc::Status status = Pump(true); !status.ok()) {
      return status;
    }
  }
  pending_bytes_ += added.bytes;
  pending_.push_back(std::move(added));
  Send();
  return Pump(false);
}

grpc::Status StreamUploader::Flush() {
  if (session_ == nullptr) {
    return failure_;
  }
  while (!pending_.empty()) {
    Send();
    if (grpc::Status status = Pump(true); !status.ok()) {
      return status;
    }
  }
  return grpc::Status::OK;
}

grpc::Status StreamUploader::Finish() {
  if (grpc::Status status = Flush(); !status.ok()) {
    return status;
  }
  session_->stream->WritesDone();
  Close();  // whatever it says, everything is answered
  return grpc::Status::OK;
}

}  // namespace facetwire::cli
