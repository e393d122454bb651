#include <gammaflow/densities/density.h>
#include <gammaflow/densities/formula.h>
#include <gammaflow/geodesics/geodesic.h>
#include <gammaflow/time/adaptivity.h>
#include <gammaflow/time/evolve.h>

#include <deal.II/base/parameter_handler.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace gammaflow
{
namespace
{
const DeclareParameters declared("geodesic", [](dealii::ParameterHandler &prm) {
  using namespace dealii;
  prm.declare_entry(
      "geometry", "none", Patterns::Selection("none|Fisher-Rao|Wasserstein"),
      "With a geometry, `gammaflow run` computes its geodesic from the initial state to the target "
      "instead of a gradient flow.");
  prm.declare_entry(
      "method", "closed form", Patterns::Selection("closed form|Hamiltonian"),
      "closed form: Fisher-Rao anywhere; Wasserstein on intervals, by quantiles. Hamiltonian: the system "
      "rho' = K(rho) xi, xi' = -dH/drho, until the density reaches zero or a shock.");
  prm.declare_entry(
      "potential", "", Patterns::Anything(),
      "Hamiltonian: the potential xi at the start, a formula in x, y, z; empty: the one that leads to "
      "the target at the end.");
});

Trajectory along(const Geodesic &geodesic, std::shared_ptr<const Space> space,
                 const std::vector<double> &times, double energy)
{
  Trajectory trajectory;
  trajectory.space = space;
  trajectory.gradient_structure = false;
  for (const double time : times) {
    const Vector u = geodesic.state(time / times.back());
    LedgerRow row;
    row.time = time;
    row.mass = space->integrate(u);
    row.minimum = *std::min_element(u.begin(), u.end());
    row.energy = row.primal_rate = row.dual_rate = energy;
    row.primal_dissipated = row.dual_dissipated = row.edb_residual = std::numeric_limits<double>::quiet_NaN();
    trajectory.times.push_back(time);
    trajectory.states.push_back(u);
    trajectory.ledger.push_back(row);
  }
  return trajectory;
}
}  // namespace

bool describes_geodesic(const Parameters &parameters)
{
  return parameters.text("geodesic", "geometry") != "none";
}

Trajectory geodesic_trajectory(const Parameters &parameters)
{
  refuse_adaptivity(parameters, "a geodesic");
  const std::shared_ptr<const Space> space = make_space(parameters);
  const Vector rho0 = make_density(parameters, "initial state", *space, true);
  const bool wasserstein = parameters.text("geodesic", "geometry") == "Wasserstein",
             hamiltonian = parameters.text("geodesic", "method") == "Hamiltonian";
  const EvolveOptions options = evolve_options(parameters);
  const std::vector<double> &times = options.output_times;
  const auto geometry = wasserstein ? HamiltonianGeometry::wasserstein : HamiltonianGeometry::fisher_rao;
  if (!parameters.text("geodesic", "potential").empty()) {
    if (!hamiltonian)
      parameters.reject("geodesic", "potential",
                        "starts the Hamiltonian system, and the method is the closed form",
                        "empty, or method = Hamiltonian");
    const Formula potential(parameters, "geodesic", "potential", space->dim());
    const Vector xi0 = space->sample([&](const Point &x) { return potential.value(x); });
    return hamiltonian_geodesic(geometry, space, rho0, xi0, times, options.tolerance);
  }
  const Vector rho1 = make_density(parameters, "target", *space, true);
  const auto geodesic =
      wasserstein ? wasserstein_geodesic(space, rho0, rho1) : fisher_rao_geodesic(rho0, rho1);
  // at the end at t = end instead of 1: slower by that factor
  Vector xi0 = geodesic->initial_potential();
  xi0 *= 1 / times.back();
  if (hamiltonian) return hamiltonian_geodesic(geometry, space, rho0, xi0, times, options.tolerance);
  Vector v = rho0;
  if (wasserstein)
    space->gradients().apply(rho0, xi0, v);
  else
    v.scale(xi0);
  return along(*geodesic, space, times, 0.5 * space->inner(xi0, v));
}

}  // namespace gammaflow
