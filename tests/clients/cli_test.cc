// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "google/rpc/error_details.pb.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include <gmock/gmock.h>
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>
#include <gtest/gtest.h>

#include "facetwire/v1/indexing_service.grpc.pb.h"
#include "facetwire/v1/query_service.grpc.pb.h"

#include "clients/cli/session.h"
#include "tests/support/temp_dir.h"

namespace facetwire::cli {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

grpc::Status BadField(const std::string& field, const std::string& description) {
  google::rpc::BadRequest bad;
  bad.add_field_violations()->set_field(field);
  bad.mutable_field_violations(0)->set_description(description);
  google::rpc::Status status;
  status.set_code(grpc::INVALID_ARGUMENT);
  status.add_details()->PackFrom(bad);
  return {grpc::INVALID_ARGUMENT, "bad request", status.SerializeAsString()};
}

class FakeQuery : public v1::QueryService::Service {
 public:
  grpc::Status Search(grpc::ServerContext*,
                      const v1::SearchRequest* request,
                      v1::SearchResponse* response) override {
    if (request->has_page_size() && request->page_size() < 0) {
      return BadField("page_size", "must be between 0 and 100");
    }
    last_search = *request;
    response->set_total_count(total);
    response->set_next_page_token("t1");
    response->add_hits()->mutable_article()->set_id("a");
    response->add_notes()->set_message("the quote is never closed");
    return grpc::Status::OK;
  }

  grpc::Status ListFacetValues(grpc::ServerContext*,
                               const v1::ListFacetValuesRequest* request,
                               v1::ListFacetValuesResponse* response) override {
    v1::FacetValue& value = *response->add_values();
    value.set_id("KG");
    value.set_label(request->prefix());
    value.set_count(3);
    return grpc::Status::OK;
  }

  grpc::Status GetArticle(grpc::ServerContext*,
                          const v1::GetArticleRequest* request,
                          v1::GetArticleResponse* response) override {
    if (request->id() == "none" || request->id().ends_with("gone")) {
      return {grpc::NOT_FOUND, "there is no article \"" + request->id() + "\""};
    }
    response->mutable_article()->set_id(request->id());
    response->mutable_article()->set_title("T");
    return grpc::Status::OK;
  }

  grpc::Status GetCorpus(grpc::ServerContext*,
                         const v1::GetCorpusRequest*,
                         v1::GetCorpusResponse* response) override {
    response->set_article_count(40);
    response->set_server_version("9.9.9");
    return grpc::Status::OK;
  }

  v1::SearchRequest last_search;
  uint64_t total = 12;
};

class FakeIndexing : public v1::IndexingService::Service {
 public:
  grpc::Status StreamIndexArticles(
      grpc::ServerContext*,
      grpc::ServerReaderWriter<v1::StreamIndexArticlesResponse, v1::StreamIndexArticlesRequest>*
          stream) override {
    v1::StreamIndexArticlesRequest request;
    while (stream->Read(&request)) {
      v1::StreamIndexArticlesResponse response;
      if (request.has_open()) {
        response.mutable_opened()->set_max_unacked(10);
        response.mutable_opened()->set_resumed(true);
        response.mutable_opened()->set_index_id("index");
        stream->Write(response);
        continue;
      }
      v1::StreamResult& result = *response.mutable_progress()->add_results();
      result.set_offset(request.item().offset());
      result.set_id(request.item().article().id());
      on_article(result.id());
      const bool reject = result.id() == "reject";
      result.set_outcome(reject ? v1::INDEX_OUTCOME_REJECTED : v1::INDEX_OUTCOME_CREATED);
      if (reject) {
        result.mutable_status()->set_message("too dull");
      }
      response.mutable_progress()->set_durable_offset(result.offset());
      stream->Write(response);
    }
    return grpc::Status::OK;
  }

  grpc::Status DeleteArticles(grpc::ServerContext*,
                              const v1::DeleteArticlesRequest* request,
                              v1::DeleteArticlesResponse* response) override {
    last_delete = *request;
    response->set_count(1234);
    response->add_sample_ids("x");
    return grpc::Status::OK;
  }

  v1::DeleteArticlesRequest last_delete;
  std::function<void(const std::string& id)> on_article = [](const std::string&) {};

  grpc::Status DeleteArticle(grpc::ServerContext*,
                             const v1::DeleteArticleRequest* request,
                             v1::DeleteArticleResponse* response) override {
    if (request->id() == "none" && !request->allow_missing()) {
      return {grpc::NOT_FOUND, "there is no article \"none\""};
    }
    response->set_existed(request->id() != "none");
    return grpc::Status::OK;
  }

