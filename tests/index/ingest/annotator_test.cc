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
  static std::vector<Entity> Annotate(std::vector<SuppliedEntity> supplied) {
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
    return Annotator(kExtractor).Annotate(article);
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
