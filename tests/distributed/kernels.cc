// SPDX-License-Identifier: LGPL-2.1-or-later
// Flows whose kernel is an elliptic solve, (1 + l^2 L)^-s, on meshes that are distributed over processes.
#include <gammaflow/kernels/kernel_average.h>
#include <gammaflow/spaces/make_space.h>

#include "tests/distributed/comparison.h"

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
struct KernelCase {
  std::string name, settings;
  double end, tolerance = 1e-6;
  std::string integrator = "auto";
};

const std::string matern = "; kernel/name = intrinsic Matern; kernel/bandwidth = 0.15; kernel/smoothness = ";

std::vector<KernelCase> kernel_cases()
{
  const std::string density =
                        "target/formula = exp(0.7*cos(6.283*x)*cos(3.14*y)); initial state/formula = "
                        "exp(-cos(3.14*x)+0.5*cos(3.14*y)); ",
                    kl = density + "energy/name = KL; geometry/name = ", mmd = "energy/name = MMD; ";
  return {
      {"MMD in MMD", density + mmd + "geometry/name = MMD" + matern + "2", 0.5},
      {"MMD in spherical MMD", density + mmd + "geometry/name = spherical MMD" + matern + "1", 0.5},
      {"MMD in L2", density + mmd + "geometry/name = L2" + matern + "2", 0.5},
      {"MMD in kernel L2", density + mmd + "geometry/name = kernel L2" + matern + "1", 0.5},
      {"L2-distance in MMD", density + "energy/name = L2-distance; geometry/name = MMD" + matern + "1", 0.1,
       1e-3, "sdirk2"},
      {"KL in ridge MMD", kl + "ridge MMD; geometry/ridge = 0.1" + matern + "1", 0.05, 1e-3, "sdirk2"},
      {"KL in Stein", kl + "Stein Fisher-Rao" + matern + "2", 0.5},
      {"KL in spherical Stein", kl + "spherical Stein Fisher-Rao" + matern + "1", 0.5},
      {"KL in KRR", kl + "KRR Fisher-Rao; geometry/ridge = 0.01" + matern + "1", 0.2},
      {"KL in spherical KRR", kl + "spherical KRR Fisher-Rao; geometry/ridge = 0.01" + matern + "2", 0.2},
      {"KL in normalized", kl + "normalized Fisher-Rao" + matern + "2", 0.5},
      {"KL in spherical Nadaraya-Watson", kl + "spherical Nadaraya-Watson Fisher-Rao" + matern + "1", 0.5}};
}

double of_dissipations(const Trajectory &a, const Trajectory &b)
{
  return std::isnan(b.ledger[1].dual_dissipated) ? 0 : ledger_difference(a, b);
}
}  // namespace

// States and ledger agree to 1e-10 with the serial run.
TEST(DistributedKernels, FlowsAreTheSame)
{
  for (const KernelCase &c : kernel_cases())
    for (const std::string &domain : {disk, box, refined_disk}) {
      if (domain == refined_disk && c.name != "KL in KRR" && c.name != "MMD in L2") continue;
      if (domain == disk && c.integrator != std::string("auto"))
        continue;  // an elliptic solve in each iteration
      SCOPED_TRACE(c.name + domain);
      const Parameters parameters = parameters_of(c.settings + domain);
      const Trajectory serial =
          evolution(parameters, make_serial_space(parameters), c.end, c.integrator, c.tolerance);
      for (const MPI_Comm communicator : {MPI_COMM_SELF, MPI_COMM_WORLD}) {
        const Trajectory other = evolution(parameters, make_distributed_space(parameters, 0, communicator),
                                           c.end, c.integrator, c.tolerance);
        const double of_state =
            difference(*other.space, other.states.back(), *serial.space, serial.states.back());
        const double of_ledger = of_dissipations(other, serial);
        EXPECT_LT(of_ledger, 1e-10);
        EXPECT_LT(of_state, 1e-10);
        EXPECT_EQ(other.ledger[1].steps, serial.ledger[1].steps);
      }
    }
}