  grpc::Status AnalyzeArticle(grpc::ServerContext*,
                              const v1::AnalyzeArticleRequest* request,
                              v1::AnalyzeArticleResponse* response) override {
    if (request->article().body() == "refuse") {
      return BadField("article.body", "no");
    }
    v1::Entity& entity = *response->add_entities();
    entity.set_facet("country");
    entity.set_id("KG");
    return grpc::Status::OK;
  }
};

class FakeHealth : public grpc::health::v1::Health::Service {
 public:
  grpc::Status Check(grpc::ServerContext*,
                     const grpc::health::v1::HealthCheckRequest*,
                     grpc::health::v1::HealthCheckResponse* response) override {
    response->set_status(state);
    return grpc::Status::OK;
  }

  grpc::health::v1::HealthCheckResponse::ServingStatus state =
      grpc::health::v1::HealthCheckResponse::SERVING;
};

class CliTest : public ::testing::Test {
 protected:
  CliTest() {
    std::filesystem::create_directories(dir_.path());
    int port = 0;
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(&query_);
    builder.RegisterService(&indexing_);
    builder.RegisterService(&health_);
    server_ = builder.BuildAndStart();
    address_ = "127.0.0.1:" + std::to_string(port);
  }

  // Runs the program against the fake server; returns its exit code.
  int Run(std::vector<std::string> arguments, const std::string& input = "") {
    arguments.insert(arguments.end(), {"--server", address_});
    std::istringstream in(input);
    std::ostringstream out;
    std::ostringstream err;
    Streams streams{in, out, err};
    streams.err_is_terminal = err_is_terminal_;
    const int code = RunCli(arguments, streams);
    out_ = out.str();
    err_ = err.str();
    return code;
  }

  std::string Write(const std::string& name, const std::string& content) {
    std::ofstream(dir_.file(name), std::ios::binary) << content;
    return dir_.file(name);
  }

  static std::vector<std::string> LinesOf(const std::string& path) {
    std::vector<std::string> lines;
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) {
      lines.push_back(line);
    }
    return lines;
  }

  testing::TempDir dir_;
  FakeQuery query_;
  FakeIndexing indexing_;
  FakeHealth health_;
  std::unique_ptr<grpc::Server> server_;
  std::string address_;
  bool err_is_terminal_ = false;
  std::string out_;
  std::string err_;
};

TEST_F(CliTest, SearchPrintsHitsHintsAndTheNextPage) {
  EXPECT_EQ(Run({"search", "rail way", "--country", "KG"}), 0);
  EXPECT_THAT(out_, StartsWith("12 articles match\n\n 1. (no title)\n"));
  EXPECT_THAT(out_,
              HasSubstr("next page: facetwire search 'rail way' --country KG --server " + address_ +
                        " --page t1\n"));
  EXPECT_EQ(err_, "hint: the quote is never closed\n");
  EXPECT_EQ(query_.last_search.query().text(), "rail way");
}

TEST_F(CliTest, CopiesOfAnArticle) {
  EXPECT_EQ(Run({"copies", "b"}), 0);
  EXPECT_THAT(out_, StartsWith("12 articles match\n\n 1. (no title)\n"));
  EXPECT_EQ(query_.last_search.query().copies_of(), "b");
  query_.total = 0;
  EXPECT_EQ(Run({"copies", "b"}), 3);
  EXPECT_THAT(err_, HasSubstr("facetwire: there is no article \"b\"\n"));
  EXPECT_EQ(Run({"copies", "b", "--json"}), 3);
}

TEST_F(CliTest, JsonIsOneLine) {
  EXPECT_EQ(Run({"search", "--json"}), 0);
  EXPECT_THAT(out_, StartsWith(R"({"hits":[{"article":{"id":"a"}}],"totalCount":"12",)"));
  EXPECT_EQ(std::count(out_.begin(), out_.end(), '\n'), 1);
}

TEST_F(CliTest, AFieldAtFaultIsBadUsage) {
  EXPECT_EQ(Run({"search", "--limit", "-1"}), 2);
  EXPECT_EQ(err_, "facetwire: page_size: must be between 0 and 100 (INVALID_ARGUMENT)\n");
  EXPECT_EQ(out_, "");
}

TEST_F(CliTest, ABadDateIsNotSent) {
  EXPECT_EQ(Run({"search", "--from", "2023-02-30"}), 2);
  EXPECT_THAT(err_, StartsWith("facetwire: --from: \"2023-02-30\" is not a date"));
}

