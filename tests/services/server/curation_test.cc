// SPDX-License-Identifier: GPL-3.0-or-later
// Corrections through gRPC on a real engine.
#include <map>
#include <memory>
#include <string>
#include <utility>

#include <gmock/gmock.h>

#include "facetwire/v1/curation_service.grpc.pb.h"
#include "facetwire/v1/indexing_service.grpc.pb.h"
#include "facetwire/v1/query_service.grpc.pb.h"

#include "index/engine/local_engine.h"
#include "tests/services/served_fakes.h"
#include "tests/support/temp_dir.h"

namespace facetwire {
namespace {

using ::testing::ElementsAre;
using testing::FieldOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::IsOk;
using ::testing::Pair;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;
using Curation = v1::CurationService::Stub;
using Counts = std::map<std::string, std::uint64_t>;

class CurationTest : public testing::ServedFakes {
 protected:
  void SetUp() override { Open(true); }

  void TearDown() override { server_ = nullptr; }

  void Open(bool query) {
    server_ = nullptr;
    auto engine = OpenLocalEngine({.data_dir = directory_.path(), .query = query});
    ASSERT_THAT(engine, IsOk());
    engine_ = *std::move(engine);
    Serve();
    curation_ = v1::CurationService::NewStub(channel_);
  }

  // An article with these persons, by ids that are their labels too.
  void Index(const std::string& id, const std::vector<std::string>& persons) {
    v1::IndexArticleRequest request;
    v1::Article& article = *request.mutable_article();
    article.set_id(id);
    article.set_body("plain words");
    article.mutable_published_time()->set_seconds(1700000000);
    for (const std::string& person : persons) {
      v1::SuppliedEntity& supplied = *article.add_supplied_entities();
      supplied.set_facet("person");
      supplied.set_id(person);
      supplied.set_label("Mx " + person);
    }
    v1::IndexArticleResponse response;
    const auto stub = v1::IndexingService::NewStub(channel_);
    const grpc::Status status =
        Call(*stub, &v1::IndexingService::Stub::IndexArticle, request, &response);
    ASSERT_TRUE(status.ok()) << status.error_message();
  }

  template <typename Request, typename Response>
  grpc::Status Correct(grpc::Status (Curation::*method)(grpc::ClientContext*,
                                                        const Request&,
                                                        Response*),
                       Request request) {
    request.set_author("An editor");
    Response response;
    const grpc::Status status = Call(*curation_, method, request, &response);
    made_ = response.correction();
    token_ = response.commit_token();
    return status;
  }

  grpc::Status Merge(const std::string& person, const std::string& into) {
    v1::MergePersonsRequest request;
    request.set_person(person);
    request.set_into(into);
    return Correct(&Curation::MergePersons, request);
  }

  grpc::Status Rename(const std::string& person, const std::string& label) {
    v1::RenamePersonRequest request;
    request.set_person(person);
    request.set_label(label);
    return Correct(&Curation::RenamePerson, request);
  }

  grpc::Status AddAlias(const std::string& person, const std::string& alias) {
    v1::AddPersonAliasRequest request;
    request.set_person(person);
    request.set_alias(alias);
    return Correct(&Curation::AddPersonAlias, request);
  }

  grpc::Status Ban(const std::string& facet, const std::string& id) {
    v1::BanEntityRequest request;
    request.set_facet(facet);
    request.set_id(id);
    return Correct(&Curation::BanEntity, request);
  }

  grpc::Status Split(const std::string& person, const std::vector<std::string>& article_ids) {
    v1::SplitPersonRequest request;
    request.set_person(person);
    request.set_label("The Other");
    for (const std::string& id : article_ids) {
      request.add_article_ids(id);
    }
    return Correct(&Curation::SplitPerson, request);
  }

  grpc::Status Undo(std::uint64_t id) {
    v1::UndoCorrectionRequest request;
    request.set_id(id);
    return Correct(&Curation::UndoCorrection, request);
  }

