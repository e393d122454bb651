// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/energies/energy.h>

#include <gtest/gtest.h>

#include "tests/geometries/geometry_checks.h"
#include "tests/geometries/setting.h"

using namespace gammaflow;
using namespace gammaflow::testing::geometries;

// Identities between flows that hold exactly, also after discretization.
namespace
{
const std::vector<std::string> settings = {
    "domain/cells = 10; domain/degree = 4; kernel/name = intrinsic Matern; kernel/bandwidth = 0.1",
    "domain/cells = 10; domain/degree = 4; kernel/name = Gaussian; kernel/bandwidth = 0.1",
    "domain/dimension = 2; domain/cells = 4; domain/degree = 3; kernel/name = intrinsic Gaussian; "
    "kernel/bandwidth = 0.2"};

Vector first_variation(const std::string &energy, const Setting &s)
{
  Vector xi = s.space->zero();
  Registry<Energy>::make(energy, {s.parameters, s.space, s.target(), s.kernel})
      ->first_variation(s.density(), xi);
  return xi;
}
}  // namespace

// rho Kf(rho (1 - pi/rho)) = rho Kf(rho - pi): a swapped weight, an inclusive KL that is the exclusive one.
TEST(GeometryFacts, InclusiveKLInSteinIsMMDInFisherRao)
{
  for (const auto &assignments : settings) {
    const Setting s(assignments);
    EXPECT_TRUE(close(
        *s.space, onsager(*s.geometry("Stein Fisher-Rao"), s.density(), first_variation("inclusive-KL", s)),
        onsager(*s.geometry("Fisher-Rao"), s.density(), first_variation("MMD", s)), 1e-12, "the two rates"));
  }
}

// Kf^-1 Kf (rho - pi) = rho - pi, for every kernel.
TEST(GeometryFacts, MMDInMMDIsLinear)
{
  for (const auto &assignments : settings) {
    const Setting s(assignments);
    Vector expected = s.density();
    expected -= s.target();
    const Vector force = first_variation("MMD", s);
    Vector image = s.space->zero();
    s.geometry("MMD")->metric_apply(expected, image);
    EXPECT_TRUE(close(*s.space, image, force, 1e-12, "G (rho - pi) against DF"));
    if (!s.kernel->has_inverse()) continue;
    EXPECT_TRUE(close(*s.space, onsager(*s.geometry("MMD"), s.density(), force), expected, 1e-9, "the rate"));
  }
}

// The spherical Fisher-Rao rate by its own formula, and what it costs: the Fisher-Rao cost of that rate.
TEST(GeometryFacts, SphericalFisherRao)
{
  const Setting s(settings[0]);
  const Vector u = s.density(), xi = s.forces()[3];
  const auto spherical = s.geometry("spherical Fisher-Rao");
  Vector expected = xi;
  expected.add(-s.space->inner(xi, u) / s.space->integrate(u));
  expected.scale(u);
  const Vector v = onsager(*spherical, u, xi);
  EXPECT_TRUE(close(*s.space, v, expected, 1e-13, "rho (xi - mean)"));
  const double cost = s.geometry("Fisher-Rao")->primal_dissipation(u, v);
  EXPECT_NEAR(spherical->primal_dissipation(u, v), cost, 1e-13 * cost);
  // R*_0(xi) = min_c R*(xi - c) <= R*(xi)
  EXPECT_LT(spherical->dual_dissipation(u, xi), s.geometry("Fisher-Rao")->dual_dissipation(u, xi));
}

// A constant force moves nothing in a spherical geometry, and a force is known up to a constant, however
// large.
TEST(GeometryFacts, SphericalGeometriesSeeNoConstants)
{
  for (const auto &assignments : settings) {
    const Setting s(assignments);
    for (const std::string &name : Registry<Geometry>::names()) {
      const bool inverse = name == "spherical MMD" || name == "spherical IFT" || name == "inverse-kernel H-1";
      if (!Registry<Geometry>::traits(name).conserves_mass || (inverse && !s.kernel->has_inverse()) ||
          (name == "kernel H-1" && !s.kernel->kernel().intrinsic()))
        continue;
      const auto geometry = s.geometry(name);
      Vector shifted = s.forces()[0];
      shifted.add(1e3);
      EXPECT_TRUE(close(*s.space, onsager(*geometry, s.density(), shifted),
                        onsager(*geometry, s.density(), s.forces()[0]), 1e-7, name));
    }
  }
}

