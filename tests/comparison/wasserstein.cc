// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/measures/cellwise_density.h>
#include <gammaflow/measures/monotone_coupling.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <tests/comparison/closed_forms.h>

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
Vector gaussian(const Space &space, double mean, double deviation)
{
  return space.sample([&](const Point &x) { return normal_density(x[0], mean, deviation); });
}

/// The quantiles (k + 1/2)/n by brute force: the distribution function tabulated at n points (midpoint rule
/// on values that the space itself evaluates) and inverted by linear interpolation.
std::vector<double> dense_quantiles(const Space &space, const Vector &u)
{
  const std::size_t n = 100000;
  const double lower = space.lower()[0], h = (space.upper()[0] - lower) / n;
  std::vector<double> cdf(n + 1, 0.0), result(n);
  for (std::size_t i = 0; i < n; ++i)
    cdf[i + 1] = cdf[i] + h * std::max(0.0, space.evaluate(u, Point{lower + (i + 0.5) * h, 0, 0}));
  std::size_t i = 0;
  for (std::size_t k = 0; k < n; ++k) {
    const double level = (k + 0.5) / n * cdf[n];
    while (cdf[i + 1] < level) ++i;
    result[k] = lower + h * (i + (level - cdf[i]) / (cdf[i + 1] - cdf[i]));
  }
  return result;
}

double dense_distance(const std::vector<double> &p, const std::vector<double> &q, double power)
{
  double sum = 0;
  for (std::size_t k = 0; k < p.size(); ++k) sum += std::pow(std::abs(p[k] - q[k]), power) / double(p.size());
  return std::pow(sum, 1 / power);
}
}  // namespace

// A translation costs its length in every W_p, a dilation of a Gaussian the difference of the deviations in
// W2.
TEST(Wasserstein, TranslationsAndDilations)
{
  const auto space = make_box(1, 96, 8, false, 0, -12, 12);
  const auto w1 = registered_distance("W1", space), w2 = registered_distance("W2", space);
  for (const double shift : {2.0, 0.3, 1e-3}) {
    const Vector a = gaussian(*space, -shift / 2, 1), b = gaussian(*space, shift / 2, 1);
    EXPECT_NEAR(w1(a, b) / shift, 1, 1e-10);
    EXPECT_NEAR(w2(a, b) / shift, 1, 1e-10);
  }
  EXPECT_NEAR(w2(gaussian(*space, 0, 1), gaussian(*space, 0, 1.5)), 0.5, 1e-10);
  EXPECT_NEAR(w1(gaussian(*space, 0, 1), gaussian(*space, 0, 1.5)), 0.5 * std::sqrt(2 / M_PI), 1e-10);
}

// Masses other than one: the distance is that of the normalized densities.
TEST(Wasserstein, Normalizes)
{
  const auto space = make_box(1, 96, 8, false, 0, -12, 12);
  Vector a = gaussian(*space, 0, 1), b = gaussian(*space, 0.5, 1);
  a *= 3;
  b *= 3;
  EXPECT_NEAR(registered_distance("W2", space)(a, b), 0.5, 1e-9);
  EXPECT_NEAR(registered_distance("W1", space)(a, b), 0.5, 1e-9);
}

// Nearly equal densities: a difference of quantiles, or of distribution functions, would be round-off below
// 1e-8. b = 1, a = 1 + e (x - 1/2): F - G = e (x^2 - x)/2, W1 = e/12, W2 = e/sqrt(120). Dyadic e: the data
// are exact.
TEST(Wasserstein, NearlyEqualDensities)
{
  const auto space = make_box(1, 8, 1);
  const Vector b = space->sample([](const Point &) { return 1.0; });
  for (const int exponent : {-4, -14, -27, -40, -46}) {
    const double e = std::ldexp(1.0, exponent);
    const Vector a = space->sample([&](const Point &x) { return 1 + e * (x[0] - 0.5); });
    const auto w1 = registered_distance("W1", space), w2 = registered_distance("W2", space);
    EXPECT_NEAR(w1(a, b) / (e / 12), 1, 1e-12) << e;
    EXPECT_NEAR(w2(a, b) / (e / std::sqrt(120.0)), 1, 1e-10) << e;
    EXPECT_NEAR(w2(b, a) / (e / std::sqrt(120.0)), 1, 1e-10) << e;
  }
}

