// SPDX-License-Identifier: LGPL-2.1-or-later
// Distances of particles from a density: closed forms, another library, what their errors are worth.
#include <gammaflow/comparison/particles/particle_distance.h>
#include <gammaflow/measures/density_points.h>
#include <gammaflow/measures/line_transport.h>
#include <gammaflow/measures/network_coupling.h>
#include <gammaflow/measures/radial_sums.h>

#include <gtest/gtest.h>

#include "tests/support/radial_kernels.h"
#include <cmath>
#include <random>

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
/// The fractional parts of multiples of a root: the same numbers in every language.
double fraction(std::size_t i, double root, double factor)
{
  double whole = 0;
  return std::modf(double(i + 1) * std::sqrt(root) * factor, &whole);
}

/// As in the Python script below.
PointMeasure scattered(unsigned dim, std::size_t n, bool second)
{
  const double roots[3] = {2, 3, 5};
  std::vector<double> x, w;
  for (unsigned d = 0; d < dim; ++d)
    for (std::size_t i = 0; i < n; ++i) {
      const double u = fraction(i, roots[d], second ? 2 : 1);
      x.push_back(second ? 0.3 + 0.8 * u * u : u);
    }
  for (std::size_t i = 0; i < n; ++i) w.push_back(1 + fraction(i, 7, second ? 2 : 1));
  return {dim, x, w};
}

Vector normal(const Space &space, double deviation)
{
  return space.sample([&](const Point &x) {
    double square = 0;
    for (unsigned d = 0; d < space.dim(); ++d) square += x[d] * x[d];
    return std::exp(-square / (2 * deviation * deviation));
  });
}

double distance(const std::string &name, const std::shared_ptr<const Space> &space, const Vector &u,
                const PointMeasure &particles, std::shared_ptr<const RadialKernel> k = nullptr)
{
  return Registry<ParticleDistance>::make(name, {space, u, std::move(k), particles.size()})
      ->to(particles)
      .value;
}
}  // namespace

// import numpy, ot (POT 0.8.2); f(i, r, s) = modf((i + 1) sqrt(r) s)[0]; x = f(i, (2, 3, 5), 1), i < 60,
// y = 0.3 + 0.8 f(i, (2, 3, 5), 2)^2, i < 45; weights 1 + f(i, 7, 1), 1 + f(i, 7, 2):
//   ot.emd2(a, b, ot.dist(x, y, 'euclidean')), ot.emd2(a, b, ot.dist(x, y, 'sqeuclidean'))**.5,
//   (2 a D(x,y) b - a D(x,x) a - b D(y,y) b)**.5 with D = ot.dist(., ., 'euclidean')
TEST(ParticleDistances, AgreeWithAnotherLibrary)
{
  const PointMeasure a = scattered(1, 60, false), b = scattered(1, 45, true);
  EXPECT_NEAR(line_w1(a, b), 0.08786707571582021, 1e-12);
  EXPECT_NEAR(line_w2(a, b), 0.11748302324605576, 1e-12);
  const double energy[3] = {0.16438329878714353, 0.17848901282884203, 0.20609555376598937};
  EXPECT_NEAR(line_energy_distance(a, b), energy[0], 1e-12);
  const double w1[3] = {0.08786707571582021, 0.14135051473842444, 0.24267250982189642};
  const double w2[3] = {0.11748302324605576, 0.17160746886406686, 0.27253465361262963};
  for (unsigned dim = 1; dim <= 3; ++dim) {
    EXPECT_NEAR(network_wasserstein(scattered(dim, 60, false), scattered(dim, 45, true), 1), w1[dim - 1],
                1e-10);
    EXPECT_NEAR(network_wasserstein(scattered(dim, 60, false), scattered(dim, 45, true), 2), w2[dim - 1],
                1e-10);
    Charges charges;
    charges.dim = dim;
    const PointMeasure x = normalized(scattered(dim, 60, false)), y = normalized(scattered(dim, 45, true));
    for (unsigned d = 0; d < dim; ++d) {
      charges.coordinates.insert(charges.coordinates.end(), x.coordinate(d), x.coordinate(d) + x.size());
      charges.coordinates.insert(charges.coordinates.end(), y.coordinate(d), y.coordinate(d) + y.size());
    }
    charges.charge = x.weights();
    for (const double w : y.weights()) charges.charge.push_back(-w);
    const RadialSums sums(std::make_shared<RadialProfile>([](double r) { return -r; }, 0.1, 2), dim, {},
                          {{1, 1, 1}}, charges.size());
    EXPECT_NEAR(std::sqrt(sums.of(charges).value), energy[dim - 1], 1e-10) << dim;
  }
}

