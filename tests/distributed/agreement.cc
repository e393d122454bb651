// SPDX-License-Identifier: LGPL-2.1-or-later
// Runs (ctest) on two processes, or on any number: meshes distributed by p4est over all processes, and on
// each process alone, against the serial mesh.
#include <gammaflow/base/processes.h>
#include <gammaflow/spaces/make_space.h>
#include <gammaflow/study/references/error_budget.h>

#include "tests/distributed/comparison.h"

using namespace gammaflow;
using namespace gammaflow::testing;

TEST(Distributed, SpacesAreTheSame)
{
  for (const std::string &domain : {disk, box, torus, corner, refined_disk, refined_corner}) {
    const Parameters parameters = parameters_of(domain.substr(2));
    const auto serial = make_serial_space(parameters),
               all = make_distributed_space(parameters, 0, MPI_COMM_WORLD);
    EXPECT_EQ(all->distributed(), processes() > 1);
    ASSERT_EQ(all->n_global_nodes(), serial->n_nodes()) << domain;
    EXPECT_NEAR(all->volume(), serial->volume(), 1e-13);
    EXPECT_NEAR(all->spacing(), serial->spacing(), 1e-13);
    for (unsigned d = 0; d < serial->dim(); ++d) EXPECT_NEAR(all->lower()[d], serial->lower()[d], 1e-13);
    EXPECT_LT(difference(*all, all->weights(), *serial, serial->weights()), 1e-13) << domain;

    // The curved cells of a disk are found by an iteration, whose round-off second derivatives magnify.
    const double round_off = domain == disk || domain == refined_disk ? 1e-9 : 1e-11;
    const auto f = [](const Point &x) { return std::sin(3 * x[0] + x[1]) + x[2]; };
    const auto m = [](const Point &x) { return 1 + x[0] * x[1]; };
    const Vector u = all->sample(f), v = serial->sample(f), mu = all->sample(m), mv = serial->sample(m);
    Vector Au = u, Av = v;
    all->gradients().apply(mu, u, Au);
    serial->gradients().apply(mv, v, Av);
    EXPECT_LT(difference(*all, Au, *serial, Av), round_off) << domain;
    all->laplacian().laplacian(u, Au);
    serial->laplacian().laplacian(v, Av);
    EXPECT_LT(difference(*all, Au, *serial, Av), round_off) << domain;
    all->gradients().product(u, mu, Au);
    serial->gradients().product(v, mv, Av);
    EXPECT_LT(difference(*all, Au, *serial, Av), round_off) << domain;
    all->gradients().diagonal(mu, Au);
    serial->gradients().diagonal(mv, Av);
    EXPECT_LT(difference(*all, Au, *serial, Av), round_off) << domain;
    // Cells of a front: none on one process, and some on another.
    const auto steep = [](const Point &x) { return std::exp(9 * std::sin(4 * x[0] + 2 * x[1]) - 9); };
    const Vector su = all->sample(steep), sv = serial->sample(steep);
    const auto of_all = all->gradients().at_fronts(su, u), of_serial = serial->gradients().at_fronts(sv, v);
    ASSERT_TRUE(of_serial) << domain;
    (of_all ? *of_all : all->gradients()).apply(su, u, Au);
    of_serial->apply(sv, v, Av);
    EXPECT_LT(difference(*all, Au, *serial, Av), round_off) << domain;
    EXPECT_NEAR(all->integrate(u), serial->integrate(v), 1e-12);
    const Point x{{0.21, 0.33, serial->dim() == 3 ? 0.4 : 0.}};
    EXPECT_NEAR(all->evaluate(u, x), serial->evaluate(v, x), 1e-12) << domain;
  }
}

TEST(Distributed, FunctionsOfTheLaplacian)
{
  const Parameters parameters = parameters_of(disk.substr(2));
  const auto serial = make_serial_space(parameters),
             all = make_distributed_space(parameters, 0, MPI_COMM_WORLD);
  const auto f = [](const Point &x) { return std::sin(3 * x[0] + x[1]); };
  const Vector u = all->sample(f), v = serial->sample(f);
  Vector gu = u, gv = v;
  for (const auto &g : {SpectralFunction::matern(0.2, 2), SpectralFunction::inverse_matern(0.2, 2),
                        SpectralFunction::pseudo_inverse()}) {
    all->laplacian().prepare(g)->apply(u, gu);
    serial->laplacian().prepare(g)->apply(v, gv);
    EXPECT_LT(difference(*all, gu, *serial, gv), 1e-8) << g.label;  // (1 + l^2 L)^2: four derivatives
  }
  if (processes() > 1) EXPECT_THROW(all->laplacian().prepare(SpectralFunction::heat(0.1)), InputError);
}

TEST(Distributed, InterpolationToARefinedMesh)
{
  for (const std::string &domain : {disk, box, torus, refined_disk, refined_corner}) {
    const Parameters parameters = parameters_of(domain.substr(2));
    const auto f = [](const Point &x) { return 1.5 + std::sin(3 * x[0] + x[1]); };
    const auto coarse = make_distributed_space(parameters, 0, MPI_COMM_WORLD),
               fine = make_distributed_space(parameters, 2, MPI_COMM_WORLD);
    const auto serial_coarse = make_serial_space(parameters, 0),
               serial_fine = make_serial_space(parameters, 2);
    const Vector u = carried(coarse->sample(f), *coarse, *fine),
                 v = carried(serial_coarse->sample(f), *serial_coarse, *serial_fine);
    EXPECT_LT(difference(*fine, u, *serial_fine, v), domain == disk || domain == refined_disk ? 1e-10 : 1e-13)
        << domain;
  }
}

