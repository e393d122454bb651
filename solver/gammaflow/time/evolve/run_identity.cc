// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/parameters/input_files.h>
#include <gammaflow/time/evolve/run_identity.h>

#include <nlohmann/json.hpp>

#include <sstream>

namespace gammaflow
{
std::string parameters_of_run(const Parameters &parameters)
{
  nlohmann::json all = parameters.as_json();
  all.erase("output");
  return all.dump() + "\n" + as_json(input_files(parameters)).dump();
}

std::string all_bits(double x)
{
  std::ostringstream out;
  out << std::hexfloat << x;
  return out.str();
}

}  // namespace gammaflow
