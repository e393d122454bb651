// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/utf8.h>

#include <nlohmann/json.hpp>

namespace gammaflow
{
namespace
{
using Json = nlohmann::json;
}

bool is_utf8(const std::string &text)
{
  try {
    return Json(text).dump() != "" && text.find('\0') == std::string::npos;
  } catch (const Json::type_error &) {
    return false;
  }
}

std::string as_utf8(const std::string &text)
{
  if (const auto zero = text.find('\0'); zero != std::string::npos)
    return as_utf8(text.substr(0, zero) + "\xef\xbf\xbd" + text.substr(zero + 1));
  return Json::parse(Json(text).dump(-1, ' ', false, Json::error_handler_t::replace)).get<std::string>();
}

}  // namespace gammaflow
