// SPDX-License-Identifier: LGPL-2.1-or-later
// CSV files, as grids and as samples: a density that can be evaluated, or an InputError.
#include <gammaflow/densities/samples.h>

#include "scratch.h"

using namespace gammaflow;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
  static Parameters parameters = [] {
    Parameters p;
    p.set("target", "bins", "4");
    p.set("target", "file", as_file(nullptr, 0, ".csv"));
    p.set("memory", "limit", "64");
    return p;
  }();
  if (size == 0) return 0;
  as_file(data + 1, size - 1, ".csv");
  const auto choose = [&](unsigned bit, const char *key, const char *off, const char *on) {
    const char *wanted = (data[0] >> bit) & 1 ? on : off;
    if (parameters.text("target", key) != wanted) parameters.set("target", key, wanted);
  };
  choose(2, "interpolation", "multilinear", "cubic spline");
  choose(3, "estimator", "histogram", "kernel density");
  Density::Context context{parameters, "target", 1 + data[0] % 3u, {}, {{1, 1, 1}}};
  context.periodic[0] = (data[0] >> 4) & 1;
  try {
    const auto density = (data[0] >> 5) & 1 ? make_from_samples(context) : make_from_grid(context);
    density->value({{0.3, 0.5, 1}});
  } catch (const InputError &) {
  }
  return 0;
}
