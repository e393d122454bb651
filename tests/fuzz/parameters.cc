// SPDX-License-Identifier: LGPL-2.1-or-later
// Parameter files, .prm and .json: whatever they hold, they are read or refused by an InputError.
#include <gammaflow/base/json_text.h>
#include <gammaflow/parameters/number.h>
#include <gammaflow/parameters/parameter_file.h>
#include <gammaflow/parameters/parameters.h>

#include <boost/algorithm/string.hpp>
#include <nlohmann/json.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <set>

using namespace gammaflow;

namespace
{
/// Values for keys. All keys together, whose list a refusal of an unknown one quotes, take a thousand times
/// as long as a value: of unknown ones one in 256 is given.
void give(const ParameterFile &file)
{
  static Parameters parameters;
  static const auto known = [] {
    std::set<std::pair<std::string, std::string>> keys;
    for (const auto &entry : Parameters::descriptions()) keys.emplace(entry.section, entry.key);
    return keys;
  }();
  for (const auto &entry : file.entries)
    if (known.count({entry.section, entry.key}) != 0 ||
        std::hash<std::string>()(entry.section + "/" + entry.key) % 256 == 0)
      parameters.set(entry.section, entry.key, entry.value, entry.place);
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
  if (size == 0) return 0;
  const std::string text(reinterpret_cast<const char *>(data + 1), size - 1);
  if (boost::icontains(text, "include")) return 0;  // which would open files
  try {
    const ParameterFile file = data[0] % 2 ? parse_parameter_json(text, "a.json") : parse_prm(text, "a.prm");
    for (const auto &entry : file.entries) number_in(entry.value);
    if (data[0] & 64) give(file);
  } catch (const InputError &) {
  }
  if (data[0] % 2) try {
      (void)parse_json(text, "a.json").size();
    } catch (const InputError &) {
    }
  return 0;
}
