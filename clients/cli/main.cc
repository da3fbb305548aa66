// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <string>
#include <sys/ioctl.h>
#include <unistd.h>
#include <vector>

#include "absl/strings/numbers.h"

#include "clients/cli/errors.h"
#include "clients/cli/session.h"

namespace {

bool IsSet(const char* name) {
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): no other thread yet
  return value != nullptr && *value != '\0';
}

size_t TerminalWidth() {
  constexpr size_t kDefault = 100;
  constexpr size_t kLeast = 20;
  size_t width = kDefault;
  winsize size{};
  if (isatty(STDOUT_FILENO) == 1 && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 &&
      size.ws_col > 0) {
    width = size.ws_col;
  } else if (IsSet("COLUMNS")) {
    // NOLINTNEXTLINE(concurrency-mt-unsafe)
    if (!absl::SimpleAtoi(std::getenv("COLUMNS"), &width)) {
      width = kDefault;
    }
  }
  return std::max(kLeast, width);
}

// That nobody reads on is no error; that the disk is full is one.
int FinishOutput(int exit_code) {
  errno = 0;
  std::cout.flush();
  if (std::cout || errno == EPIPE || errno == 0) {
    return exit_code;
  }
  std::cerr << "facetwire: cannot write the output: " << std::strerror(errno) << "\n";
  return facetwire::cli::kExitError;
}

}  // namespace

int main(int argc, char** argv) {
  static_cast<void>(std::signal(SIGPIPE, SIG_IGN));
  std::ios::sync_with_stdio(false);
  const std::string term =
      IsSet("TERM") ? std::getenv("TERM") : "";  // NOLINT(concurrency-mt-unsafe)
  facetwire::cli::Streams streams{std::cin,
                                  std::cout,
                                  std::cerr,
                                  isatty(STDOUT_FILENO) == 1,
                                  isatty(STDERR_FILENO) == 1,
                                  IsSet("NO_COLOR") || term == "dumb",
                                  TerminalWidth()};
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  return FinishOutput(facetwire::cli::RunCli(arguments, streams));
}
