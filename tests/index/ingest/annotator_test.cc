// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/ingest/annotator.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "index/entities/extractor.h"
#include "tests/support/status_matchers.h"

namespace facetwire {

namespace {

class AnnotatorTest : public ::testing::Test {
 protected:
  static std::vector<Entity> Annotate(std::vector<SuppliedEntity> supplied,
                                      const Annotator::Outside& outside = {},
                                      std::vector<std::string> subjects = {}) {
    static const std::shared_ptr<const EntityExtractor> kExtractor = [] {
      auto created = EntityExtractor::Create({});
      EXPECT_THAT(created, testing::IsOk());
      return std::shared_ptr<const EntityExtractor>(*std::move(created));
    }();
    Article article;
    article.id = "a";
    article.title = "Kenya opens a new railway between Nairobi and Mombasa.";
    article.body = "The trains will carry freight and passengers, the railway company said.";
    article.supplied_entities = std::move(supplied);
    article.subjects = std::move(subjects);
    return Annotator(kExtractor, outside).Annotate(article);
  }

  static const Entity* Find(const std::vector<Entity>& entities, Facet facet, std::string_view id) {
    const auto found = std::find_if(entities.begin(), entities.end(), [&](const Entity& entity) {
      return entity.facet == facet && entity.id == id;
    });
    return found == entities.end() ? nullptr : &*found;
  }
};

TEST_F(AnnotatorTest, WhatIsInTheTextIsExtracted) {
  const std::vector<Entity> entities = Annotate({});
  const Entity* const kenya = Find(entities, Facet::kCountry, "KE");
  ASSERT_NE(kenya, nullptr);
  EXPECT_EQ(kenya->origin, EntityOrigin::kExtracted);
  EXPECT_FALSE(kenya->mentions.empty());
}

TEST_F(AnnotatorTest, ASubjectThatIsASectorIsSupplied) {
  const std::vector<Entity> entities =
      Annotate({}, {}, {"medtop:20000274", "medtop:20000340", "medtop:11000000", "gossip"});
  const Entity* const banking = Find(entities, Facet::kSector, "K64");
  ASSERT_NE(banking, nullptr);
  EXPECT_EQ(banking->origin, EntityOrigin::kSupplied);
  EXPECT_EQ(banking->salience, kSuppliedSalience);
  EXPECT_TRUE(banking->mentions.empty());
  const Entity* const finance = Find(entities, Facet::kSector, "K");
  ASSERT_NE(finance, nullptr);
  EXPECT_TRUE(finance->implied);
  const Entity* const railways = Find(entities, Facet::kSector, "H49");
  ASSERT_NE(railways, nullptr);
  EXPECT_EQ(railways->origin, EntityOrigin::kSupplied);
  EXPECT_FALSE(railways->mentions.empty());
}

TEST_F(AnnotatorTest, SuppliedEntityStandsBesideThem) {
  const std::vector<Entity> entities = Annotate({{Facet::kCountry, "ug", "ignored"}});
  const Entity* const uganda = Find(entities, Facet::kCountry, "UG");
  ASSERT_NE(uganda, nullptr);
  EXPECT_EQ(uganda->label, "Uganda");
  EXPECT_EQ(uganda->origin, EntityOrigin::kSupplied);
  EXPECT_EQ(uganda->salience, kSuppliedSalience);
  EXPECT_EQ(uganda->confidence, 1);
  EXPECT_NE(Find(entities, Facet::kCountry, "KE"), nullptr);
}

TEST_F(AnnotatorTest, SuppliedAndFoundKeepsItsEvidence) {
  const std::vector<Entity> entities = Annotate({{Facet::kCountry, "KE", ""}});
  const Entity* const kenya = Find(entities, Facet::kCountry, "KE");
  ASSERT_NE(kenya, nullptr);
  EXPECT_EQ(kenya->origin, EntityOrigin::kSupplied);
  EXPECT_FALSE(kenya->mentions.empty());
  EXPECT_EQ(
      std::count_if(
          entities.begin(), entities.end(), [](const Entity& entity) { return entity.id == "KE"; }),
      1);
}

TEST_F(AnnotatorTest, PersonWithoutIdGetsThatOfTheName) {
  const std::vector<Entity> entities = Annotate({{Facet::kPerson, "", " Wangari Maathai "}});
  const Entity* const person = Find(entities, Facet::kPerson, "wangari-maathai");
  ASSERT_NE(person, nullptr);
  EXPECT_EQ(person->label, "Wangari Maathai");
}

TEST_F(AnnotatorTest, SuppliedDivisionImpliesItsSection) {
  const std::vector<Entity> entities = Annotate({{Facet::kSector, "k64", ""}});
  const Entity* const division = Find(entities, Facet::kSector, "K64");
  const Entity* const section = Find(entities, Facet::kSector, "K");
  ASSERT_NE(division, nullptr);
  ASSERT_NE(section, nullptr);
  EXPECT_FALSE(division->implied);
  EXPECT_TRUE(section->implied);
}

TEST_F(AnnotatorTest, SectionSuppliedAfterItsDivisionIsNotImplied) {
  const std::vector<Entity> entities =
      Annotate({{Facet::kSector, "K64", ""}, {Facet::kSector, "K", ""}});
  const Entity* const section = Find(entities, Facet::kSector, "K");
  ASSERT_NE(section, nullptr);
  EXPECT_FALSE(section->implied);
}

// Knows Kenya, as we do, a person that we don't, and a division of sectors.
class Helper final : public OutsideAnnotator {
 public:
  bool away = false;

