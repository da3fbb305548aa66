// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/ingest/outside_help.h"

#include <cmath>
#include <functional>
#include <limits>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "index/ingest/circuit_breaker.h"
#include "index/ingest/outside_entities.h"
#include "tests/support/fake_clock.h"

namespace facetwire {
namespace {

using ::testing::ElementsAre;
using testing::FakeClock;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::SizeIs;

TEST(CircuitBreakerTest, OpensAfterFailuresInARowAndLetsOneTry) {
  FakeClock clock;
  CircuitBreaker breaker({.failures = 2, .pause = absl::Seconds(5), .clock = &clock});
  const auto fail = [&breaker] {
    ASSERT_TRUE(breaker.Allow());
    breaker.Failed();
  };
  fail();
  ASSERT_TRUE(breaker.Allow());
  breaker.Succeeded();  // the row is broken
  fail();
  fail();
  EXPECT_FALSE(breaker.Allow());
  clock.Advance(absl::Seconds(4));
  EXPECT_FALSE(breaker.Allow());
  clock.Advance(absl::Seconds(1));
  EXPECT_TRUE(breaker.Allow());
  EXPECT_FALSE(breaker.Allow()) << "one tries at a time";
  breaker.Failed();
  EXPECT_FALSE(breaker.Allow());
  clock.Advance(absl::Seconds(5));
  EXPECT_TRUE(breaker.Allow());
  breaker.GaveUp();
  EXPECT_TRUE(breaker.Allow()) << "nothing was learnt: the next one tries";
  breaker.Succeeded();
  EXPECT_TRUE(breaker.Allow());
  EXPECT_TRUE(breaker.Allow());
}

Article MakeArticle() {
  Article article;
  article.id = "a";
  article.title = "Perú";
  article.body = "Li Qiang met Wangari Maathai.";
  return article;
}

Entity Person(std::string label, std::vector<Mention> mentions = {}) {
  return {.facet = Facet::kPerson,
          .label = std::move(label),
          .salience = 0.5,
          .confidence = 1,
          .mentions = std::move(mentions)};
}

Entity Coded(Facet facet, std::string id) {
  return {.facet = facet, .id = std::move(id), .salience = 0.5, .confidence = 1};
}

TEST(AcceptTest, MakesIdsAndLabelsCanonical) {
  LeftOut left_out;
  Entity labelled = Coded(Facet::kSector, "h49");
  labelled.label = std::string(5000, 'x');  // ignored
  const std::vector<Entity> entities =
      Accept({.entities = {Coded(Facet::kCountry, "pe"), labelled, Person(" Li Qiang ")}},
             MakeArticle(),
             left_out);
  EXPECT_THAT(left_out, IsEmpty());
  ASSERT_THAT(entities, SizeIs(3));
  EXPECT_EQ(entities[0].id + entities[0].label, "PEPeru");
  EXPECT_EQ(entities[1].id + entities[1].label, "li-qiangLi Qiang");
  EXPECT_EQ(entities[2].id, "H49");
  EXPECT_EQ(entities[2].label, "Railways, road transport and pipelines");
}

TEST(AcceptTest, LeavesOutAndCounts) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  Entity loud = Coded(Facet::kCountry, "PE");
  loud.salience = 1.01;
  Entity unsure = Coded(Facet::kCountry, "PE");
  unsure.confidence = nan;
  Entity odd_id = Person("Li");
  odd_id.id = "li qiang";

  const struct {
    Entity entity;
    std::string why;
  } rows[] = {
      {Coded(Facet::kCountry, "ZZ"), "unknown country"},
      {Coded(Facet::kCountry, ""), "unknown country"},
      {Coded(Facet::kSector, "A49"), "unknown sector"},
      {Coded(Facet::kSource, "Wire"), "unknown source"},
      {Person(""), "person without an acceptable label or id"},
      {Person(" \t"), "person without an acceptable label or id"},
      {Person("..."), "person without an acceptable label or id"},
      {Person("L\xC3"), "person without an acceptable label or id"},
      {Person("Li\x01Qiang"), "person without an acceptable label or id"},
      {Person(std::string(201, 'x')), "person without an acceptable label or id"},
      {odd_id, "person without an acceptable label or id"},
      {loud, "salience not within 0..1"},
      {unsure, "confidence not within 0..1"},
  };

