// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/curves/image_curve.h>

#include "along_a_line.h"

using namespace gammaflow;
using namespace gammaflow::testing;

// The functional of the limit, along straight lines. Catches a factor in R or R*, and a curve with another
// rate.
TEST(DissipationAlong, FisherRaoAndWassersteinAlongStraightLines)
{
  const auto fr = along("KL", "Fisher-Rao", "linear interpolation", "");
  ASSERT_TRUE(fr.exact());
  expect_near(fr.primal_lower,
              double_integral([](double t, double x) { return 0.5 * rate(t, x) * rate(t, x) / w(t, x); }));
  expect_near(fr.dual, double_integral([](double t, double x) {
                return 0.5 * w(t, x) * std::log(w(t, x)) * std::log(w(t, x));
              }));
  const auto ot = along("KL", "Wasserstein", "linear interpolation", "geometry/gradients = staggered");
  ASSERT_TRUE(ot.exact());
  // the flux is j = a/(pi T) sin(pi x)
  expect_near(ot.primal_lower, double_integral([](double t, double x) {
                const double j = a / (pi * end_time) * std::sin(pi * x);
                return 0.5 * j * j / w(t, x);
              }));
  expect_near(ot.dual, double_integral([](double t, double x) {
                const double slope = -pi * a * (1 - t / end_time) * std::sin(pi * x);
                return 0.5 * slope * slope / w(t, x);
              }));
}

// KRR: int R_lambda is a polynomial in lambda, its terms int v^2/w and |v/w|_H^2 = int f^2 + l^2 f'^2.
// Catches a ridge that enters twice, or a norm of another kernel.
TEST(DissipationAlong, RidgeRegressionIsAPolynomialInTheRidge)
{
  const double l = matern_length();
  const auto f = [](double t, double x) { return rate(t, x) / w(t, x); };
  const auto slope = [](double t, double x) {
    const double c = a * (1 - t / end_time);  // f = -(a/T) cos/(1 + c cos)
    return a / end_time * pi * std::sin(pi * x) / std::pow(1 + c * std::cos(pi * x), 2);
  };
  const double fit = double_integral([&](double t, double x) { return 0.5 * rate(t, x) * f(t, x); }),
               penalty = double_integral([&](double t, double x) {
                 return 0.5 * (std::pow(f(t, x), 2) + l * l * std::pow(slope(t, x), 2));
               });
  for (const double lambda : {0.3, 0.01, 1e-4}) {
    const auto d = along("KL", "KRR Fisher-Rao", "linear interpolation", "geometry/ridge = " + text(lambda));
    ASSERT_TRUE(d.exact());
    expect_near(d.primal_lower, fit + lambda * penalty);
  }
  const auto velocity = [](double t, double x) { return a / (pi * end_time) * std::sin(pi * x) / w(t, x); };
  const auto stretch = [](double t, double x) {
    const double c = a * (1 - t / end_time), s = std::sin(pi * x), k = std::cos(pi * x), u = 1 + c * k;
    return a / end_time * (k / u + c * s * s / (u * u));
  };
  const double transport = double_integral(
                   [&](double t, double x) { return 0.5 * w(t, x) * std::pow(velocity(t, x), 2); }),
               smooth = double_integral([&](double t, double x) {
                 return 0.5 * (std::pow(velocity(t, x), 2) + l * l * std::pow(stretch(t, x), 2));
               });
  for (const double lambda : {0.3, 1e-3}) {
    const auto d = along("KL", "KRR Wasserstein", "linear interpolation", "geometry/ridge = " + text(lambda));
    ASSERT_TRUE(d.exact());
    expect_near(d.primal_lower, transport + lambda * smooth);
  }
}

