// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/spaces/inspection/spectral_measure.h>

#include <gtest/gtest.h>

#include "tests/support/spaces.h"
#include <cmath>

using namespace gammaflow;
using gammaflow::testing::make_box;
using gammaflow::testing::make_space_from;

namespace
{
constexpr double pi = 3.14159265358979323846;

double square(double x)
{
  return x * x;
}

double wave(const Point &x)
{
  return 2 + std::cos(pi * x[0]) + 0.5 * std::cos(3 * pi * x[0]) * std::cos(2 * pi * x[1]);
}
}  // namespace

// Cosines: 4 at 0, 1/2 at pi^2, 1/16 at 13 pi^2. Catches coefficients in another norm or order, and modes
// that are lost or counted twice.
TEST(SpectralMeasure, OfCosines)
{
  const auto box = make_box(2, 8, 6);
  const auto mesh = make_space_from(
      "domain/dimension = 2; domain/shape = mesh; domain/mesh generator = box; domain/cells = 8; "
      "domain/degree = 6");
  for (const auto &space : {box, mesh}) {
    const SpectralMeasure measure = SpectralAnalysis(*space)(space->sample(wave));
    EXPECT_NEAR(measure.norm([](double) { return 1.; }), std::sqrt(4 + 0.5 + 1. / 16), 1e-6);
    for (const double c : {1e-3, 1., 100.})
      EXPECT_NEAR(square(measure.norm([c](double value) { return c / (c + value); })),
                  4 + 0.5 * square(c / (c + pi * pi)) + square(c / (c + 13 * pi * pi)) / 16, 1e-6)
          << space->description() << ' ' << c;
  }
}

// The same function on a box by its modes and by the Lanczos process on a mesh, where it has all modes.
TEST(SpectralMeasure, LanczosAgreesWithModes)
{
  const std::string cells = "domain/dimension = 2; domain/cells = 10; domain/degree = 3;";
  const auto f = [](const Point &x) { return std::exp(x[0]) * std::abs(x[1] - 0.35); };
  const auto box = make_space_from(cells);
  const auto mesh = make_space_from(cells + "domain/shape = mesh; domain/mesh generator = box");
  const SpectralMeasure a = SpectralAnalysis(*box)(box->sample(f)),
                        b = SpectralAnalysis(*mesh)(mesh->sample(f));
  for (const double c : {1., 30., 1000., 3e4}) {
    const auto h = [c](double value) { return 1 - std::exp(-value / c); };
    EXPECT_NEAR(a.norm(h), b.norm(h), 1e-3 * a.norm(h)) << c;
  }
}
