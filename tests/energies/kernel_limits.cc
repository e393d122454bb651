// SPDX-License-Identifier: LGPL-2.1-or-later
// Energies with kernels tend to those that they declare, at the declared order.
#include <gammaflow/base/errors.h>

#include <gtest/gtest.h>

#include "tests/energies/kernelized.h"

using namespace gammaflow;
using namespace gammaflow::testing;

// A factor, a sign, a moment that is another one: F and DF of every energy with a declared limit.
TEST(EnergyLimits, DeclaredOrders)
{
  unsigned declared = 0;
  for (const auto &[name, entry] : Registry<Energy>::entries())
    for (const EnergyLimit &limit : entry.traits.limits)
      for (const char *kernel : {"intrinsic Gaussian", "intrinsic Matern", "Gaussian", "Wendland C4"})
        for (const unsigned dim : {1u, 2u}) {
          if (dim == 2 && std::string(kernel) != "intrinsic Gaussian") continue;
          SCOPED_TRACE(name + " -> " + limit.energy + " with the kernel " + kernel + " in " +
                       std::to_string(dim) + "D");
          ++declared;
          // Where nothing but the mesh limits the bandwidth a smaller one, at which more of the order shows.
          const double sigma = dim == 1 && std::string(kernel).find("intrinsic") == 0 ? 0.02 : 0.04;
          const auto coarse = kernelized::difference(name, limit.energy, kernel, sigma, dim),
                     fine = kernelized::difference(name, limit.energy, kernel, sigma / 2, dim);
          EXPECT_NEAR(std::log2(coarse.variation / fine.variation), limit.order, 0.1 * limit.order);
          EXPECT_NEAR(std::log2(coarse.value / fine.value), limit.order, 0.1 * limit.order);
        }
  EXPECT_EQ(declared, 10u);
}

// F_eps - F = -(m^2/8) int (lap rho)^2/rho: the constant too, and that F_eps may be negative.
TEST(EnergyLimits, BlobIsBelowKLByTheKnownTerm)
{
  const auto s = kernelized::setting("intrinsic Gaussian", 0.02, 1);
  const Vector rho = kernelized::density(*s.space);
  Vector image = s.space->zero();
  s.space->laplacian().laplacian(rho, image);
  double expected = 0;
  for (std::size_t i = 0; i < size(rho); ++i)
    expected -= data(s.space->weights())[i] * std::pow(data(image)[i], 2) / data(rho)[i];
  expected *= std::pow(0.02, 4) / 8;
  const double found = s.energy("blob-KL", rho)->value(rho) - s.energy("KL", rho)->value(rho);
  EXPECT_NEAR(found, expected, 0.03 * std::abs(expected));
  EXPECT_LT(s.energy("blob-KL", rho)->value(rho), 0);
}

// Kernels without what an interaction (2 kappa/m) k needs.
TEST(EnergyLimits, NonlocalGinzburgLandauRefusesKernelsWithoutIntegralOrVariance)
{
  const auto refusal = [](const std::string &settings) -> std::string {
    auto s = kernelized::setting("inverse multiquadric", 0.1, 1, "domain/boundary = no-flux; " + settings);
    try {
      s.energy("nonlocal Ginzburg-Landau", kernelized::density(*s.space));
    } catch (const InputError &error) {
      return error.what();
    }
    return "";
  };
  EXPECT_NE(refusal("kernel/exponent = 1").find("second moment"), std::string::npos);
  EXPECT_NE(refusal("kernel/exponent = 3; kernel/normalization = as given").find("unit integral"),
            std::string::npos);
  EXPECT_EQ(refusal("kernel/exponent = 3"), "");
}