// The flows themselves: states and ledger agree to 1e-10 with the serial run.
TEST(Distributed, FlowsAreTheSame)
{
  for (const FlowCase &c : flow_cases())
    for (const std::string &domain : {disk, box, torus, corner, refined_disk}) {
      if (domain == refined_disk && c.name != "porous medium" && c.name != "Cahn-Hilliard") continue;
      if (domain == torus && c.name != "KL in Wasserstein" && c.name != "Cahn-Hilliard") continue;
      if (domain == box && c.name.find("in ") != std::string::npos && c.name != "KL in Wasserstein") continue;
      if (domain == corner && c.name != "KL in Wasserstein" && c.name != "Allen-Cahn") continue;
      SCOPED_TRACE(c.name + domain);
      const Parameters parameters = parameters_of(c.settings + domain);
      const Trajectory serial = evolution(parameters, make_serial_space(parameters), c.end);
      for (const MPI_Comm communicator : {MPI_COMM_SELF, MPI_COMM_WORLD}) {
        if (communicator == MPI_COMM_SELF && domain != disk) continue;  // the same mesh in p4est's numbering
        const Trajectory other =
            evolution(parameters, make_distributed_space(parameters, 0, communicator), c.end);
        EXPECT_LT(ledger_difference(other, serial), 1e-10) << c.name << domain;
        EXPECT_LT(difference(*other.space, other.states.back(), *serial.space, serial.states.back()), 1e-10)
            << c.name << domain;
        EXPECT_EQ(other.ledger[1].steps, serial.ledger[1].steps) << c.name << domain;
      }
    }
}

// Must fail: a mass that is summed on each process alone, a maximum that one process finds, a stiffness
// without what the neighbours contribute.
TEST(Distributed, MissingReductionsAreCaught)
{
  if (processes() == 1) GTEST_SKIP() << "one process";
  const FlowCase c = flow_cases().front();
  const Parameters parameters = parameters_of(c.settings + disk);
  const auto serial_space = make_serial_space(parameters);
  const Trajectory serial = evolution(parameters, serial_space, c.end);
  const auto space = make_distributed_space(parameters, 0, MPI_COMM_WORLD);
  Trajectory wrong = evolution(parameters, space, c.end);
  ASSERT_LT(ledger_difference(wrong, serial), 1e-10);
  for (std::size_t k = 0; k < wrong.states.size(); ++k) {
    double own = 0;
    for (std::size_t i = 0; i < space->n_nodes(); ++i)
      own += data(space->weights())[i] * data(wrong.states[k])[i];
    wrong.ledger[k].mass = own;
  }
  EXPECT_GT(ledger_difference(wrong, serial), 0.1);

  double own = -1;
  for (const double value : wrong.states.back()) own = std::max(own, value);
  const double all = space->maximum(own);
  EXPECT_FALSE(space->everywhere(own == all));

  Vector u = space->sample([](const Point &x) { return std::sin(9 * x[0]); }), Lu = u;
  const Vector v = serial_space->sample([](const Point &x) { return std::sin(9 * x[0]); });
  Vector Lv = v;
  serial_space->laplacian().laplacian(v, Lv);
  space->laplacian().laplacian(u, Lu);
  EXPECT_LT(difference(*space, Lu, *serial_space, Lv), 1e-9);
  // the same with ghosts that are zero
  Vector one = space->zero(), without = u;
  one = 1.;
  u = 0.;
  const bool left = dealii::Utilities::MPI::this_mpi_process(MPI_COMM_WORLD) == 0;
  if (left)
    for (std::size_t i = 0; i < space->n_nodes(); ++i) data(u)[i] = std::sin(9 * space->nodes()[i][0]);
  space->gradients().apply(one, u, without);
  if (!left) without = Lu;
  EXPECT_GT(difference(*space, without, *serial_space, Lv), 1e-3);
}

// What one process decides alone would leave the others waiting.
TEST(Distributed, MessagesAndNumbersThatAreNone)
{
  const Parameters parameters = parameters_of(disk.substr(2));
  const auto space = make_distributed_space(parameters, 0, MPI_COMM_WORLD);
  const bool last = dealii::Utilities::MPI::this_mpi_process(MPI_COMM_WORLD) + 1 == processes();
  EXPECT_TRUE(std::isnan(space->maximum(last ? std::nan("") : 7.)));
  EXPECT_TRUE(std::isnan(space->minimum(last ? std::nan("") : 7.)));
  EXPECT_FALSE(space->everywhere(!last));
  EXPECT_EQ(first_message(last ? "here" : "", space->weights()), "here");
  Vector v = space->zero();
  if (last) data(v)[1] = std::nan("");
  EXPECT_TRUE(std::isnan(space->minimum(v)));
  EXPECT_THROW(on_root([]() -> int { throw InputError("the root's"); }), InputError);
  // a density that is not positive at nodes of one process only
  Parameters bad = parameters_of(flow_cases().front().settings + disk);
  bad.set("initial state", "formula", "x - 0.02");
  EXPECT_THROW(Flow::build(bad, space), InputError);
}

TEST(Distributed, WhatIsNotDistributedIsRefused)
{
  if (processes() == 1) GTEST_SKIP() << "one process";
  Parameters boxes = parameters_of("domain/dimension = 2");
  EXPECT_THROW(make_space(boxes), InputError);
  const auto refused = [](const std::string &settings) {
    const Parameters parameters = parameters_of(settings + disk);
    EXPECT_THROW(Flow::build(parameters, make_space(parameters)), InputError) << settings;
  };
  refused("energy/name = free-energy; energy/W = r^2; geometry/name = Wasserstein");
}