TEST_F(CliTest, Facets) {
  EXPECT_EQ(Run({"facets", "rail"}), 0);
  EXPECT_EQ(out_, "12 articles match\n");
  EXPECT_EQ(query_.last_search.facets_size(), 3);
}

TEST_F(CliTest, Values) {
  EXPECT_EQ(Run({"values", "country", "kyr"}), 0);
  EXPECT_EQ(out_, "   KG  kyr  3  ████████████████████\n");
}

TEST_F(CliTest, GetShowsWhatThereIs) {
  EXPECT_EQ(Run({"get", "none", "a"}), 3);
  EXPECT_EQ(err_, "facetwire: there is no article \"none\" (NOT_FOUND)\n");
  EXPECT_THAT(out_, StartsWith("T\na\n"));
  EXPECT_EQ(Run({"get", "a", "--json"}), 0);
  EXPECT_EQ(out_,
            R"({"article":{"id":"a","title":"T"}})"
            "\n");
}

TEST_F(CliTest, Delete) {
  EXPECT_EQ(Run({"delete", "a"}), 0);
  EXPECT_EQ(out_, "deleted a\n");
  EXPECT_EQ(Run({"delete", "none"}), 3);
  EXPECT_EQ(Run({"delete", "none", "--allow-missing"}), 0);
  EXPECT_EQ(out_, "there is no none\n");
}

TEST_F(CliTest, DeleteByQuery) {
  EXPECT_EQ(Run({"delete", "--query", "rail", "--country", "KG", "--dry-run"}), 0);
  EXPECT_EQ(out_, "would delete 1,234 articles\n  x\n  and 1,233 more\n");
  EXPECT_TRUE(indexing_.last_delete.query().strict());
  EXPECT_EQ(indexing_.last_delete.query().text(), "rail");
  EXPECT_EQ(Run({"delete", "--country", "KG"}), 0);
  EXPECT_EQ(out_, "deleted 1,234 articles\n");
  EXPECT_FALSE(indexing_.last_delete.allow_all());
  EXPECT_EQ(Run({"delete", "--all"}), 0);
  EXPECT_TRUE(indexing_.last_delete.allow_all());
  for (const std::vector<std::string>& wrong : std::vector<std::vector<std::string>>{
           {"delete"}, {"delete", "a", "--query", "x"}, {"delete", "--all", "--country", "KG"}}) {
    EXPECT_EQ(Run(wrong), 2);
  }
}

TEST_F(CliTest, IndexSumsUp) {
  EXPECT_EQ(Run({"index", Write("a.txt", "date 2023-10-26 One. Two."), "-"},
                R"({"id": "b", "published": "2023-10-26", "body": "x"})"),
            0);
  EXPECT_EQ(out_, "2 articles: 2 created\n");
  EXPECT_EQ(err_, "");
}

TEST_F(CliTest, IndexAsJsonIsTheAnswers) {
  EXPECT_EQ(Run({"index", "--json", "--no-journal", Write("a.txt", "date 2023-10-26 One. Two.")}),
            0);
  EXPECT_EQ(
      out_,
      R"({"results":[{"offset":"1","id":"a","outcome":"INDEX_OUTCOME_CREATED"}],"durableOffset":"1"})"
      "\n");
}

TEST_F(CliTest, IndexListsWhatWasRejected) {
  const std::string file = Write("reject.txt", "date 2023-10-26 One. Two.");
  EXPECT_EQ(Run({"index", "--no-journal", file}), 1);
  EXPECT_EQ(out_, "1 article: 1 rejected\n");
  EXPECT_EQ(err_, "facetwire: " + file + ": rejected reject: too dull\n");
}

TEST_F(CliTest, BadInputIsNotSent) {
  const std::string good = Write("good.txt", "date 2023-10-26 One. Two.");
  const std::string bad = Write("bad.txt", "date 2023-02-30 One.");
  EXPECT_EQ(Run({"index", good, bad, dir_.file("gone")}), 2);
  EXPECT_EQ(out_, "");
  EXPECT_THAT(err_, HasSubstr("bad.txt: \"2023-02-30\" is not a date"));
  EXPECT_THAT(err_, HasSubstr("No such file"));
}

