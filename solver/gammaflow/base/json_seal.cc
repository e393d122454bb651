// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/content_hash.h>
#include <gammaflow/base/json_seal.h>

#include <nlohmann/json.hpp>

namespace gammaflow
{
namespace
{
using Json = nlohmann::json;

const char *const seal_name = "sha256";

std::string checksum_of(Json object)
{
  object.erase(seal_name);
  return sha256(object.dump(-1, ' ', false, Json::error_handler_t::replace));
}
}  // namespace

Json sealed_json(Json object)
{
  object[seal_name] = checksum_of(object);
  return object;
}

bool is_sealed(const Json &object)
{
  return object.is_object() && object.contains(seal_name) && object[seal_name].is_string() &&
         object[seal_name] == checksum_of(object);
}

}  // namespace gammaflow
