// SPDX-License-Identifier: LGPL-2.1-or-later
// Fast transforms against the products with the eigenvectors, which are held against dense eigenproblems in
// box_modes.cc and box_laplacian.cc.
#include <gammaflow/base/threads.h>
#include <gammaflow/spaces/lines/laplacian_1d.h>

#include <gtest/gtest.h>

#include <tests/spaces/dense_calculus.h>
#include <tests/spaces/fast_transforms.h>
#include <tests/support/spaces.h>

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
/// Odd and even, short, products of small primes, a prime; more than 32: halved transforms of vertices.
const std::vector<std::size_t> numbers_of_cells = {1,  2,  3,  4,  5,  6,  7,  8,  9,
                                                   11, 12, 16, 25, 36, 66, 72, 136};

/// Every degree, with and without flux.
template <class Visit>
void for_lines(const std::vector<std::size_t> &cells, const Visit &visit)
{
  for (unsigned p = 1; p <= 8; ++p)
    for (const bool periodic : {false, true})
      for (const std::size_t m : cells) {
        const Grid1D line = Grid1D::build(-1, 2, m, 1, p, periodic);
        if (line.size() > 1)
          visit(line, "degree " + std::to_string(p) + ", " + std::to_string(m) +
                          (periodic ? " cells, periodic" : " cells"));
      }
}

void expect_agreement(const TensorGrid &grid, const std::string &what)
{
  for (const auto &[name, g] : symbols()) {
    const NodalMap products = by_products(grid, g);
    EXPECT_LT(deviation(grid, by_modes(grid, BoxModes::Method::transforms, g), products), 1e-13)
        << what << ": " << name;
    EXPECT_LT(deviation(grid, by_filter(grid, g), products), 1e-13) << what << ": " << name;
  }
}
}  // namespace

// The columns of B are orthonormal and diagonalize L: a wrong phase, norm or order of the coefficients shows.
TEST(BlochTransform, HasOrthonormalEigenvectors)
{
  for_lines({1, 2, 3, 5, 8, 34, 40}, [](const Grid1D &line, const std::string &what) {
    const BlochTransform transform(line);
    const auto n = Eigen::Index(line.size());
    Eigen::MatrixXd there(n, n), back(n, n), pair(2, n), given(2, n);  // two lines side by side, one of zeros
    for (Eigen::Index k = 0; k < n; ++k) {
      given.setZero();
      given(0, k) = 1;
      transform.from_modes(2, {given.data(), 2}, {pair.data(), 2});
      back.col(k) = pair.row(0);
      EXPECT_LT(pair.row(1).cwiseAbs().maxCoeff(), 1e-14) << what;
      transform.to_modes(2, {given.data(), 2}, {pair.data(), 2});
      there.col(k) = pair.row(0);
    }
    EXPECT_LT(difference(there * back, Eigen::MatrixXd::Identity(n, n)), 1e-13) << what;
    const Eigen::Map<const Eigen::VectorXd> w(line.weights.data(), n);
    EXPECT_LT(difference(back.transpose() * w.asDiagonal(), there), 1e-13) << what;
    const Laplacian1D laplacian(line);
    Eigen::MatrixXd L = Eigen::MatrixXd::Zero(n, n);
    for (Eigen::Index i = 0; i < n; ++i)
      for (std::size_t e = laplacian.row_start[std::size_t(i)]; e < laplacian.row_start[std::size_t(i) + 1];
           ++e)
        L(i, Eigen::Index(laplacian.columns[e])) += laplacian.values[e];
    EXPECT_LT(difference(back * transform.values().asDiagonal() * there, L), 1e-13) << what;
    EXPECT_EQ(transform.values().minCoeff(), 0) << what;
  });
}

// One to three dimensions, with and without flux, odd and even numbers of cells; single lines, and numbers of
// lines that leave bundles of eight incomplete.
TEST(BlochTransform, FunctionsOfTheLaplacianAreThoseByProducts)
{
  for_lines(numbers_of_cells, [](const Grid1D &line, const std::string &what) {
    if (line.size() <= 300) expect_agreement(grid_of({line}), what);
  });
  for_lines({2, 3, 8}, [](const Grid1D &line, const std::string &what) {
    const unsigned p = line.degree;
    for (const bool periodic : {false, true}) {
      const Grid1D other = Grid1D::build(0, 1, p < 4 ? 5 : 2, 1, p, periodic);
      expect_agreement(grid_of({line, other}), what + (periodic ? " x periodic" : " x no flux"));
      expect_agreement(grid_of({other, line}), what + (periodic ? " after periodic" : " after no flux"));
    }
  });
  for_lines({2, 3}, [](const Grid1D &line, const std::string &what) {
    const unsigned p = line.degree;
    if (p > 4) return;
    const Grid1D closed = Grid1D::build(0, 1, 3, 1, p, false), circle = Grid1D::build(0, 2, 4, 1, p, true);
    expect_agreement(grid_of({line, closed, circle}), what);
    expect_agreement(grid_of({circle, line, closed}), what);
    expect_agreement(grid_of({closed, circle, line}), what);
  });
}

