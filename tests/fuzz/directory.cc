// SPDX-License-Identifier: LGPL-2.1-or-later
// What a directory says of itself, manifest.json and reference.json: it is gone on with, begun anew, or
// refused by an InputError. The first byte chooses whether the rest is the whole file or a change of a good
// one (RFC 7386).
#include <gammaflow/base/json_seal.h>
#include <gammaflow/base/json_text.h>
#include <gammaflow/io/files.h>
#include <gammaflow/io/output_directory.h>
#include <gammaflow/study/references/stored_evolution.h>

#include "scratch.h"

using namespace gammaflow;
using Json = nlohmann::json;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
  static const std::string scratch = std::getenv("GAMMAFLOW_FUZZ_SCRATCH"), directory = scratch + "/claimed",
                           manifest = directory + "/manifest.json", bars = scratch + "/reference.json";
  static const Parameters parameters;
  static const Json good = [] {
    claim_directory(directory, "run", parameters);
    return read_json(manifest);
  }();
  static const std::vector<InputFile> read = {{"target", "file", "a.csv", "a.csv", std::string(64, '0')}};
  if (size == 0) return 0;
  std::string text(reinterpret_cast<const char *>(data + 1), size - 1);
  const bool of_bars = data[0] & 2;
  try {
    if (data[0] & 1) {
      Json changed = of_bars
                         ? Json{{"tolerance", 1e-6},
                                {"errors", {{{"norm", "L2"}, {"time", 1}, {"bar", 0.1}, {"relative", 0.1}}}}}
                         : good;
      changed.merge_patch(parse_json(text, "a.json"));
      if (of_bars && changed.is_object()) changed = sealed_json(changed);
      text = changed.dump(-1, ' ', false, Json::error_handler_t::replace);
    }
    if (std::FILE *file = std::fopen((of_bars ? bars : manifest).c_str(), "wb")) {
      std::fwrite(text.data(), 1, text.size(), file);
      std::fclose(file);
    }
    if (of_bars)
      read_stored_bars(bars);
    else {
      require_data_of(directory, read);
      claim_directory(directory, "run", parameters, data[0] & 4 ? Existing::overwrite : Existing::go_on);
    }
  } catch (const InputError &) {
  }
  return 0;
}
