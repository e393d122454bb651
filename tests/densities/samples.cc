// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/densities/samples.h>
#include <gammaflow/spaces/make_space.h>

#include <gtest/gtest.h>

#include "tests/densities/density_checks.h"
#include "tests/support/spaces.h"
#include <algorithm>
#include <random>

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
const std::string old_faithful = std::string(GAMMAFLOW_SOURCE_DIR) + "/reference/data/old_faithful.csv";

Parameters with(Parameters p, const std::string &assignments)
{
  p.set("target", "kind", "samples");
  p.assign_all(assignments, "study.prm");
  return p;
}

/// Points in [0,1]^dim that crowd at a corner, so that walls matter.
std::string corner_samples(unsigned dim, unsigned n)
{
  std::mt19937 random(7);
  std::ostringstream out;
  out.precision(17);
  for (unsigned s = 0; s < n; ++s)
    for (unsigned d = 0; d < dim; ++d) {
      const double u = double(random()) / 4294967296.;
      out << u * u << (d + 1 < dim ? ',' : '\n');
    }
  return temporary_file("corner" + std::to_string(dim) + ".csv", out.str());
}

Parameters old_faithful_parameters(const std::string &assignments)
{
  Parameters p = box_parameters(2, 24, 4);
  p.set("domain", "lower", "1, 35");
  p.set("domain", "upper", "6, 105");
  return with(p, "target/file = " + old_faithful + ";" + assignments);
}
}  // namespace

// Without images the mass near a wall is lost and the normal derivative is not zero. In each dimension, for
// each rule, with kernels narrow and wide against the domain, and in periodic boxes.
TEST(KernelDensity, MassAndWalls)
{
  for (unsigned dim = 1; dim <= 3; ++dim)
    for (const bool periodic : {false, true})
      for (const char *rule : {"scott", "silverman", "0.15", "3"}) {
        const Parameters p =
            with(box_parameters(dim, dim == 1 ? 40 : 8, 4, periodic),
                 "target/file = " + corner_samples(dim, 60) + "; target/bandwidth rule = " + rule);
        const auto space = make_space(p);
        const auto density = density_of(p, *space);
        const double tolerance = dim == 1 ? 1e-11 : 1e-5;
        EXPECT_EQ(check_mass(*density, *space, 1, tolerance), "") << dim << periodic << rule;
        EXPECT_EQ(check_walls(*density, *space), "") << dim << periodic << rule;
      }
}

// The sum over images written out for two samples, and a bandwidth far wider than the domain, which gives the
// uniform density. Catches images at the wrong place.
TEST(KernelDensity, ValuesWithImages)
{
  const std::string file = temporary_file("two.csv", "0.1\n0.7\n");
  const auto normal = [](double x) { return std::exp(-x * x / 0.08) / std::sqrt(2 * std::acos(-1.) * 0.04); };
  for (const bool periodic : {false, true}) {
    Parameters p =
        with(box_parameters(1, 4, 2, periodic), "target/file = " + file + "; target/bandwidth rule = 0.2");
    const auto space = make_space(p);
    double expected = 0;
    for (const double s : {0.1, 0.7})
      for (int m = -20; m <= 20; ++m)
        expected +=
            periodic ? normal(0.3 - s - m) / 2 : (normal(0.3 - s - 2 * m) + normal(0.3 + s - 2 * m)) / 2;
    EXPECT_NEAR(density_of(p, *space)->value({0.3}), expected, 1e-14);
    p.set("target", "bandwidth rule", "30");
    EXPECT_NEAR(density_of(p, *space)->value({0.9}), 1, 1e-13);
  }
}

