// SPDX-License-Identifier: LGPL-2.1-or-later
// Distances of particles from a density on circles and tori: closed forms, another library.
#include <gammaflow/comparison/particles/particle_distance.h>
#include <gammaflow/measures/line_transport.h>

#include <gtest/gtest.h>

#include "tests/support/radial_kernels.h"
#include <cmath>
#include <functional>

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
std::shared_ptr<const ParticleDistance> distance_on(const std::string &name,
                                                    const std::shared_ptr<const Space> &space,
                                                    const Vector &u,
                                                    std::shared_ptr<const RadialKernel> k = nullptr)
{
  return Registry<ParticleDistance>::make(name, {space, u, std::move(k), 100});
}

PointMeasure point(double x)
{
  return {1, {x}};
}

/// 1 + a cos(2 pi x) on the circle of length one.
double wave(double a, double x)
{
  return 1 + a * std::cos(2 * M_PI * x);
}

PointMeasure spread(std::size_t n, double shift, double length)
{
  std::vector<double> x;
  for (std::size_t i = 0; i < n; ++i) x.push_back(shift + length * double(i) / double(n));
  return {1, x};
}
}  // namespace

// The uniform density: L/4 to one point, L/(4 n) to n points of equal distances, wherever these are, also
// beyond the seam. 1 + a cos(2 pi x) and a point y: int rho d(x, y) = 1/4 - a cos(2 pi y)/pi^2.
TEST(CircleDistances, W1ClosedForms)
{
  const auto circle = make_box(1, 4, 4, true, 0, -1, 2);
  const Vector flat = circle->sample([](const Point &) { return 0.7; });
  const auto w1 = distance_on("W1", circle, flat);
  for (const double at : {-1., -0.3, 0.77, 1.999, 2., 5.2, -40.1}) {
    EXPECT_NEAR(w1->to(point(at)).value, 0.75, 1e-13) << at;
    EXPECT_NEAR(w1->to(spread(7, at, 3)).value, 3. / 28, 1e-13) << at;
  }
  const auto unit = make_box(1, 12, 8, true, 0, 0, 1);
  const Vector u = unit->sample([](const Point &x) { return wave(0.6, x[0]); });
  for (const double y : {0., 0.1, 0.5, 0.93})
    EXPECT_NEAR(distance_on("W1", unit, u)->to(point(y)).value,
                0.25 - 0.6 * std::cos(2 * M_PI * y) / (M_PI * M_PI), 1e-10)
        << y;
}

// Must fail: cut open at the seam, the line of the same length; and the mean of F - G instead of its median.
TEST(CircleDistances, W1IsNotThatOfTheLine)
{
  const auto circle = make_box(1, 4, 4, true, 0, -1, 2), line = make_box(1, 4, 4, false, 0, -1, 2);
  const auto flat = [](const Space &space) { return space.sample([](const Point &) { return 1.; }); };
  EXPECT_NEAR(distance_on("W1", line, flat(*line))->to(point(-0.3)).value, 2.89 / 3, 1e-10);
  EXPECT_GT(distance_on("W1", line, flat(*line))->to(point(-0.3)).value,
            0.15 + distance_on("W1", circle, flat(*circle))->to(point(-0.3)).value);
  // two points, one of little mass: the median of F - G is not its mean
  const LineDensity f(line->tensor_grid()->direction[0], std::vector<double>(line->n_nodes(), 1.));
  const PointMeasure two(1, {-0.5, 0.5}, {0.9, 0.1});
  double mean = 0, by_mean = 0;
  constexpr int n = 30000;
  const auto difference = [&](int i) {
    const double x = -1 + 3 * (i + 0.5) / n;
    return f.cdf(x) - (x > -0.5 ? 0.9 : 0) - (x > 0.5 ? 0.1 : 0);
  };
  for (int i = 0; i < n; ++i) mean += difference(i) / n;
  for (int i = 0; i < n; ++i) by_mean += 3. / n * std::abs(difference(i) - mean);
  EXPECT_GT(by_mean, 1e-3 + circle_w1(f, two));
}

// POT 0.8.2, ot.emd2 with the costs min(|x - y|, 1 - |x - y|), of 4000 quantiles of the density, each of
// which stands for mass within 1/8000: 0.11855793 (and 0.12088356 with |x - y|, the line).
TEST(CircleDistances, W1AgreesWithAnotherLibrary)
{
  const auto circle = make_box(1, 12, 8, true, 0, 0, 1);
  const Vector u =
      circle->sample([](const Point &x) { return wave(0.6, x[0]) + 0.3 * std::sin(4 * M_PI * x[0]); });
  const auto fraction = [](int i, double root) {
    double whole = 0;
    return std::modf((i + 1) * std::sqrt(root) * 2, &whole);
  };
  std::vector<double> x, w;
  for (int i = 0; i < 45; ++i) {
    x.push_back(0.3 + 0.8 * fraction(i, 2) * fraction(i, 2));
    w.push_back(1 + fraction(i, 7));
  }
  EXPECT_NEAR(distance_on("W1", circle, u)->to({1, x, w}).value, 0.1185579265309948, 1e-5);
}