  for (const auto& row : rows) {
    LeftOut left_out;
    EXPECT_THAT(Accept({.entities = {row.entity}}, MakeArticle(), left_out), IsEmpty()) << row.why;
    EXPECT_THAT(left_out, ElementsAre(Pair(row.why, 1)));
  }
}

TEST(AcceptTest, ChecksEachMention) {
  struct Row {
    TextField field;
    std::uint32_t begin;
    std::uint32_t end;
    std::string_view surface;
    std::string_view why;  // empty: accepted
  };

  const std::vector<Row> rows = {
      {TextField::kTitle, 0, 5, "Perú", ""},
      {TextField::kTitle, 3, 5, "", ""},
      {TextField::kTitle, 0, 4, "", "offset within a character"},
      {TextField::kTitle, 4, 5, "", "offset within a character"},
      {TextField::kTitle, 0, 6, "", "offset out of range"},
      {TextField::kTitle, 2, 2, "", "offset out of range"},
      {TextField::kTitle, 3, 2, "", "offset out of range"},
      {TextField::kSummary, 0, 1, "", "offset out of range"},
      {TextField::kBody, 0, 0xFFFFFFFFU, "", "offset out of range"},
      {TextField::kBody, 0, 8, "Li Qing", "surface is not the text at its offsets"},
  };

  for (const Row& row : rows) {
    LeftOut left_out;
    const Mention mention{row.field, row.begin, row.end, std::string(row.surface)};
    const auto entities =
        Accept({.entities = {Person("Li Qiang", {mention})}}, MakeArticle(), left_out);
    ASSERT_THAT(entities, SizeIs(1));
    if (row.why.empty()) {
      EXPECT_THAT(left_out, IsEmpty());
      ASSERT_THAT(entities[0].mentions, SizeIs(1));
      EXPECT_FALSE(entities[0].mentions[0].surface.empty());
    } else {
      EXPECT_THAT(left_out, ElementsAre(Pair(row.why, 1)));
      EXPECT_THAT(entities[0].mentions, IsEmpty());
    }
  }
}

TEST(AcceptTest, UnitesEqualOnesWithoutOverlaps) {
  LeftOut left_out;
  Entity second = Person("Li  QIANG", {{TextField::kBody, 0, 8, ""}, {TextField::kBody, 0, 2, ""}});
  second.salience = 0.75;
  second.confidence = 0.5;
  const auto entities = Accept(
      {.entities = {Person("Li Qiang", {{TextField::kBody, 3, 8, ""}}), second}, .unreadable = 2},
      MakeArticle(),
      left_out);
  EXPECT_THAT(left_out, ElementsAre(Pair("unknown facet or field", 2)));
  ASSERT_THAT(entities, SizeIs(1));
  EXPECT_EQ(entities[0].label, "Li Qiang");
  EXPECT_EQ(entities[0].salience, 0.75);
  EXPECT_EQ(entities[0].confidence, 1);
  EXPECT_THAT(entities[0].mentions, ElementsAre(Mention{TextField::kBody, 0, 8, "Li Qiang"}));
}

TEST(AcceptTest, HasLimits) {
  OutsideAnswer answer;
  for (std::size_t i = 0; i <= kMaxOutsideEntities; ++i) {
    answer.entities.push_back(Person("P" + std::to_string(i)));
  }
  answer.entities[0].mentions.assign(kMaxOutsideMentions, {TextField::kBody, 0, 1, ""});
  answer.entities[1].mentions.assign(2, {TextField::kBody, 0, 1, ""});
  LeftOut left_out;
  EXPECT_THAT(Accept(std::move(answer), MakeArticle(), left_out), SizeIs(kMaxOutsideEntities));
  EXPECT_THAT(left_out,
              ElementsAre(Pair("more entities than an article may have", 1),
                          Pair("more mentions than an article may have", 2)));
}

class FakeAnnotator final : public OutsideAnnotator {
 public:
  std::function<absl::StatusOr<OutsideAnswer>()> answer = [] { return OutsideAnswer(); };
  int asked = 0;