// A periodic mesh is the periodic box: images around it, none at walls. Must fail: a mesh with walls, which
// cuts off.
TEST(KernelDensity, PeriodicMeshesAreThePeriodicBox)
{
  for (const std::string estimator : {"kernel density", "histogram"}) {
    const auto value = [&](const std::string &domain) {
      const Parameters p =
          with(box_parameters(2, 8, 2, true), "target/estimator = " + estimator +
                                                  "; target/file = " + corner_samples(2, 60) + "; " + domain);
      const auto space = make_space(p);
      return density_of(p, *space)->value({0.02, 0.97});
    };
    const std::string mesh = "domain/shape = mesh; domain/mesh generator = box; ";
    EXPECT_NEAR(value(mesh), value(""), 1e-12 * value("")) << estimator;
    EXPECT_GT(std::abs(value(mesh + "domain/boundary = no-flux") - value("")), 1e-2 * value("")) << estimator;
  }
}

// The tabulated sums over blocks of samples against the sum at each node. Catches wrong strides, a block that
// is left out.
TEST(KernelDensity, TensorSumAgreesWithThePlainOne)
{
  for (unsigned dim = 1; dim <= 3; ++dim) {
    const Parameters p =
        with(box_parameters(dim, 3, 3), "target/file = " + corner_samples(dim, dim == 1 ? 2500 : 90));
    const auto space = make_space(p);
    const auto density = density_of(p, *space);
    const Vector values = sampled(*density, *space);
    for (std::size_t i = 0; i < size(values); ++i)
      ASSERT_NEAR(data(values)[i], density->value(space->nodes()[i]), 1e-13 * data(values)[i])
          << dim << " " << i;
  }
}

// h = s n^(-1/(dim+4)) and h = s (4/((dim+2) n))^(1/(dim+4)). Catches the deviation with n, swapped rules.
TEST(KernelDensity, BandwidthRules)
{
  const std::string file = temporary_file("spread.csv", "0.2\n0.4\n0.6\n0.8\n");  // deviation sqrt(0.2/3)
  const double s = std::sqrt(0.2 / 3);
  for (const auto &[rule, h] : {std::pair<const char *, double>{"scott", s * std::pow(4., -0.2)},
                                {"silverman", s * std::pow(1. / 3, 0.2)}}) {
    Parameters p =
        with(box_parameters(1, 4, 2), "target/file = " + file + "; target/bandwidth rule = " + rule);
    const auto space = make_space(p);
    const auto by_rule = density_of(p, *space);
    expect_words(by_rule->description(), {"4 samples of", "spread.csv", rule, "images"});
    p.set("target", "bandwidth rule", text(h));
    EXPECT_NEAR(by_rule->value({0.3}), density_of(p, *space)->value({0.3}), 1e-14) << rule;
  }
}

// The file that is shipped holds R's `faithful`: 272 pairs, means 3.487783 and 70.89706, deviations 1.141371
// and 13.59497 (as R prints them), and its density has the two modes that it is known for. Far from walls a
// kernel estimate has the mean of the samples and the covariance of the samples (with n) plus that of the
// kernel.
TEST(KernelDensity, OldFaithful)
{
  Parameters p = old_faithful_parameters("target/columns = eruptions, waiting");
  p.assign_all("domain/lower = -1, 0; domain/upper = 8, 140", "test");
  const auto space = make_space(p);
  const auto density = density_of(p, *space);
  expect_words(density->description(), {"272 samples of old_faithful.csv", "scott"});
  const Moments m = moments_of(*density, *space);
  EXPECT_NEAR(m.mass, 1, 1e-7);
  const double h = std::pow(272., -1. / 6), s0 = 1.141371, s1 = 13.59497;
  EXPECT_NEAR(m.mean[0], 3.487783, 2e-6);
  EXPECT_NEAR(m.mean[1], 70.89706, 2e-5);
  EXPECT_NEAR(m.covariance[0][0], s0 * s0 * (271. / 272 + h * h), 1e-5);
  EXPECT_NEAR(m.covariance[1][1], s1 * s1 * (271. / 272 + h * h), 1e-3);
  const double low = density->value({2, 54}), high = density->value({4.4, 80}),
               between = density->value({3.2, 66});
  EXPECT_GT(low, 2 * between);
  EXPECT_GT(high, 2 * between);
  // columns by number, in the other order, are the transposed density
  const Parameters swapped = [] {
    Parameters q = box_parameters(2, 4, 2);
    q.set("domain", "lower", "0, -1");
    q.set("domain", "upper", "140, 8");
    return with(q, "target/file = " + old_faithful + "; target/columns = 2, 1");
  }();
  EXPECT_NEAR(density_of(swapped, *make_space(swapped))->value({54, 2}), low, 1e-14);
}

