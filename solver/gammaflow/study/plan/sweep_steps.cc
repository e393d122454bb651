// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/energies/energy.h>
#include <gammaflow/geometries/geometry.h>
#include <gammaflow/parameters/formulas.h>
#include <gammaflow/parameters/number.h>
#include <gammaflow/study/plan/descending.h>
#include <gammaflow/study/plan/sweep_steps.h>

#include <cmath>
#include <sstream>

namespace gammaflow
{
namespace
{
using dealii::ParameterHandler;
namespace Patterns = dealii::Patterns;

const DeclareParameters sweep("sweep", [](ParameterHandler &prm) {
  prm.declare_entry("parameter", "none",
                    Patterns::Selection("none|bandwidth|energy bandwidth|bandwidths|ridge|path"),
                    "What goes to zero: kernel/bandwidth (sigma), of the geometry and, while it is the `same "
                    "as geometry`, of "
                    "the energy; energy bandwidth: that of an energy kernel of its own; bandwidths: both, in "
                    "the ratio that "
                    "they have in the file (the value is kernel/bandwidth); geometry/ridge (lambda); path: "
                    "sigma with lambda = "
                    "`ridge formula` of sigma. none: a single comparison.");
  prm.declare_entry("values", "", Patterns::Anything(),
                    "The values, comma-separated; empty: from, to, points.");
  prm.declare_entry("from", "0.2", Number::above(0), "Largest value of a geometric ladder.");
  prm.declare_entry("to", "0.0125", Number::above(0), "Smallest value of the ladder.");
  prm.declare_entry("points", "5", Patterns::Integer(1, 64), "Number of values of the ladder.");
  prm.declare_entry("ridge formula", "sigma^2", Patterns::Anything(),
                    "lambda as a formula in sigma (and domain/constants), for `path`.");
});

/// lambda(sigma) of a path.
double ridge_on_path(const Parameters &p, double sigma)
{
  const double ridge = formula_in("sigma", p, "sweep", "ridge formula")(sigma);
  if (!(ridge > 0) || !std::isfinite(ridge)) {
    std::ostringstream why;
    why << "is " << ridge << " at sigma = " << sigma;
    p.reject("sweep", "ridge formula", why.str(), "a formula that is positive and finite");
  }
  return ridge;
}
}  // namespace

bool moves_kernel(const std::string &parameter)
{
  return parameter == "bandwidth" || parameter == "bandwidths" || parameter == "path" ||
         parameter == grid_of_both;
}
bool moves_energy_kernel(const std::string &parameter)
{
  return parameter == "energy bandwidth" || parameter == "bandwidths";
}
bool moves_ridge(const std::string &parameter)
{
  return parameter == "ridge" || parameter == "path" || parameter == grid_of_both;
}

bool energy_moves(const Parameters &p)
{
  const std::string parameter = p.text("sweep", "parameter");
  if (!Registry<Energy>::traits(p.text("energy", "name")).needs_kernel) return false;
  return p.flag("energy kernel", "same as geometry") ? moves_kernel(parameter)
                                                     : moves_energy_kernel(parameter);
}
bool geometry_moves(const Parameters &p)
{
  const std::string parameter = p.text("sweep", "parameter");
  return parameter == "ridge" ||
         (moves_kernel(parameter) && Registry<Geometry>::traits(p.text("geometry", "name")).needs_kernel);
}

std::vector<double> sweep_values(const Parameters &p)
{
  if (p.text("sweep", "parameter") == "none") return {0.};
  std::vector<double> values = p.numbers("sweep", "values");
  if (values.empty()) {
    const double from = p.number("sweep", "from"), to = p.number("sweep", "to");
    const long points = p.integer("sweep", "points");
    if (!(from > 0) || !(to > 0) || from < to)
      p.reject("sweep", "to", "the ladder goes down from `from` to `to`", "0 < to <= from");
    for (long i = 0; i < points; ++i)
      values.push_back(points == 1 ? from : from * std::pow(to / from, double(i) / (points - 1)));
  }
  return descending(std::move(values), p, "sweep", "values");
}

std::vector<SweepStep> sweep_steps(const Parameters &p)
{
  const std::string parameter = p.text("sweep", "parameter");
  std::vector<SweepStep> steps;
  for (const double value : sweep_values(p)) {
    SweepStep step;
    step.parameter = value;
    step.bandwidth = moves_kernel(parameter) ? value : p.number("kernel", "bandwidth");
    step.energy_bandwidth = parameter == "energy bandwidth" ? value
                            : parameter == "bandwidths"     ? value * p.number("energy kernel", "bandwidth") /
                                                              p.number("kernel", "bandwidth")
                                                        : p.number("energy kernel", "bandwidth");
    step.ridge = parameter == "ridge"  ? value
                 : parameter == "path" ? ridge_on_path(p, value)
                                       : p.number("geometry", "ridge");
    steps.push_back(step);
  }
  return steps;
}

void set_step(Parameters &p, const std::string &sweep_parameter, const SweepStep &step)
{
  if (moves_kernel(sweep_parameter)) p.set("kernel", "bandwidth", all_digits(step.bandwidth), "sweep");
  if (moves_energy_kernel(sweep_parameter))
    p.set("energy kernel", "bandwidth", all_digits(step.energy_bandwidth), "sweep");
  if (moves_ridge(sweep_parameter)) p.set("geometry", "ridge", all_digits(step.ridge), "sweep");
}

}  // namespace gammaflow
