// SPDX-License-Identifier: LGPL-2.1-or-later
// Upwind fluxes in the cells that a front runs through.
#include <gammaflow/base/eigen.h>

#include <gtest/gtest.h>

#include "tests/support/spaces.h"
#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
const std::vector<std::string> domains = {
    "domain/dimension = 1; domain/cells = 9; domain/degree = 4; domain/grading = 3",
    "domain/dimension = 1; domain/cells = 30; domain/degree = 1; domain/boundary = periodic",
    "domain/dimension = 2; domain/cells = 4, 5; domain/degree = 3; domain/boundary = periodic, no-flux",
    "domain/dimension = 3; domain/cells = 2, 3, 2; domain/degree = 2",
    "domain/dimension = 2; domain/degree = 3; domain/shape = mesh; domain/mesh generator = disk",
    "domain/dimension = 2; domain/degree = 2; domain/shape = mesh; domain/mesh generator = disk; "
    "domain/local refinements = 2; domain/refine where = x - 0.6",
    "domain/dimension = 3; domain/degree = 2; domain/shape = mesh; domain/mesh generator = disk"};

/// Falls by orders of magnitude, in some cells by less than 1000.
Vector steep(const Space &space)
{
  return space.sample(
      [](const Point &x) { return std::exp(9 * std::sin(4 * x[0] + 2 * x[1] * x[1] - x[2] + 0.3)); });
}
Vector wave(const Space &space, double a, double b)
{
  return space.sample([=](const Point &x) { return std::exp(std::sin(a * x[0] + 2 * x[1] - x[2] + b)); });
}
Vector image(const GradientCalculus &A, const Vector &m, const Vector &x)
{
  Vector y = x;
  A.apply(m, x, y);
  return y;
}
/// Where interpolated mobilities of hanging nodes are held at zero A is not linear in m.
bool linear_in_m(const std::string &domain)
{
  return domain.find("local refinements") == std::string::npos;
}
double distance(const Vector &a, const Vector &b)
{
  Vector difference = a;
  difference -= b;
  return difference.linfty_norm();
}
}  // namespace

// A term that is not symmetric, a flux that leaves one node and does not arrive at the other, a mixed term
// that makes the form indefinite, a matrix or diagonal that is not the operator's.
TEST(FrontCells, AnOnsagerOperatorAndItsMatrices)
{
  for (const auto &domain : domains) {
    SCOPED_TRACE(domain);
    const auto space = make_space_from(domain);
    const Vector m = steep(*space), a = wave(*space, -4, 1), b = wave(*space, 5, 2);
    const auto A = space->gradients().at_fronts(m, a);
    ASSERT_TRUE(A);
    const Vector Aa = image(*A, m, a), Ab = image(*A, m, b);
    EXPECT_GT(distance(Aa, image(space->gradients(), m, a)), 1e-6 * Aa.linfty_norm());
    const double scale = space->norm(Aa) * space->norm(b);
    EXPECT_NEAR(space->inner(Aa, b), space->inner(a, Ab), 1e-12 * scale);
    EXPECT_GT(space->inner(Ab, b), 0);
    EXPECT_NEAR(space->integrate(Aa), 0, 1e-12 * space->norm(Aa));
    Vector ones = a, g = a, d = a;
    ones = 1.;
    EXPECT_LT(image(*A, m, ones).linfty_norm(), 1e-11 * Aa.linfty_norm());
    if (linear_in_m(domain)) {
      A->product(a, b, g);
      EXPECT_NEAR(space->inner(g, m), space->inner(Aa, b), 1e-12 * scale);
    }
    const SparseMatrix matrix = A->matrix(m);
    Vector by_matrix = a;
    as_eigen(by_matrix) = as_eigen(space->weights()).cwiseInverse().cwiseProduct(matrix * as_eigen(b));
    EXPECT_LT(distance(by_matrix, Ab), 1e-12 * Ab.linfty_norm());
    A->diagonal(m, d);
    for (std::size_t i = 0; i < size(d); ++i) {
      const double expected = matrix.coeff(Eigen::Index(i), Eigen::Index(i)) / data(space->weights())[i];
      EXPECT_NEAR(data(d)[i], expected, 1e-11 * expected);
    }
  }
}