// Stein with Matern s = 1: exact in l^2. R = 1/2 int f^2 + l^2 f'^2; R* of a force that is one mode, w DF = w
// - 1 (inclusive KL) and w grad DF = grad w (KL), is that of the mode over 1 + l^2 pi^2.
TEST(DissipationAlong, SteinIsExactInTheSquaredLength)
{
  const double l = matern_length(), damped = 1 / (1 + l * l * pi * pi);
  const double squared = integral([](double t) { return std::pow(a * (1 - t / end_time), 2); }, 0, end_time);
  const auto fr = along("inclusive-KL", "Stein Fisher-Rao", "linear interpolation", "");
  ASSERT_TRUE(fr.exact());
  expect_near(fr.dual, 0.25 * squared * damped);
  expect_near(fr.primal_lower, double_integral([&](double t, double x) {
                const double c = a * (1 - t / end_time), u = 1 + c * std::cos(pi * x);
                const double f = -a / end_time * std::cos(pi * x) / u,
                             slope = a / end_time * pi * std::sin(pi * x) / (u * u);
                return 0.5 * (f * f + l * l * slope * slope);
              }));
  const auto ot = along("KL", "Stein Wasserstein", "linear interpolation", "");
  ASSERT_TRUE(ot.exact());
  expect_near(ot.dual, 0.25 * pi * pi * squared * damped);
  expect_near(
      ot.primal_lower, double_integral([&](double t, double x) {
        const double c = a * (1 - t / end_time), s = std::sin(pi * x), k = std::cos(pi * x), u = 1 + c * k;
        const double f = a / (pi * end_time) * s / u, slope = a / end_time * (k / u + c * s * s / (u * u));
        return 0.5 * (f * f + l * l * slope * slope);
      }));
}

// Along the geodesic of Fisher-Rao int R = d^2/(2T), d^2 = 4 int (sqrt a - sqrt b)^2. Catches a curve that is
// no geodesic.
TEST(DissipationAlong, GeodesicsHaveTheCostOfTheirDistance)
{
  const auto d = along("KL", "Fisher-Rao", "geodesic", "");
  expect_near(
      d.primal_lower,
      integral([](double x) { return 2 / end_time * std::pow(std::sqrt(1 + a * std::cos(pi * x)) - 1, 2); },
               0, 1));
}

// Rates that the kernel may not represent: a lower bound and no upper one; the bounds of a rate in its range
// meet.
TEST(RateCost, GaussianKernelsGiveBoundsAndNoNumber)
{
  const auto generic =
      along("KL", "Stein Fisher-Rao", "linear interpolation", "kernel/name = intrinsic Gaussian");
  EXPECT_TRUE(std::isinf(generic.primal_upper));
  EXPECT_GT(generic.tolerance, 0);
  EXPECT_GT(generic.primal_lower, 0);
  EXPECT_FALSE(generic.exact());
  Parameters p =
      flow_parameters("KL", "Stein Fisher-Rao", "kernel/name = intrinsic Gaussian; kernel/bandwidth = 0.1");
  const Flow flow = make_flow(p);
  const Vector &u = flow.initial_state();
  Vector xi = u, v = u;
  flow.energy().first_variation(u, xi);
  flow.geometry().onsager_apply(u, xi, v);
  const RateCost cost = rate_cost(flow.geometry(), u, v);
  EXPECT_NEAR(cost.lower, 0.5 * flow.space().inner(xi, v), 1e-5 * cost.lower);
  EXPECT_LE(cost.tolerance, 1e-6);
}

// A geometry that keeps the mass has no finite cost of a rate with one.
TEST(RateCost, RatesWithMassAreInfinite)
{
  for (const char *name :
       {"spherical Fisher-Rao", "Wasserstein", "KRR Wasserstein", "H-1", "Stein Wasserstein"}) {
    const Flow flow = make_flow(
        "KL", name, "energy/name = " + std::string(std::string(name) == "H-1" ? "L2-distance" : "KL"));
    EXPECT_TRUE(rate_cost(flow.geometry(), flow.initial_state(), flow.initial_state()).infinite()) << name;
  }
}