// Uniform density on the unit torus and one particle: MMD^2 = sum over whole n of k(n) - int k, of the
// Gaussian (sum exp(-n^2/(2 s^2)))^d - (2 pi s^2)^(d/2). Must fail: the free-space kernel.
TEST(TorusDistances, MmdOfOneParticle)
{
  for (unsigned dim = 1; dim <= 2; ++dim) {
    const auto torus = make_box(dim, 6, 4, true, 0, 0, 1), box = make_box(dim, 6, 4, false, 0, 0, 1);
    const Vector flat = torus->sample([](const Point &) { return 2.; });
    const double s = 0.3;
    double sum = 1;
    for (int n = 1; n < 10; ++n) sum += 2 * std::exp(-n * n / (2 * s * s));
    const double square = std::pow(sum, dim) - std::pow(2 * M_PI * s * s, 0.5 * dim);
    const auto kernel = radial_kernel("Gaussian", s, dim);
    const auto mmd = distance_on("MMD", torus, flat, kernel);
    for (const double at : {0.03, 0.5, 3.98}) {
      const auto found = mmd->to({dim, std::vector<double>(dim, at)});
      EXPECT_NEAR(found.value, std::sqrt(square), found.error + 1e-7) << dim;
      EXPECT_LT(found.error, 1e-5) << dim;
    }
    const auto free = distance_on("MMD", box, box->sample([](const Point &) { return 2.; }), kernel);
    EXPECT_GT(std::abs(free->to({dim, std::vector<double>(dim, 0.03)}).value - std::sqrt(square)), 0.05);
  }
}

// 1 + a cos(2 pi x) and a particle at y, by Fourier: sum over k of c_k |s_k|^2, c_k = s (2 pi)^(1/2)
// exp(-2 pi^2 k^2 s^2), s_k = a/2 [|k| = 1] - exp(-2 pi i k y), s_0 = 0. A kernel over many periods is
// refused.
TEST(TorusDistances, MmdByFourier)
{
  const double a = 0.6, y = 0.2, s = 0.1;
  double square = 0;
  for (int k = 1; k < 12; ++k) {
    const double real = (k == 1 ? a / 2 : 0) - std::cos(2 * M_PI * k * y),
                 imaginary = std::sin(2 * M_PI * k * y);
    square += 2 * s * std::sqrt(2 * M_PI) * std::exp(-2 * M_PI * M_PI * k * k * s * s) *
              (real * real + imaginary * imaginary);
  }
  const auto circle = make_box(1, 12, 8, true, 0, 0, 1);
  const Vector u = circle->sample([&](const Point &x) { return wave(a, x[0]); });
  const auto found = distance_on("MMD", circle, u, radial_kernel("Gaussian", s, 1))->to(point(y));
  EXPECT_NEAR(found.value, std::sqrt(square), found.error + 1e-9);
  EXPECT_LT(found.error, 1e-6);
  EXPECT_THROW(distance_on("MMD", circle, u, radial_kernel("Gaussian", 2, 1)), InputError);
}

// More particles than go pair by pair, on a lattice that no mode of the kernel sees: what is left of 1 + a
// cos(2 pi x) is its own mode, MMD^2 = 2 (a/2)^2 2 pi s^2 exp(-2 pi^2 s^2). Must fail: walls instead of
// periods.
TEST(TorusDistances, MmdOfManyParticles)
{
  const double a = 0.6, s = 0.1;
  const int n = 175;
  std::vector<double> x;
  for (int i = 0; i < n * n; ++i) x.push_back((i % n + 0.3) / n - 2);  // moved by whole periods
  for (int i = 0; i < n * n; ++i) x.push_back((i / n + 0.8) / n + 1);
  const auto kernel = radial_kernel("Gaussian", s, 2);
  const double expected = std::sqrt(a * a / 2 * 2 * M_PI * s * s * std::exp(-2 * M_PI * M_PI * s * s));
  const auto mmd_on = [&](bool periodic) {
    const auto space = make_box(2, 12, 6, periodic, 0, 0, 1);
    const Vector u = space->sample([&](const Point &y) { return wave(a, y[0]); });
    return Registry<ParticleDistance>::make("MMD", {space, u, kernel, std::size_t(n * n)})->to({2, x});
  };
  const auto found = mmd_on(true);
  EXPECT_NEAR(found.value, expected, found.error + 1e-9);
  EXPECT_LT(found.error, 1e-4 * expected);
  EXPECT_GT(std::abs(mmd_on(false).value - expected), 0.1 * expected);
}

// What is taken where nothing is said: on tori all that has a meaning there.
TEST(TorusDistances, AreTakenByDefault)
{
  const auto circle = make_box(1, 6, 4, true, 0, 0, 1);
  const Vector u = circle->sample([](const Point &) { return 1.; });
  const auto names = default_particle_distances({circle, u, radial_kernel("Gaussian", 0.1, 1), 10});
  const auto has = [&](const char *name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  EXPECT_TRUE(has("W1") && has("MMD") && has("density L1"));
  EXPECT_FALSE(has("W2") || has("energy distance") || has("mean"));
}
