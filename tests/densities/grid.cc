// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/spaces/make_space.h>

#include <gtest/gtest.h>

#include "tests/densities/density_checks.h"
#include "tests/support/spaces.h"

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
using Function = std::function<double(const Point &)>;

/// A CSV file of f on `n` points per direction from -0.1 to 1.1, z fastest.
std::string grid_file(unsigned dim, unsigned n, const Function &f, bool header = false)
{
  std::ostringstream out;
  out.precision(17);
  if (header) out << (dim == 1 ? "x,f\n" : dim == 2 ? "x,y,f\n" : "x,y,z,f\n");
  const auto at = [n](unsigned i) { return -0.1 + 1.2 * i / (n - 1); };
  for (unsigned i = 0; i < n; ++i)
    for (unsigned j = 0; j < (dim > 1 ? n : 1); ++j)
      for (unsigned k = 0; k < (dim > 2 ? n : 1); ++k) {
        const Point x{at(i), dim > 1 ? at(j) : 0, dim > 2 ? at(k) : 0};
        for (unsigned d = 0; d < dim; ++d) out << x[d] << ",";
        out << f(x) << "\n";
      }
  return temporary_file("grid.csv", out.str());
}

Parameters with(unsigned dim, const std::string &file, const std::string &settings)
{
  Parameters p = box_parameters(dim, 3, 3);
  p.set("target", "kind", "grid");
  p.set("target", "file", file, "study.prm");
  p.assign_all(settings, "study.prm");
  return p;
}

/// The L2 norm of the error, at far more nodes than grid points.
double error(unsigned dim, unsigned n, const Function &f, const std::string &interpolation)
{
  Parameters p = with(dim, grid_file(dim, n, f), "target/interpolation = " + interpolation);
  p.set("domain", "cells", dim == 1 ? "100" : dim == 2 ? "40" : "16");
  const auto space = make_space(p);
  Vector values = sampled(*density_of(p, *space), *space);
  values -= space->sample(f);
  return space->norm(values);
}

double smooth(const Point &x)
{
  return std::exp(std::sin(3 * x[0] + 0.3) - 0.5 * std::cos(2 * x[1]) + 0.4 * x[2] * x[0]);
}
}  // namespace

// Multilinear interpolation reproduces multilinear functions, in each dimension. Catches wrong strides and
// swapped axes.
TEST(GridDensity, MultilinearIsExactForMultilinearFunctions)
{
  const auto f = [](const Point &x) { return 2 + x[0] - 0.5 * x[1] + x[2] + x[0] * x[1] * (1 + x[2]); };
  for (unsigned dim = 1; dim <= 3; ++dim) EXPECT_LT(error(dim, 4 + dim, f, "multilinear"), 1e-14) << dim;
}

// Orders 2 and 4 on a smooth function: catches a spline that is none. On coarse grids the estimated
// derivatives at the ends dominate the error of the spline, and fall faster.
TEST(GridDensity, Orders)
{
  const auto order = [](unsigned dim, unsigned n, const std::string &interpolation) {
    return std::log2(error(dim, n + 1, smooth, interpolation) / error(dim, 2 * n + 1, smooth, interpolation));
  };
  for (unsigned dim = 1; dim <= 3; ++dim) {
    EXPECT_NEAR(order(dim, 16, "multilinear"), 2, 0.1) << dim;
    EXPECT_GT(order(dim, 16, "cubic spline"), 3.9) << dim;
  }
  EXPECT_NEAR(order(1, 128, "cubic spline"), 4, 0.2);
}

// Direction by direction on the tensor grid against value() at each node.
TEST(GridDensity, TensorSamplingAgreesWithThePlainOne)
{
  for (const char *interpolation : {"multilinear", "cubic spline"})
    for (unsigned dim = 1; dim <= 3; ++dim) {
      const Parameters p =
          with(dim, grid_file(dim, 6, smooth), std::string("target/interpolation = ") + interpolation);
      const auto space = make_space(p);
      const auto density = density_of(p, *space);
      const Vector values = sampled(*density, *space);
      for (std::size_t i = 0; i < size(values); ++i)
        ASSERT_NEAR(data(values)[i], density->value(space->nodes()[i]), 1e-13) << interpolation << dim;
    }
}

// Rows in any order, unequal spacing (multilinear), columns by name, and the normalization through
// make_density.
TEST(GridDensity, FilesAndMass)
{
  const std::string file =
      temporary_file("shuffled.csv", "f,y,x\n4,1,1\n1,0,0\n2,0,1\n3,1,0\n2,0.25,0\n3,0.25,1\n");
  const Parameters p = with(2, file, "target/columns = x, y, f; target/mass = 1");
  const auto space = make_space(p);
  const auto density = density_of(p, *space);
  EXPECT_NEAR(density->value({0.5, 0.125}), 2, 1e-15);
  EXPECT_NEAR(density->value({0.5, 0.625}), 3, 1e-15);
  EXPECT_NEAR(space->integrate(make_density(p, "target", *space, true)), 1, 1e-14);
  expect_words(density->description(), {"shuffled.csv", "2 x 3 points", "multilinear"});
}

