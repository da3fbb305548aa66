// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/cli/options.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace facetwire::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

Options Parsed(const std::vector<std::string>& arguments) {
  const ParsedCommandLine parsed = ParseCommandLine(arguments);
  EXPECT_TRUE(parsed.options.has_value()) << parsed.err;
  return parsed.options.value_or(Options{});
}

TEST(ParseCommandLineTest, SearchWithEverything) {
  const Options options = Parsed({"search",       "railway",
                                  "construction", "--country",
                                  "KG",           "--country",
                                  "UZ",           "--person=li-qiang",
                                  "--sector",     "H49",
                                  "--source",     "A, B",
                                  "--language",   "en",
                                  "--all-of",     "country=CN",
                                  "--not",        "sector=C",
                                  "--from",       "2023",
                                  "--to",         "2024-02",
                                  "--sort",       "newest",
                                  "--limit",      "5",
                                  "--page",       "tok",
                                  "--facets",     "country:20,person",
                                  "--facets",     "sector",
                                  "--lang",       "de",
                                  "--strict",     "--explain",
                                  "--json"});
  EXPECT_EQ(options.command, Command::kSearch);
  EXPECT_THAT(options.query.words, ElementsAre("railway", "construction"));
  EXPECT_THAT(options.query.country, ElementsAre("KG", "UZ"));
  EXPECT_THAT(options.query.person, ElementsAre("li-qiang"));
  EXPECT_THAT(options.query.sector, ElementsAre("H49"));
  EXPECT_THAT(options.query.source, ElementsAre("A, B"));
  EXPECT_THAT(options.query.language, ElementsAre("en"));
  EXPECT_THAT(options.query.all_of, ElementsAre("country=CN"));
  EXPECT_THAT(options.query.none_of, ElementsAre("sector=C"));
  EXPECT_EQ(options.query.from, "2023");
  EXPECT_EQ(options.query.to, "2024-02");
  EXPECT_EQ(options.sort, "newest");
  EXPECT_EQ(options.limit, 5);
  EXPECT_EQ(options.page_token, "tok");
  EXPECT_THAT(options.facets, ElementsAre("country:20", "person", "sector"));
  EXPECT_EQ(options.label_language, "de");
  EXPECT_TRUE(options.query.strict);
  EXPECT_TRUE(options.explain);
  EXPECT_TRUE(options.json);
}

TEST(ParseCommandLineTest, FiltersDoNotSwallowTheText) {
  const Options options =
      Parsed({"search", "--country", "KG", "railway", "--facets", "country", "gauge"});
  EXPECT_THAT(options.query.country, ElementsAre("KG"));
  EXPECT_THAT(options.query.words, ElementsAre("railway", "gauge"));
  EXPECT_THAT(options.facets, ElementsAre("country"));
}

TEST(ParseCommandLineTest, NamesOfCommandsAreWordsToo) {
  EXPECT_THAT(Parsed({"search", "get", "status"}).query.words, ElementsAre("get", "status"));
}

TEST(ParseCommandLineTest, TextAfterTwoDashes) {
  EXPECT_THAT(Parsed({"search", "--country", "KG", "--", "-metro", "rail"}).query.words,
              ElementsAre("-metro", "rail"));
}

TEST(ParseCommandLineTest, ANegativeNumberIsAValue) {
  EXPECT_EQ(Parsed({"search", "--limit", "-1"}).limit, -1);
}

TEST(ParseCommandLineTest, GlobalFlagsBeforeAndAfterTheCommand) {
  EXPECT_EQ(Parsed({"--server", "h:1", "status"}).server, "h:1");
  EXPECT_EQ(Parsed({"status", "--server", "h:1"}).server, "h:1");
  const Options options =
      Parsed({"status", "--indexing-server", "h:2", "--timeout", "0.5", "--color", "always"});
  EXPECT_EQ(options.IndexingAddress(), "h:2");
  EXPECT_EQ(options.timeout_seconds, 0.5);
  EXPECT_EQ(options.color, ColorMode::kAlways);
}

TEST(ParseCommandLineTest, TheIndexingServerIsTheServerUnlessNamed) {
  EXPECT_EQ(Parsed({"status", "--server", "h:1"}).IndexingAddress(), "h:1");
}

TEST(ParseCommandLineTest, TheOtherCommands) {
  EXPECT_THAT(Parsed({"index", "a.txt", "-", "--id", "x"}).files, ElementsAre("a.txt", "-"));
  const Options follow = Parsed({"index", "--follow", "a", "b", "--rejects", "r"});
  EXPECT_TRUE(follow.follow);
  EXPECT_THAT(follow.files, ElementsAre("a", "b"));
  EXPECT_EQ(follow.rejects, "r");
  EXPECT_EQ(Parsed({"facets"}).command, Command::kFacets);
  const Options values =
      Parsed({"values", "country", "kyr", "--query", "rail road", "--sector", "H"});
  EXPECT_EQ(values.facet, "country");
  EXPECT_EQ(values.prefix, "kyr");
  EXPECT_THAT(values.query.words, ElementsAre("rail road"));
  EXPECT_THAT(Parsed({"get", "a", "b"}).ids, ElementsAre("a", "b"));
  EXPECT_TRUE(Parsed({"delete", "a", "--allow-missing"}).allow_missing);
  EXPECT_TRUE(Parsed({"annotate", "--jsonl", "a.txt"}).jsonl);
}

