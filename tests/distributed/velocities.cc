// SPDX-License-Identifier: LGPL-2.1-or-later
// Kernel flows of velocities on meshes over several processes.
#include <gammaflow/spaces/mesh/mesh_fields.h>

#include "tests/distributed/comparison.h"
#include <utility>

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
const std::string setting =
    "energy/name = KL; kernel/name = intrinsic Matern; kernel/bandwidth = 0.3; geometry/ridge = 0.1; "
    "target/formula = exp(0.7*cos(6.283*x)*cos(3.14*y)); initial state/formula = "
    "exp(-cos(3.14*x)+0.5*cos(3.14*y)); geometry/name = ";
}  // namespace

// Fields of one process: a wall whose normal belongs to a cell of another one, a divergence without what the
// neighbours contribute.
TEST(DistributedVelocities, FieldsAreTheSame)
{
  for (const std::string &domain : {disk, box, torus, corner, refined_disk, refined_corner}) {
    const Parameters parameters = parameters_of(domain.substr(2));
    const auto serial = make_serial_space(parameters),
               all = make_distributed_space(parameters, 0, MPI_COMM_WORLD);
    const auto of_serial = MeshFields::of(*serial), of_all = MeshFields::of(*all);
    const auto f = [](const Point &x) { return std::sin(3 * x[0] + x[1]) + x[2]; };
    const auto g = of_serial->gradient(serial->sample(f)), h = of_all->gradient(all->sample(f));
    EXPECT_NEAR(of_all->inner(h, h), of_serial->inner(g, g), 1e-10 * of_serial->inner(g, g)) << domain;
    Vector on_serial = serial->zero(), on_all = all->zero();
    of_serial->divergence(g, on_serial);
    of_all->divergence(h, on_all);
    EXPECT_LT(difference(*all, on_all, *serial, on_serial), 1e-8) << domain;
  }
}

namespace
{
/// u' at the start, on a space of the given processes.
Vector rate(const Parameters &parameters, std::shared_ptr<const Space> space)
{
  const Flow flow = Flow::build(parameters, std::move(space));
  Vector xi = flow.initial_state(), v = xi;
  flow.energy().first_variation(flow.initial_state(), xi);
  flow.geometry().onsager_apply(flow.initial_state(), xi, v);
  return v;
}
}  // namespace

// The rates of flows: a sum of a solver that one process finds alone. Must fail: another bandwidth.
TEST(DistributedVelocities, RatesAreTheSame)
{
  for (const std::string geometry :
       {"Stein Wasserstein", "KRR Wasserstein", "Stein Wasserstein; kernel/smoothness = 2",
        "Wasserstein; geometry/gradients = staggered"})
    for (const std::string &domain : {disk, refined_disk}) {
      SCOPED_TRACE(geometry + domain);
      const Parameters parameters = parameters_of(setting + geometry + domain);
      const auto serial = make_serial_space(parameters),
                 all = make_distributed_space(parameters, 0, MPI_COMM_WORLD);
      const Vector one = rate(parameters, serial);
      EXPECT_LT(difference(*all, rate(parameters, all), *serial, one), 1e-8);
      if (geometry.find("staggered") != std::string::npos) continue;
      const Parameters wrong = parameters_of(setting + geometry + domain + "; kernel/bandwidth = 0.2");
      EXPECT_GT(difference(*all, rate(wrong, all), *serial, one), 1e-3);
    }
}

// Whole evolutions, explicit and implicit: steps that are judged by one process's part of the error, a mass
// or a dissipation that is summed on each process alone. Must fail: another ridge and bandwidth.
TEST(DistributedVelocities, EvolutionsAreTheSame)
{
  const auto evolved = [](const Parameters &parameters, const std::shared_ptr<const Space> &space) {
    EvolveOptions options = options_for(0.01, 1e-4, "auto", 1);
    options.solver_tolerance = 1e-9;
    return evolve(Flow::build(parameters, space), options);
  };
  for (const std::string geometry : {"Stein Wasserstein", "KRR Wasserstein"}) {
    SCOPED_TRACE(geometry);
    const std::string settings = setting + geometry + disk + "; domain/degree = 1; solver/tolerance = 1e-10";
    const Parameters parameters = parameters_of(settings);
    const Trajectory serial = evolved(parameters, make_serial_space(parameters));
    const auto space = make_distributed_space(parameters, 0, MPI_COMM_WORLD);
    const Trajectory all = evolved(parameters, space);
    EXPECT_LT(ledger_difference(all, serial), 1e-7);
    EXPECT_LT(difference(*space, all.states.back(), *serial.space, serial.states.back()), 1e-7);
    EXPECT_EQ(all.ledger[1].steps, serial.ledger[1].steps);
    EXPECT_NEAR(all.ledger[1].mass, all.ledger[0].mass, 1e-12 * all.ledger[0].mass);
    const Parameters wrong = parameters_of(settings + "; kernel/bandwidth = 0.29; geometry/ridge = 0.11");
    const Trajectory other = evolved(wrong, space);
    EXPECT_GT(ledger_difference(other, serial), 1e-5);
    EXPECT_GT(difference(*space, other.states.back(), *serial.space, serial.states.back()), 1e-5);
  }
}