// The smoothed histogram: mass 1, even at walls (or periodic), constant for equal counts, of the moments of
// the samples up to the width of the splines.
TEST(Histogram, MassWallsAndValues)
{
  for (unsigned dim = 1; dim <= 3; ++dim)
    for (const bool periodic : {false, true})
      for (const char *bins : {"auto", "1", "2", "3", "8"}) {
        const Parameters p = with(box_parameters(dim, 8, 3, periodic),
                                  "target/file = " + corner_samples(dim, 60) +
                                      "; target/estimator = histogram; target/bins = " + bins);
        const auto space = make_space(p);
        const auto density = density_of(p, *space);
        const bool cubic_on_cells = std::string(bins) != "auto" && std::string(bins) != "3";
        EXPECT_EQ(check_mass(*density, *space, 1, cubic_on_cells ? 1e-13 : 2e-3), "")
            << dim << periodic << bins;
        EXPECT_EQ(check_walls(*density, *space), "") << dim << periodic << bins;
      }
  const std::string even = temporary_file("even.csv", "0.1\n0.3\n0.5\n0.7\n0.9\n");
  const Parameters p = with(box_parameters(1, 4, 3),
                            "target/file = " + even + "; target/estimator = histogram; target/bins = 5");
  for (const double x : {0., 0.11, 0.5, 1.}) EXPECT_NEAR(density_of(p, *make_space(p))->value({x}), 1, 1e-14);
}

TEST(Histogram, OldFaithful)
{
  const Parameters p =
      old_faithful_parameters("target/estimator = histogram; target/bins = 12, 12; target/floor = 0.01");
  const auto space = make_space(p);
  const auto density = density_of(p, *space);
  EXPECT_EQ(check_mass(*density, *space, 1, 1e-9), "");
  expect_words(density->description(), {"272 samples", "12 x 12 bins"});
  const Vector counts = sampled(*density, *space);
  EXPECT_EQ(*std::min_element(counts.begin(), counts.end()), 0);
  const Vector target =
      make_density(p, "target", *space, true);  // empty corners: positive by its floor alone
  EXPECT_NEAR(*std::min_element(target.begin(), target.end()), 0.01 / 350, 1e-10);
}

// A histogram or a narrow kernel is zero where no samples are: refused as a target that has to be positive.
TEST(Samples, RefusedWhereTheDensityVanishes)
{
  const Parameters p = old_faithful_parameters("target/bandwidth rule = 0.01");
  expect_words(refusal([&] { make_density(p, "target", *make_space(p), true); }),
               {"target", "file", "not positive", "x = ", "y = ", "floor"});
}