// N(0, 1) and one particle at y with a Gaussian kernel of bandwidth s (Gretton et al. 2012): MMD^2 =
// s^d (s^2 + 2)^-d/2 - 2 s^d (s^2 + 1)^-d/2 exp(-|y|^2 / (2 s^2 + 2)) + 1.
TEST(ParticleDistances, MmdOfTheNormalLaw)
{
  for (unsigned dim = 1; dim <= 2; ++dim) {
    const auto space = make_box(dim, dim == 1 ? 40 : 10, 8, false, 0, -8, 8);
    const double s = 0.7, y = 0.9;
    std::vector<double> x(dim, 0.);
    x[0] = y;
    const double power = dim == 1 ? 0.5 : 1.;
    const double square = std::pow(s * s / (s * s + 2), power) -
                          2 * std::pow(s * s / (s * s + 1), power) * std::exp(-y * y / (2 * s * s + 2)) + 1;
    EXPECT_NEAR(
        distance("MMD", space, normal(*space, 1), PointMeasure(dim, x), radial_kernel("Gaussian", s, dim)),
        std::sqrt(square), 1e-6)
        << dim;
  }
}

// Each registered profile: by quadrature of the density as from very many of its quantiles.
TEST(ParticleDistances, MmdOfEveryProfile)
{
  const auto space = make_box(1, 40, 6, false, 0, -6, 6);
  const Vector u = normal(*space, 1);
  const LineDensity f(space->tensor_grid()->direction[0], {u.begin(), u.end()});
  const PointMeasure particles(1, {-1, 0.2, 0.5}, {1, 2, 3});
  for (const auto &name : Registry<Kernel>::names()) {
    if (!Registry<Kernel>::traits(name).radial()) continue;
    const auto k = radial_kernel(name, 0.8, 1);
    const std::size_t n = 4000;
    double cross = 0, own = 0;
    std::vector<double> q;
    for (std::size_t i = 0; i < n; ++i) q.push_back(f.quantile((double(i) + 0.5) / double(n)));
    for (const double x : q)
      for (std::size_t j = 0; j < 3; ++j)
        cross += particles.weight(j) / 6 * k->profile(std::abs(x - particles.coordinates()[j])) / double(n);
    for (std::size_t i = 0; i < n; i += 4)
      for (const double y : q) own += 4 * k->profile(std::abs(q[i] - y)) / double(n) / double(n);
    double self = 0;
    for (std::size_t i = 0; i < 3; ++i)
      for (std::size_t j = 0; j < 3; ++j)
        self += particles.weight(i) * particles.weight(j) / 36 *
                k->profile(std::abs(particles.coordinates()[i] - particles.coordinates()[j]));
    EXPECT_NEAR(std::pow(distance("MMD", space, u, particles, k), 2), own - 2 * cross + self, 3e-3) << name;
  }
}

// The sampler has the moments of the density, in every dimension.
TEST(DensitySampler, HasTheMomentsOfTheDensity)
{
  for (unsigned dim = 1; dim <= 3; ++dim) {
    const auto space = make_box(dim, dim == 3 ? 8 : 16, 4, false, 0, -4, 4);
    const Vector u = space->sample([](const Point &x) {
      return std::exp(-(x[0] - 0.5) * (x[0] - 0.5) - x[1] * x[1] / 2 - x[2] * x[2]);
    });
    const std::size_t n = 40000;
    const PointMeasure sample = DensitySampler(space, u).draw(n, 7);
    double mean = 0, square = 0;
    for (std::size_t i = 0; i < n; ++i) mean += sample.coordinate(0)[i] / double(n);
    for (std::size_t i = 0; i < n; ++i) square += std::pow(sample.coordinate(0)[i] - mean, 2) / double(n);
    EXPECT_NEAR(mean, 0.5, 4 * std::sqrt(0.5 / double(n)));
    EXPECT_NEAR(square, 0.5, 4 * 0.5 * std::sqrt(2. / double(n)));
    const PointMeasure again = DensitySampler(space, u).draw(n, 7);
    EXPECT_EQ(sample.coordinates(), again.coordinates());
  }
}

// Energy distance in the plane against one particle: 2 E|X - y| - E|X - X'|, with E|X| = (pi/2)^(1/2) for the
// normal law at y = 0, E|X - X'| = pi^(1/2); and the error that is claimed covers what it is.
TEST(ParticleDistances, EnergyDistanceInThePlane)
{
  const auto space = make_box(2, 12, 6, false, 0, -7, 7);
  const PointMeasure particle(2, {0, 0});
  const Vector u = normal(*space, 1);
  const auto d = Registry<ParticleDistance>::make("energy distance", {space, u, nullptr, 1});
  const auto found = d->to(particle);
  const double exact = std::sqrt(2 * std::sqrt(M_PI / 2) - std::sqrt(M_PI));
  EXPECT_NEAR(found.value, exact, found.error);
  EXPECT_LT(found.error, 0.05 * exact);
}