TEST(ParseCommandLineTest, Copies) {
  EXPECT_TRUE(Parsed({"search", "rail", "--fold-copies"}).query.fold_copies);
  EXPECT_TRUE(Parsed({"facets", "--fold-copies"}).query.fold_copies);
  EXPECT_TRUE(Parsed({"values", "country", "--fold-copies"}).query.fold_copies);
  EXPECT_FALSE(Parsed({"search", "rail"}).query.fold_copies);
  EXPECT_EQ(Parsed({"search", "--copies-of", "a", "rail"}).query.copies_of, "a");
  EXPECT_EQ(Parsed({"delete", "--copies-of", "a"}).query.copies_of, "a");
  const Options copies = Parsed({"copies", "a", "--limit", "5"});
  EXPECT_EQ(copies.command, Command::kCopies);
  EXPECT_EQ(copies.query.copies_of, "a");
  EXPECT_EQ(copies.limit, 5);
  EXPECT_THAT(ParseCommandLine({"copies", "--help"}).out, HasSubstr("wire story"));
  EXPECT_THAT(ParseCommandLine({"search", "--help"}).out, HasSubstr("--fold-copies"));
}

TEST(ParseCommandLineTest, BadUsageIsTwo) {
  const std::vector<std::vector<std::string>> cases = {
      {},
      {"serach"},
      {"search", "--cuontry", "KG"},
      {"search", "--sort", "best"},
      {"search", "--limit", "many"},
      {"search", "--limit"},
      {"index"},
      {"get"},
      {"copies"},
      {"delete", "--fold-copies"},
      {"values"},
      {"status", "--color", "blue"},
      {"status", "--timeout", "0"},
      {"status", "extra"},
      {"index", "a.txt", "--id", "x"},
      {"index", "--follow", "-"},
      {"index", "--follow", "--bulk", "dir"},
      {"index", "--follow"},
      {"index", "a.txt", "--rejects"},
  };
  for (const auto& arguments : cases) {
    const ParsedCommandLine parsed = ParseCommandLine(arguments);
    EXPECT_FALSE(parsed.options.has_value()) << ::testing::PrintToString(arguments);
    EXPECT_EQ(parsed.exit_code, 2);
    EXPECT_THAT(parsed.err, StartsWith("facetwire: "));
    EXPECT_EQ(parsed.out, "");
  }
}

TEST(ParseCommandLineTest, FollowSaysWhatItDoesNotGoWith) {
  EXPECT_THAT(ParseCommandLine({"index", "--follow", "-"}).err,
              HasSubstr("--follow: follows directories, not standard input"));
  EXPECT_THAT(ParseCommandLine({"index", "--follow", "--bulk", "dir"}).err,
              HasSubstr("--follow: does not go with --bulk"));
}

TEST(ParseCommandLineTest, WithoutACommandTheCommandsAreListed) {
  const std::string bare = ParseCommandLine({}).err;
  EXPECT_THAT(bare, StartsWith("facetwire: a command is needed\n\n  index       index or update"));
  EXPECT_THAT(bare, HasSubstr("\n  status      ask the server how it is\n"));
  EXPECT_THAT(ParseCommandLine({"--server", "h:1", "serach", "x"}).err,
              StartsWith("facetwire: a command is needed: there is no command \"serach\"\n\n  i"));
  EXPECT_THAT(ParseCommandLine({"--vebrose"}).err, HasSubstr("there is no flag \"--vebrose\"\n"));
  EXPECT_EQ(ParseCommandLine({"get"}).err,
            "facetwire: ID is required\nRun with --help for more.\n");
}

TEST(ParseCommandLineTest, HelpGoesToTheOutput) {
  const ParsedCommandLine parsed = ParseCommandLine({"--help"});
  EXPECT_EQ(parsed.exit_code, 0);
  EXPECT_THAT(parsed.out, HasSubstr("Exit codes: 0 done; 1"));
  EXPECT_EQ(parsed.err, "");
  EXPECT_THAT(ParseCommandLine({"search", "--help"}).out, HasSubstr("--to includes the whole"));
}

TEST(ParseCommandLineTest, TellsItsVersion) {
  const ParsedCommandLine parsed = ParseCommandLine({"--version"});
  EXPECT_EQ(parsed.exit_code, 0);
  EXPECT_THAT(parsed.out, ::testing::MatchesRegex("facetwire [0-9.]+\n"));
}

TEST(NextPageCommandTest, IsTheCommandWithAnotherToken) {
  EXPECT_EQ(NextPageCommand({"search", "railway construction", "--country", "KG"}, "t0"),
            "facetwire search 'railway construction' --country KG --page t0");
  EXPECT_EQ(NextPageCommand({"search", "--page", "t0", "x"}, "t1"), "facetwire search x --page t1");
  EXPECT_EQ(NextPageCommand({"search", "--page=t0", "x"}, "t1"), "facetwire search x --page t1");
  EXPECT_EQ(NextPageCommand({"search", "--", "-x"}, "t1"), "facetwire search --page t1 -- -x");
}

}  // namespace
}  // namespace facetwire::cli