// Values in the middle of cells, and one period without the repeated point: refused, or shifted by half a
// cell, or with a seam. Trigonometric functions that the boundary allows are met to the order of the
// interpolation, all the way to the wall; the mass is that of the cells.
TEST(GridDensity, CellCentresAndPeriods)
{
  const double pi = std::acos(-1.);
  for (const bool periodic : {false, true})
    for (const double offset : {0., 0.5}) {
      if (!periodic && offset == 0) continue;
      const Function f = [&](const Point &x) {
        return 2 + (periodic ? std::cos(2 * pi * x[0] + 0.3) : std::cos(pi * x[0])) * std::cos(pi * x[1]);
      };
      const auto error = [&](unsigned n, const std::string &interpolation, const std::string &more) {
        std::ostringstream out;
        out.precision(10);
        for (unsigned i = 0; i < n; ++i)
          for (unsigned j = 0; j < n; ++j) {
            const Point x{(i + offset) / n, (j + 0.5) / n};
            out << x[0] << "," << x[1] << "," << f(x) << "\n";
          }
        Parameters p =
            with(2, temporary_file("cells.csv", out.str()), "target/interpolation = " + interpolation);
        p.assign_all("domain/cells = 30; domain/boundary = " +
                         std::string(periodic ? "periodic" : "no-flux") + ", no-flux" + more,
                     "study.prm");
        const auto space = make_space(p);
        Vector values = sampled(*density_of(p, *space), *space);
        EXPECT_NEAR(space->integrate(values), 2, 1e-9);
        values -= space->sample(f);
        return values.linfty_norm();
      };
      SCOPED_TRACE(std::to_string(periodic) + " " + std::to_string(offset));
      EXPECT_NEAR(std::log2(error(16, "multilinear", "") / error(32, "multilinear", "")), 2, 0.2);
      EXPECT_GT(std::log2(error(16, "cubic spline", "") / error(32, "cubic spline", "")), 3.7);
      const std::string kind = periodic ? "periodic" : "cells";
      if (!periodic)
        EXPECT_EQ(error(16, "multilinear", "; target/grid points = cells"), error(16, "multilinear", ""));
      EXPECT_THROW(error(16, "multilinear", "; target/grid points = nodes"), InputError);
    }
  // half a cell off, unequal cells, a period where the boundary is none: ambiguous, and refused
  const auto message = [](const std::string &text, const std::string &settings) {
    const Parameters p = with(1, temporary_file("cells_not.csv", text), settings);
    return refusal([&] { make_density(p, "target", *make_space(p), true); });
  };
  expect_words(message("0,1\n0.25,1\n0.5,1\n0.75,1\n", ""), {"does not cover", "0 to 0.75", "cells"});
  expect_words(message("0.1,1\n0.35,1\n0.6,1\n0.85,1\n", ""), {"does not cover"});
  expect_words(message("0.1,1\n0.3,1\n0.9,1\n", "target/grid points = cells"), {"does not cover", "cells"});
  // scattered points are no grid of their coordinates, whose product would be allocated
  std::string scattered;
  for (int i = 0; i <= 3000; ++i)
    scattered += std::to_string(i / 3000.) + "," + std::to_string((i * 7 % 3001) / 3000.) + "," +
                 std::to_string((i * 11 % 3001) / 3000.) + ",1\n";
  const Parameters p = with(3, temporary_file("scattered.csv", scattered), "");
  expect_words(refusal([&] { make_density(p, "target", *make_space(p), true); }), {"not a full grid"});
}

TEST(GridDensity, Refusals)
{
  const auto message = [](unsigned dim, const std::string &text, const std::string &settings) {
    const Parameters p = with(dim, temporary_file("bad_grid.csv", text), settings);
    return refusal([&] { make_density(p, "target", *make_space(p), true); });
  };
  expect_words(message(1, "0.2,1\n1,2\n", ""),
               {"study.prm", "target", "file", "does not cover the domain in x", "0.2 to 1", "0 to 1"});
  expect_words(message(2, "0,0,1\n0,1,1\n1,0,1\n", ""), {"not a full grid", "1 of 4 points"});
  expect_words(message(1, "0,1\n1,2\n1,2\n", ""), {"twice", "line 3"});
  expect_words(message(1, "0,1\n", ""), {"1 grid points in x", "at least 2"});
  expect_words(message(1, "0,1\n1,1\n", "target/interpolation = cubic spline"),
               {"2 grid points", "at least 5"});
  expect_words(message(1, "0,1\n0.1,1\n0.5,2\n0.7,1\n1,1\n", "target/interpolation = cubic spline"),
               {"interpolation", "equal spacing", "x"});
  expect_words(message(2, "0,1\n1,1\n", ""), {"columns", "2 columns", "3: the coordinates"});
  expect_words(message(1, "x,f\n0,1\n1,high\n", ""), {"bad_grid.csv", "line 3", "column 2 (f)", "high"});
  expect_words(message(1, "0,1\n1,-1\n", ""), {"file", "not positive", "x = "});
  // a spline that overshoots below zero is refused, not clipped
  expect_words(
      message(1,
              "0,1\n0.1666666666666667,1\n0.3333333333333333,0.001\n0.5,0.001\n0.6666666666666667,0.001\n"
              "0.8333333333333333,1\n1,1\n",
              "target/interpolation = cubic spline"),
      {"not positive"});
  expect_words(refusal([] {
                 const Parameters p = with(1, "", "");
                 density_of(p, *make_space(p));
               }),
               {"target", "file", "empty"});
}
