// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "google/protobuf/descriptor.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "grpc/health/v1/health.pb.h"
#include <gmock/gmock.h>

#include "facetwire/v1/annotation_service.pb.h"
#include "facetwire/v1/curation_service.pb.h"
#include "facetwire/v1/indexing_service.pb.h"
#include "facetwire/v1/maintenance_service.pb.h"
#include "facetwire/v1/query_service.pb.h"

namespace facetwire {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::FileDescriptor;
using google::protobuf::MethodDescriptor;
using google::protobuf::ServiceDescriptor;
using Lines = std::set<std::string>;

std::string Label(const FieldDescriptor& field) {
  if (field.is_map()) {
    return "map";
  }
  if (field.is_repeated()) {
    return "repeated";
  }
  return field.has_presence() && field.message_type() == nullptr ? "optional" : "singular";
}

std::string Type(const FieldDescriptor& field) {
  if (field.message_type() != nullptr) {
    return field.message_type()->full_name();
  }
  return field.enum_type() != nullptr ? field.enum_type()->full_name() : field.type_name();
}

void Describe(const EnumDescriptor& type, Lines& lines) {
  for (int i = 0; i < type.value_count(); ++i) {
    lines.insert(absl::StrCat(
        "enum ", type.full_name(), ".", type.value(i)->name(), " = ", type.value(i)->number()));
  }
}

void Describe(const Descriptor& message, Lines& lines) {
  lines.insert(absl::StrCat("message ", message.full_name()));
  for (int i = 0; i < message.field_count(); ++i) {
    const FieldDescriptor& field = *message.field(i);
    lines.insert(absl::StrCat(
        "field ", field.full_name(), " = ", field.number(), " ", Type(field), " ", Label(field)));
  }
  for (int i = 0; i < message.nested_type_count(); ++i) {
    Describe(*message.nested_type(i), lines);
  }
  for (int i = 0; i < message.enum_type_count(); ++i) {
    Describe(*message.enum_type(i), lines);
  }
}

void Describe(const ServiceDescriptor& service, Lines& lines) {
  for (int i = 0; i < service.method_count(); ++i) {
    const MethodDescriptor& method = *service.method(i);
    lines.insert(absl::StrCat("rpc ",
                              method.full_name(),
                              " (",
                              method.client_streaming() ? "stream " : "",
                              method.input_type()->full_name(),
                              ") -> (",
                              method.server_streaming() ? "stream " : "",
                              method.output_type()->full_name(),
                              ")"));
  }
}

void Describe(const FileDescriptor& file, Lines& lines) {
  for (int i = 0; i < file.message_type_count(); ++i) {
    Describe(*file.message_type(i), lines);
  }
  for (int i = 0; i < file.enum_type_count(); ++i) {
    Describe(*file.enum_type(i), lines);
  }
  for (int i = 0; i < file.service_count(); ++i) {
    Describe(*file.service(i), lines);
  }
}

Lines Compiled() {
  Lines lines;
  for (const FileDescriptor* file : {v1::AnnotateRequest::descriptor()->file(),
                                     v1::Article::descriptor()->file(),
                                     v1::ArticleQuery::descriptor()->file(),
                                     v1::IndexArticleRequest::descriptor()->file(),
                                     v1::BackupIndexRequest::descriptor()->file(),
                                     v1::Correction::descriptor()->file(),
                                     v1::SearchRequest::descriptor()->file(),
                                     google::rpc::Status::descriptor()->file(),
                                     google::rpc::ErrorInfo::descriptor()->file(),
                                     grpc::health::v1::HealthCheckRequest::descriptor()->file()}) {
    Describe(*file, lines);
  }
  return lines;
}

Lines Released() {
  std::ifstream file(FACETWIRE_GOLDEN);
  Lines lines;
  for (std::string line; std::getline(file, line);) {
    if (!line.empty() && line[0] != '#') {
      lines.insert(line);
    }
  }
  return lines;
}

void Write(const Lines& lines) {
  std::ofstream file(FACETWIRE_GOLDEN);
  file << "# What clients of the contract rely on; see tests/services/contract_test.cc.\n"
       << absl::StrJoin(lines, "\n") << "\n";
}

std::string Missing(const Lines& from, const Lines& in) {
  std::vector<std::string> missing;
  std::set_difference(from.begin(), from.end(), in.begin(), in.end(), std::back_inserter(missing));
  return absl::StrJoin(missing, "\n");
}

// A line that is gone or changed breaks clients. A line that is new must be written down, so that
// it is kept from then on: run this test once with FACETWIRE_WRITE_GOLDEN=1 in the environment and
// commit tests/golden/contract.txt.
TEST(ContractTest, IsCompatibleWithTheReleasedOne) {
  const Lines compiled = Compiled();
  if (std::getenv("FACETWIRE_WRITE_GOLDEN") != nullptr) {  // NOLINT(concurrency-mt-unsafe)
    Write(compiled);
  }
  const Lines released = Released();
  EXPECT_GT(released.size(), 100U) << FACETWIRE_GOLDEN;
  EXPECT_EQ(Missing(released, compiled), "") << "These are gone or changed: clients would break.";
  EXPECT_EQ(Missing(compiled, released), "")
      << "These are new: run the test with FACETWIRE_WRITE_GOLDEN=1 and commit " FACETWIRE_GOLDEN;
}

}  // namespace
}  // namespace facetwire
