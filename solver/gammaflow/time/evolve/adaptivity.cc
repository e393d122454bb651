// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/flow/forcing.h>
#include <gammaflow/parameters/number.h>
#include <gammaflow/time/evolve/adaptivity.h>

#include <deal.II/base/parameter_handler.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace gammaflow
{
namespace
{
const DeclareParameters declared("adaptivity", [](dealii::ParameterHandler &prm) {
  using namespace dealii::Patterns;
  prm.declare_entry("enabled", "false", Bool(),
                    "The mesh follows the state (`shape = mesh`): at output times cells are halved where it "
                    "varies on short lengths, and merged where it no longer does. "
                    "Mass is kept; what the transfers do to the energy is in the ledger.");
  prm.declare_entry(
      "tolerance", "1e-3", Number(1e-12, 0.5),
      "The interpolation error that is aimed at, in units of half of the range of the state (for "
      "densities of its square root): cells are to be shorter than l tolerance^(1/(degree + 1)), l "
      "being the length on which the state varies there.");
  prm.declare_entry(
      "halvings", "3", Integer(1, 12),
      "How often the cells of the mesh of section `domain` are halved at most; they are the largest "
      "ones.");
  prm.declare_entry(
      "layers", "1", Integer(0, 10),
      "So many layers of cells around those that must be short are as short, for what moves until the "
      "next output time.");
  prm.declare_entry(
      "repetitions", "4", Integer(0, 20),
      "How often an interval between outputs is computed anew, on a mesh for its start and its end, "
      "where a front has left the short cells.");
  prm.declare_entry(
      "even halvings", "0", Integer(0, 8),
      "0: the mesh follows the state of this evolution. n > 0: a pilot finds the meshes, whatever "
      "`time/tolerance` is, and all of their cells are halved n times more. This is how references "
      "and studies refine, whose error bars compare evolutions with n, n - 1, n - 2, ...");
});
}  // namespace

bool adaptive(const Parameters &parameters)
{
  return parameters.flag("adaptivity", "enabled");
}

void refuse_adaptivity(const Parameters &parameters, const std::string &what)
{
  if (adaptive(parameters))
    parameters.reject("adaptivity", "enabled", what + " with a mesh that follows the state is not possible",
                      "false (`refine where` in section `domain` refines a mesh that stays)");
}

Adaptivity Adaptivity::read(const Parameters &parameters)
{
  if (parameters.text("domain", "shape") == "box")
    parameters.reject(
        "adaptivity", "enabled", "a box with a tensor-product mesh cannot be refined locally",
        "false, or `domain/shape = mesh` (in two and three dimensions; `mesh generator = box` is the "
        "same box)");
  Adaptivity result;
  result.tolerance = parameters.number("adaptivity", "tolerance");
  result.halvings = unsigned(parameters.integer("adaptivity", "halvings"));
  result.layers = unsigned(parameters.integer("adaptivity", "layers"));
  result.repetitions = unsigned(parameters.integer("adaptivity", "repetitions"));
  result.even_halvings = unsigned(parameters.integer("adaptivity", "even halvings"));
  return result;
}

void check_adaptivity(const Flow &flow)
{
  const Parameters &parameters = flow.parameters();
  Adaptivity::read(parameters);
  if (flow.space().level() > 0)
    refuse_adaptivity(parameters, "an evolution that starts on an evenly halved mesh");
}

Demand demand(const Space &space, const bool positive, const Vector &u, const Adaptivity &adaptivity,
              const double leeway, const double smallest_range)
{
  Vector f = u;
  if (positive)
    for (double &value : f) value = std::sqrt(value);
  const double amplitude = std::max((space.maximum(f) - space.minimum(f)) / 2, smallest_range),
               p = space.degree();
  const std::vector<double> lengths = cell_lengths(space);
  Demand result;
  result.halvings.assign(lengths.size(), -int(adaptivity.halvings));
  if (!(amplitude > 0)) return result;  // a constant
  const std::vector<double> relative = relative_lengths(space, f, amplitude);
  for (std::size_t k = 0; k < lengths.size(); ++k) {
    const double excess = relative[k] / std::pow(adaptivity.tolerance, 1 / (p + 1));
    const double halvings = std::ceil(std::log2(std::max(excess / leeway, 1e-6)));
    // Merged cells must be short enough with room, lest they be halved again at once.
    result.halvings[k] = int(
        halvings < 0 ? std::min(0., std::ceil(std::log2(std::max(1.2 * excess / leeway, 1e-6)))) : halvings);
    if (excess > result.resolution) {
      result.resolution = excess;
      result.wanted_length = lengths[k] / excess;
    }
  }
  const double worst = space.maximum(result.resolution);
  result.wanted_length = space.minimum(result.resolution == worst ? result.wanted_length
                                                                  : std::numeric_limits<double>::infinity());
  result.resolution = worst;
  return result;
}

Transfer transfer(const Flow &there, const double time, const Space &from, const Vector &u)
{
  const Space &to = there.space();
  Vector source = u;
  if (there.positive())
    for (double &value : source) value = std::log(value);
  Transfer result{transferred(there.parameters(), from, source, to), 0};
  double size_of_u = 0;
  for (std::size_t i = 0; i < size(u); ++i) size_of_u += data(from.weights())[i] * std::abs(data(u)[i]);
  size_of_u = from.sum(size_of_u);
  const double mass = from.integrate(u);
  if (there.positive()) {
    for (double &value : result.u) value = std::exp(value);
    const double found = to.integrate(result.u);
    result.mass_change = found / mass - 1;
    result.u *= mass / found;
  } else {
    Vector free = to.zero();
    free = 1.;
    if (there.forcing()) {
      there.forcing()->impose(time, result.u);
      for (const std::size_t node : there.forcing()->nodes()) data(free)[node] = 0;
    }
    const double missing = mass - to.integrate(result.u), of_free = to.integrate(free);
    if (size_of_u > 0) result.mass_change = -missing / size_of_u;
    if (of_free > 0) result.u.add(missing / of_free, free);
  }
  return result;
}

Flow flow_of_interval(const Flow &flow, const Trajectory &trajectory, const std::size_t k)
{
  if (!trajectory.adapted()) return flow;
  const auto space = trajectory.space_of(k), before = trajectory.space_of(k == 0 ? 0 : k - 1);
  const Flow here = Flow::build(flow.parameters(), space);
  if (k == 0) return here;
  const Vector &u = trajectory.states[k - 1];
  return here.started_from(space == before ? u : transfer(here, trajectory.times[k - 1], *before, u).u);
}

Vector target_at(const Flow &flow, const Trajectory &trajectory, const std::size_t k)
{
  return trajectory.adapted() ? Flow::build(flow.parameters(), trajectory.space_of(k)).target()
                              : flow.target();
}

}  // namespace gammaflow
