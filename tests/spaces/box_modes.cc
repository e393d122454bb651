// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/spaces/box/box_modes.h>
#include <gammaflow/spaces/lines/gauss_lobatto.h>

#include <gtest/gtest.h>

#include <cmath>

using namespace gammaflow;

namespace
{
/// Cells that shrink towards both ends, symmetric about the middle of [0, 1].
Grid1D graded_both_ways(std::size_t cells, unsigned degree)
{
  Grid1D grid = Grid1D::build(0, 1, cells, 1, degree, false);
  grid.uniform = false;
  for (double &x : grid.vertices) x -= 0.1 * std::sin(2 * std::acos(-1.) * x);
  const GaussLobatto reference(degree);
  grid.weights.assign(grid.size(), 0.);
  for (std::size_t c = 0; c < cells; ++c)
    for (unsigned i = 0; i <= degree; ++i) {
      const double length = grid.vertices[c + 1] - grid.vertices[c];
      grid.nodes[grid.node(c, i)] = grid.vertices[c] + length * reference.points()[i];
      grid.weights[grid.node(c, i)] += length * reference.weights()[i];
    }
  return grid;
}

Eigen::VectorXd some_values(Eigen::Index n)
{
  Eigen::VectorXd x(n);
  for (Eigen::Index i = 0; i < n; ++i) x[i] = std::sin(3.7 * double(i * i % 101)) + 0.3;
  return x;
}

/// The largest deviation of there and back from the products with the full matrices of eigenvectors,
/// relatively; negative where the eigenvectors are not orthonormal.
double deviation(const TensorGrid &grid)
{
  const BoxModes modes(grid, BoxModes::Method::products);
  Eigen::MatrixXd vectors = Eigen::MatrixXd::Ones(1, 1), weights = vectors;
  for (unsigned d = 0; d < grid.dim; ++d) {  // Kronecker products, x fastest
    const MirroredBasis basis(grid.direction[d]);
    const Eigen::MatrixXd B = basis.vectors(), before = vectors, before_w = weights;
    const Eigen::Map<const Eigen::VectorXd> w(grid.direction[d].weights.data(), B.rows());
    vectors.resize(B.rows() * before.rows(), B.rows() * before.rows());
    weights.resize(B.rows() * before_w.rows(), 1);
    for (Eigen::Index i = 0; i < B.rows(); ++i) {
      weights.middleRows(i * before_w.rows(), before_w.rows()) = w[i] * before_w;
      for (Eigen::Index k = 0; k < B.cols(); ++k)
        vectors.block(i * before.rows(), k * before.cols(), before.rows(), before.cols()) = B(i, k) * before;
    }
  }
  const Eigen::VectorXd x = some_values(modes.size()), M = weights.col(0);
  if (((vectors.transpose() * M.asDiagonal() * vectors) -
       Eigen::MatrixXd::Identity(modes.size(), modes.size()))
          .cwiseAbs()
          .maxCoeff() > 1e-12)
    return -1;
  Eigen::VectorXd there(modes.size()), back(modes.size());
  modes.to_modes(x.data(), there.data());
  modes.from_modes(x.data(), back.data());
  const Eigen::VectorXd plain_there = vectors.transpose() * M.cwiseProduct(x), plain_back = vectors * x;
  return std::max((there - plain_there).cwiseAbs().maxCoeff() / plain_there.cwiseAbs().maxCoeff(),
                  (back - plain_back).cwiseAbs().maxCoeff() / plain_back.cwiseAbs().maxCoeff());
}
}  // namespace

// The halved products are the plain ones to round-off in one, two and three dimensions, in every mixture of
// directions: a wrong mirror image, middle node or order of the coefficients would show.
TEST(BoxModes, EvenAndOddHalvesArePlainProducts)
{
  for (unsigned p = 1; p <= 5; ++p)
    for (std::size_t cells = 2; cells <= 5; ++cells) {
      const Grid1D closed = Grid1D::build(-1, 2, cells, 1, p, false),
                   periodic = Grid1D::build(-1, 2, cells, 1, p, true),
                   graded = Grid1D::build(0, 1, cells, 1.7, p, false), both = graded_both_ways(cells, p);
      for (const auto &grid : {closed, periodic, both})
        EXPECT_TRUE(MirroredBasis(grid).symmetric() || grid.size() == 2);
      EXPECT_FALSE(MirroredBasis(graded).symmetric());
      for (const auto &x : {closed, periodic, graded, both}) {
        const double line = deviation({1, {{x, Grid1D::single_node(), Grid1D::single_node()}}});
        EXPECT_GE(line, 0);
        EXPECT_LT(line, 3e-15) << "degree " << p << ", cells " << cells;
        for (const auto &y : {periodic, graded, both}) {
          const double plane = deviation({2, {{x, y, Grid1D::single_node()}}});
          EXPECT_GE(plane, 0);
          EXPECT_LT(plane, 3e-15) << "degree " << p << ", cells " << cells;
        }
      }
      if (p * cells > 4) continue;
      const double space = deviation({3, {{closed, periodic, both}}});
      EXPECT_GE(space, 0);
      EXPECT_LT(space, 3e-15);
      EXPECT_LT(deviation({3, {{graded, both, graded}}}), 3e-15);
    }
}

// Half of the products are done: eigenvectors of large grids, too, are recognized as even or odd.
TEST(BoxModes, LargeGridsAreSymmetric)
{
  for (const bool periodic : {false, true})
    for (const unsigned p : {1u, 2u, 4u, 8u})
      EXPECT_TRUE(MirroredBasis(Grid1D::build(0.1, 1.3, 1024 / p, 1, p, periodic)).symmetric())
          << "degree " << p << " periodic " << periodic;
  EXPECT_TRUE(MirroredBasis(graded_both_ways(100, 2)).symmetric());
}
