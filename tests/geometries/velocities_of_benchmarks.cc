// SPDX-License-Identifier: LGPL-2.1-or-later
// Stein and KRR velocities as benchmarks/velocities.cc times them, on 256^2 and 512^2 nodes with a density of
// the contrast 10: are they right? Against what they solve, and against sums over all points.
#include <gammaflow/geometries/image_cost.h>
#include <gammaflow/geometries/kernel/field_kernel.h>
#include <gammaflow/geometries/transport.h>

#include <gtest/gtest.h>

#include "tests/geometries/setting.h"
#include <cmath>
#include <iostream>
#include <string>

using namespace gammaflow;
using namespace gammaflow::testing::geometries;

namespace
{
using Field = VelocityFields::Field;

struct Velocities {
  Setting setting;
  std::unique_ptr<Geometry> holder;
  const TransportGeometry &geometry;
  Field rho, g, f;  ///< density, gradient of the force, velocity
  double ridge, tolerance;

  Velocities(const std::string &name, const std::string &nodes, const std::string &settings)
      : setting("solver/tolerance = 1e-9; domain/dimension = 2; domain/degree = 1; domain/cells = " + nodes +
                "; " + settings),
        holder(setting.geometry(name)),
        geometry(dynamic_cast<const TransportGeometry &>(*holder)),
        ridge(setting.parameters.number("geometry", "ridge")),
        tolerance(1e-9)
  {
    const double a = std::log(10.) / 4;
    const Vector u = setting.space->sample(
        [&](const Point &x) { return std::exp(a * (std::cos(pi * x[0]) + std::cos(2 * pi * x[1]))); });
    const Vector xi = setting.space->sample([&](const Point &x) {
      return a * (std::cos(pi * x[0]) + std::cos(2 * pi * x[1])) - std::cos(pi * x[0]) * std::cos(pi * x[1]);
    });
    rho = *geometry.density(u);
    g = geometry.fields().gradient(xi);
    f = geometry.flux_of(u, xi);
    for (std::size_t d = 0; d < f.size(); ++d) f[d].array() /= rho[d].array();
  }

  /// |Kf(rho (g - f)) - lambda f| over (max rho + lambda) tolerance |g|, in L2(rho): at most one where f is
  /// the solution but for tolerance |g|, since T_rho has the norm max rho at most.
  double residual(const double lambda) const
  {
    const FieldKernel &kernel = dynamic_cast<const KnowsVelocityImageCost &>(geometry).field_kernel();
    Field r = f;
    double most = 0;
    for (unsigned d = 0; d < 2; ++d) {
      kernel.apply(d, rho[d].cwiseProduct(g[d] - f[d]), r[d]);
      r[d] -= lambda * f[d];
      most = std::max(most, rho[d].maxCoeff());
    }
    const VelocityFields &fields = geometry.fields();
    return fields.norm(rho, r) / ((most + lambda) * tolerance * fields.norm(rho, g));
  }
};
}  // namespace

// A velocity that is far from the solution of (rho + lambda Kf^-1) f = rho g, whatever the solver believes.
// Must fail: the equation with a ridge that is larger by a thousandth.
TEST(VelocitiesOfBenchmarks, RidgeRegressionSolvesItsEquation)
{
  for (const std::string settings : {"kernel/name = intrinsic Matern; geometry/ridge = 1e-4",
                                     "kernel/name = intrinsic Gaussian; geometry/ridge = 1e-3",
                                     "kernel/name = Gaussian; geometry/ridge = 1e-3"}) {
    const Velocities krr("KRR Wasserstein", "255", settings + "; kernel/bandwidth = 0.1");
    const double right = krr.residual(krr.ridge), wrong = krr.residual(1.001 * krr.ridge);
    std::cout << "  " << settings << ": " << right << ", with another ridge " << wrong << "\n";
    EXPECT_LT(right, 1) << settings;
    EXPECT_GT(wrong, 10) << settings;
  }
}

// A Stein velocity that is not the sum over all points. Must fail: that with a bandwidth larger by 1e-4.
TEST(VelocitiesOfBenchmarks, SteinVelocitiesAreSums)
{
  for (const std::string cells : {"255", "511"}) {
    const Velocities stein("Stein Wasserstein", cells, "kernel/name = Gaussian; kernel/bandwidth = 0.05");
    const auto fields = StaggeredFields::of(*stein.setting.space);
    const auto sum_at = [&](unsigned d, Eigen::Index at, double sigma) {
      const Point x = fields->point(d, at);
      double sum = 0;
      for (Eigen::Index q = 0; q < fields->size(d); ++q) {
        const Point y = fields->point(d, q);
        const double square = std::pow(x[0] - y[0], 2) + std::pow(x[1] - y[1], 2);
        if (square < std::pow(12 * sigma, 2))
          sum += std::exp(-square / (2 * sigma * sigma)) * fields->weights(d)[q] * stein.rho[d][q] *
                 stein.g[d][q];
      }
      return sum / (2 * pi * sigma * sigma);
    };
    double right = 0, wrong = 0;
    for (unsigned d = 0; d < 2; ++d) {
      const double largest = stein.f[d].cwiseAbs().maxCoeff();
      for (const double part : {0.01, 0.3333, 0.52, 0.99}) {
        const Eigen::Index at = Eigen::Index(part * double(fields->size(d)));
        right = std::max(right, std::abs(stein.f[d][at] - sum_at(d, at, 0.05)) / largest);
        wrong = std::max(wrong, std::abs(stein.f[d][at] - sum_at(d, at, 0.050005)) / largest);
      }
    }
    std::cout << "  " << cells << "^2 cells: " << right << ", with another bandwidth " << wrong << "\n";
    EXPECT_LT(right, 1e-8) << cells;
    EXPECT_GT(wrong, 1e-6) << cells;
  }
}