// The square of the energy distance of n independent samples is E|X - X'|/n in the mean, pi^(1/2)/n for the
// normal law of the plane: the lattice of the density's nodes adds nothing to it.
TEST(ParticleDistances, SamplesInThePlaneHaveTheirOwnDistanceAlone)
{
  const auto space = make_box(2, 10, 6, false, 0, -6, 6);
  const Vector u = space->sample([](const Point &x) { return std::exp(-(x[0] * x[0] + x[1] * x[1]) / 2); });
  const std::size_t n = 20000;
  const auto distance = Registry<ParticleDistance>::make("energy distance", {space, u, nullptr, n});
  const DensitySampler sampler(space, u);
  double mean = 0;
  for (unsigned seed = 1; seed <= 6; ++seed)
    mean += std::pow(distance->to(sampler.draw(n, seed)).value, 2) / 6;
  EXPECT_NEAR(mean, std::sqrt(M_PI) / double(n), 0.3 * std::sqrt(M_PI) / double(n));
}

// What a distance changes by when the density changes is within the bound that is made of its bars.
TEST(ParticleDistances, BoundsOfBarsHold)
{
  const auto space = make_box(1, 30, 6, false, 0, -6, 6);
  const Vector u = normal(*space, 1), v = normal(*space, 1.05);
  Vector a = u, b = v;
  a *= 1 / space->integrate(u);
  b *= 1 / space->integrate(v);
  Vector difference = a;
  difference -= b;
  double l1 = 0;
  for (std::size_t i = 0; i < size(difference); ++i)
    l1 += data(space->weights())[i] * std::abs(data(difference)[i]);
  const double l2 = space->norm(difference);
  const ParticleDistance::Bars bars = [&](const std::string &norm) -> std::optional<double> {
    if (norm == "L1") return l1;
    return norm == "L2" ? std::optional<double>(l2) : std::nullopt;
  };
  const PointMeasure particles = DensitySampler(space, u).draw(300, 3);
  const auto k = radial_kernel("Gaussian", 0.5, 1);
  for (const auto &name : Registry<ParticleDistance>::names()) {
    const ParticleDistance::Context of_a{space, a, k, 300}, of_b{space, b, k, 300};
    if (!why_not_applicable(name, of_a).empty()) continue;
    const auto from_a = Registry<ParticleDistance>::make(name, of_a),
               from_b = Registry<ParticleDistance>::make(name, of_b);
    const auto bound = from_a->of_bars(bars);
    if (!bound) continue;
    EXPECT_LE(std::abs(from_a->to(particles).value - from_b->to(particles).value), *bound + 1e-12) << name;
  }
}

// Two normal laws in the plane, translated: W2 is the translation. Within the error that is claimed, and with
// sums over slices the mean of |direction . translation|.
TEST(ParticleDistances, TransportInThePlane)
{
  const auto space = make_box(2, 12, 4, false, 0, -6, 6);
  const Vector u = normal(*space, 1);
  std::vector<double> x;
  const PointMeasure nodes = points_of_density(*space, u);
  for (unsigned d = 0; d < 2; ++d)
    for (std::size_t i = 0; i < nodes.size(); ++i) x.push_back(nodes.coordinate(d)[i] + (d == 0 ? 0.5 : 0));
  const PointMeasure moved(2, x, nodes.weights());
  const ParticleDistance::Context context{space, u, nullptr, nodes.size()};
  for (const std::string name : {"exact W1", "exact W2"}) {
    const auto found = Registry<ParticleDistance>::make(name, context)->to(moved);
    EXPECT_NEAR(found.value, 0.5, found.error) << name;
    EXPECT_LT(found.error, 0.04 * box_diameter(*space)) << name;
  }
  EXPECT_NEAR(distance("sliced W1", space, u, moved), 0.5 * 2 / M_PI, 1e-3);
  EXPECT_NEAR(distance("sliced W2", space, u, moved), 0.5 / std::sqrt(2.), 1e-3);
}

TEST(NetworkCoupling, QuantizationMovesNoMoreThanItSays)
{
  const PointMeasure all = scattered(2, 400, false);
  const Quantized few = quantized(all, 50);
  EXPECT_LE(few.points.size(), 50u);
  EXPECT_GE(few.points.size(), 25u);
  EXPECT_LE(network_wasserstein(all, few.points, 1), few.w1 + 1e-12);
  EXPECT_LE(network_wasserstein(all, few.points, 2), few.w2 + 1e-12);
  EXPECT_LT(few.w2, 0.1);
  EXPECT_EQ(quantized(all, 400).points.size(), 400u);
}

// N(0, 1) in the plane and two particles at (1, +-1): the means are 1 apart, the spreads 2^1/2 and 1.
TEST(ParticleDistances, Moments)
{
  const auto space = make_box(2, 12, 6, false, 0, -8, 8);
  const Vector u = normal(*space, 1);
  const PointMeasure particles(2, {1, 1, 1, -1});
  EXPECT_NEAR(distance("mean", space, u, particles), 1, 1e-8);
  EXPECT_NEAR(distance("spread", space, u, particles), std::sqrt(2.) - 1, 1e-6);
}
