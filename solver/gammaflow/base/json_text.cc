// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/errors.h>
#include <gammaflow/base/json_text.h>

#include <nlohmann/json.hpp>

#include <set>
#include <vector>

namespace gammaflow
{
nlohmann::json parse_json(const std::string &text, const std::string &name, const unsigned deepest,
                          const std::function<void(const std::string &)> &twice)
{
  using Json = nlohmann::json;
  std::vector<std::set<std::string>> keys;  // of the objects around the place
  std::vector<std::string> path;            // the keys that lead to it
  const auto watch = [&](int depth, Json::parse_event_t event, Json &parsed) {
    if (depth >= int(deepest))
      throw InputError(name + ": is nested more than " + std::to_string(deepest) + " levels deep");
    if (event == Json::parse_event_t::object_start) {
      keys.resize(std::size_t(depth) + 2);
      keys.back().clear();
    } else if (event == Json::parse_event_t::key && std::size_t(depth) < keys.size()) {
      path.resize(std::size_t(depth) - 1);
      path.push_back(parsed.get_ref<const std::string &>());
      if (const auto &key = parsed.get_ref<const std::string &>();
          !keys[std::size_t(depth)].insert(key).second)
        if (twice) twice(key);
    }
    return true;
  };
  try {
    return Json::parse(text, watch);
  } catch (const Json::exception &error) {  // also numbers beyond the range of floating point
    std::string place;
    for (const auto &key : path) place += (place.empty() ? ", at or after '" : "/") + key;
    throw InputError(name + ": is not JSON: " + error.what() + place + (place.empty() ? "" : "'"));
  }
}

}  // namespace gammaflow
