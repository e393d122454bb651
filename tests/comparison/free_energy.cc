// SPDX-License-Identifier: LGPL-2.1-or-later
// Moments and free energies of particles: closed forms, and whether value -+ error holds the truth.
#include <gammaflow/comparison/particles/free_energy.h>
#include <gammaflow/comparison/particles/particle_distance.h>
#include <gammaflow/measures/density_points.h>

#include <gtest/gtest.h>

#include "tests/support/spaces.h"
#include <cmath>

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
std::shared_ptr<const Space> line()
{
  return make_box(1, 40, 6, false, 0, -8, 8);
}
Vector normal(const Space &space, double mean, double deviation)
{
  Vector u = space.sample([&](const Point &x) {
    double square = 0;
    for (unsigned d = 0; d < space.dim(); ++d) square += std::pow((x[d] - mean) / deviation, 2);
    return std::exp(-square / 2);
  });
  u *= 1 / space.integrate(u);
  return u;
}
double entropy(double rho)
{
  return rho > 0 ? rho * std::log(rho) - rho : 0;
}
/// KL against N(0, 1) with the interaction a/2 |x - y|^2, of the density N(0, 1).
std::shared_ptr<FreeEnergyParts> parts(double a, double sign = 1)
{
  auto result = std::make_shared<FreeEnergyParts>();
  result->internal = entropy;
  result->potential = [sign](const Point &x) { return sign * x[0] * x[0] / 2 + std::log(2 * M_PI) / 2; };
  if (a > 0) result->interaction = [a](const Point &z) { return a / 2 * z[0] * z[0]; };
  result->constant = 1;
  result->of_density = a / 2;  // 1/2 a/2 E(X - Y)^2
  return result;
}
/// Of N(mean, deviation^2).
double exact(double mean, double deviation, double a)
{
  const double s = deviation * deviation;
  return (s + mean * mean - 1) / 2 - std::log(deviation) + a / 2 * s;
}
/// How many of 100 samples have the difference of the free energies within value -+ part * error.
int covered(double mean, double deviation, double a, double sign = 1, double part = 1)
{
  const auto space = line();
  const Vector u = normal(*space, 0, 1);
  ParticleDistance::Context context{space, u, nullptr, 400};
  context.free_energy = parts(a, sign);
  const auto distance = Registry<ParticleDistance>::make("free energy", context);
  const DensitySampler law(space, normal(*space, mean, deviation));
  const double truth = std::abs(exact(mean, deviation, a) - a / 2);
  int count = 0;
  for (unsigned k = 1; k <= 100; ++k) {
    const auto found = distance->to(law.draw(400, k));
    count += std::abs(found.value - truth) <= part * found.error ? 1 : 0;
  }
  return count;
}
}  // namespace

// Would catch: an entropy whose bias is left out, sums over pairs with i = j, a potential of the wrong sign.
TEST(FreeEnergy, ErrorsHoldTheTruthInAtLeast97Of100Samples)
{
  EXPECT_GE(covered(0, 1, 0), 97);
  EXPECT_GE(covered(0.5, 0.7, 0), 97);
  EXPECT_GE(covered(0.3, 1.2, 2), 97);
}

// Must fail: the wrong sign, a tenth of the error.
TEST(FreeEnergy, WrongPartsAndSmallerErrorsDoNotHoldIt)
{
  EXPECT_LT(covered(0.5, 0.7, 0, -1), 5);
  EXPECT_LT(covered(0.5, 0.7, 0, 1, 0.1), 80);
}

// It is not available where the reference has none, and says why; infinite potentials have no error.
TEST(FreeEnergy, IsNotAvailableWithoutParts)
{
  const auto space = line();
  const Vector u = normal(*space, 0, 1);
  ParticleDistance::Context context{space, u, nullptr, 10};
  context.why_no_free_energy = "the energy of the reference, MMD, is none of the form";
  EXPECT_NE(why_not_applicable("free energy", context).find("MMD"), std::string::npos);
  auto infinite = parts(0);
  infinite->potential = [](const Point &x) { return x[0] < 0 ? 1 / 0. : 0; };
  context.free_energy = infinite;
  const auto found =
      Registry<ParticleDistance>::make("free energy", context)->to({1, {-1, 0.1, 0.2, 0.5, 0.6, 1, 2, 3}});
  EXPECT_FALSE(std::isfinite(found.error));
  EXPECT_FALSE(found.why_no_error.empty());
}

// Three particles at 0, 0, 3: mean 1, third central moment 2, fourth 6; of N(0, s^2) they are 0 and 3 s^4. In
// the plane the tensor of N(0, 1) has the entries 3, 3 and six times 1.
TEST(HigherMoments, ClosedForms)
{
  const auto value = [](unsigned dim, const std::string &name, const PointMeasure &particles) {
    const auto space = make_box(dim, dim == 1 ? 40 : 16, 6, false, 0, -8, 8);
    const Vector u = normal(*space, 0, 1);
    return Registry<ParticleDistance>::make(name, {space, u, nullptr, particles.size()})->to(particles).value;
  };
  const PointMeasure three(1, {0, 0, 3});
  EXPECT_NEAR(value(1, "third moments", three), 2, 1e-7);
  EXPECT_NEAR(value(1, "fourth moments", three), 6 - 3, 1e-6);
  const PointMeasure one(2, {0.3, -0.2});
  EXPECT_NEAR(value(2, "third moments", one), 0, 1e-7);
  EXPECT_NEAR(value(2, "fourth moments", one), std::sqrt(9 + 9 + 6.), 1e-5);
  // must fail: moments about 0 instead of the mean
  EXPECT_GT(std::abs(value(1, "third moments", three) - 9), 1);
}