// Products along one direction and transforms along the other: each direction has what is faster there.
TEST(BlochTransform, DirectionsChooseForThemselves)
{
  const Grid1D fine = Grid1D::build(0, 1, 64, 1, 2, false), circle = Grid1D::build(0, 1, 128, 1, 1, true),
               coarse = Grid1D::build(0, 1, 5, 1, 2, false), graded = Grid1D::build(0, 1, 70, 2, 2, false),
               prime = Grid1D::build(0, 1, 131, 1, 1, false);
  EXPECT_TRUE(BoxModes::transformed(fine));
  EXPECT_TRUE(BoxModes::transformed(circle));
  for (const Grid1D &line : {coarse, graded, prime}) EXPECT_FALSE(BoxModes::transformed(line));
  for (const TensorGrid &grid :
       {grid_of({fine, coarse}), grid_of({graded, fine}), grid_of({prime, circle, coarse}),
        grid_of({coarse, fine, coarse}), grid_of({coarse, coarse, circle})})
    for (const auto &[name, g] : symbols())
      EXPECT_LT(deviation(grid, by_modes(grid, BoxModes::Method::measured, g), by_products(grid, g)), 1e-13)
          << name;
}

// The diagonal of g(L), which transforms get from waves of twice the wave number.
TEST(BlochTransform, DiagonalsAreThoseOfProducts)
{
  const auto expect = [](const TensorGrid &grid, const std::string &what) {
    const BoxModes products(grid, BoxModes::Method::products), fast(grid, BoxModes::Method::transforms);
    for (const auto &[name, g] : symbols())
      EXPECT_LT(difference(fast.diagonal(fast.eigenvalues().unaryExpr(g)),
                           products.diagonal(products.eigenvalues().unaryExpr(g))),
                1e-13)
          << what << ": " << name;
  };
  for_lines({1, 2, 3, 4, 7, 36}, [&](const Grid1D &line, const std::string &what) {
    expect(grid_of({line}), what);
    expect(grid_of({line, Grid1D::build(0, 1, 3, 1, line.degree, true)}), what);
    expect(grid_of({Grid1D::build(0, 1, 3, 1, line.degree, false), line}), what);
  });
}

// Constants are reproduced and the mass is kept to round-off, on large boxes, too.
TEST(BlochTransform, KeepsConstantsAndMass)
{
  const auto heat = [](double x) { return std::exp(-0.03 * x); };
  for (const unsigned p : {1u, 2u, 4u, 7u})
    for (const bool periodic : {false, true}) {
      const Grid1D x = Grid1D::build(0, 1, 512 / p / 2 * 2, 1, p, periodic),
                   y = Grid1D::build(-1, 1, 300 / p, 1, p, !periodic);
      const TensorGrid grid = grid_of({x, y});
      const NodalMap filter = by_filter(grid, heat);
      EXPECT_LT(mass_defect(grid, filter), 1e-14) << "degree " << p;
      Eigen::VectorXd ones = Eigen::VectorXd::Ones(Eigen::Index(grid.size())), image = ones;
      filter(ones, image);
      EXPECT_LT((image - ones).cwiseAbs().maxCoeff(), 1e-13) << "degree " << p;
    }
}

// Neighbouring lines are transformed together, and round-off of one is seen by the other: what goes with what
// must not depend on the number of threads, nor on what was transformed before.
TEST(BlochTransform, SameBitsWithEveryNumberOfThreads)
{
  const auto g = [](double x) { return 1 / (1 + 0.01 * x); };
  const TensorGrid grid =
      grid_of({Grid1D::build(0, 1, 150, 1, 2, false), Grid1D::build(0, 1, 245, 1, 1, true)});
  const NodalMap modes = by_modes(grid, BoxModes::Method::transforms, g), filter = by_filter(grid, g);
  const Eigen::VectorXd x = uneven_values(Eigen::Index(grid.size()));
  const unsigned before = number_of_threads();
  for (const NodalMap &map : {modes, filter}) {
    Eigen::VectorXd one(x.size()), three(x.size()), again(x.size());
    set_threads(1);
    map(x, one);
    set_threads(3);
    map(x, three);
    set_threads(1);
    const Eigen::VectorXd large = 1e9 * x;
    map(large, again);
    map(x, again);
    EXPECT_TRUE(one == three);
    EXPECT_TRUE(one == again);
  }
  set_threads(before);
}
