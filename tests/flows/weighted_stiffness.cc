// SPDX-License-Identifier: LGPL-2.1-or-later
// The weighted stiffness A(m): -div(m grad x) on boxes and meshes.
#include <gammaflow/base/eigen.h>

#include <gtest/gtest.h>

#include "tests/support/spaces.h"
#include <cmath>
#include <string>
#include <vector>

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
const std::vector<std::string> domains = {
    "domain/dimension = 1; domain/cells = 7; domain/degree = 4; domain/grading = 3",
    "domain/dimension = 1; domain/cells = 3; domain/degree = 1; domain/boundary = periodic",
    "domain/dimension = 2; domain/cells = 4, 3; domain/degree = 3; domain/boundary = periodic, no-flux; "
    "domain/grading = 2, 0.5",
    "domain/dimension = 3; domain/cells = 2, 3, 2; domain/degree = 2; domain/boundary = no-flux, periodic, "
    "no-flux",
    "domain/dimension = 2; domain/degree = 3; domain/shape = mesh; domain/mesh generator = disk",
    "domain/dimension = 3; domain/degree = 2; domain/shape = mesh; domain/mesh file = " GAMMAFLOW_SOURCE_DIR
    "/meshes/unit_cube.msh",
    "domain/dimension = 2; domain/degree = 3; domain/shape = mesh; domain/mesh generator = disk; "
    "domain/local "
    "refinements = 2; domain/refine where = x - 0.6",
    "domain/dimension = 3; domain/degree = 2; domain/shape = mesh; domain/mesh generator = L-shape; "
    "domain/local "
    "refinements = 2; domain/refine where = x - 0.8"};

Vector wave(const Space &space, double a, double b)
{
  return space.sample([=](const Point &x) { return std::exp(std::sin(a * x[0] + 2 * x[1] - x[2] + b)); });
}

double relative(const Vector &a, const Vector &b)
{
  Vector difference = a;
  difference -= b;
  return difference.linfty_norm() / b.linfty_norm();
}
}  // namespace

// A missing weight, a transposed derivative, a Jacobian on the wrong side: not symmetric, constants that
// have a gradient, mass that leaks.
TEST(WeightedStiffness, SymmetricConservativeAndLinearInTheMobility)
{
  for (const auto &domain : domains) {
    SCOPED_TRACE(domain);
    const auto space = make_space_from(domain);
    const GradientCalculus &A = space->gradients();
    const Vector m = wave(*space, 3, 0.2), a = wave(*space, -4, 1), b = wave(*space, 5, 2);
    Vector Aa = a, Ab = b, g = a, ones = a;
    A.apply(m, a, Aa);
    A.apply(m, b, Ab);
    const double scale = space->norm(Aa) * space->norm(b);
    EXPECT_NEAR(space->inner(Aa, b), space->inner(a, Ab), 1e-13 * scale);
    EXPECT_GT(space->inner(Aa, a), 0);
    EXPECT_NEAR(space->integrate(Aa), 0, 1e-13 * space->norm(Aa));
    ones = 1.;
    A.apply(m, ones, g);
    EXPECT_LT(g.linfty_norm(), 1e-12 * Aa.linfty_norm());
    A.product(a, b, g);
    EXPECT_NEAR(space->inner(g, m), space->inner(Aa, b), 1e-13 * scale);
    // A(1) is the stiffness of the Laplacian.
    Vector La = a;
    space->laplacian().laplacian(a, La);
    A.apply(ones, a, Aa);
    EXPECT_LT(relative(Aa, La), 1e-11);
  }
}

// An assembled matrix or a diagonal that is not that of the operator.
TEST(WeightedStiffness, MatricesAreThoseOfTheOperator)
{
  for (const auto &domain : domains) {
    SCOPED_TRACE(domain);
    const auto space = make_space_from(domain);
    const GradientCalculus &A = space->gradients();
    const Vector m = wave(*space, 3, 0.2), x = wave(*space, -4, 1);
    Vector y = x, by_matrix = x, unit = x, d = x;
    A.apply(m, x, y);
    const Eigen::VectorXd inverse = as_eigen(space->weights()).cwiseInverse();
    as_eigen(by_matrix) = inverse.cwiseProduct(A.matrix(m) * as_eigen(x));
    EXPECT_LT(relative(by_matrix, y), 1e-12);
    as_eigen(by_matrix) = inverse.cwiseProduct(A.mobility_matrix(x) * as_eigen(m));
    EXPECT_LT(relative(by_matrix, y), 1e-12);
    A.diagonal(m, d);
    for (std::size_t i = 0; i < size(x); i += 1 + size(x) / 9) {
      unit = 0.;
      data(unit)[i] = 1;
      A.apply(m, unit, y);
      EXPECT_NEAR(data(y)[i], data(d)[i], 1e-12 * data(d)[i]);
    }
  }
}

namespace
{
/// | M^-1 A(m) x + div(m grad x) | in the negative norm that a flow sees: tested with smooth functions,
/// |<A(m) x, phi> - int m grad x . grad phi|, m = 2 + cos(pi x) cos(pi y), x = cos(pi x) (2 + cos(pi y)).
double weak_error(const Space &space)
{
  const double pi = std::acos(-1.);
  const Vector m =
      space.sample([=](const Point &x) { return 2 + std::cos(pi * x[0]) * std::cos(pi * x[1]); });
  const Vector u =
      space.sample([=](const Point &x) { return std::cos(pi * x[0]) * (2 + std::cos(pi * x[1])); });
  const Vector phi = space.sample([=](const Point &x) { return std::exp(x[0] - x[1]); });
  Vector v = u;
  space.gradients().apply(m, u, v);
  // -div(m grad u) in closed form
  Vector exact = space.sample([=](const Point &x) {
    const double cx = std::cos(pi * x[0]), cy = std::cos(pi * x[1]), sx = std::sin(pi * x[0]),
                 sy = std::sin(pi * x[1]);
    const double M = 2 + cx * cy;
    const double ux = -pi * sx * (2 + cy), uy = -pi * cx * sy;
    const double laplacian = -pi * pi * cx * (2 + cy) - pi * pi * cx * cy;
    return -(M * laplacian - pi * sx * cy * ux - pi * cx * sy * uy);
  });
  exact -= v;
  return std::abs(space.inner(exact, phi));
}
}  // namespace

// Order p + 1 at least (2 p by superconvergence, for smooth functions): a quadrature weight that is missing
// somewhere makes it 0 or 1.
TEST(WeightedStiffness, ConvergesToTheDivergence)
{
  for (const unsigned degree : {1u, 2u, 3u}) {
    const double coarse = weak_error(*make_box(2, 6, degree)), fine = weak_error(*make_box(2, 12, degree));
    EXPECT_GT(std::log2(coarse / fine), std::min(2. * degree, degree + 1.) - 0.15)
        << "degree " << degree << ": " << coarse << " " << fine;
  }
}
