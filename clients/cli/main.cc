// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <ostream>
#include <streambuf>
#include <string>
#include <sys/ioctl.h>
#include <system_error>
#include <unistd.h>
#include <vector>

#include "absl/strings/numbers.h"

#include "clients/cli/errors.h"
#include "clients/cli/session.h"

namespace {

// Empty where it is not set.
std::string Environment(const char* name) {
  const char* const value =
      std::getenv(name);  // NOLINT(concurrency-mt-unsafe): no other thread yet
  return value == nullptr ? std::string() : std::string(value);
}

size_t TerminalWidth() {
  constexpr size_t kDefault = 100;
  constexpr size_t kLeast = 20;
  size_t width = kDefault;
  winsize size{};
  if (isatty(STDOUT_FILENO) == 1 && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 &&
      size.ws_col > 0) {
    width = size.ws_col;
  } else if (const std::string columns = Environment("COLUMNS"); !columns.empty()) {
    if (!absl::SimpleAtoi(columns, &width)) {
      width = kDefault;
    }
  }
  return std::max(kLeast, width);
}

// Standard output, and what went wrong with it: std::cout does not say. Single-threaded.
class OutputBuffer : public std::streambuf {
 public:
  OutputBuffer() { Reset(); }

  // 0, or the errno of the first write that failed; nothing is written after it.
  int error() const { return error_; }

 protected:
  int sync() override {
    const char* at = pbase();
    while (error_ == 0 && at < pptr()) {
      const ssize_t written = write(STDOUT_FILENO, at, static_cast<size_t>(pptr() - at));
      if (written >= 0) {
        at += written;
      } else if (errno != EINTR) {
        error_ = errno;
      }
    }
    Reset();
    return error_ == 0 ? 0 : -1;
  }

  int_type overflow(int_type c) override {
    if (sync() != 0) {
      return traits_type::eof();
    }
    if (!traits_type::eq_int_type(c, traits_type::eof())) {
      sputc(traits_type::to_char_type(c));
    }
    return traits_type::not_eof(c);
  }

 private:
  void Reset() { setp(buffer_.data(), buffer_.data() + buffer_.size()); }

  std::array<char, 1U << 14U> buffer_{};
  int error_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  static_cast<void>(std::signal(SIGPIPE, SIG_IGN));
  OutputBuffer buffer;
  std::ostream out(&buffer);
  facetwire::cli::Streams streams{std::cin,
                                  out,
                                  std::cerr,
                                  isatty(STDOUT_FILENO) == 1,
                                  isatty(STDERR_FILENO) == 1,
                                  !Environment("NO_COLOR").empty() || Environment("TERM") == "dumb",
                                  TerminalWidth(),
                                  isatty(STDIN_FILENO) == 1};
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  const int exit_code = facetwire::cli::RunCli(arguments, streams);
  out.flush();
  // That nobody reads on is no error; that the disk is full is one.
  if (buffer.error() != 0 && buffer.error() != EPIPE) {
    std::cerr << "facetwire: cannot write the output: "
              << std::generic_category().message(buffer.error()) << "\n";
    return facetwire::cli::kExitError;
  }
  return exit_code;
}
