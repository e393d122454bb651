// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/energies/energy.h>
#include <gammaflow/geometries/geometry.h>
#include <gammaflow/study/plan/evolution_key.h>
#include <gammaflow/time/evolve/evolve.h>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/flows.h"
#include <algorithm>
#include <set>

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
const std::string settings =
    "domain/cells = 4; domain/degree = 2; kernel/name = intrinsic Matern; kernel/bandwidth = 0.2; initial "
    "state/formula = 1 + 0.2*cos(pi*x); time/end = 1e-3; time/outputs = 1; time/tolerance = 1e-2";

/// Read, but no part of what is computed.
const std::set<std::string> elsewhere = {"memory"};

/// A section that is the same as another one is a word.
bool holds(const nlohmann::json &all, const std::string &section, const std::string &key)
{
  return all.contains(section) && (all[section].is_string() || all[section].contains(key));
}

/// Keys that the flow reads while it is made and evolves, and that the key of its evolution does not hold:
/// results of one flow would be taken for those of another. Empty where there is no such flow.
std::vector<std::string> left_out(const std::string &energy, const std::string &geometry)
{
  const Parameters parameters = flow_parameters(energy, geometry, settings).apart();
  try {
    const Flow flow = make_flow(parameters);
    evolve(flow, evolve_options(parameters));
  } catch (const std::exception &) {
    return {};  // pairs that make no sense are refused with a reason, which is tested elsewhere
  }
  const auto key = nlohmann::json::parse(evolution_key(parameters));
  std::vector<std::string> result;
  for (const auto &parameter : Parameters::descriptions()) {
    const auto read = parameters.keys_read_in(parameter.section);
    if (elsewhere.count(parameter.section) == 0 &&
        std::find(read.begin(), read.end(), parameter.key) != read.end() &&
        !holds(key, parameter.section, parameter.key))
      result.push_back(parameter.section + "/" + parameter.key);
  }
  return result;
}
}  // namespace

TEST(EvolutionKey, HoldsAllThatFlowsRead)
{
  unsigned flows = 0;
  for (const auto &geometry : Registry<Geometry>::names()) {
    for (const char *energy : {"KL", "MMD", "Ginzburg-Landau", "free-energy"}) {
      const auto missing = left_out(energy, geometry);
      EXPECT_TRUE(missing.empty()) << energy << " in " << geometry << ": " << missing.front();
      ++flows;
    }
  }
  EXPECT_GT(flows, 50u);
}

// What a geometry does not read is not part of the key: flows that differ in it alone are computed once.
TEST(EvolutionKey, HoldsOfTheGeometryWhatItReads)
{
  for (const auto &[name, entry] : Registry<Geometry>::entries()) {
    const Parameters parameters = flow_parameters("KL", name, settings);
    const auto key = nlohmann::json::parse(evolution_key(parameters))["geometry"];
    EXPECT_EQ(key.size(), 1 + entry.traits.reads.size()) << name;
  }
}
