// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/energies/energy.h>
#include <gammaflow/geometries/geometry.h>
#include <gammaflow/parameters/input_files.h>
#include <gammaflow/study/plan/evolution_key.h>

#include <nlohmann/json.hpp>

namespace gammaflow
{
std::string evolution_key(const Parameters &flow)
{
  const auto all = flow.as_json();
  const auto &geometry = Registry<Geometry>::traits(flow.text("geometry", "name"));
  const auto &energy = Registry<Energy>::traits(flow.text("energy", "name"));

  nlohmann::json key;
  for (const char *section : {"domain", "adaptivity", "initial state", "target", "energy", "source",
                              "boundary", "time", "solver", "geodesic"})
    key[section] = all[section];
  key["geometry"]["name"] = all["geometry"]["name"];
  for (const std::string &read : geometry.reads) key["geometry"][read] = all["geometry"][read];
  const bool same = energy.needs_kernel && flow.flag("energy kernel", "same as geometry");
  if (geometry.needs_kernel || same) key["kernel"] = all["kernel"];
  if (energy.needs_kernel)
    key["energy kernel"] = same ? nlohmann::json("same as geometry") : all["energy kernel"];
  key["files"] = as_json(input_files(flow));
  return key.dump();
}

}  // namespace gammaflow