TEST_F(CliTest, WithRejectsTheGoodIsSentAndTheBadListed) {
  const std::string good = Write("good.txt", "date 2023-10-26 One. Two.");
  const std::string lines = Write("lines.jsonl",
                                  R"({"id": "a", "published": "2023-10-26", "body": "x"})"
                                  "\nnonsense\n"
                                  R"({"id": "reject", "published": "2023-10-26", "body": "x"})"
                                  "\n");
  const std::string rejects = dir_.file("rejects");
  EXPECT_EQ(Run({"index", "--no-journal", "--rejects", rejects, dir_.file("gone"), good, lines}),
            1);
  EXPECT_EQ(out_, "5 articles: 2 created, 3 rejected\n");
  EXPECT_EQ(err_, "facetwire: what was rejected is listed in " + rejects + "\n");
  std::vector<std::string> listed = LinesOf(rejects);
  ASSERT_EQ(listed.size(), 3U);
  EXPECT_EQ(listed[0],
            R"({"file":")" + dir_.file("gone") + R"(","reason":"No such file or directory"})");
  EXPECT_THAT(listed, Contains(StartsWith(R"({"file":")" + lines + R"(","line":2,"reason":")")));
  EXPECT_THAT(
      listed,
      Contains(R"({"file":")" + lines + R"(","line":3,"id":"reject","reason":"too dull"})"));
  // Nothing is left of it when there is nothing to list.
  EXPECT_EQ(Run({"index", "--no-journal", "--rejects", rejects, good}), 0);
  EXPECT_THAT(LinesOf(rejects), IsEmpty());
  EXPECT_EQ(err_, "");
}

TEST_F(CliTest, OnATerminalItSaysHowFarItIs) {
  err_is_terminal_ = true;
  const std::string good = Write("good.txt", "date 2023-10-26 One. Two.");
  EXPECT_EQ(Run({"index", "--no-journal", good}), 0);
  EXPECT_THAT(err_, HasSubstr("checking 1 articles"));
  EXPECT_THAT(err_, HasSubstr("0/1 articles"));
  EXPECT_THAT(err_, EndsWith("\r\x1b[K"));
  EXPECT_EQ(Run({"index", "--no-journal", "--rejects", dir_.file("rejects"), good, dir_.file("x")}),
            1);
  EXPECT_THAT(err_, HasSubstr("counting"));
}

TEST_F(CliTest, OutputsAreNotWrittenWhereArticlesAreRead) {
  const std::string file = Write("a.txt", "date 2023-10-26 One. Two.");
  for (const char* const flag : {"--rejects", "--journal"}) {
    EXPECT_EQ(Run({"index", flag, dir_.file("below/r"), dir_.path()}), 2);
    EXPECT_THAT(err_, HasSubstr(std::string(flag) + ": "));
    EXPECT_THAT(err_, HasSubstr("would be read as articles"));
    EXPECT_EQ(Run({"index", flag, file, file}), 2);
  }
  EXPECT_THAT(LinesOf(file), ElementsAre("date 2023-10-26 One. Two."));
  EXPECT_EQ(Run({"index", "--no-journal", "--rejects", dir_.path() + "-r/x", file}), 2);
  EXPECT_THAT(err_, HasSubstr("--rejects: cannot write"));
}

// Each article is a file; the one named "stop" interrupts the program, as its reader would.
TEST_F(CliTest, FollowsUntilItIsInterrupted) {
  const testing::TempDir followed;
  std::filesystem::create_directories(followed.path());
  const auto add = [&followed](const std::string& name, const std::string& content) {
    std::ofstream(followed.file("." + name)) << content;
    std::filesystem::rename(followed.file("." + name), followed.file(name));
  };
  add("a.txt", "date 2023-10-26 One. Two.");
  add("bad.txt", "date 2023-02-30 One.");
  // The second one comes when the first is answered, and so on.
  indexing_.on_article = [&](const std::string& id) {
    if (id == "a") {
      add("reject.txt", "date 2023-10-26 One. Two.");
    } else if (id == "reject") {
      add("stop.txt", "date 2023-10-26 One. Two.");
    } else if (id == "stop") {
      std::raise(SIGTERM);
    }
  };
  const std::string journal = dir_.file("journal");
  EXPECT_EQ(Run({"index", "--follow", followed.path(), "--journal", journal}), 0);
  EXPECT_THAT(out_, EndsWith("4 articles: 2 created, 2 rejected\n"));
  EXPECT_THAT(out_, HasSubstr("what was there: "));
  EXPECT_THAT(err_, HasSubstr("bad.txt: \"2023-02-30\" is not a date"));
  EXPECT_THAT(err_, HasSubstr("rejected reject: too dull"));
  EXPECT_THAT(err_, HasSubstr("waiting for files in " + followed.path()));

  // Again: only what is new or has changed.
  indexing_.on_article = [](const std::string& id) {
    EXPECT_EQ(id, "new");
    std::raise(SIGINT);
  };
  add("new.txt", "date 2023-10-26 One. Two.");
  EXPECT_EQ(Run({"index", "--follow", followed.path(), "--journal", journal}), 0);
  EXPECT_THAT(out_, EndsWith("1 article: 1 created\n"));
}

TEST_F(CliTest, OnlyDirectoriesAreFollowed) {
  EXPECT_EQ(Run({"index", "--follow", dir_.file("gone")}), 2);
  EXPECT_THAT(err_, HasSubstr("--follow: "));
  EXPECT_THAT(err_, HasSubstr("gone: No such file or directory"));
  EXPECT_EQ(Run({"index", "--follow", Write("a.txt", "x")}), 2);
  EXPECT_THAT(err_, HasSubstr("a.txt: Not a directory"));
}

TEST_F(CliTest, AnnotateInOrder) {
  std::string lines;
  std::string expected;
  for (int i = 0; i < 20; ++i) {
    lines += "{\"id\": " + std::to_string(i) + ", \"text\": \"x\"}\n";
    expected += R"({"id":")" + std::to_string(i) +
                R"(","countries":["KG"],"persons":[],"sectors":[]})" + "\n";
  }
  EXPECT_EQ(Run({"annotate", "--jsonl", "-"}, lines), 0);
  EXPECT_EQ(out_, expected);
}

