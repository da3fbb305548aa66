// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/ingest/outside_entities.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string_view>
#include <tuple>
#include <utility>

#include "index/base/str_cat.h"
#include "index/ingest/canonical_entity.h"
#include "index/ingest/validate_article.h"
#include "index/text/utf8.h"

namespace facetwire {

namespace {

std::string_view TextOf(const Article& article, TextField field) {
  switch (field) {
    case TextField::kTitle:
      return article.title;
    case TextField::kSummary:
      return article.summary;
    case TextField::kBody:
      return article.body;
  }
  return {};
}

bool IsBoundary(std::string_view text, std::size_t offset) {
  return offset == text.size() || !IsContinuationByte(text[offset]);
}

// Why the mention is left out; empty: it stays, with the surface that the text has.
std::string_view CheckMention(std::string_view text, Mention& mention) {
  if (mention.begin >= mention.end || mention.end > text.size()) {
    return "offset out of range";
  }
  if (!IsBoundary(text, mention.begin) || !IsBoundary(text, mention.end)) {
    return "offset within a character";
  }
  const std::string_view surface = text.substr(mention.begin, mention.end - mention.begin);
  if (!mention.surface.empty() && mention.surface != surface) {
    return "surface is not the text at its offsets";
  }
  mention.surface = std::string(surface);
  return {};
}

bool InUnit(double value) { return value >= 0 && value <= 1; }  // not NaN either

// Why the entity is left out; empty: it stays, canonical.
std::string CheckEntity(Entity& entity) {
  if (!InUnit(entity.salience)) {
    return "salience not within 0..1";
  }
  if (!InUnit(entity.confidence)) {
    return "confidence not within 0..1";
  }
  const bool person = entity.facet == Facet::kPerson;
  const std::string& label = person ? entity.label : std::string();
  if (!ValidateSuppliedEntity("", {entity.facet, entity.id, label}).ok() || !Canonicalise(entity)) {
    return person ? "person without an acceptable label or id"
                  : StrCat("unknown ", FacetName(entity.facet));
  }
  return {};
}

void PutInOrder(std::vector<Mention>& mentions) {
  std::sort(mentions.begin(), mentions.end(), [](const Mention& a, const Mention& b) {
    return std::tie(a.field, a.begin, b.end) < std::tie(b.field, b.begin, a.end);
  });
  TextField field = TextField::kTitle;
  std::uint32_t end = 0;
  std::erase_if(mentions, [&](const Mention& mention) {
    const bool overlaps = mention.field == field && mention.begin < end;
    if (!overlaps) {
      field = mention.field;
      end = mention.end;
    }
    return overlaps;
  });
}

void CheckMentions(const Article& article, std::size_t& room, LeftOut& left_out, Entity& entity) {
  std::erase_if(entity.mentions, [&](Mention& mention) {
    std::string_view why = CheckMention(TextOf(article, mention.field), mention);
    if (why.empty() && room == 0) {
      why = "more mentions than an article may have";
    }
    if (why.empty()) {
      --room;
      return false;
    }
    ++left_out[std::string(why)];
    return true;
  });
}

}  // namespace

void Unite(Entity from, Entity& into) {
  into.salience = std::max(into.salience, from.salience);
  into.confidence = std::max(into.confidence, from.confidence);
  into.implied = into.implied && from.implied;
  into.mentions.insert(into.mentions.end(),
                       std::make_move_iterator(from.mentions.begin()),
                       std::make_move_iterator(from.mentions.end()));
  PutInOrder(into.mentions);
}

std::vector<Entity> Accept(OutsideAnswer answer, const Article& article, LeftOut& left_out) {
  if (answer.unreadable > 0) {
    left_out["unknown facet or field"] += answer.unreadable;
  }
  std::size_t room = kMaxOutsideMentions;
  std::map<std::pair<Facet, std::string>, Entity> accepted;
  std::size_t taken = 0;
  for (Entity& entity : answer.entities) {
    const std::string why = taken == kMaxOutsideEntities
                                ? std::string("more entities than an article may have")
                                : CheckEntity(entity);
    if (!why.empty()) {
      ++left_out[why];
      continue;
    }
    ++taken;
    entity.origin = EntityOrigin::kExtracted;
    entity.implied = false;
    CheckMentions(article, room, left_out, entity);
    const auto [it, fresh] = accepted.try_emplace({entity.facet, entity.id}, entity);
    if (fresh) {
      PutInOrder(it->second.mentions);
    } else {
      Unite(std::move(entity), it->second);
    }
  }
  std::vector<Entity> entities;
  entities.reserve(accepted.size());
  for (auto& [key, entity] : accepted) {
    entities.push_back(std::move(entity));
  }
  return entities;
}

}  // namespace facetwire
