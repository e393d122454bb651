// Parameter files, .prm and .json: whatever they hold, they are read or refused by an InputError.
#include <gammaflow/base/json_text.h>
#include <gammaflow/parameters/number.h>
#include <gammaflow/parameters/parameter_file.h>
#include <gammaflow/parameters/parameters.h>

#include <boost/algorithm/string.hpp>
#include <nlohmann/json.hpp>

#include <cstddef>
#include <cstdint>

using namespace gammaflow;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
  if (size == 0) return 0;
  const std::string text(reinterpret_cast<const char *>(data + 1), size - 1);
  if (boost::icontains(text, "include")) return 0;  // which would open files
  try {
    const ParameterFile file = data[0] % 2 ? parse_parameter_json(text, "a.json") : parse_prm(text, "a.prm");
    for (const auto &entry : file.entries) number_in(entry.value);
    // all declared keys take a thousand times as long
    if (data[0] == 64 && size < 300) Parameters::from_string(text, "a.prm").notes();
  } catch (const InputError &) {
  }
  if (data[0] % 2) try {
      (void)parse_json(text, "a.json").size();
    } catch (const InputError &) {
    }
  return 0;
}