// theta is left out of the derivative, or its sign is wrong; mobility_matrix() says something else.
TEST(FrontCells, DerivativesAreThoseOfTheWholeFlux)
{
  for (const auto &domain : domains) {
    SCOPED_TRACE(domain);
    const auto space = make_space_from(domain);
    const Vector m = steep(*space), x = wave(*space, -4, 1);
    Vector direction = m, derivative = m, by_matrix = m;
    for (std::size_t i = 0; i < size(m); ++i) data(direction)[i] *= std::cos(double(i));
    const auto A = space->gradients().at_fronts(m, x);
    ASSERT_TRUE(A);
    A->derivative(m, direction, x, derivative);
    const auto at = [&](double s) {
      Vector moved = m;
      moved.add(s, direction);
      return image(*space->gradients().at_fronts(moved, x), moved, x);
    };
    const auto off = [&](double s) {
      Vector quotient = at(s);
      quotient -= at(-s);
      quotient /= 2 * s;
      return distance(quotient, derivative) / derivative.linfty_norm();
    };
    EXPECT_LT(off(1e-5), 1e-7);
    as_eigen(by_matrix) =
        as_eigen(space->weights()).cwiseInverse().cwiseProduct(A->mobility_matrix(x) * as_eigen(direction));
    if (linear_in_m(domain)) {
      EXPECT_LT(distance(by_matrix, derivative), 1e-10 * derivative.linfty_norm());
    }
    // must fail: the fluxes of another force
    Vector opposite = x;
    opposite *= -1.;
    EXPECT_GT(distance(image(*space->gradients().at_fronts(m, opposite), m, x), image(*A, m, x)),
              1e-6 * derivative.linfty_norm());
  }
}

// Nothing leaves a node that has nothing, whatever the force. Must fail: with polynomials something does.
TEST(FrontCells, NothingLeavesAnEmptyNode)
{
  for (unsigned dim = 1; dim <= 3; ++dim)
    for (const unsigned degree : {1u, 2u, 4u}) {
      const auto space = make_box(dim, 4, degree);
      const Vector m = space->sample([](const Point &x) { return std::max(0.6 - x[0] - 0.2 * x[1], 0.); });
      const Vector x = wave(*space, 9, 1);
      const auto A = space->gradients().at_fronts(m, x);
      ASSERT_TRUE(A);
      const auto outflow = [&](const GradientCalculus &fluxes) {
        const Vector v = image(fluxes, m, x);
        double largest = 0;
        for (std::size_t i = 0; i < size(m); ++i)
          if (data(m)[i] == 0) largest = std::max(largest, data(v)[i]);
        return largest / v.linfty_norm();
      };
      EXPECT_LE(outflow(*A), 0) << dim << ", degree " << degree;
      EXPECT_GT(outflow(space->gradients()), 1e-3) << dim << ", degree " << degree;
    }
}

// The fluxes of a front are those of finite volumes: exact for linear forces in the weak sense, sum_e b_e
// m |dx|^2 = int m |grad x|^2 for constant m, here of all cells but the one with an empty corner.
TEST(FrontCells, LinearForcesAndConstantMobilities)
{
  for (const auto &domain : domains) {
    SCOPED_TRACE(domain);
    const auto space = make_space_from(domain);
    Vector m = space->zero();
    m = 1.;
    const Vector x = space->sample([](const Point &p) { return 2 * p[0] - p[1] + 0.5 * p[2]; });
    EXPECT_FALSE(space->gradients().at_fronts(m, x));
    // One node at which the force is smallest: it is nowhere upwind.
    const auto lowest = std::size_t(std::min_element(x.begin(), x.end()) - x.begin());
    data(m)[lowest] = 1e-9;
    const auto A = space->gradients().at_fronts(m, x);
    ASSERT_TRUE(A);
    const bool periodic = domain.find("periodic") != std::string::npos,
               curved = domain.find("disk") != std::string::npos;
    if (periodic || curved) continue;  // a jump of the force; mixed terms take the smallest mobility
    Vector ones = m;
    ones = 1.;
    const double whole = space->inner(image(space->gradients(), ones, x), x);
    EXPECT_NEAR(space->inner(image(*A, m, x), x), whole, 1e-12 * whole);
    EXPECT_LT(space->inner(image(space->gradients(), m, x), x), whole * (1 - 1e-6));
  }
}
