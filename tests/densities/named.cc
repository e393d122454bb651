// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/spaces/make_space.h>

#include <gtest/gtest.h>

#include "tests/densities/density_checks.h"
#include "tests/support/spaces.h"

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
const double pi = std::acos(-1.);

struct Case {
  Parameters parameters;
  std::shared_ptr<const Space> space;
  std::unique_ptr<Density> density;
};

/// A density on [-a, a]^dim.
Case make(const std::string &kind, unsigned dim, double a, unsigned cells, const std::string &settings)
{
  Case c;
  c.parameters = box_parameters(dim, cells, 6, false, -a, a);
  c.parameters.set("target", "kind", kind);
  std::istringstream in(settings);
  for (std::string setting; std::getline(in, setting, '\n');)
    c.parameters.assign("target/" + setting, "test");
  c.space = make_space(c.parameters);
  c.density = density_of(c.parameters, *c.space);
  return c;
}

void expect_moments(const Case &c, const std::vector<double> &mean,
                    const std::vector<std::vector<double>> &covariance, double tolerance)
{
  const Moments m = moments_of(*c.density, *c.space);
  EXPECT_NEAR(m.mass, 1, tolerance);
  for (unsigned d = 0; d < c.space->dim(); ++d) {
    EXPECT_NEAR(m.mean[d], mean[d], tolerance) << d;
    for (unsigned e = 0; e < c.space->dim(); ++e)
      EXPECT_NEAR(m.covariance[d][e], covariance[d][e], tolerance) << d << e;
  }
}
}  // namespace

// Catches a wrong normalization, a variance used for a deviation, a transposed covariance, a mean in the
// wrong place.
TEST(NamedDensities, GaussianMoments)
{
  expect_moments(make("Gaussian", 1, 8, 30, "mean = 0.4\ndeviation = 0.7"), {0.4}, {{0.49}}, 1e-11);
  expect_moments(make("Gaussian", 2, 8, 24, "mean = 0.4, -1\ndeviation = 0.9, 0.6"), {0.4, -1},
                 {{0.81, 0}, {0, 0.36}}, 1e-8);
  const Case full = make("Gaussian", 2, 9, 30, "mean = 0.3, -0.2\ncovariance = 1, 0.4; 0.4, 0.6");
  expect_moments(full, {0.3, -0.2}, {{1, 0.4}, {0.4, 0.6}}, 1e-8);
  // exp(-1/2 d' C^-1 d) / (2 pi sqrt det C) at d = (1, 1): C^-1 = (0.6, -0.4; -0.4, 1)/0.44
  EXPECT_NEAR(full.density->value({1.3, 0.8}), std::exp(-0.5 * 0.8 / 0.44) / (2 * pi * std::sqrt(0.44)),
              1e-15);
  // the default centre is the middle of the domain, in 3D
  EXPECT_NEAR(make("Gaussian", 3, 1, 2, "deviation = 0.5").density->value({}), std::pow(2 * pi * 0.25, -1.5),
              1e-14);
}

// Covariance of a mixture: sum_k a_k (S_k + m_k m_k') - m m'. Catches weights that are not normalized,
// deviations that go to the wrong component.
TEST(NamedDensities, GaussianMixtureMoments)
{
  const Case c = make("Gaussian mixture", 2, 9, 36,
                      "weights = 1, 3\nmeans = -1, 0.5; 1.2, 0\ndeviations = 0.6; 0.8, 0.5");
  const double a = 0.25, b = 0.75, mx = -a + 1.2 * b, my = 0.5 * a;
  const double xx = a * (0.36 + 1) + b * (0.64 + 1.44) - mx * mx, yy = a * (0.36 + 0.25) + b * 0.25 - my * my;
  const double xy = a * -0.5 - mx * my;
  expect_moments(c, {mx, my}, {{xx, xy}, {xy, yy}}, 1e-8);
}

// Catches b taken for the standard deviation (sqrt 2 b). The mean is at a vertex of the mesh, where the kink
// is harmless.
TEST(NamedDensities, LaplaceMoments)
{
  expect_moments(make("Laplace", 1, 20, 80, "mean = 0.5\ndeviation = 0.8"), {0.5}, {{0.64}}, 1e-8);
  const Case c = make("Laplace", 2, 1, 4, "mean = 0\ndeviation = 0.5, 1");
  const double b0 = 0.5 / std::sqrt(2.), b1 = 1 / std::sqrt(2.);
  EXPECT_NEAR(c.density->value({0.3, -0.2}), std::exp(-0.3 / b0 - 0.2 / b1) / (4 * b0 * b1), 1e-15);
}

