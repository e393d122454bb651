// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/errors.h>
#include <gammaflow/base/steady_seconds.h>
#include <gammaflow/spaces/solvers/rational_exponential.h>

#include <Eigen/LU>
#include <boost/math/special_functions/bessel.hpp>
#include <boost/math/special_functions/bessel_prime.hpp>
#include <boost/math/tools/toms748_solve.hpp>
#include <gtest/gtest.h>

#include <cmath>
#include <tests/spaces/dense_calculus.h>
#include <tests/spaces/local_meshes.h>
#include <tests/support/spaces.h>

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
const double pi = std::acos(-1.);

std::string mesh(const std::string &which, unsigned degree)
{
  const bool file = which.find(".msh") != std::string::npos;
  return "domain/shape = mesh; domain/dimension = " + std::string(which == "unit_cube.msh" ? "3" : "2") +
         "; domain/degree = " + std::to_string(degree) +
         (file ? "; domain/mesh file = " GAMMAFLOW_SOURCE_DIR "/meshes/" + which
               : "; domain/mesh generator = " + which);
}

const std::string unit_disk_box = "; domain/lower = -1; domain/upper = 1";
}  // namespace

// Points of a circle lie outside of the polynomials that follow it, by up to h^(p+1): refused, no other mesh
// of the same disk could be compared. What is further out is refused.
TEST(MeshSpace, PointsOfACurvedBoundary)
{
  for (unsigned p = 1; p <= 4; ++p) {
    const auto space = make_space_from(mesh("disk", p) + unit_disk_box, 2);
    const Vector u = space->sample([](const Point &x) { return 2 * x[0] - x[1]; });
    for (unsigned k = 0; k < 97; ++k) {
      const double a = 2 * pi * k / 97, r = k % 2 == 0 ? 1. : 0.9;
      EXPECT_NEAR(space->evaluate(u, {{r * std::cos(a), r * std::sin(a), 0}}),
                  r * (2 * std::cos(a) - std::sin(a)), 1e-10)
          << p << ", " << k;
      EXPECT_THROW(space->evaluate(u, {{1.1 * std::cos(a), 1.1 * std::sin(a), 0}}), InputError);
    }
  }
}

// Pictures look at a grid of points, a fifth of them outside of a disk, at many times. A search that looks at
// all cells for each of these, or at each time again: it took a second a picture. Must fail: the values of
// another function.
TEST(MeshSpace, GridsOfPointsAreFoundQuickly)
{
  const auto space = make_space_from(mesh("disk", 2) + unit_disk_box, 3);
  const Vector u = space->sample([](const Point &x) { return 2 * x[0] - x[1]; });
  const double begin = steady_seconds();
  unsigned inside = 0, wrong = 0;
  for (unsigned picture = 0; picture < 20; ++picture)
    for (int i = -30; i <= 30; ++i)
      for (int j = -30; j <= 30; ++j) {
        const Point x{{i / 30., j / 30., 0}};
        const bool in_disk = i * i + j * j <= 900, far = i * i + j * j > 1.3 * 900;
        try {
          EXPECT_NEAR(space->evaluate(u, x), 2 * x[0] - x[1], 1e-10);
          wrong += std::abs(space->evaluate(u, x) - 2 * x[0]) > 1e-10;
          EXPECT_FALSE(far);
          ++inside;
        } catch (const InputError &) {
          EXPECT_FALSE(in_disk);
        }
      }
  EXPECT_GT(inside, 20 * 2800u);
  EXPECT_GT(wrong, inside / 2);
  EXPECT_LT(steady_seconds() - begin, 5);
}

// Curved cells: the area of the disk is reached with the order of the mapping; a polygon would stay at
// order 2.
TEST(MeshSpace, AreaOfTheDisk)
{
  for (unsigned p = 2; p <= 4; ++p) {
    const auto error = [&](unsigned level) {
      return std::abs(make_space_from(mesh("disk", p) + unit_disk_box, level)->volume() - pi);
    };
    EXPECT_GT(std::log2(error(1) / error(2)), p + 0.7) << "degree " << p;
    EXPECT_LT(error(2), 1e-3) << "degree " << p;
  }
  const auto ball = make_space_from(
      "domain/shape = mesh; domain/dimension = 3; domain/mesh generator = disk; "
      "domain/degree = 4; domain/lower = 1; domain/upper = 3",
      1);
  EXPECT_NEAR(ball->volume(), 4 * pi / 3, 1e-3);
  EXPECT_NEAR(ball->lower()[2], 1, 1e-12);
  EXPECT_NEAR(ball->upper()[0], 3, 1e-12);
  const auto corner = make_space_from(
      "domain/shape = mesh; domain/dimension = 3; domain/mesh generator = L-shape; "
      "domain/lower = 0, 1, 2; domain/upper = 2, 2, 4");
  EXPECT_NEAR(corner->volume(), 4. * 7 / 8, 1e-12);
}