TEST(Samples, Refusals)
{
  const auto message = [](const std::string &text, const std::string &settings, unsigned dim) {
    const std::string file = temporary_file("bad.csv", text);
    const Parameters p = with(box_parameters(dim, 2, 2), "target/file = " + file + ";" + settings);
    return refusal([&] { density_of(p, *make_space(p)); });
  };
  expect_words(message("x,y\n0.5,0.5\n1.5,0.2\n0.3,-2\n", "", 2),
               {"study.prm", "target", "file", "2 of 3 samples lie outside", "line 3", "x from 0.3 to 1.5",
                "y from -2 to 0.5", "domain 0 to 1"});
  expect_words(message("x,y\n0.5,0.5\n0.1,oops\n", "", 2), {"bad.csv", "line 3", "column 2 (y)", "'oops'"});
  expect_words(message("0.5,0.5\n0.1,\n", "", 2), {"line 2", "column 2", "not a finite number"});
  expect_words(message("0.5,0.5\n0.1,nan\n", "", 2), {"line 2", "'nan'"});
  expect_words(message("0.5,0.5\n0.1\n", "", 2), {"line 2", "1 cells", "2, as in"});
  expect_words(message("x,y\n", "", 2), {"no rows of numbers"});
  expect_words(message("0.1\n0.2\n", "", 2), {"columns", "1 columns", "2, one per dimension"});
  expect_words(message("x,y\n0.1,0.2\n", "target/columns = x, z", 2), {"'z'", "1 to 2", "x, y"});
  expect_words(message("x,y\n0.1,0.2\n", "target/columns = 3", 1), {"'3'", "not a column"});
  expect_words(message("0.1\n", "", 1), {"bandwidth rule", "scott", "do not spread in x"});
  expect_words(message("0.1,0.3\n0.2,0.3\n", "", 2), {"bandwidth rule", "do not spread in y"});
  // The mean of equal numbers is one of them up to round-off only.
  const std::string histogram_of_auto = "target/estimator = histogram; target/bins = auto";
  std::string equal, nearly;
  for (int i = 0; i < 50; ++i) equal += "0.1\n", nearly += i % 2 == 0 ? "0.1\n" : "0.10000000000000002\n";
  for (const auto &rows : {equal, nearly}) {
    expect_words(message(rows, "", 1), {"bandwidth rule", "do not spread in x"});
    expect_words(message(rows, histogram_of_auto, 1), {"bins", "do not spread"});
  }
  expect_words(message("x,x\n0.1,0.2\n0.3,0.4\n", "target/columns = x", 1),
               {"'x'", "the name of two columns"});
  expect_words(message("0.1\r0.2\r0.3", "", 1), {"line 1", "carriage return"});
  expect_words(message(std::string("0.1\0\n0.2\n", 9), "", 1), {"line 1", "zero bytes"});
  expect_words(message("0.1\n", "target/bandwidth rule = -1", 1), {"bandwidth rule", "-1", "not positive"});
  expect_words(message("0.1\n", "target/bandwidth rule = wide", 1), {"bandwidth rule", "wide"});
  const std::string histogram = "target/estimator = histogram; target/bins = ";
  expect_words(message("0.1\n0.2\n", histogram + "2.5", 1), {"bins", "2.5", "whole"});
  expect_words(message("0.1\n0.1\n", histogram + "auto", 1), {"bins", "do not spread"});
  expect_words(message("0.1\n0.2\n", histogram + "100000000", 1), {"bins", "1e7"});

  Parameters p = with(box_parameters(1, 2, 2), "target/file = nowhere.csv");
  expect_words(refusal([&] { density_of(p, *make_space(p)); }), {"nowhere.csv", "cannot be read"});
  p.set("target", "file", "");
  expect_words(refusal([&] { density_of(p, *make_space(p)); }), {"target", "file", "empty"});
}

// Headers, quotes, other separators, comments, byte-order marks and line ends of other systems give the same
// density.
TEST(Samples, FileFormats)
{
  const auto value = [](const std::string &text, const std::string &settings = "") {
    const Parameters p = with(box_parameters(2, 2, 2), "target/file = " + temporary_file("format.csv", text) +
                                                           "; target/bandwidth rule = 0.2;" + settings);
    return density_of(p, *make_space(p))->value({0.3, 0.6});
  };
  const double plain = value("0.1,0.2\n0.3,0.9\n");
  EXPECT_GT(plain, 0);
  EXPECT_EQ(value("# two points\n\n0.1;0.2\n0.3;0.9\n"), plain);
  EXPECT_EQ(value("0.1\t0.2\r\n0.3\t0.9\r\n"), plain);
  EXPECT_EQ(value("0.1   0.2\n 0.3 0.9"), plain);
  EXPECT_EQ(value("\xEF\xBB\xBFx,y\n0.1,0.2\n0.3,0.9\n"), plain);
  EXPECT_EQ(value("\"\",\"the x\",\"y\"\n\"1\",0.1,\"0.2\"\n\"2\",0.3,0.9\n", "target/columns = the x, y"),
            plain);
  EXPECT_EQ(value("\"\",\"a\",\"b\"\n\"1\",0.1,\"0.2\"\n\"2\",0.3,0.9\n", "target/columns = 2, 3"), plain);
}
