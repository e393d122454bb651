// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/spaces/lines/gauss_lobatto.h>
#include <gammaflow/spaces/lines/laplacian_1d.h>

#include <gtest/gtest.h>

#include <cmath>
#include <tests/spaces/dense_calculus.h>
#include <tests/support/spaces.h>

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
/// Boxes with every boundary, grading, degree and dimension, small enough for dense matrices.
std::vector<std::string> boxes()
{
  std::vector<std::string> list;
  for (unsigned p = 1; p <= 8; ++p)
    for (const std::string boundary : {"no-flux", "periodic"})
      for (const std::string grading : {"1", "3"})
        list.push_back("domain/degree = " + std::to_string(p) + "; domain/cells = 5; domain/upper = 2; " +
                       "domain/boundary = " + boundary + "; domain/grading = " + grading);
  list.push_back("domain/dimension = 2; domain/degree = 1; domain/cells = 7, 5; domain/grading = 1, 4");
  list.push_back(
      "domain/dimension = 2; domain/degree = 3; domain/cells = 3; domain/boundary = periodic, no-flux");
  list.push_back("domain/dimension = 2; domain/degree = 4; domain/cells = 2, 3; domain/upper = 1, 3");
  list.push_back(
      "domain/dimension = 3; domain/degree = 1; domain/cells = 4, 3, 5; domain/boundary = no-flux, "
      "periodic, no-flux; domain/grading = 1, 1, 2");
  list.push_back("domain/dimension = 3; domain/degree = 2; domain/cells = 2, 3, 2; domain/upper = 1, 2, 3");
  list.push_back("domain/dimension = 3; domain/degree = 3; domain/cells = 2; domain/boundary = periodic");
  return list;
}

/// int grad a . grad b by the Gauss-Lobatto rule, straight from the definition.
double dirichlet_form(const Space &space, const Vector &a, const Vector &b)
{
  const TensorGrid &grid = *space.tensor_grid();
  const GaussLobatto reference(space.degree());
  const std::size_t nx = grid.direction[0].size(), ny = grid.direction[1].size();
  double sum = 0;
  for (unsigned d = 0; d < space.dim(); ++d) {
    const Grid1D &g = grid.direction[d];
    const std::size_t stride = d == 0 ? 1 : (d == 1 ? nx : nx * ny);
    for (std::size_t n = 0; n < space.n_nodes(); ++n) {
      const std::size_t along = n / stride % g.size();
      if (along != 0) continue;  // n is the first node of a line in direction d
      for (std::size_t c = 0; c < g.cells(); ++c)
        for (unsigned q = 0; q <= g.degree; ++q) {
          const double length = g.vertices[c + 1] - g.vertices[c];
          double da = 0, db = 0;
          for (unsigned i = 0; i <= g.degree; ++i) {
            da += reference.derivative()(q, i) / length * data(a)[n + stride * g.node(c, i)];
            db += reference.derivative()(q, i) / length * data(b)[n + stride * g.node(c, i)];
          }
          // the weights of the other directions: those of the line, divided by that of its first node
          const double across = data(space.weights())[n] / g.weights[0];
          sum += length * reference.weights()[q] * across * da * db;
        }
    }
  }
  return sum;
}
}  // namespace

// L is the operator of the quadratic form, not of a neighbour of it: catches missing mass, wrong scaling by
// cells.
TEST(BoxLaplacian, IsTheOperatorOfTheDirichletForm)
{
  for (const auto &box : boxes()) {
    const auto space = make_space_from(box);
    const Vector a = space->sample([](const Point &x) { return std::sin(3 * x[0] + x[1]) + x[2] * x[0]; });
    const Vector b = space->sample([](const Point &x) { return std::exp(x[0]) * std::cos(x[1] - 2 * x[2]); });
    Vector la = space->zero(), lb = space->zero();
    space->laplacian().laplacian(a, la);
    space->laplacian().laplacian(b, lb);
    const double scale = std::sqrt(space->inner(a, la) * space->inner(b, lb));
    EXPECT_NEAR(space->inner(la, b), dirichlet_form(*space, a, b), 1e-13 * scale) << box;
    EXPECT_NEAR(space->inner(la, b), space->inner(a, lb), 1e-13 * scale) << box;
    const Vector one = space->sample([](const Point &) { return 1.; });
    space->laplacian().laplacian(one, la);
    for (std::size_t i = 0; i < space->n_nodes(); ++i)
      EXPECT_NEAR(data(la)[i], 0, 1e-13 * space->laplacian().largest_eigenvalue()) << box;
  }
}