// The small cells of an output mesh: of the right volume altogether, hence none missing, twisted or twice.
TEST(MeshSpace, SmallCellsFillTheDomain)
{
  for (const std::string &which :
       {mesh("L-shape", 3), mesh("plate_with_hole.msh", 1), mesh("unit_cube.msh", 4)}) {
    const auto space = make_space_from(which);
    const unsigned corners = 1u << space->dim();
    const auto cells = space->node_mesh().corners;
    double volume = 0;
    for (std::size_t c = 0; c < cells.size(); c += corners) {
      // the midpoint rule, exact for the area of any quadrilateral and the volume of a parallelepiped
      Eigen::Matrix3d edges = Eigen::Matrix3d::Identity();
      for (unsigned d = 0; d < space->dim(); ++d)
        for (unsigned x = 0; x < space->dim(); ++x) {
          double sum = 0;
          for (unsigned k = 0; k < corners; ++k)
            sum += (k >> d & 1 ? 1 : -1) * space->nodes()[cells[c + k]][x];
          edges(x, d) = sum / (corners / 2);
        }
      EXPECT_GT(edges.determinant(), 0);
      volume += edges.determinant();
    }
    EXPECT_EQ(cells.size() % corners, 0u);
    EXPECT_NEAR(volume, space->volume(), 1e-12) << which;
  }
}

// The imported box must be the box: the same nodes, weights and Laplacian, whatever the numbering.
TEST(MeshSpace, AgreesWithTheBoxSpace)
{
  for (const unsigned dim : {2u, 3u})
    for (const unsigned p : {1u, 3u}) {
      const auto imported = make_space_from(mesh(dim == 2 ? "unit_square.msh" : "unit_cube.msh", p));
      const auto box = make_box(dim, dim == 2 ? 4 : 2, p);
      ASSERT_EQ(imported->n_nodes(), box->n_nodes());
      EXPECT_NEAR(imported->spacing(), box->spacing(), 1e-9);
      const auto f = [](const Point &x) { return std::sin(3 * x[0] + x[1]) + x[2] * x[1]; };
      EXPECT_NEAR(imported->integrate(imported->sample(f)), box->integrate(box->sample(f)), 1e-9);
      const auto functions = {SpectralFunction::heat(0.02), SpectralFunction::matern(0.2, 2),
                              SpectralFunction::inverse_matern(0.02, 2), SpectralFunction::pseudo_inverse()};
      for (const auto &function : functions) {
        Vector a = imported->zero(), b = box->zero();
        imported->laplacian().prepare(function)->apply(imported->sample(f), a);
        box->laplacian().prepare(function)->apply(box->sample(f), b);
        for (std::size_t i = 0; i < imported->n_nodes(); ++i)
          EXPECT_NEAR(data(a)[i], box->evaluate(b, imported->nodes()[i]), 2e-9) << function.label;
      }
    }
}