  v1::SearchResponse Find(const std::string& text, const std::string& person = "") {
    v1::SearchRequest request;
    request.mutable_query()->set_text(text);
    request.set_min_commit_token(token_);
    request.add_facets()->set_facet("person");
    if (!person.empty()) {
      v1::FacetFilter& filter = *request.mutable_query()->add_filters();
      filter.set_facet("person");
      filter.add_any_of(person);
    }
    v1::SearchResponse response;
    const auto stub = v1::QueryService::NewStub(channel_);
    const grpc::Status status = Call(*stub, &v1::QueryService::Stub::Search, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }

  Counts Persons() {
    Counts counts;
    const v1::SearchResponse found = Find("");
    for (const v1::FacetValue& value : found.facets(0).values()) {
      counts[value.id()] = value.count();
    }
    return counts;
  }

  v1::ListCorrectionsResponse List(int size = 100, const std::string& token = "") {
    v1::ListCorrectionsRequest request;
    request.set_page_size(size);
    request.set_page_token(token);
    v1::ListCorrectionsResponse response;
    const grpc::Status status = Call(*curation_, &Curation::ListCorrections, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }

  testing::TempDir directory_;
  std::unique_ptr<Curation> curation_;
  v1::Correction made_;
  std::string token_;
};

TEST_F(CurationTest, AMergedPersonIsTheOtherOneByBothIds) {
  Index("1", {"a"});
  Index("2", {"b"});
  Index("3", {"a", "b"});
  ASSERT_TRUE(Merge("a", "b").ok());
  EXPECT_EQ(made_.merge().person(), "a");
  EXPECT_EQ(made_.author(), "An editor");
  EXPECT_THAT(Persons(), ElementsAre(Pair("b", 3)));
  EXPECT_EQ(Find("", "a").total_count(), 3U);
  EXPECT_EQ(Find("", "b").total_count(), 3U);
  EXPECT_EQ(Find("person:a").total_count(), 3U);
  EXPECT_EQ(Find("person:\"mx a\"").total_count(), 3U);
  const v1::SearchResponse found = Find("", "a");
  EXPECT_EQ(found.facets(0).values(0).id(), "b");
  EXPECT_TRUE(found.facets(0).values(0).selected());
  for (const v1::Hit& hit : found.hits()) {
    ASSERT_THAT(hit.article().entities(), SizeIs(1)) << hit.article().id();
    EXPECT_EQ(hit.article().entities(0).id(), "b");
    EXPECT_EQ(hit.article().entities(0).label(), "Mx b");
    EXPECT_EQ(hit.article().entities(0).origin() == v1::ENTITY_ORIGIN_EDITED,
              hit.article().id() != "2");
  }
  Index("4", {"a"});  // later ones too
  EXPECT_THAT(Persons(), ElementsAre(Pair("b", 4)));
  ASSERT_TRUE(Undo(made_.id()).ok());
  EXPECT_THAT(Persons(), UnorderedElementsAre(Pair("a", 3), Pair("b", 2)));
}

TEST_F(CurationTest, ASplitPersonIsTwoUntilItIsUndone) {
  Index("1", {"a"});
  Index("2", {"a"});
  Index("3", {"b"});
  ASSERT_TRUE(Split("a", {"2"}).ok());
  const std::string other = made_.split().new_person();
  EXPECT_EQ(made_.split().article_count(), 1U);
  EXPECT_THAT(Persons(), UnorderedElementsAre(Pair("a", 1), Pair("b", 1), Pair(other, 1)));
  EXPECT_EQ(Find("", "a").hits(0).article().id(), "1");
  EXPECT_EQ(Find("", other).hits(0).article().id(), "2");
  EXPECT_EQ(Find("", other).hits(0).article().entities(0).label(), "The Other");
  Index("2", {"a", "b"});  // a new edition stays with the other one
  Index("4", {"a"});       // a new article does not
  EXPECT_THAT(Persons(), UnorderedElementsAre(Pair("a", 2), Pair("b", 2), Pair(other, 1)));
  const std::uint64_t split = made_.id();
  ASSERT_TRUE(Rename(other, "Somebody").ok());
  const grpc::Status refused = Undo(split);
  EXPECT_EQ(refused.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_THAT(refused.error_message(), HasSubstr("depend on 1: 3"));
  ASSERT_TRUE(Undo(List().corrections(0).id()).ok());
  ASSERT_TRUE(Undo(split).ok());
  EXPECT_THAT(Persons(), UnorderedElementsAre(Pair("a", 3), Pair("b", 2)));
  EXPECT_EQ(Find("", other).total_count(), 0U);
  EXPECT_EQ(Rename(other, "Nobody").error_code(), grpc::StatusCode::NOT_FOUND);
}

TEST_F(CurationTest, WhatIsBannedIsNowhere) {
  Index("1", {"a"});
  Index("2", {"a", "b"});
  ASSERT_TRUE(Ban("person", "a").ok());
  EXPECT_THAT(Persons(), ElementsAre(Pair("b", 1)));
  EXPECT_EQ(Find("", "a").total_count(), 0U);
  EXPECT_EQ(Find("person:a").total_count(), 0U);
  const v1::SearchResponse all = Find("");
  EXPECT_EQ(all.facets(0).missing_count(), 1U);
  for (const v1::Hit& hit : all.hits()) {
    EXPECT_THAT(hit.article().entities(), SizeIs(hit.article().id() == "2" ? 1 : 0));
  }
  const std::uint64_t ban = made_.id();
  for (const grpc::Status& status : {Merge("a", "b"),
                                     Merge("b", "a"),
                                     Rename("a", "x"),
                                     AddAlias("a", "x"),
                                     Ban("person", "a")}) {
    EXPECT_EQ(status.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  }
  ASSERT_TRUE(Undo(ban).ok());
  EXPECT_THAT(Persons(), UnorderedElementsAre(Pair("a", 2), Pair("b", 1)));
  EXPECT_EQ(Undo(ban).error_code(), grpc::StatusCode::FAILED_PRECONDITION);
}

TEST_F(CurationTest, AnAliasFindsThePersonAndTakesItsName) {
  Index("1", {"a"});
  Index("2", {"new-name"});
  ASSERT_TRUE(AddAlias("a", "New Name").ok());
  EXPECT_EQ(made_.alias().alias_id(), "new-name");
  EXPECT_THAT(Persons(), ElementsAre(Pair("a", 2)));
  EXPECT_EQ(Find("person:\"name new\"").total_count(), 2U);
  ASSERT_TRUE(AddAlias("a", "Third Name").ok());
  Index("3", {"third-name"});
  EXPECT_THAT(Persons(), ElementsAre(Pair("a", 3)));
  EXPECT_EQ(AddAlias("a", "third name").error_code(), grpc::StatusCode::ALREADY_EXISTS);
  Index("4", {"b"});
  EXPECT_EQ(AddAlias("b", "Third Name").error_code(), grpc::StatusCode::FAILED_PRECONDITION);

  v1::ListFacetValuesRequest request;
  request.set_facet("person");
  request.set_prefix("thi");
  v1::ListFacetValuesResponse values;
  const auto stub = v1::QueryService::NewStub(channel_);
  ASSERT_TRUE(Call(*stub, &v1::QueryService::Stub::ListFacetValues, request, &values).ok());
  ASSERT_THAT(values.values(), SizeIs(1));
  EXPECT_EQ(values.values(0).id(), "a");
}

TEST_F(CurationTest, RefusesWhatMakesNoSense) {
  Index("1", {"a"});
  Index("2", {"b"});
  EXPECT_EQ(FieldOf(Merge("", "b")), "person");
  EXPECT_EQ(FieldOf(Merge("a", "")), "into");
  EXPECT_EQ(FieldOf(Merge("a", "a")), "into");
  EXPECT_EQ(Merge("a", "nobody").error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(Merge("nobody", "a").error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(FieldOf(Rename("a", " ")), "label");
  EXPECT_EQ(FieldOf(Rename("a", std::string(201, 'x'))), "label");
  EXPECT_EQ(FieldOf(AddAlias("a", "?!")), "alias");
  EXPECT_EQ(FieldOf(Ban("country", "ZZ")), "id");
  EXPECT_EQ(FieldOf(Ban("source", "x")), "facet");
  EXPECT_EQ(FieldOf(Split("a", {})), "article_ids");
  EXPECT_EQ(FieldOf(Split("a", {"1", "none"})), "article_ids[1]");
  EXPECT_EQ(FieldOf(Split("a", {"2"})), "article_ids[0]");
  EXPECT_EQ(FieldOf(Undo(0)), "id");
  EXPECT_EQ(Undo(17).error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_THAT(List().corrections(), IsEmpty());
  ASSERT_TRUE(Merge("a", "b").ok());
  EXPECT_EQ(FieldOf(Merge("b", "a")), "into");  // a circle
}

TEST_F(CurationTest, TheJournalStaysAndHasPages) {
  Index("1", {"a", "b"});
  ASSERT_TRUE(Merge("a", "b").ok());
  ASSERT_TRUE(Undo(made_.id()).ok());
  ASSERT_TRUE(Rename("a", "Ms A").ok());
  ASSERT_TRUE(Ban("country", "kg").ok());
  Open(true);
  token_.clear();
  const v1::ListCorrectionsResponse first = List(2);
  ASSERT_THAT(first.corrections(), SizeIs(2));
  EXPECT_EQ(first.corrections(0).ban().id(), "KG");
  EXPECT_EQ(first.corrections(1).rename().label(), "Ms A");
  EXPECT_FALSE(first.corrections(1).has_undo_time());
  const v1::ListCorrectionsResponse second = List(2, first.next_page_token());
  ASSERT_THAT(second.corrections(), SizeIs(1));
  EXPECT_EQ(second.next_page_token(), "");
  EXPECT_TRUE(second.corrections(0).has_undo_time());
  EXPECT_EQ(second.corrections(0).undo_author(), "An editor");
  EXPECT_THAT(Persons(), UnorderedElementsAre(Pair("a", 1), Pair("b", 1)));
}

// A process that does not search finds the articles of a split all the same.
TEST_F(CurationTest, WithoutTheQueryRole) {
  Index("1", {"a"});
  Index("2", {"a"});
  Open(false);
  v1::SplitPersonRequest request;
  request.set_person("a");
  request.set_label("The Other");
  request.mutable_query()->set_text("plain");
  ASSERT_TRUE(Correct(&Curation::SplitPerson, request).ok());
  EXPECT_EQ(made_.split().article_count(), 2U);
  EXPECT_THAT(List().corrections(), SizeIs(1));
  v1::FacetFilter& filter = *request.mutable_query()->add_filters();
  filter.set_facet("country");
  filter.add_any_of("QQ");
  EXPECT_EQ(FieldOf(Correct(&Curation::SplitPerson, request)), "query.filters[0].any_of[0]");
}

}  // namespace
}  // namespace facetwire
