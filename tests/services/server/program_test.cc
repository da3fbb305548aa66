// SPDX-License-Identifier: GPL-3.0-or-later
#include <chrono>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <spawn.h>
#include <string>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

#include "grpc/health/v1/health.grpc.pb.h"
#include <gmock/gmock.h>
#include <grpcpp/client_context.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/security/credentials.h>

#include "facetwire/v1/indexing_service.grpc.pb.h"
#include "facetwire/v1/query_service.grpc.pb.h"

#include "tests/support/temp_dir.h"

namespace facetwire {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;

// The program in a process of its own, which ends with this.
class Program {
 public:
  explicit Program(std::vector<std::string> arguments) {
    int out[2] = {-1, -1};
    EXPECT_EQ(pipe(out), 0);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, out[1], STDERR_FILENO);
    posix_spawn_file_actions_addclose(&actions, out[0]);
    posix_spawn_file_actions_addclose(&actions, out[1]);
    arguments.insert(arguments.begin(), FACETWIRE_SERVER);
    std::vector<char*> argv;
    argv.reserve(arguments.size() + 1);
    for (std::string& argument : arguments) {
      argv.push_back(argument.data());
    }
    argv.push_back(nullptr);
    EXPECT_EQ(posix_spawn(&pid_, FACETWIRE_SERVER, &actions, nullptr, argv.data(), environ), 0);
    posix_spawn_file_actions_destroy(&actions);
    close(out[1]);
    output_ = fdopen(out[0], "r");
  }

  ~Program() {
    if (pid_ > 0) {
      kill(pid_, SIGKILL);
      Wait();
    }
    fclose(output_);
  }

  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  // The next line of its output and errors, without its end; empty at the end.
  std::string Line() {
    std::string line;
    for (int c = fgetc(output_); c != EOF && c != '\n'; c = fgetc(output_)) {
      line.push_back(static_cast<char>(c));
    }
    return line;
  }

  std::string Rest() {
    std::string all;
    for (int c = fgetc(output_); c != EOF; c = fgetc(output_)) {
      all.push_back(static_cast<char>(c));
    }
    return all;
  }

  void Signal(int number) const { kill(pid_, number); }

  // Its exit code once it has ended; 1000 + the signal that killed it.
  int Wait() {
    int status = 0;
    waitpid(pid_, &status, 0);
    pid_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
  }

 private:
  pid_t pid_ = -1;
  FILE* output_ = nullptr;
};

std::shared_ptr<grpc::Channel> ChannelTo(const std::string& line) {
  const std::string prefix = "listening on ";
  const std::size_t begin = line.find(prefix) + prefix.size();
  return grpc::CreateChannel(line.substr(begin, line.find(' ', begin) - begin),
                             grpc::InsecureChannelCredentials());
}

grpc::Status GetCorpus(const std::shared_ptr<grpc::Channel>& channel) {
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(60));
  v1::GetCorpusResponse response;
  return v1::QueryService::NewStub(channel)->GetCorpus(&context, {}, &response);
}

class ProgramTest : public ::testing::Test {
 protected:
  testing::TempDir directory_;
  std::vector<std::string> arguments_ = {
      "--data-dir", directory_.path(), "--listen", "127.0.0.1:0"};
};

TEST_F(ProgramTest, SaysWhereItListensAndEndsOnASignal) {
  for (const int number : {SIGTERM, SIGINT}) {
    Program program(arguments_);
    const std::string line = program.Line();
    EXPECT_THAT(line, MatchesRegex("facetwire-server: listening on 127\\.0\\.0\\.1:[0-9]+ .*"));
    EXPECT_THAT(line, EndsWith(" (roles indexing,query, data " + directory_.path() + ")"));
    EXPECT_TRUE(GetCorpus(ChannelTo(line)).ok());
    program.Signal(number);
    EXPECT_EQ(program.Rest(), "");
    EXPECT_EQ(program.Wait(), 0);
  }
}

TEST_F(ProgramTest, AnOpenStreamDoesNotHoldUpTheEnd) {
  Program program(arguments_);
  const auto channel = ChannelTo(program.Line());
  grpc::ClientContext context;
  grpc::CompletionQueue queue;
  grpc::GenericStub stub(channel);
  const auto call = stub.PrepareCall(
      &context, "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo", &queue);
  void* tag = nullptr;
  bool ok = false;
  call->StartCall(nullptr);
  ASSERT_TRUE(queue.Next(&tag, &ok) && ok);
  const grpc::Slice list("\x3a\x00", 2);
  call->Write(grpc::ByteBuffer(&list, 1), nullptr);
  ASSERT_TRUE(queue.Next(&tag, &ok) && ok);
  grpc::ByteBuffer services;
  call->Read(&services, nullptr);
  ASSERT_TRUE(queue.Next(&tag, &ok) && ok);
  program.Signal(SIGTERM);
  EXPECT_EQ(program.Wait(), 0);
  grpc::Status status;
  call->Finish(&status, nullptr);
  queue.Next(&tag, &ok);
}