TEST_F(CliTest, AnnotateGoesOnAfterARefusal) {
  EXPECT_EQ(Run({"annotate", "--jsonl", "-"},
                R"({"id": 1, "text": "refuse"})"
                "\n"
                R"({"id": 2, "text": "x"})"),
            1);
  EXPECT_THAT(out_, StartsWith(R"({"id":"2")"));
  EXPECT_EQ(err_, "facetwire: 1: article.body: no (INVALID_ARGUMENT)\n");
}

TEST_F(CliTest, Status) {
  EXPECT_EQ(Run({"status"}), 0);
  EXPECT_THAT(out_, HasSubstr("query     serving  " + address_));
  EXPECT_THAT(out_, HasSubstr("version    9.9.9"));
  health_.state = grpc::health::v1::HealthCheckResponse::NOT_SERVING;
  EXPECT_EQ(Run({"status"}), 4);
  EXPECT_THAT(out_, HasSubstr("query     not serving"));
}

TEST_F(CliTest, StatusAsJsonTellsHealthToo) {
  EXPECT_EQ(Run({"status", "--json"}), 0);
  EXPECT_EQ(out_,
            R"({"query":{"address":")" + address_ +
                R"(","health":"SERVING"},"indexing":{"address":")" + address_ +
                R"(","health":"SERVING"},"corpus":{"articleCount":"40","serverVersion":"9.9.9"}})" +
                "\n");
  health_.state = grpc::health::v1::HealthCheckResponse::NOT_SERVING;
  EXPECT_EQ(Run({"status", "--json"}), 4);
  EXPECT_THAT(out_, HasSubstr(R"("health":"NOT_SERVING"})"));
  EXPECT_THAT(out_, Not(HasSubstr("corpus")));
}

TEST_F(CliTest, NothingFoundComesWithAdvice) {
  query_.total = 0;
  EXPECT_EQ(Run({"search", "rail way"}), 0);
  EXPECT_THAT(out_, StartsWith("0 articles match\n"));
  EXPECT_THAT(err_, HasSubstr("hint: an article must have every word"));
  EXPECT_EQ(Run({"search", "rail way", "--json"}), 0);
  EXPECT_THAT(err_, Not(HasSubstr("every word")));
}

TEST_F(CliTest, MessagesCannotSteerTheTerminal) {
  EXPECT_EQ(Run({"get", "\x1b[2Jgone"}), 3);
  EXPECT_EQ(err_, "facetwire: there is no article \"[2Jgone\" (NOT_FOUND)\n");
}

TEST_F(CliTest, NobodyAnswers) {
  server_->Shutdown();
  EXPECT_EQ(Run({"search", "x"}), 4);
  EXPECT_THAT(err_, StartsWith("facetwire: no server answers at " + address_));
  EXPECT_EQ(Run({"index", "--no-journal", Write("a.txt", "date 2023-10-26 One. Two.")}), 4);
  EXPECT_THAT(err_, StartsWith("facetwire: no server answers at " + address_));
  EXPECT_EQ(out_, "");
}

}  // namespace
}  // namespace facetwire::cli