// The kernel itself, its inverse, and its diagonal, which on several processes is an approximation.
TEST(DistributedKernels, OperatorsAreTheSame)
{
  for (const std::string &domain : {disk, box, corner, refined_disk})
    for (const char *smoothness : {"1", "2"}) {
      SCOPED_TRACE(domain + smoothness);
      const Parameters parameters = parameters_of(domain.substr(2) + matern + smoothness);
      const auto serial = make_serial_space(parameters),
                 all = make_distributed_space(parameters, 0, MPI_COMM_WORLD);
      const auto one = make_kernel_operator(parameters, "kernel", serial),
                 several = make_kernel_operator(parameters, "kernel", all);
      const auto f = [](const Point &x) { return std::cos(3 * x[0] + x[1]) + x[2]; };
      const Vector u = all->sample(f), v = serial->sample(f);
      Vector Ku = u, Kv = v;
      several->apply(u, Ku);
      one->apply(v, Kv);
      EXPECT_LT(difference(*all, Ku, *serial, Kv), 1e-11);
      EXPECT_NEAR(all->integrate(Ku), all->integrate(u), 1e-13);
      ASSERT_TRUE(several->has_inverse());
      ASSERT_NE(several->differential_inverse(), nullptr);
      Vector back = u;
      several->apply_inverse(Ku, back);
      back -= u;
      EXPECT_LT(all->maximum(back), 1e-8);
      several->diagonal(Ku);
      one->diagonal(Kv);
      Vector ratio = at_own_nodes(*serial, Kv, *all);
      for (std::size_t i = 0; i < size(ratio); ++i) data(ratio)[i] /= data(Ku)[i];
      EXPECT_GT(all->minimum(ratio), 0.2);
      EXPECT_LT(all->maximum(ratio), 5);
    }
}

// Must fail: a kernel average, a quotient and a sum that each process looks at alone.
TEST(DistributedKernels, WhatOneProcessFindsAllHear)
{
  if (processes() == 1) GTEST_SKIP() << "one process";
  const Parameters parameters = parameters_of(disk.substr(2) + matern + "1");
  const auto all = make_distributed_space(parameters, 0, MPI_COMM_WORLD);
  const auto kernel = make_kernel_operator(parameters, "kernel", all);
  // negative on the left half alone
  const Vector rho = all->sample([](const Point &x) { return x[0] < 0.3 ? -1. : 1.; });
  Vector q = all->zero();
  EXPECT_THROW(kernel_average(PositiveSums(kernel, 4096), rho, "test", q), NumericalFailure);
  Vector one = all->zero(), zero = all->zero(), f = all->zero();
  one = 1.;
  EXPECT_TRUE(divide(zero, zero, f));
  const bool last = dealii::Utilities::MPI::this_mpi_process(MPI_COMM_WORLD) + 1 == processes();
  Vector denominator = one;
  if (last) data(denominator)[0] = 0;
  EXPECT_FALSE(divide(one, denominator, f));
}

TEST(DistributedKernels, WhatIsNotDistributedIsRefused)
{
  if (processes() == 1) GTEST_SKIP() << "one process";
  const auto refused = [](const std::string &settings, const std::string &word) {
    const Parameters parameters = parameters_of(settings + disk);
    try {
      Flow::build(parameters, make_space(parameters));
      ADD_FAILURE() << settings << " is not refused";
    } catch (const InputError &error) {
      EXPECT_NE(std::string(error.what()).find(word), std::string::npos) << error.what();
      EXPECT_NE(std::string(error.what()).find("intrinsic Matern"), std::string::npos) << error.what();
    }
  };
  refused("energy/name = MMD; geometry/name = L2", "key 'name'");
  refused("energy/name = KL; geometry/name = KRR Fisher-Rao; kernel/name = Gaussian", "dense");
  refused("energy/name = KL; geometry/name = KRR Fisher-Rao" + matern + "1.5", "smoothness");
  refused("energy/name = MMD; geometry/name = MMD; energy kernel/same as geometry = false" + matern + "1",
          "energy kernel");
}
