// SPDX-License-Identifier: GPL-3.0-or-later
#include <csignal>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>
#include <string_view>
#include <unistd.h>
#include <utility>
#include <variant>
#include <vector>

#include "index/base/str_cat.h"
#include "index/engine/local_engine.h"
#include "services/annotation/grpc_annotator.h"
#include "services/server/facetwire_server.h"
#include "services/server/options.h"
#include "services/server/verify_text.h"

namespace facetwire {

namespace {

constexpr int kFailed = 1;
constexpr int kBadUsage = 2;
constexpr int kImpatient = 130;

// So many articles may wait for an outside annotator before another one has to: they sleep.
constexpr std::size_t kWaitForAnnotator = 32;

int Fail(int code, std::string_view message) {
  std::cerr << StrCat("facetwire-server: ", message, "\n");
  return code;
}

// Xapian has destructors that write (of a commit's values); where the disk fails just then it ends
// the process, and nobody can catch that. Says so, for whoever is to start the server again.
[[noreturn]] void EndWithAWord() {
  constexpr std::string_view kWord =
      "facetwire-server: ended by an error that could not be handled, such as a disk that fails "
      "within "
      "a commit; nothing that was acknowledged is lost: see to the disk and start the server "
      "again\n";
  [[maybe_unused]] const ssize_t written = write(STDERR_FILENO, kWord.data(), kWord.size());
  std::abort();
}

sigset_t StopSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  return signals;
}

// Before there is another thread: all inherit it, so that only WaitForStop gets the signals.
void BlockSignals() {
  const sigset_t stop = StopSignals();
  pthread_sigmask(SIG_BLOCK, &stop, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
}

// Returns at the first signal. From then on the next one ends the process at once.
void WaitForStop() {
  const sigset_t stop = StopSignals();
  int number = 0;
  sigwait(&stop, &number);

  struct sigaction action {};

  action.sa_handler = [](int) { _exit(kImpatient); };
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  pthread_sigmask(SIG_UNBLOCK, &stop, nullptr);
}

LocalEngineOptions EngineOptions(const ServerOptions& options) {
  LocalEngineOptions engine{.data_dir = options.data_dir,
                            .indexing = options.indexing,
                            .query = options.query,
                            .seal_documents = options.seal_documents,
                            .query_threads = options.workers,
                            .cache_bytes = std::size_t{options.cache_megabytes} << 20U,
                            .gazetteer = options.gazetteer};
  if (!options.annotator.empty()) {
    GrpcAnnotatorOptions annotator{.address = options.annotator};
    annotator.timeout = options.annotator_timeout.value_or(annotator.timeout);
    engine.outside = MakeGrpcAnnotator(annotator);
    engine.outside_mode = options.annotator_mode.value_or(engine.outside_mode);
    engine.log = [](std::string_view line) {
      std::cerr << StrCat("facetwire-server: ", line, "\n");
    };
  }
  return engine;
}

// Ends the process, successfully, if it has not ended by itself some seconds later.
void EndSoon() {
  struct sigaction action {};

  action.sa_handler = [](int) { _exit(0); };
  sigaction(SIGALRM, &action, nullptr);
  alarm(3);
}

int RunServer(const ServerOptions& options) {
  absl::StatusOr<LocalEngine> engine = OpenLocalEngine(EngineOptions(options));
  if (!engine.ok()) {
    return Fail(kFailed, ToStd(engine.status().message()));
  }
  auto server = FacetwireServer::Start(
      *std::move(engine),
      {.listen = options.listen,
       .workers = options.workers,
       .indexing_sleepers = options.annotator.empty() ? 0 : kWaitForAnnotator,
       .version = FACETWIRE_VERSION});
  if (!server.ok()) {
    return Fail(kFailed, StrCat(server.status().message(), "; see --listen"));
  }
  std::cout << StrCat("facetwire-server: listening on ",
                      (*server)->address(),
                      " (roles ",
                      options.Roles(),
                      ", data ",
                      options.data_dir,
                      ")\n")
            << std::flush;
  WaitForStop();
  (*server)->Shutdown();
  // All that was accepted is committed and answered. What may go on for minutes is a step of a
  // fold; what that leaves is removed at the next start.
  EndSoon();
  return 0;
}

int Verify(const std::string& directory) {
  const absl::StatusOr<VerifyReport> report = VerifyIndexDirectory(directory);
  if (!report.ok()) {
    return Fail(kFailed, ToStd(report.status().message()));
  }
  std::cout << DescribeReport(*report);
  return report->problem_count == 0 ? 0 : kFailed;
}

int Main(const std::vector<std::string>& arguments) {
  const absl::StatusOr<CommandLine> line = ParseCommandLine(arguments);
  if (!line.ok()) {
    return Fail(kBadUsage, StrCat(line.status().message(), "\nSee facetwire-server --help."));
  }
  if (const auto* print = std::get_if<PrintAndExit>(&*line)) {
    std::cout << print->text;
    return 0;
  }
  if (std::holds_alternative<PrintGazetteer>(*line)) {
    std::cout << BuiltInCountryGazetteer();
    return 0;
  }
  if (const auto* verify = std::get_if<VerifyAndExit>(&*line)) {
    return Verify(verify->directory);
  }
  return RunServer(std::get<ServerOptions>(*line));
}

}  // namespace

}  // namespace facetwire

int main(int argc, char** argv) {
  try {
    std::set_terminate(facetwire::EndWithAWord);
    facetwire::BlockSignals();
    return facetwire::Main({argv + 1, argv + argc});
  } catch (const std::exception& error) {
    return facetwire::Fail(facetwire::kFailed, error.what());
  }
}