// Fast diagonalization against one dense eigendecomposition; also the diagonal and the bound of the spectrum.
TEST(BoxLaplacian, FunctionsAgreeWithTheDenseOracle)
{
  for (const auto &box : boxes()) {
    const auto space = make_space_from(box);
    const auto &calculus = space->laplacian();
    const DenseCalculus oracle(*space);
    EXPECT_LE(oracle.eigenvalues().maxCoeff(), calculus.largest_eigenvalue() * (1 + 1e-12)) << box;
    EXPECT_GE(oracle.eigenvalues().maxCoeff(), calculus.largest_eigenvalue() / 4) << box;
    const auto functions = {
        SpectralFunction::heat(0.01),
        SpectralFunction::heat(0.3),
        SpectralFunction::matern(0.2, 1),
        SpectralFunction::matern(0.1, 3),
        SpectralFunction::inverse_matern(0.05, 2),
        SpectralFunction::pseudo_inverse(),
        SpectralFunction::general([](double x) { return std::cos(std::sqrt(x) / 5) / (1 + x); }, "cosine")};
    for (const auto &function : functions) {
      const auto op = calculus.prepare(function);
      const Eigen::MatrixXd expected = oracle.matrix(function.g);
      const Eigen::MatrixXd got = dense_matrix(*space, [&](const Vector &x, Vector &y) { op->apply(x, y); });
      EXPECT_LT(difference(got, expected), 1e-12) << box << ": " << function.label;
      Vector diagonal = space->zero();
      op->diagonal(diagonal);
      EXPECT_LT(difference(as_eigen(diagonal), expected.diagonal()), 1e-12) << box << ": " << function.label;
    }
    Vector diagonal = space->zero();
    calculus.laplacian_diagonal(diagonal);
    EXPECT_LT(difference(as_eigen(diagonal), dense_laplacian(*space).diagonal()), 1e-14) << box;
  }
}

// Conservation of mass and of constants, symmetry, commutation, inverses: what the flows rely on.
TEST(BoxLaplacian, AlgebraOfTheCalculus)
{
  for (const auto &box : boxes()) {
    const auto space = make_space_from(box);
    const auto &calculus = space->laplacian();
    const Vector x =
        space->sample([](const Point &p) { return 1 + std::sin(5 * p[0] + p[1]) + p[2] * p[0]; });
    const Vector y = space->sample([](const Point &p) { return std::exp(p[0] - p[1]) + p[2]; });
    Vector a = space->zero(), b = space->zero(), c = space->zero();
    const auto heat = calculus.prepare(SpectralFunction::heat(0.02));
    const auto matern = calculus.prepare(SpectralFunction::matern(0.1, 2));
    const auto inverse = calculus.prepare(SpectralFunction::inverse_matern(0.1, 2));
    const auto distance = [&](const Vector &u, const Vector &v) {
      return (as_eigen(u) - as_eigen(v)).cwiseAbs().maxCoeff();
    };
    heat->apply(x, a);
    EXPECT_NEAR(space->integrate(a), space->integrate(x), 1e-13 * space->volume()) << box;
    heat->apply(y, b);
    EXPECT_NEAR(space->inner(a, y), space->inner(x, b), 1e-13 * space->volume()) << box;
    matern->apply(a, b);
    matern->apply(x, c);
    heat->apply(c, a);
    EXPECT_LT(distance(a, b), 1e-13) << box;
    inverse->apply(c, a);
    // the inverse multiplies round-off by its norm
    EXPECT_LT(distance(a, x), 1e-12 + 1e-15 * std::pow(1 + 0.01 * calculus.largest_eigenvalue(), 2)) << box;
    const Vector one = space->sample([](const Point &) { return 1.; });
    heat->apply(one, a);
    EXPECT_LT(distance(a, one), 1e-14 * std::sqrt(double(space->n_nodes()))) << box;
  }
}

// The discrete eigenvalues of a unit box converge to (pi k)^2, of the circle to (2 pi k)^2, with order 2p.
TEST(BoxLaplacian, EigenvaluesConvergeWithOrder2p)
{
  const double pi = std::acos(-1.);
  for (const double grading : {1., 2.})
    for (unsigned p = 1; p <= 5; ++p)
      for (const bool periodic : {false, true}) {
        const double exact = std::pow(6 * pi, 2);  // k = 6, or the two waves with k = 3
        const auto error = [&](std::size_t cells, unsigned level) {
          const Laplacian1D laplacian(Grid1D::build(0, 1, cells, grading, p, periodic, level));
          return std::abs(laplacian.eigenbasis().values[periodic ? 5 : 6] - exact);
        };
        const unsigned level = p == 1 ? 4 : (p == 2 ? 3 : 2);
        const double order = std::log2(error(4, level) / error(4, level + 1));
        EXPECT_NEAR(order, 2 * p, 0.25)
            << "degree " << p << " periodic " << periodic << " grading " << grading;
      }
}

// Two ways to the same basis; and the large uniform basis is orthonormal and reproduces the exact
// eigenvalues.
TEST(BoxLaplacian, BlochWavesAndDenseDecompositionAgree)
{
  for (unsigned p = 1; p <= 8; ++p)
    for (const bool periodic : {false, true}) {
      const Grid1D grid = Grid1D::build(-1, 2, 6, 1, p, periodic);
      const auto waves = Eigenbasis::of_uniform(grid), dense = Eigenbasis::of_any(grid);
      EXPECT_LT(difference(waves.values, dense.values), 1e-13);
      const auto mass = Eigen::Map<const Eigen::VectorXd>(grid.weights.data(), Eigen::Index(grid.size()));
      const auto identity = Eigen::MatrixXd::Identity(mass.size(), mass.size());
      for (const auto *basis : {&waves, &dense}) {
        const Eigen::MatrixXd gram = basis->vectors.transpose() * mass.asDiagonal() * basis->vectors;
        EXPECT_LT(difference(gram, identity), 1e-13) << "degree " << p << " periodic " << periodic;
      }
    }
  const double pi = std::acos(-1.), h = 1. / 1024;
  const Laplacian1D laplacian(Grid1D::build(0, 1, 1024, 1, 1, false));
  for (const int k : {1, 2, 700, 1024})
    EXPECT_NEAR(laplacian.eigenbasis().values[k] / (4 / h / h * std::pow(std::sin(pi * k * h / 2), 2)), 1,
                1e-13)
        << k;
}