  absl::StatusOr<OutsideAnswer> Annotate(const Article&, const CallContext&) override {
    ++asked;
    return answer();
  }

  std::string name() const override { return "annotator x"; }
};

class OutsideHelpTest : public ::testing::Test {
 protected:
  bool Ask(const CallContext& context = {}) {
    return help_.Annotate(MakeArticle(), context).has_value();
  }

  FakeClock clock_;
  std::vector<std::string> log_;
  std::shared_ptr<FakeAnnotator> annotator_ = std::make_shared<FakeAnnotator>();
  OutsideHelp help_{annotator_,
                    {.log = [this](std::string_view line) { log_.emplace_back(line); },
                     .log_interval = absl::Seconds(10),
                     .breaker = {.failures = 3, .pause = absl::Seconds(5), .clock = &clock_}}};
};

TEST_F(OutsideHelpTest, OneThatAnswersIsSilent) {
  EXPECT_TRUE(Ask());
  EXPECT_EQ(help_.counts(), (OutsideHelp::Counts{.answered = 1}));
  EXPECT_THAT(log_, IsEmpty());
}

TEST_F(OutsideHelpTest, OneThatFailsIsNotAskedForAWhile) {
  annotator_->answer = [] { return absl::UnavailableError("gone\naway"); };
  for (int i = 0; i < 10; ++i) {
    EXPECT_FALSE(Ask());
  }
  EXPECT_EQ(annotator_->asked, 3);
  EXPECT_EQ(help_.counts(), (OutsideHelp::Counts{.without = 10}));
  EXPECT_THAT(
      log_,
      ElementsAre("warning: annotator x: 1 article without it (1 since the start; the last: "
                  "UNAVAILABLE: gone away)"));
  annotator_->answer = [] { return OutsideAnswer(); };
  clock_.Advance(absl::Seconds(5));
  EXPECT_TRUE(Ask());
  EXPECT_TRUE(Ask());
  EXPECT_EQ(annotator_->asked, 5);
  clock_.Advance(absl::Seconds(5));
  EXPECT_TRUE(Ask());  // the time for the rest of the count has come
  EXPECT_THAT(log_, SizeIs(2));
  EXPECT_THAT(log_[1],
              HasSubstr("9 articles without it (10 since the start; the last: UNAVAILABLE: "
                        "not asked: it failed several times in a row)"));
}

TEST_F(OutsideHelpTest, WhatIsLeftOutIsCountedAndLogged) {
  annotator_->answer = [] {
    return OutsideAnswer{.entities = {Coded(Facet::kCountry, "ZZ"), Coded(Facet::kSector, "H")}};
  };
  EXPECT_TRUE(Ask());
  EXPECT_TRUE(Ask());
  EXPECT_EQ(help_.counts(), (OutsideHelp::Counts{.answered = 2, .left_out = 2}));
  EXPECT_THAT(log_, ElementsAre("warning: annotator x: left out 1: unknown country"));
}

TEST_F(OutsideHelpTest, AnArticleThatIsRefusedOrACallerWhoLeavesSaysNothingAboutIt) {
  annotator_->answer = [] { return absl::InvalidArgumentError("not my language"); };
  for (int i = 0; i < 10; ++i) {
    EXPECT_FALSE(Ask());
  }
  annotator_->answer = [] { return absl::DeadlineExceededError("the caller's"); };
  for (int i = 0; i < 10; ++i) {
    EXPECT_FALSE(Ask({.deadline = clock_.Now(), .clock = &clock_}));
  }
  EXPECT_EQ(annotator_->asked, 20);
}

}  // namespace
}  // namespace facetwire