// The state changes, and with it K1: what is kept of the last state must not be used for the next.
TEST(GeometryFacts, SphericalGeometriesFollowTheState)
{
  const Setting s(settings[0]);
  for (const std::string name : {"spherical Stein Fisher-Rao", "spherical KRR Fisher-Rao", "spherical MMD"}) {
    const auto used = s.geometry(name), fresh = s.geometry(name);
    Vector f = s.space->zero(), g = f;
    used->relative_onsager_apply(s.target(), s.forces()[1], f);
    used->onsager_apply(s.target(), s.forces()[1], f);
    const unsigned again = used->relative_onsager_apply(s.density(), s.forces()[0], f);
    EXPECT_EQ(again, fresh->relative_onsager_apply(s.density(), s.forces()[0], g));
    EXPECT_TRUE(std::equal(f.begin(), f.end(), g.begin())) << name;
  }
}

// Kf^-1 of a force that a Gaussian kernel cannot represent does not exist: an error, not some numbers.
TEST(GeometryFacts, MissingInverseIsAnError)
{
  const Setting s(settings[1] + "; solver/iterations = 200");
  Vector v = s.space->zero();
  const Vector rough = s.space->sample([](const Point &x) { return x[0] < 0.43 ? 1. : -1.; });
  EXPECT_THROW(s.geometry("MMD")->onsager_apply(s.density(), rough, v), NumericalFailure);
  EXPECT_THROW(s.geometry("Stein Fisher-Rao")->primal_dissipation(s.density(), rough), NumericalFailure);
}

// Densities whose tails underflow: every growth rate is finite, and where K is a product with rho no 0/0
// appears.
TEST(GeometryFacts, TailsThatUnderflow)
{
  for (const auto &kernel : {"intrinsic Matern", "Gaussian"}) {
    const Setting s(
        "domain/cells = 16; domain/degree = 4; kernel/bandwidth = 0.1; kernel/operator = dense; "
        "kernel/name = " +
        std::string(kernel));
    const Vector u = s.space->sample([](const Point &x) { return std::exp(-800 * x[0] * x[0]); });
    const Vector xi = s.space->sample([](const Point &x) { return std::cos(pi * x[0]) - 800 * x[0] * x[0]; });
    for (const std::string name :
         {"Fisher-Rao", "power-mobility Fisher-Rao", "saturating-mobility Fisher-Rao", "Stein Fisher-Rao",
          "KRR Fisher-Rao", "spherical Fisher-Rao", "spherical KRR Fisher-Rao",
          "spherical Stein Fisher-Rao"}) {
      SCOPED_TRACE(name + ", " + kernel);
      const auto geometry = s.geometry(name);
      Vector f = s.space->zero();
      geometry->relative_onsager_apply(u, xi, f);
      for (const double value : f) ASSERT_TRUE(std::isfinite(value));
      EXPECT_TRUE(fenchel_equality(*geometry, u, xi, 1e-8, false));
    }
  }
}

// The normalized geometries divide by Kf rho: where that is not positive they say where and why.
TEST(GeometryFacts, KernelAverageThatIsNotPositive)
{
  const Setting s(
      "domain/cells = 6; domain/degree = 4; kernel/name = intrinsic Gaussian; kernel/bandwidth = 0.02");
  Vector u = s.space->sample([](const Point &x) { return x[0] > 0.5 ? 1. : 1e-300; }), f = u;
  try {
    s.geometry("normalized Fisher-Rao")->relative_onsager_apply(u, s.forces()[0], f);
    ADD_FAILURE() << "no failure";
  } catch (const NumericalFailure &failure) {
    EXPECT_NE(std::string(failure.what()).find("Kf rho = -"), std::string::npos) << failure.what();
  }
}