// Solves, rational approximation and differential operators against one dense eigendecomposition of the pair
// (A, M).
TEST(MeshSpace, FunctionsAgreeWithTheDenseOracle)
{
  const std::vector<std::string> meshes = {mesh("disk", 3) + "; domain/mesh refinements = 1",
                                           mesh("plate_with_hole.msh", 1),
                                           mesh("L-shape", 4),
                                           mesh("unit_cube.msh", 2),
                                           refined_box(2, 3),
                                           refined_box(3, 1)};
  for (const auto &which : meshes) {
    const auto space = make_space_from(which);
    const auto &calculus = space->laplacian();
    EXPECT_FALSE(calculus.exact());
    const Eigen::MatrixXd laplacian = dense_laplacian(*space);
    const Eigen::MatrixXd weighted = as_eigen(space->weights()).asDiagonal() * laplacian;
    EXPECT_LT(difference(weighted.transpose(), weighted), 1e-14) << which;
    const DenseCalculus oracle(*space, laplacian);
    EXPECT_NEAR(oracle.eigenvalues()[0], 0, 1e-13 * calculus.largest_eigenvalue()) << which;
    EXPECT_GT(oracle.eigenvalues()[1], 0.1) << which;
    EXPECT_LE(oracle.eigenvalues().maxCoeff(), calculus.largest_eigenvalue()) << which;
    const auto functions = {SpectralFunction::heat(0.01),
                            SpectralFunction::heat(1e-6),
                            SpectralFunction::heat(100),
                            SpectralFunction::heat(0),
                            SpectralFunction::matern(0.2, 1),
                            SpectralFunction::matern(0.1, 3),
                            SpectralFunction::inverse_matern(0.1, 1),
                            SpectralFunction::inverse_matern(0.1, 2),
                            SpectralFunction::inverse_matern(0.1, 3),
                            SpectralFunction::pseudo_inverse()};
    for (const auto &function : functions) {
      const auto op = calculus.prepare(function);
      const Eigen::MatrixXd expected = oracle.matrix(function.g);
      const Eigen::MatrixXd got = dense_matrix(*space, [&](const Vector &x, Vector &y) { op->apply(x, y); });
      const double error = operator_norm(*space, got - expected) / operator_norm(*space, expected);
      EXPECT_LT(error, 1e-10) << which << ": " << function.label;
      EXPECT_LT(error, op->accuracy() + 1e-13) << which << ": " << function.label;
      Vector diagonal = space->zero();
      op->diagonal(diagonal);
      EXPECT_LT(difference(as_eigen(diagonal), got.diagonal()), 1e-12) << which << ": " << function.label;
      const Eigen::VectorXd one = Eigen::VectorXd::Ones(got.rows());
      EXPECT_LT((got * one - function.g(0) * one).cwiseAbs().maxCoeff(),
                1e-13 * std::max(1., operator_norm(*space, expected)))
          << which << ": " << function.label;
    }
    EXPECT_THROW(calculus.prepare(SpectralFunction::general([](double) { return 1.; }, "one")), InputError);
  }
}

// Neumann eigenvalues of the unit disk are squares of the zeros of J_m'; order 2p needs the curved boundary.
TEST(MeshSpace, EigenvaluesOfTheDisk)
{
  const auto zero_of_derivative = [](int m, double from, double to) {
    std::uintmax_t iterations = 100;
    const auto bracket = boost::math::tools::toms748_solve(
        [&](double x) { return boost::math::cyl_bessel_j_prime(m, x); }, from, to,
        boost::math::tools::eps_tolerance<double>(50), iterations);
    return (bracket.first + bracket.second) / 2;
  };
  const double first = std::pow(zero_of_derivative(1, 1, 3), 2),
               third = std::pow(zero_of_derivative(2, 2, 4), 2);
  const double fifth = std::pow(boost::math::cyl_bessel_j_zero(1., 1), 2);  // J_0' = -J_1
  for (unsigned p = 1; p <= 3; ++p) {
    const auto errors = [&](unsigned level) {
      const DenseCalculus oracle(*make_space_from(mesh("disk", p) + unit_disk_box, level));
      const auto &values = oracle.eigenvalues();
      return std::array<double, 3>{
          {std::abs(values[1] - first), std::abs(values[3] - third), std::abs(values[5] - fifth)}};
    };
    const unsigned level = p == 3 ? 1 : 2;
    const auto coarse = errors(level), fine = errors(level + 1);
    for (unsigned k = 0; k < 3; ++k)
      EXPECT_GT(std::log2(coarse[k] / fine[k]), 2 * p - 0.4) << "degree " << p << ", " << k;
    EXPECT_LT(fine[0] / first, p == 1 ? 0.02 : 1e-4);
  }
}

// The stated error of the rational exponential is the true one, everywhere and for every length of the
// spectrum.
TEST(RationalExponential, MeetsItsTolerance)
{
  for (const double largest : {0., 1e-8, 0.3, 7., 200., 1e4, 1e9}) {
    const RationalExponential rational(largest, 1e-10);
    EXPECT_LE(rational.error, 1e-10) << largest;
    EXPECT_LE(rational.coefficients.size(), 26u) << largest;
    for (int i = 0; i <= 4000; ++i) {
      const double x = largest * std::pow(10., -i / 250.);
      EXPECT_NEAR(rational(x), std::exp(-x), 1.01e-10 + rational.error * 0.01) << largest << " at " << x;
    }
  }
}