// The bounds of every registered geometry against R of a rate that it makes itself: lower <= R <= upper, and
// R + R* = <xi, v>. Catches a geometry whose bounds have another factor than its Onsager operator.
TEST(RateCost, BoundsOfAllGeometriesHoldTheRateOfAForce)
{
  unsigned held = 0;
  for (const auto &name : Registry<Geometry>::names()) {
    const auto &traits = Registry<Geometry>::traits(name);
    if (!traits.gradient_structure) continue;
    const std::string energy = name.find("IFT") != std::string::npos ? "MMD" : "L2-distance";
    Parameters p =
        flow_parameters(energy, name,
                        "kernel/name = intrinsic Matern; kernel/smoothness = 1; kernel/bandwidth = 0.2; "
                        "geometry/ridge = 0.1; time/tolerance = 1e-10");
    std::unique_ptr<Flow> flow;
    try {
      flow = std::make_unique<Flow>(make_flow(p));
    } catch (const InputError &) {
      continue;  // a pair without meaning
    }
    const Vector &u = flow->initial_state();
    Vector xi = u, v = u;
    flow->energy().first_variation(u, xi);
    flow->geometry().onsager_apply(u, xi, v);
    const double r = 0.5 * flow->space().inner(xi, v);
    const RateCost cost = rate_cost(flow->geometry(), u, v);
    EXPECT_LE(cost.lower, r * (1 + 1e-6)) << name;
    EXPECT_GE(cost.upper, r * (1 - 1e-6)) << name;
    EXPECT_NEAR(cost.near, r, 1e-4 * r) << name;
    ++held;
  }
  EXPECT_GE(held, 25u);
}

namespace
{
/// w' = w Kf g for w = exp(t Kf g).
class Grown final : public ImageCurve
{
 public:
  Grown(const KernelOperator &kernel, const Vector &g) : g_(g), f_(g) { kernel.apply(g, f_); }
  Vector state(double t) const override
  {
    Vector w = f_;
    for (double &value : w) value = std::exp(t * value);
    return w;
  }
  Vector rate(double t) const override
  {
    Vector v = state(t);
    v.scale(f_);
    return v;
  }
  Vector preimage(double) const override { return g_; }

 private:
  Vector g_, f_;
};
}  // namespace

// A growth with a preimage under a Gaussian kernel has one cost: <g, Kf g>/2 for Stein, and the ridge times
// that beside the fit for KRR; for a mode both are closed forms. Catches a cost that is computed from another
// kernel or ridge.
TEST(DissipationAlong, GrowthWithAPreimageHasOneCost)
{
  for (const std::string name : {"Stein Fisher-Rao", "KRR Fisher-Rao"}) {
    Parameters p = flow_parameters(
        "KL", name,
        "kernel/name = intrinsic Gaussian; kernel/bandwidth = 0.1; geometry/ridge = 0.3; "
        "domain/cells = 16; domain/degree = 6; initial state/formula = 1; time/tolerance = 1e-10");
    const Flow flow = make_flow(p);
    const Vector g = flow.space().sample([](const Point &x) { return std::cos(2 * pi * x[0]); });
    const Grown curve(*flow.geometry_kernel(), g);
    const auto d = dissipation_along(flow.energy(), flow.geometry(), curve, 1, gauss_rule(1, 2, 20), 1e-12);
    ASSERT_TRUE(d.exact()) << name;
    const double damped = std::exp(-0.01 * 4 * pi * pi / 2), penalty = 0.25 * damped;
    const double fit = integral(
        [&](double t) {
          return integral(
              [&](double x) {
                const double f = damped * std::cos(2 * pi * x);
                return 0.5 * std::exp(t * f) * f * f;
              },
              0, 1);
        },
        0, 1);
    expect_near(d.primal_lower, name == "Stein Fisher-Rao" ? penalty : fit + 0.3 * penalty);
  }
}
