// SPDX-License-Identifier: LGPL-2.1-or-later
// Products that something is divided by: accurate relative to themselves far from the mass, too.
#include <gammaflow/base/errors.h>
#include <gammaflow/kernels/kernel_average.h>
#include <gammaflow/spaces/make_space.h>
#include <gammaflow/time/evolve/evolve.h>

#include <gtest/gtest.h>

#include "tests/support/flows.h"
#include <cmath>

namespace gammaflow::testing
{
namespace
{
struct Setting {
  explicit Setting(const std::string &assignments)
  {
    parameters.assign_all(assignments, "test");
    space = make_space(parameters);
    kernel = make_kernel_operator(parameters, "kernel", space);
  }
  Vector normal(double variance) const
  {
    return space->sample([=](const Point &x) {
      return std::exp(-(x[0] * x[0] + x[1] * x[1] + x[2] * x[2]) / (2 * variance));
    });
  }
  Parameters parameters;
  std::shared_ptr<const Space> space;
  std::shared_ptr<const KernelOperator> kernel;
};

const std::string wide = "domain/lower = -12; domain/upper = 12; domain/cells = 120; domain/degree = 2; ";
const std::string plane =
    "domain/dimension = 2; domain/lower = -8; domain/upper = 8; domain/cells = 30; domain/degree = 2; ";
}  // namespace

// A bound that is too small lets round-off pass as a density; one that is too large costs fast transforms.
TEST(PositiveSums, BoundTheErrorOfFastTransforms)
{
  for (const std::string &domain : {wide, wide + "domain/boundary = periodic; ", plane})
    for (const char *const kernel : {"Gaussian", "Laplace", "Matern 3/2", "Wendland C4"})
      for (const char *const boundary : {"none", "symmetric"}) {
        const Setting s(domain + "kernel/operator = fft; kernel/bandwidth = 1; kernel/name = " + kernel +
                        "; kernel/boundary = " + boundary);
        ASSERT_EQ(s.kernel->backend().rfind("fft", 0), 0u);
        const PositiveSums sums(s.kernel, 1000);
        ASSERT_NE(sums.exact(), nullptr);
        const Vector rho = s.normal(0.5);
        Vector fast = rho, exact = rho;
        s.kernel->apply(rho, fast);
        sums.exact()->apply(rho, exact);
        const double error = distance(fast, exact), bound = sums.error(rho);
        EXPECT_LE(error, bound) << kernel << " " << boundary << " " << domain;
        EXPECT_GE(error, 1e-3 * bound) << kernel << " " << boundary << " " << domain;
      }
}

// The average of a normal density with a Gaussian is normal, to as many digits where it is 1e-29: fast
// transforms (the twin that must fail) give numbers of both signs there.
TEST(PositiveSums, AreAccurateFarFromTheMass)
{
  const Setting s(wide +
                  "kernel/name = Gaussian; kernel/bandwidth = 0.5; kernel/normalization = unit integral");
  ASSERT_EQ(s.kernel->backend().rfind("fft", 0), 0u);
  const PositiveSums sums(s.kernel, 1000);
  const Vector rho = s.normal(1);
  Vector q = rho, fast = rho;
  kernel_average(sums, rho, "test", q);
  s.kernel->apply(rho, fast);
  double worst = 0, worst_of_fast = 0;
  for (std::size_t i = 0; i < size(q); ++i) {
    const double x = s.space->nodes()[i][0], exact = std::exp(-x * x / 2.5) / std::sqrt(1.25);
    if (std::abs(x) > 9.5) continue;  // beyond, the walls are felt
    worst = std::max(worst, std::abs(data(q)[i] / exact - 1));
    worst_of_fast = std::max(worst_of_fast, std::abs(data(fast)[i] / exact - 1));
  }
  EXPECT_LT(worst, 1e-6);  // that of the quadrature
  EXPECT_GT(worst_of_fast, 1e-3);
  EXPECT_LT(s.space->minimum(fast), 0);
}

// Near the mass the fast operator is the one that is used; far from it where its kernel is one of free space,
// another; and where there is none the run ends and says what is not known.
TEST(PositiveSums, TakeTheirPlaceWhereTheyAreNeeded)
{
  const auto used_on = [](const std::string &half_width) {
    const Setting s("domain/lower = -" + half_width + "; domain/upper = " + half_width +
                    "; domain/cells = 60; kernel/name = Laplace; kernel/bandwidth = 0.3");
    Vector q = s.space->zero();
    return kernel_average(PositiveSums(s.kernel, 1000), s.normal(0.5), "test", q).backend();
  };
  EXPECT_EQ(used_on("1.5").rfind("fft", 0), 0u) << used_on("1.5");
  EXPECT_EQ(used_on("12").rfind("dense", 0), 0u) << used_on("12");
  for (const std::string kernel : {"intrinsic Gaussian", "Laplace"}) {
    const Setting s(wide + "kernel/bandwidth = 0.3; kernel/name = " + kernel);
    Vector q = s.space->zero();
    try {
      kernel_average(PositiveSums(s.kernel, 0.01), s.normal(0.5), "test", q);
      ADD_FAILURE() << kernel << " passes";
    } catch (const NumericalFailure &failure) {
      EXPECT_NE(std::string(failure.what()).find("is not known to be positive"), std::string::npos)
          << failure.what();
    }
  }
}

// At degree 1 the elliptic operator is accurate relative to itself down to 1e-75: on a line the average of
// one node falls by lambda = exp(-2 asinh(h/2l)) from node to node, with walls and in a period, whatever the
// height of the kernel is. The twins that must fail: at degree 2 and more averages may have both signs.
TEST(PositiveSums, EllipticOperatorAtDegreeOne)
{
  const std::string line =
      "kernel/name = Laplace; kernel/operator = elliptic; kernel/bandwidth = 0.2; "
      "domain/lower = -40; domain/upper = 40; domain/cells = 400; domain/degree = ";
  const double lambda = std::exp(-2 * std::asinh(0.5));
  for (const std::string further : {"", "; domain/boundary = periodic", "; kernel/boundary = symmetric",
                                    "; kernel/normalization = unit integral"}) {
    const Setting s(line + "1" + further);
    const PositiveSums sums(s.kernel, 1000);
    Vector rho = s.space->zero(), q = rho;
    data(rho)[120] = 1;
    EXPECT_EQ(&kernel_average(sums, rho, "test", q), s.kernel.get());
    for (std::size_t i = 130; i < 300; ++i)
      EXPECT_NEAR(data(q)[i + 1] / data(q)[i] / lambda, 1, 1e-12) << i << further;
    EXPECT_LT(data(q)[300], 1e-74);
  }
  for (const std::string degree : {"2", "3"})
    for (const std::string boundary : {"none", "symmetric"}) {
      const Setting s(line + degree + "; kernel/bandwidth = 0.02; kernel/boundary = " + boundary);
      Vector rho = s.space->zero(), q = rho;
      data(rho)[120] = 1;
      s.kernel->apply(rho, q);
      EXPECT_LT(s.space->minimum(q), 0) << degree;
      EXPECT_THROW(PositiveSums(s.kernel, 1000), InputError) << degree;
    }
}

// What the geometries divide by: the same flow as with the dense operator, out to where the density is 1e-31.
TEST(PositiveSums, ServeTheNormalizedGeometries)
{
  for (const char *const geometry : {"normalized Fisher-Rao", "spherical Nadaraya-Watson Fisher-Rao"}) {
    const auto final_state = [&](const std::string &kernel) {
      const Flow flow =
          make_flow("KL", geometry,
                    wide +
                        "initial state/kind = Gaussian; initial state/deviation = 1; target/kind = Gaussian; "
                        "target/deviation = 1.2; target/mean = 0.5; kernel/bandwidth = 0.4; kernel/name = " +
                        kernel);
      return evolve(flow, options_for(0.5, 1e-6, "auto", 1)).states.back();
    };
    for (const std::string kernel : {"Gaussian", "Laplace"}) {
      const Vector automatic = final_state(kernel), dense = final_state(kernel + "; kernel/operator = dense");
      double worst = 0;
      for (std::size_t i = 0; i < size(dense); ++i)
        worst = std::max(worst, std::abs(data(automatic)[i] / data(dense)[i] - 1));
      EXPECT_LT(worst, 1e-7) << geometry << " " << kernel;
    }
  }
}
}  // namespace gammaflow::testing
