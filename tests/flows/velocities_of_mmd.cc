// SPDX-License-Identifier: LGPL-2.1-or-later
// Flows of the energy MMD in geometries of velocities. With g_F and g the symbols of the kernels of energy
// and geometry, around the constant target r a small wave rho = r + a cos(k x), lambda = |k|^2, has
//   DF = Kf (rho - r) = g_F(lambda) a cos(k x),     and   u' = div(m DF')  with the mobility m at rho = r:
//   Wasserstein        u' = div(rho grad DF)             a' = -r lambda g_F a
//   Stein Wasserstein  u' = div(rho Kf(rho grad DF))     a' = -r^2 lambda g g_F a
//   KRR Wasserstein    f = (Kf rho + ridge)^-1 Kf(rho grad DF)   a' = -r lambda r g/(r g + ridge) g_F a.
// The next terms are a^2 waves of 0 and 2k, which give back to k what is a^3: a^2 of the wave.
#include <gtest/gtest.h>

#include "tests/support/flows.h"
#include <cmath>
#include <iostream>
#include <string>
#include <vector>

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
const double pi = std::acos(-1.), density = 2, amplitude = 1e-3;

struct KernelOf {
  std::string name;
  double bandwidth;
  double symbol(double lambda) const
  {
    const double s = bandwidth * bandwidth * lambda;
    if (name == "intrinsic Gaussian" || name == "Gaussian") return std::exp(-s / 2);
    return name == "Laplace" || name == "intrinsic Matern" ? 1 / (1 + s) : std::nan("");
  }
  std::string in(const std::string &section) const
  {
    return section + "/name = " + name + "; " + section + "/bandwidth = " + text(bandwidth) + "; ";
  }
};

/// The rate at which the wave decays up to `end`, in `dim` dimensions, on a torus.
double rate(const std::string &geometry, const KernelOf &of_geometry, const KernelOf &of_energy, unsigned dim,
            double end)
{
  const std::string wave = dim == 1 ? "cos(2*pi*x)" : "cos(2*pi*(x + y))";
  const Flow flow = make_flow("MMD", geometry,
                              "domain/boundary = periodic; domain/degree = 6; geometry/ridge = 0.3; energy "
                              "kernel/same as geometry = false; kernel/tolerance = 1e-13; solver/tolerance = "
                              "1e-13; target/formula = 2; initial state/formula = 2 + 1e-3*" +
                                  wave + "; domain/dimension = " + std::to_string(dim) +
                                  "; domain/cells = " + (dim == 1 ? "8; " : "4; ") +
                                  of_geometry.in("kernel") + of_energy.in("energy kernel"));
  const Trajectory trajectory = evolve(flow, options_for(end, 1e-12, "auto", 1));
  const Vector form =
      flow.space().sample([&](const Point &x) { return std::cos(2 * pi * (dim == 1 ? x[0] : x[0] + x[1])); });
  const double left = 2 * flow.space().inner(form, trajectory.states.back()) / amplitude;
  return -std::log(left) / end;
}
}  // namespace

// The rates above: a kernel of the energy in place of that of the geometry, a lost density, a gradient of
// another kernel. Must fail: the rate of the next geometry, and kernels that are exchanged.
TEST(VelocitiesOfMMD, SmallWavesDecayWithTheSymbols)
{
  const std::vector<std::pair<KernelOf, KernelOf>> kernels{
      {{"intrinsic Gaussian", 0.1}, {"intrinsic Matern", 0.15}},
      {{"Gaussian", 0.08}, {"Gaussian", 0.12}},
      {{"intrinsic Matern", 0.1}, {"Gaussian", 0.1}}};
  for (const unsigned dim : {1u, 2u})
    for (const auto &[k, of_energy] : kernels) {
      const double lambda = 4 * pi * pi * dim, g = k.symbol(lambda),
                   wasserstein = density * lambda * of_energy.symbol(lambda),
                   stein = wasserstein * density * g, krr = wasserstein * density * g / (density * g + 0.3);
      for (const auto &[geometry, expected] : std::vector<std::pair<std::string, double>>{
               {"Wasserstein", wasserstein}, {"Stein Wasserstein", stein}, {"KRR Wasserstein", krr}}) {
        const double found = rate(geometry, k, of_energy, dim, 0.5 / expected);
        std::cout << "  " << geometry << ", " << k.name << ", " << of_energy.name << ", " << dim
                  << "D: " << found / expected - 1 << "\n";
        EXPECT_NEAR(found, expected, 4 * amplitude * amplitude * expected) << geometry << k.name << dim;
        for (const double other : {wasserstein, stein, krr})
          if (other != expected) EXPECT_GT(std::abs(found - other), 0.05 * other) << geometry;
      }
    }
}
