// SPDX-License-Identifier: GPL-3.0-or-later
#include <google/protobuf/util/json_util.h>

#include "clients/cli/render.h"
#include <nlohmann/json.hpp>

namespace facetwire::cli {

std::string AnnotationLine(const std::string& id,
                           const google::protobuf::RepeatedPtrField<v1::Entity>& entities) {
  nlohmann::ordered_json line = {{"id", id},
                                 {"countries", nlohmann::ordered_json::array()},
                                 {"persons", nlohmann::ordered_json::array()},
                                 {"sectors", nlohmann::ordered_json::array()}};
  for (const v1::Entity& entity : entities) {
    if (entity.facet() == "country") {
      line["countries"].push_back(entity.id());
    } else if (entity.facet() == "person") {
      line["persons"].push_back({{"id", entity.id()}, {"name", entity.label()}});
    } else if (entity.facet() == "sector") {
      line["sectors"].push_back(entity.id());
    }
  }
  return line.dump();
}

std::string ToJson(const google::protobuf::Message& message) {
  std::string json;
  // Fails only for an Any of an unknown type; then what could be written is returned.
  static_cast<void>(google::protobuf::util::MessageToJsonString(message, &json));
  return json;
}

}  // namespace facetwire::cli