// The commit token of one more article.
std::string IndexOne(const std::shared_ptr<grpc::Channel>& channel, const std::string& id) {
  grpc::ClientContext context;
  v1::IndexArticleRequest request;
  request.mutable_article()->set_id(id);
  request.mutable_article()->set_title("A railway");
  request.mutable_article()->mutable_published_time();
  v1::IndexArticleResponse response;
  EXPECT_TRUE(
      v1::IndexingService::NewStub(channel)->IndexArticle(&context, request, &response).ok());
  return response.commit_token();
}

TEST_F(ProgramTest, ASecondSignalEndsItAtOnce) {
  const testing::TempDir copy;
  std::string token;
  {
    Program writer(arguments_);
    const auto channel = ChannelTo(writer.Line());
    IndexOne(channel, "a");
    std::filesystem::copy(directory_.path(), copy.path(), std::filesystem::copy_options::recursive);
    token = IndexOne(channel, "b");
  }
  // A search that waits for a write that its index never sees holds the shutdown up.
  Program program(
      {"--data-dir", copy.path(), "--listen", "127.0.0.1:0", "--workers", "2", "--roles", "query"});
  const auto channel = ChannelTo(program.Line());
  const auto stub = v1::QueryService::NewStub(channel);
  v1::SearchRequest request;
  request.set_min_commit_token(token);
  ASSERT_TRUE(GetCorpus(channel).ok());  // connected: from now on calls arrive in their order
  grpc::ClientContext context;
  grpc::CompletionQueue queue;
  const auto search = stub->AsyncSearch(&context, request, &queue);
  v1::SearchResponse response;
  grpc::Status status;
  search->Finish(&response, &status, nullptr);  // this sends it
  ASSERT_TRUE(GetCorpus(channel).ok());         // it came later, so the search has arrived
  program.Signal(SIGTERM);
  while (GetCorpus(channel).ok()) {
    std::this_thread::yield();
  }
  program.Signal(SIGTERM);
  EXPECT_EQ(program.Wait(), 130);
  void* tag = nullptr;
  bool ok = false;
  queue.Next(&tag, &ok);
  EXPECT_FALSE(status.ok());
}

TEST_F(ProgramTest, RefusesBadUsageWithTwo) {
  Program program({"--listen", "127.0.0.1:0"});
  EXPECT_THAT(program.Rest(), HasSubstr("--data-dir is required"));
  EXPECT_EQ(program.Wait(), 2);
}

TEST_F(ProgramTest, HelpAndVersionAreNoError) {
  Program help({"--help"});
  EXPECT_THAT(help.Rest(), HasSubstr("Example:"));
  EXPECT_EQ(help.Wait(), 0);
  Program version({"--version"});
  EXPECT_THAT(version.Rest(), MatchesRegex("facetwire-server [0-9.]+\n"));
  EXPECT_EQ(version.Wait(), 0);
}

TEST_F(ProgramTest, FailsWithOneWhereTheDirectoryIsNoIndex) {
  std::filesystem::create_directories(directory_.path());
  std::ofstream(directory_.file("letter.txt")) << "not an index";
  Program program(arguments_);
  EXPECT_THAT(program.Rest(), HasSubstr(directory_.path()));
  EXPECT_EQ(program.Wait(), 1);
}

TEST_F(ProgramTest, FailsWithOneWhereThePortIsTaken) {
  Program first(arguments_);
  const std::string line = first.Line();
  const std::string prefix = "listening on ";
  const std::size_t begin = line.find(prefix) + prefix.size();
  const std::string address = line.substr(begin, line.find(' ', begin) - begin);
  Program second({"--data-dir", directory_.file("other"), "--listen", address});
  EXPECT_THAT(second.Rest(), HasSubstr("cannot listen on " + address));
  EXPECT_EQ(second.Wait(), 1);
}

TEST_F(ProgramTest, TheQueryRoleAloneWaitsForAnIndexAsNotServing) {
  arguments_.insert(arguments_.end(), {"--roles", "query"});
  Program program(arguments_);
  const auto channel = ChannelTo(program.Line());
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(60));
  grpc::health::v1::HealthCheckResponse health;
  ASSERT_TRUE(grpc::health::v1::Health::NewStub(channel)->Check(&context, {}, &health).ok());
  EXPECT_EQ(health.status(), grpc::health::v1::HealthCheckResponse::NOT_SERVING);
  EXPECT_EQ(GetCorpus(channel).error_code(), grpc::StatusCode::UNAVAILABLE);
  program.Signal(SIGTERM);
  EXPECT_EQ(program.Wait(), 0);
}

}  // namespace
}  // namespace facetwire
