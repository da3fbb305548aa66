// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/server/options.h"

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "tests/support/status_matchers.h"
#include "tests/support/temp_dir.h"

namespace facetwire {
namespace {

using ::testing::HasSubstr;
using testing::IsOk;
using testing::StatusIs;
using Arguments = std::vector<std::string>;

ServerOptions Parse(const Arguments& arguments) {
  const auto line = ParseCommandLine(arguments);
  EXPECT_THAT(line, IsOk());
  return line.ok() ? std::get<ServerOptions>(*line) : ServerOptions();
}

// A directory with one configuration file.
class ConfigFileTest : public ::testing::Test {
 protected:
  std::string Write(const std::string& toml) {
    std::filesystem::create_directories(directory_.path());
    std::string path = directory_.file("server.toml");
    std::ofstream(path) << toml;
    return path;
  }

  testing::TempDir directory_;
};

TEST(CommandLineTest, Defaults) {
  const ServerOptions options = Parse({"--data-dir", "d"});
  EXPECT_EQ(options.data_dir, "d");
  EXPECT_EQ(options.listen, "127.0.0.1:50051");
  EXPECT_TRUE(options.indexing);
  EXPECT_TRUE(options.query);
  EXPECT_GE(options.workers, 1U);
}

TEST(CommandLineTest, EveryFlag) {
  EXPECT_EQ(
      Parse({"--data-dir=d", "--listen", "[::1]:0", "--roles", "query", "--workers", "3"}),
      (ServerOptions{
          .data_dir = "d", .listen = "[::1]:0", .indexing = false, .query = true, .workers = 3}));
}

TEST(CommandLineTest, Roles) {
  const struct {
    std::string roles;
    std::string read;
  } rows[] = {{"indexing", "indexing"},
              {"query", "query"},
              {"indexing,query", "indexing,query"},
              {"query, indexing", "indexing,query"}};

  for (const auto& row : rows) {
    EXPECT_EQ(Parse({"--data-dir", "d", "--roles", row.roles}).Roles(), row.read);
  }
}

TEST(CommandLineTest, SaysWhatIsWrong) {
  const struct {
    Arguments arguments;
    std::string says;
  } rows[] = {
      {{}, "--data-dir is required"},
      {{"--data-dir", ""}, "--data-dir"},
      {{"--data-dir"}, "--data-dir"},
      {{"--data-dir", "d", "--roles", "search"}, "--roles: \"search\" is no role"},
      {{"--data-dir", "d", "--roles", ""}, "--roles"},
      {{"--data-dir", "d", "--roles", "query,"}, "--roles"},
      {{"--data-dir", "d", "--listen", "localhost"}, "--listen"},
      {{"--data-dir", "d", "--listen", "localhost:70000"}, "--listen"},
      {{"--data-dir", "d", "--workers", "0"}, "--workers: is 0"},
      {{"--data-dir", "d", "--workers", "-1"}, "--workers"},
      {{"--data-dir", "d", "--workers", "1025"}, "--workers"},
      {{"--data-dir", "d", "--workers", "two"}, "--workers"},
      {{"--data-dir", "d", "--config", "/no/such/file.toml"}, "/no/such/file.toml"},
      {{"--data-dir", "d", "--config", "/"}, "--config"},
      {{"--data-dir", "d", "--unknown"}, "--unknown"},
      {{"--data-dir", "d", "extra"}, "extra"},
  };

  for (const auto& row : rows) {
    EXPECT_THAT(ParseCommandLine(row.arguments),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(row.says)));
  }
}

TEST(CommandLineTest, HelpAndVersionNeedNothingElse) {
  const auto help = ParseCommandLine({"--help"});
  ASSERT_THAT(help, IsOk());
  for (const std::string part :
       {"--data-dir", "--listen", "--roles", "--config", "--workers", "Example:", "Exit codes:"}) {
    EXPECT_THAT(std::get<PrintAndExit>(*help).text, HasSubstr(part));
  }
  const auto version = ParseCommandLine({"--version"});
  ASSERT_THAT(version, IsOk());
  EXPECT_THAT(std::get<PrintAndExit>(*version).text,
              ::testing::MatchesRegex("facetwire-server [0-9]+\\.[0-9]+\\.[0-9]+\n"));
}

TEST_F(ConfigFileTest, SaysWhatFlagsLeaveOut) {
  const std::string path = Write(
      "data-dir = \"from file\"  # a comment\n"
      "listen = \"0.0.0.0:1\"\n"
      "roles = \"indexing\"\n"
      "workers = 7\n");
  EXPECT_EQ(Parse({"--config", path}),
            (ServerOptions{.data_dir = "from file",
                           .listen = "0.0.0.0:1",
                           .indexing = true,
                           .query = false,
                           .workers = 7}));
  EXPECT_EQ(
      Parse({"--config", path, "--roles", "query", "--workers", "1", "--data-dir", "d"}),
      (ServerOptions{
          .data_dir = "d", .listen = "0.0.0.0:1", .indexing = false, .query = true, .workers = 1}));
}

TEST_F(ConfigFileTest, ABadAddressInTheFileIsFound) {
  EXPECT_THAT(ParseCommandLine({"--config", Write("data-dir = 'd'\nlisten = 'nowhere'")}),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("nowhere")));
}

TEST(ApplyConfigTest, NamesTheLineAndTheKey) {
  const struct {
    std::string toml;
    std::string says;
  } rows[] = {
      {"\nport = 1", "c.toml:2: port: unknown key; there are data-dir, listen, roles, workers"},
      {"data_dir = 'd'", "c.toml:1: data_dir: unknown key"},
      {"[server]\nlisten = 'x:1'", "c.toml:1: server: unknown key"},
      {"data-dir = 5", "c.toml:1: data-dir: must be a string"},
      {"\n\nlisten = [\"a:1\"]", "c.toml:3: listen: must be a string"},
      {"roles = true", "c.toml:1: roles: must be a string"},
      {"roles = 'all'", "c.toml:1: roles: \"all\" is no role"},
      {"workers = '4'", "c.toml:1: workers: must be a whole number"},
      {"workers = 1.5", "c.toml:1: workers: must be a whole number"},
      {"workers = 0", "c.toml:1: workers: is 0"},
      {"listen = \n", "c.toml:1:"},
      {"workers = 1\nworkers = 2", "c.toml:2:"},
  };

  for (const auto& row : rows) {
    ServerOptions options;
    EXPECT_THAT(ApplyConfig(row.toml, "c.toml", options),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(row.says)));
  }
}

}  // namespace
}  // namespace facetwire
