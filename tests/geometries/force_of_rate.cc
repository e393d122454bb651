// SPDX-License-Identifier: LGPL-2.1-or-later
// The force that drives a rate, and its cost.
#include <gammaflow/base/errors.h>
#include <gammaflow/geometries/force_of_rate.h>

#include <gtest/gtest.h>

#include "tests/geometries/setting.h"
#include <cmath>
#include <string>

using namespace gammaflow;
using namespace gammaflow::testing::geometries;

namespace
{
/// x -> L x, and its inverse on functions of zero mean.
struct Laplacian {
  const Setting setting;
  const LinearMap K = [this](const Vector &x, Vector &y) { setting.space->laplacian().laplacian(x, y); };
  const LinearMap nothing = [](const Vector &x, Vector &y) { y = x; };

  explicit Laplacian(const std::string &domain) : setting(domain + "; kernel/name = intrinsic Gaussian") {}
  const Space &space() const { return *setting.space; }
};
}  // namespace

// A product that is not the space's (cells of different length, where K is not a symmetric matrix), a mass
// that is not taken out, a factor of the cost: of v = L psi + c on an interval the force is psi up to a
// constant, and the cost 1/2 <psi, L psi>. Must fail: another rate.
TEST(ForceOfRate, OfTheLaplacian)
{
  const Laplacian of("domain/cells = 7; domain/degree = 3; domain/grading = 5");
  const Vector psi = of.space().sample([](const Point &x) { return std::exp(x[0]) * std::cos(2 * x[0]); });
  Vector v = psi;
  of.K(psi, v);
  const double cost = 0.5 * of.space().inner(psi, v);
  v.add(0.3);
  const ForceOfRate found = force_of_rate(of.space(), of.K, of.nothing, v, "a test");
  Vector difference = found.force;
  difference -= psi;
  difference.add(-of.space().integrate(difference) / of.space().volume());
  EXPECT_LT(of.space().norm(difference), 1e-7 * of.space().norm(psi));
  EXPECT_NEAR(found.cost, cost, 1e-12 * cost);
  v[3] += 0.01 * v[3];
  EXPECT_GT(std::abs(force_of_rate(of.space(), of.K, of.nothing, v, "a test").cost - cost), 1e-6 * cost);
}

// A force that is not one: K whose image lacks the rate, and the message that does not name the geometry.
TEST(ForceOfRate, SaysThatThereIsNone)
{
  const Laplacian of("domain/cells = 4; domain/degree = 2");
  const Vector v = of.space().sample([](const Point &x) { return std::cos(pi * x[0]); });
  const LinearMap K = [&](const Vector &x, Vector &y) {  // keeps one function, which is not v
    const Vector w = of.space().sample([](const Point &p) { return std::cos(2 * pi * p[0]); });
    y = w;
    y *= of.space().inner(w, x);
  };
  try {
    force_of_rate(of.space(), K, of.nothing, v, "geometry X");
    FAIL() << "a force of a rate without one";
  } catch (const NumericalFailure &failure) {
    EXPECT_NE(std::string(failure.what()).find("geometry X"), std::string::npos) << failure.what();
  }
}