// F - G changes sign twice, within cells: a rule that does not find the sign changes is wrong at 1e-3.
TEST(Wasserstein, SignChangesOfTheDistributionFunctions)
{
  const auto space = make_box(1, 7, 8);
  const Vector b = space->sample([](const Point &) { return 1.0; });
  const Vector a = space->sample([](const Point &x) { return 1 + 0.4 * std::cos(3 * M_PI * x[0]); });
  EXPECT_NEAR(registered_distance("W1", space)(a, b), 0.4 / (3 * M_PI) * 2 / M_PI, 1e-9);
}

// The displacement of the coupling against the cell polynomials: wrong cells, wrong side, wrong sign.
TEST(Wasserstein, DisplacementSolvesItsEquation)
{
  const auto space = make_space_from(
      "domain/dimension = 1; domain/lower = -1; domain/upper = 2; domain/cells = 9; domain/degree = 3;"
      "domain/grading = 4");
  const Vector a = gaussian(*space, 0.2, 0.5), b = gaussian(*space, 0.9, 0.8);
  const MonotoneCoupling coupling(space->tensor_grid()->direction[0], a, b);
  const CellwiseDensity &f = coupling.first(), &g = coupling.second();
  for (double x = -0.99; x < 2; x += 0.0371) {
    const double y = x + coupling.displacement(x);
    EXPECT_NEAR(f.left_of(x), g.left_of(y), 1e-14) << x;
    EXPECT_NEAR(f.right_of(x), g.right_of(y), 1e-14) << x;
    EXPECT_NEAR(coupling.cdf_difference(x), f.left_of(x) - g.left_of(x), 1e-14) << x;
  }
  const auto points = coupling.breakpoints();
  EXPECT_TRUE(std::is_sorted(points.begin(), points.end()));
  EXPECT_EQ(points.size(), 10u + 8u);
}

// Against an independent computation, on densities that the mesh resolves badly too (the interpolant of the
// narrow ones undershoots zero between nodes), of two modes, with a gap.
TEST(Wasserstein, AgreesWithDenseQuantiles)
{
  for (const unsigned degree : {1u, 2u, 4u, 7u}) {
    const auto space = make_box(1, 60 / degree, degree);
    Vector narrow = gaussian(*space, 0.45, 0.05), modes = gaussian(*space, 0.2, 0.04);
    modes.add(1.0, gaussian(*space, 0.7, 0.06));
    narrow *= 1 / space->integrate(narrow);
    modes *= 1 / space->integrate(modes);
    const Vector flat = space->sample([](const Point &) { return 1.0; });
    const std::vector<Vector> densities = {narrow, modes, flat};
    std::vector<std::vector<double>> quantiles;
    for (const Vector &u : densities) quantiles.push_back(dense_quantiles(*space, u));
    for (std::size_t i = 0; i < 3; ++i)
      for (std::size_t j = 0; j < i; ++j)
        for (const double power : {1.0, 2.0}) {
          const auto distance = registered_distance(power == 1 ? "W1" : "W2", space);
          const double forward = distance(densities[i], densities[j]),
                       backward = distance(densities[j], densities[i]);
          EXPECT_NEAR(forward, dense_distance(quantiles[i], quantiles[j], power), 2e-5)
              << degree << " W" << power;
          EXPECT_NEAR(forward / backward, 1, 1e-6) << degree << " W" << power;
        }
  }
}

// A translation by 1e-8: what is lost is the round-off of the data, 1e-16 of the density, and no more; in the
// tails too, where the density itself is below 1e-30.
TEST(Wasserstein, TinyTranslations)
{
  const auto space = make_box(1, 96, 8, false, 0, -12, 12);
  for (const double shift : {1e-4, 1e-6, 1e-8, 1e-10}) {
    const Vector a = gaussian(*space, 0, 1), b = gaussian(*space, shift, 1);
    EXPECT_NEAR(registered_distance("W2", space)(a, b) / shift, 1, 1e-10 + 2e-16 / shift) << shift;
    EXPECT_NEAR(registered_distance("W1", space)(a, b) / shift, 1, 1e-10 + 2e-16 / shift) << shift;
  }
}

// Tails down to 1e-300, disjoint bodies: nothing overflows.
TEST(Wasserstein, VanishingTails)
{
  const auto space = make_box(1, 200, 4, false, 0, -20, 20);
  const Vector a = gaussian(*space, -3, 0.6), b = gaussian(*space, 4, 0.8);
  EXPECT_NEAR(registered_distance("W2", space)(a, b), std::hypot(7, 0.2), 1e-6);
  EXPECT_NEAR(registered_distance("W1", space)(a, b), 7, 1e-6);
}