// y = b (u^2 - s^2) + noise has mean 0, variance s_y^2 + 2 b^2 s_x^4 and no correlation with u. Catches a
// bend to the other side (third moment), a shifted parabola.
TEST(NamedDensities, BananaMoments)
{
  const Case c = make("banana", 2, 7, 40, "mean = 0.2, -0.5\ndeviation = 0.7, 0.5\ncurvature = 0.3");
  expect_moments(c, {0.2, -0.5}, {{0.49, 0}, {0, 0.25 + 2 * 0.09 * std::pow(0.7, 4)}}, 1e-7);
  const Vector values = sampled(*c.density, *c.space);  // E u^2 y = 2 b s_x^4
  EXPECT_NEAR(c.space->inner(values, c.space->sample([](const Point &x) {
    return (x[0] - 0.2) * (x[0] - 0.2) * (x[1] + 0.5);
  })),
              2 * 0.3 * std::pow(0.7, 4), 1e-7);
}

// The closed normalization in each dimension. Catches a wrong surface element. (At r = 0 the profile has a
// kink of relative size exp(-R^2/(2w^2)), which is 1e-11 here.)
TEST(NamedDensities, RingMass)
{
  EXPECT_EQ(check_mass(*make("ring", 1, 3, 60, "radius = 1.2\ndeviation = 0.17").density,
                       *make("ring", 1, 3, 60, "").space, 1, 1e-10),
            "");
  const Case disk = make("ring", 2, 2.6, 30, "radius = 1.2\ndeviation = 0.17");
  EXPECT_EQ(check_mass(*disk.density, *disk.space, 1, 1e-7), "");
  EXPECT_NEAR(disk.density->value({0.72, 0.96}) / disk.density->value({1.2 + 0.17, 0}), std::exp(0.5), 1e-13);
  const Case sphere = make("ring", 3, 2.2, 10, "radius = 1\ndeviation = 0.18");
  EXPECT_EQ(check_mass(*sphere.density, *sphere.space, 1, 1e-5), "");
}

// Mean, and the trace of the covariance R^2 (21/16 - 1/pi) + 2 w^2; the two arcs are images of each other
// under the point reflection at the mean. Catches arcs that do not interleave as they should.
TEST(NamedDensities, TwoMoonsMoments)
{
  const Case c = make("two moons", 2, 3, 48, "mean = 0.1, -0.2\nradius = 0.9\ndeviation = 0.15");
  const Moments m = moments_of(*c.density, *c.space);
  EXPECT_NEAR(m.mass, 1, 1e-8);
  EXPECT_NEAR(m.mean[0], 0.1, 1e-8);
  EXPECT_NEAR(m.mean[1], -0.2, 1e-8);
  EXPECT_NEAR(m.covariance[0][0] + m.covariance[1][1], 0.81 * (21. / 16 - 1 / pi) + 2 * 0.0225, 1e-8);
  EXPECT_NEAR(c.density->value({0.4, 0.3}), c.density->value({-0.2, -0.7}), 1e-14);
  // the upper arc ends at (R/2, -R/4), the lower one is lowest at (R/2, -3R/4)
  EXPECT_GT(c.density->value({0.1 + 0.45, -0.2 - 0.675}), 5 * c.density->value({0.1 - 0.45, -0.2 - 0.675}));
}

TEST(NamedDensities, UniformTanhProfileAndCosineBump)
{
  EXPECT_EQ(make("uniform", 2, 2, 2, "").density->value({0.3, 1}), 1. / 16);

  const Case front =
      make("tanh profile", 2, 1, 2, "low = 0.5\nhigh = 2\nposition = 0.1, 0\ndirection = 3, 4\nwidth = 0.2");
  EXPECT_NEAR(front.density->value({0.1 + 0.6 * 0.3, 0.8 * 0.3}), 1.25 + 0.75 * std::tanh(1.5), 1e-15);
  EXPECT_NEAR(front.density->value({0.1 - 0.8, 0.6}), 1.25, 1e-15);

  const Case bump = make("cosine bump", 2, 2, 6, "amplitude = 0.5, -0.3\nwave number = 1, 2");
  EXPECT_EQ(check_mass(*bump.density, *bump.space, 1, 1e-12), "");
  EXPECT_EQ(check_walls(*bump.density, *bump.space), "");
  EXPECT_NEAR(bump.density->value({-2, 0}), 1.5 * (1 + 0.3) / 16, 1e-15);
}

