// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/parameters/number.h>
#include <gammaflow/parameters/parameters.h>
#include <gammaflow/particles/particle_dynamics.h>

#include <deal.II/base/parameter_handler.h>

namespace gammaflow
{
namespace
{
const DeclareParameters declared("particles", [](dealii::ParameterHandler &prm) {
  using namespace dealii;
  prm.declare_entry("dynamics", "none",
                    Patterns::Selection("none|" + Registry<ParticleDynamics>::selection()),
                    "How particles move (`gammaflow list dynamics`, doc/particles.md); none: the file "
                    "describes no particles but a flow of densities.");
  prm.declare_entry("number", "1000", Patterns::Integer(1, 10000000), "Number N of particles.");
  prm.declare_entry("seed", "1", Patterns::Integer(0),
                    "Of all random numbers. The same seed gives the same particles, whatever the number of "
                    "threads; a smaller N gives the first of them.");
  prm.declare_entry(
      "start", "iid", Patterns::Selection("iid|quantiles|file"),
      "iid: independent draws from the density of section `initial state`. quantiles: F^-1((i - 1/2)/N) of "
      "its distribution function F, in one dimension. file: the points of `file`.");
  prm.declare_entry("file", "", Patterns::Anything(),
                    "A CSV file of points, one per line, one column per dimension.");
  prm.declare_entry(
      "step", "adaptive", Patterns::Anything(),
      "adaptive: an embedded Runge-Kutta method of `time/integrator` (auto: dopri5) to `time/tolerance`, "
      "relative to the extent of the domain. A number: explicit Euler steps of at most this length, as many "
      "as an interval between outputs needs. Random dynamics need a number.");
});
}  // namespace
}  // namespace gammaflow
