// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/parameters/number.h>
#include <gammaflow/parameters/solver_tolerance.h>

#include <deal.II/base/parameter_handler.h>

#include <algorithm>

namespace gammaflow
{
namespace
{
constexpr double usual = 0.01, most = 0.1;  ///< of the tolerance of time integration
/// Below it systems are not solved in these numbers.
constexpr double smallest = 1e-16;
}  // namespace

double solver_tolerance(const Parameters &parameters)
{
  const double time = parameters.number("time", "tolerance");
  if (parameters.text("solver", "tolerance") == "auto") return usual * time;
  const std::string allowed =
      "auto, or a number above 0 and up to " + few_digits(most * time) + ", a tenth of time/tolerance";
  const auto given = number_in(parameters.text("solver", "tolerance"));
  if (!given || !(*given > 0))
    parameters.reject("solver", "tolerance", "is not a relative tolerance", allowed);
  // round-off of a product is no reason to refuse a tenth
  if (!(*given <= most * time * (1 + 1e-12)))
    parameters.reject(
        "solver", "tolerance",
        "leaves errors in the equations of a step that are not small against those of the step, " +
            few_digits(time),
        allowed);
  return *given;
}

void set_time_tolerance(Parameters &parameters, const double tolerance, const std::string &origin)
{
  const double before = parameters.number("time", "tolerance");
  const bool automatic = parameters.text("solver", "tolerance") == "auto";
  const double solver = automatic ? 0 : solver_tolerance(parameters);
  parameters.set("time", "tolerance", all_digits(tolerance), origin);
  if (!automatic)
    parameters.set("solver", "tolerance",
                   all_digits(std::min(most * tolerance, std::max(smallest, solver / before * tolerance))),
                   origin);
}

}  // namespace gammaflow
