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

TEST(CommandLineTest, WhoFindsEntities) {
  const ServerOptions options = Parse({"--data-dir",
                                       "d",
                                       "--gazetteer",
                                       "g.tsv",
                                       "--annotator",
                                       "ner.example:50061",
                                       "--annotator-mode",
                                       "instead",
                                       "--annotator-timeout",
                                       "250ms"});
  EXPECT_EQ(options.gazetteer, "g.tsv");
  EXPECT_EQ(options.annotator, "ner.example:50061");
  EXPECT_EQ(options.annotator_mode, OutsideMode::kInstead);
  EXPECT_EQ(options.annotator_timeout, absl::Milliseconds(250));
}

TEST(CommandLineTest, PrintingTheGazetteerNeedsNothingElse) {
  const auto line = ParseCommandLine({"--print-gazetteer"});
  ASSERT_THAT(line, IsOk());
  EXPECT_TRUE(std::holds_alternative<PrintGazetteer>(*line));
}

TEST(CommandLineTest, SealDocuments) {
  EXPECT_EQ(Parse({"--data-dir", "d"}).seal_documents, kDefaultSealDocuments);
  EXPECT_EQ(Parse({"--data-dir", "d", "--seal-documents", "7"}).seal_documents, 7U);
}

TEST(CommandLineTest, CacheMegabytes) {
  EXPECT_EQ(Parse({"--data-dir", "d"}).cache_megabytes, kDefaultCacheMegabytes);
  EXPECT_EQ(Parse({"--data-dir", "d", "--cache-mb", "0"}).cache_megabytes, 0U);
  EXPECT_EQ(Parse({"--data-dir", "d", "--cache-mb", "65536"}).cache_megabytes, 65'536U);
}

TEST(CommandLineTest, VerifyingNeedsNothingElse) {
  const auto line = ParseCommandLine({"--verify", "some/where"});
  ASSERT_THAT(line, IsOk());
  ASSERT_TRUE(std::holds_alternative<VerifyAndExit>(*line));
  EXPECT_EQ(std::get<VerifyAndExit>(*line).directory, "some/where");
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
      {{"--data-dir", "d", "--seal-documents", "0"}, "--seal-documents: is 0"},
      {{"--data-dir", "d", "--seal-documents", "1000001"}, "--seal-documents: is 1000001"},
      {{"--data-dir", "d", "--cache-mb", "-1"}, "--cache-mb: is -1"},
      {{"--data-dir", "d", "--cache-mb", "65537"}, "--cache-mb: is 65537"},
      {{"--data-dir", "d", "--config", "/no/such/file.toml"}, "/no/such/file.toml"},
      {{"--data-dir", "d", "--config", "/"}, "--config"},
      {{"--data-dir", "d", "--annotator", "localhost"}, "--annotator: "},
      {{"--data-dir", "d", "--annotator", "localhost:0"}, "--annotator: the port must be 1 to"},
      {{"--data-dir", "d", "--annotator-mode", "beside"}, "go with --annotator HOST:PORT"},
      {{"--data-dir", "d", "--annotator-timeout", "1s"}, "go with --annotator HOST:PORT"},
      {{"--data-dir", "d", "--annotator", "h:1", "--annotator-mode", "both"},
       "--annotator-mode: \"both\" is no mode; use beside or instead"},
      {{"--data-dir", "d", "--annotator", "h:1", "--annotator-timeout", "5"},
       "--annotator-timeout: \"5\" is no time; give a number and its unit"},
      {{"--data-dir", "d", "--annotator", "h:1", "--annotator-timeout", "0s"},
       "--annotator-timeout: is 0s; it must be 1ms to 60s"},
      {{"--data-dir", "d", "--annotator", "h:1", "--annotator-timeout", "61s"},
       "--annotator-timeout: is 61s"},
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
  for (const std::string part : {"--data-dir",
                                 "--listen",
                                 "--roles",
                                 "--config",
                                 "--workers",
                                 "--gazetteer",
                                 "--annotator",
                                 "Example:",
                                 "Exit codes:"}) {
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
      "workers = 7\n"
      "gazetteer = \"g.tsv\"\n"
      "annotator = \"127.0.0.1:2\"\n"
      "annotator-mode = \"beside\"\n"
      "annotator-timeout = \"2s\"\n");
  EXPECT_EQ(Parse({"--config", path}),
            (ServerOptions{.data_dir = "from file",
                           .listen = "0.0.0.0:1",
                           .indexing = true,
                           .query = false,
                           .workers = 7,
                           .gazetteer = "g.tsv",
                           .annotator = "127.0.0.1:2",
                           .annotator_mode = OutsideMode::kBeside,
                           .annotator_timeout = absl::Seconds(2)}));
  ServerOptions expected = Parse({"--config", path});
  expected.data_dir = "d";
  expected.indexing = false;
  expected.query = true;
  expected.workers = 1;
  expected.annotator = "h:3";
  EXPECT_EQ(Parse({"--config",
                   path,
                   "--roles",
                   "query",
                   "--workers",
                   "1",
                   "--data-dir",
                   "d",
                   "--annotator",
                   "h:3"}),
            expected);
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
      {"\nport = 1",
       "c.toml:2: port: unknown key; there are data-dir, listen, roles, workers, seal-documents, "
       "cache-mb, gazetteer, annotator, annotator-mode, annotator-timeout"},
      {"data_dir = 'd'", "c.toml:1: data_dir: unknown key"},
      {"[server]\nlisten = 'x:1'", "c.toml:1: server: unknown key"},
      {"data-dir = 5", "c.toml:1: data-dir: must be a string"},
      {"\n\nlisten = [\"a:1\"]", "c.toml:3: listen: must be a string"},
      {"roles = true", "c.toml:1: roles: must be a string"},
      {"roles = 'all'", "c.toml:1: roles: \"all\" is no role"},
      {"gazetteer = 1", "c.toml:1: gazetteer: must be a string"},
      {"annotator-mode = 'both'", "c.toml:1: annotator-mode: \"both\" is no mode"},
      {"annotator-timeout = '9'", "c.toml:1: annotator-timeout: \"9\" is no time"},
      {"annotator-timeout = 9", "c.toml:1: annotator-timeout: must be a string"},
      {"workers = '4'", "c.toml:1: workers: must be a whole number"},
      {"workers = 1.5", "c.toml:1: workers: must be a whole number"},
      {"workers = 0", "c.toml:1: workers: is 0"},
      {"seal-documents = 0", "c.toml:1: seal-documents: is 0"},
      {"cache-mb = -1", "c.toml:1: cache-mb: is -1"},
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