// Every named density works, with its defaults or the least it needs, in the dimensions it is made for, and
// is refused with a clear message in others.
TEST(NamedDensities, Dimensions)
{
  for (unsigned dim = 1; dim <= 3; ++dim)
    for (const char *kind : {"uniform", "Gaussian", "Laplace", "ring", "cosine bump", "tanh profile"})
      EXPECT_GT(std::abs(make(kind, dim, 1, 1, "").density->value({0.1, 0.2, 0.1})), 0) << kind << dim;
  EXPECT_GT(make("banana", 3, 1, 1, "").density->value({0.1, 0.2, 0.1}), 0);
  expect_words(refusal([] { make("banana", 1, 1, 1, ""); }),
               {"target", "kind", "banana", "1 dimensions", "2 to 3"});
  expect_words(refusal([] { make("two moons", 3, 1, 1, ""); }),
               {"target", "kind", "two moons", "dimension 2"});
}

// Each refusal names section, key, what was given and what is allowed.
TEST(NamedDensities, Refusals)
{
  const auto message = [](const std::string &kind, unsigned dim, const std::string &settings) {
    return refusal([&] { make(kind, dim, 1, 1, settings); });
  };
  expect_words(message("Gaussian", 2, "mean = 1, 2, 3"),
               {"target", "mean", "1, 2, 3", "3 values", "2 dimensions"});
  expect_words(message("Gaussian", 1, "deviation = 0"), {"target", "deviation", "'0'", "not positive"});
  expect_words(message("Gaussian", 1, "deviation = wide"), {"deviation", "wide", "not a number"});
  expect_words(message("Gaussian", 1, "mean = nan"), {"mean", "'nan' is not a number"});
  expect_words(message("Gaussian", 2, "covariance = 1, 2; 2, 1"),
               {"covariance", "positive definite", "2 rows"});
  expect_words(message("Gaussian", 2, "covariance = 1, 0.5; 0.4, 1"), {"covariance", "symmetric"});
  expect_words(message("Gaussian", 2, "covariance = 1, 0, 1"), {"covariance", "does not fit"});
  expect_words(message("Gaussian", 1, "covariance = 1\ndeviation = 1"),
               {"covariance", "deviation", "one of the two"});
  expect_words(message("Gaussian mixture", 1, ""), {"means", "empty"});
  expect_words(message("Gaussian mixture", 1, "means = 0; 1\nweights = 1"), {"weights", "1 values for 2"});
  expect_words(message("Gaussian mixture", 1, "means = 0; 1\nweights = 1, -1"), {"weights", "not positive"});
  expect_words(message("Gaussian mixture", 1, "means = 0; x"), {"means", "'x'", "not a number"});
  expect_words(message("Gaussian mixture", 1, "means = 0; 1\ndeviations = 1; 2; 3"),
               {"deviations", "3 groups for 2"});
  expect_words(message("Gaussian mixture", 1, "means = 0; 1\ndeviations = 1; -2"),
               {"deviations", "not positive"});
  expect_words(message("ring", 2, "radius = 0"), {"radius", "a number > 0"});
  expect_words(message("tanh profile", 2, "direction = 0, 0"), {"direction", "not all zero"});
  expect_words(message("cosine bump", 1, "wave number = 1.5"), {"wave number", "1.5", "whole"});
  expect_words(refusal([] {
                 Parameters p = box_parameters(1, 4, 2, true);
                 p.set("target", "kind", "cosine bump");
                 density_of(p, *make_space(p));
               }),
               {"wave number", "periodic", "2, 4"});
  expect_words(refusal([] { Parameters().set("target", "kind", "gauss"); }),
               {"kind", "gauss", "Gaussian mixture"});
}