  absl::StatusOr<OutsideAnswer> Annotate(const Article&, const CallContext&) override {
    if (away) {
      return absl::UnavailableError("away");
    }
    Entity kenya{.facet = Facet::kCountry, .id = "ke", .salience = 1, .confidence = 0.25};
    kenya.mentions = {{TextField::kTitle, 0, 5, ""}, {TextField::kBody, 4, 10, "trains"}};
    return OutsideAnswer{
        .entities = {kenya,
                     {.facet = Facet::kPerson, .label = "Zorblat Quux", .salience = 0.5},
                     {.facet = Facet::kSector, .id = "K64", .salience = 0.125, .confidence = 1}}};
  }

  std::string name() const override { return "helper"; }
};

class AnnotatorWithHelpTest : public AnnotatorTest {
 protected:
  std::vector<Entity> Ask(OutsideMode mode, std::vector<SuppliedEntity> supplied = {}) {
    return Annotate(std::move(supplied),
                    {std::make_shared<OutsideHelp>(helper_, OutsideHelp::Options()), mode});
  }

  std::shared_ptr<Helper> helper_ = std::make_shared<Helper>();
};

TEST_F(AnnotatorWithHelpTest, BesideBothAreOne) {
  const std::vector<Entity> alone = Annotate({});
  const std::vector<Entity> both = Ask(OutsideMode::kBeside);
  const Entity* const kenya = Find(both, Facet::kCountry, "KE");
  const Entity* const ours = Find(alone, Facet::kCountry, "KE");
  ASSERT_NE(kenya, nullptr);
  ASSERT_NE(ours, nullptr);
  EXPECT_EQ(kenya->label, "Kenya");
  EXPECT_EQ(kenya->salience, 1);
  EXPECT_EQ(kenya->confidence, ours->confidence);
  std::vector<Mention> mentions = ours->mentions;
  mentions.push_back({TextField::kBody, 4, 10, "trains"});
  EXPECT_EQ(kenya->mentions, mentions);
  EXPECT_NE(Find(both, Facet::kPerson, "zorblat-quux"), nullptr);
  const Entity* const section = Find(both, Facet::kSector, "K");
  ASSERT_NE(section, nullptr);
  EXPECT_TRUE(section->implied);
  EXPECT_EQ(both.size(), alone.size() + 3);
}

TEST_F(AnnotatorWithHelpTest, InsteadItStandsAlone) {
  const std::vector<Entity> found = Ask(OutsideMode::kInstead, {{Facet::kCountry, "UG", ""}});
  EXPECT_NE(Find(found, Facet::kCountry, "KE"), nullptr);
  EXPECT_NE(Find(found, Facet::kCountry, "UG"), nullptr);
  EXPECT_EQ(Find(found, Facet::kSector, "H49"), nullptr);
  EXPECT_EQ(found.size(), 5U);  // with the person and K64, K
}

TEST_F(AnnotatorWithHelpTest, WithoutAnswerWeDoAlone) {
  helper_->away = true;
  EXPECT_EQ(Ask(OutsideMode::kInstead), Annotate({}));
  EXPECT_EQ(Ask(OutsideMode::kBeside), Annotate({}));
}

TEST_F(AnnotatorTest, SortedByFacetThenSalience) {
  const std::vector<Entity> entities = Annotate({{Facet::kCountry, "UG", ""},
                                                 {Facet::kPerson, "", "Wangari Maathai"},
                                                 {Facet::kSector, "K64", ""}});
  EXPECT_TRUE(
      std::is_sorted(entities.begin(), entities.end(), [](const Entity& a, const Entity& b) {
        return a.facet != b.facet ? a.facet < b.facet : a.salience > b.salience;
      }));
}

}  // namespace

}  // namespace facetwire
