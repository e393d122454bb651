// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/flow/flow.h>
#include <gammaflow/time/evolve/evolve.h>

#include <deal.II/base/mpi.h>
#include <gtest/gtest.h>

#include "tests/support/flows.h"
#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <memory>
#include <string>
#include <utility>

/// Distributed computations against serial ones. These functions are collective, and their results the same
/// on all processes.
namespace gammaflow::testing
{
inline unsigned processes()
{
  return dealii::Utilities::MPI::n_mpi_processes(MPI_COMM_WORLD);
}

/// The values of v, a function on `serial`, at the nodes that this process has of `distributed`: nodes are
/// found by their place.
inline Vector at_own_nodes(const Space &serial, const Vector &v, const Space &distributed)
{
  const auto key = [](const Point &x) {
    return std::array<long, 3>{
        {std::lround(1e7 * x[0] + 0.3), std::lround(1e7 * x[1] + 0.3), std::lround(1e7 * x[2] + 0.3)}};
  };
  std::map<std::array<long, 3>, double> values;
  for (std::size_t i = 0; i < serial.n_nodes(); ++i) values[key(serial.nodes()[i])] = data(v)[i];
  Vector result = distributed.zero();
  for (std::size_t i = 0; i < distributed.n_nodes(); ++i) {
    const auto found = values.find(key(distributed.nodes()[i]));
    data(result)[i] = found == values.end() ? std::nan("") : found->second;
  }
  return result;
}

/// max |a - b| / max |b| over all nodes, b on the serial space; not a number where a node has no counterpart.
inline double difference(const Space &distributed, const Vector &a, const Space &serial, const Vector &b)
{
  Vector d = at_own_nodes(serial, b, distributed);
  for (std::size_t i = 0; i < size(d); ++i) data(d)[i] = std::abs(data(d)[i] - data(a)[i]);
  return distributed.maximum(d) / b.linfty_norm();
}

/// The largest relative difference of mass, minimum, energy and dissipated energies.
inline double ledger_difference(const Trajectory &a, const Trajectory &b)
{
  double worst = 0;
  const double energy = std::max(std::abs(b.ledger.front().energy), 1e-3);
  for (std::size_t k = 0; k < b.ledger.size(); ++k) {
    const LedgerRow &x = a.ledger[k], &y = b.ledger[k];
    for (const double d :
         {(x.mass - y.mass) / std::max(1., std::abs(y.mass)),
          (x.minimum - y.minimum) / b.states[k].linfty_norm(), (x.energy - y.energy) / energy,
          (x.primal_dissipated - y.primal_dissipated) / energy,
          (x.dual_dissipated - y.dual_dissipated) / energy})
      if (!(std::abs(d) <= worst)) worst = std::abs(d);
  }
  return worst;
}

inline Parameters parameters_of(const std::string &settings)
{
  Parameters parameters;
  parameters.assign_all(settings + "; solver/tolerance = 1e-13; solver/preconditioner = multigrid", "test");
  return parameters;
}

/// Two outputs up to `end`.
inline Trajectory evolution(const Parameters &parameters, std::shared_ptr<const Space> space, double end,
                            const std::string &integrator = "auto", double tolerance = 1e-6)
{
  EvolveOptions options = options_for(end, tolerance, integrator, 2);
  options.solver_tolerance = 1e-13;
  return evolve(Flow::build(parameters, std::move(space)), options);
}

struct FlowCase {
  std::string name, settings;
  double end;
};

inline std::vector<FlowCase> flow_cases()
{
  const std::string density =
                        "target/formula = exp(0.7*cos(6.283*x)*cos(3.14*y)); initial state/formula = "
                        "exp(-cos(3.14*x)+0.5*cos(3.14*y)); ",
                    field = "initial state/formula = 0.1 + 0.6*cos(6.283*x)*cos(3.14*y)+0.2*cos(3.14*x); ";
  return {
      {"KL in Wasserstein", density + "energy/name = KL; geometry/name = Wasserstein", 0.02},
      {"chi2 in Wasserstein", density + "energy/name = chi2; geometry/name = Wasserstein", 0.01},
      {"porous medium",
       density + "energy/name = free-energy; energy/internal = power; energy/V = x^2; geometry/name = "
                 "Wasserstein",
       0.01},
      {"KL in Hellinger-Kantorovich", density + "energy/name = KL; geometry/name = Hellinger-Kantorovich",
       0.02},
      {"KL in spherical Hellinger-Kantorovich",
       density + "energy/name = KL; geometry/name = spherical Hellinger-Kantorovich", 0.02},
      {"inclusive KL in Fisher-Rao", density + "energy/name = inclusive-KL; geometry/name = Fisher-Rao", 0.5},
      {"KL in spherical Fisher-Rao", density + "energy/name = KL; geometry/name = spherical Fisher-Rao", 0.5},
      {"relaxation in spherical L2",
       field + "energy/name = chi2; geometry/name = spherical L2; target/formula = 1 + 0.3*cos(3.14*x)", 0.5},
      {"Allen-Cahn", field + "energy/name = Ginzburg-Landau; energy/kappa = 0.002; geometry/name = L2", 0.2},
      {"Allen-Cahn that keeps mass",
       field + "energy/name = Ginzburg-Landau; energy/kappa = 0.002; geometry/name = spherical L2", 0.2},
      {"Cahn-Hilliard",
       field + "energy/name = Ginzburg-Landau; energy/kappa = 0.002; geometry/name = H-1; geometry/mobility "
               "= 1.2 - u^2",
       0.001},
      {"heat equation", field + "energy/name = Dirichlet; geometry/name = L2", 0.02},
      {"heat equation in H-1", field + "energy/name = L2-distance; geometry/name = H-1; target/formula = 0",
       0.02}};
}

const std::string disk =
    "; domain/dimension = 2; domain/degree = 2; domain/shape = mesh; domain/mesh generator "
    "= disk; domain/lower = 0; domain/upper = 1; domain/mesh refinements = 1";
const std::string box =
    "; domain/dimension = 2; domain/degree = 3; domain/shape = mesh; domain/mesh generator = "
    "box; domain/cells = 3, 2; domain/mesh refinements = 1";
/// Periodic in both directions, as are the data.
const std::string torus =
    "; domain/dimension = 2; domain/degree = 2; domain/shape = mesh; domain/mesh generator = box; "
    "domain/cells = 3, 2; domain/mesh refinements = 1; domain/boundary = periodic; initial state/formula = "
    "0.6 + 0.3*sin(2*pi*x)*cos(2*pi*y); target/formula = exp(0.7*cos(2*pi*x)*cos(2*pi*y))";
const std::string corner =
    "; domain/dimension = 3; domain/degree = 1; domain/shape = mesh; domain/mesh "
    "generator = L-shape; domain/mesh refinements = 2";
/// With hanging nodes, curved and in 3D.
const std::string refined_disk =
    disk + "; domain/local refinements = 2; domain/refine where = 0.2 - abs(x - 0.3)";
const std::string refined_corner =
    "; domain/dimension = 3; domain/degree = 2; domain/shape = mesh; domain/mesh generator = L-shape; "
    "domain/local refinements = 2; domain/refine where = 0.3 - abs(x + y - 1)";

}  // namespace gammaflow::testing
