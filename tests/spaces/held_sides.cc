// SPDX-License-Identifier: LGPL-2.1-or-later
// Functions of the Laplacian of a box with values held at zero on some sides.
#include <gammaflow/spaces/box/box_laplacian.h>
#include <gammaflow/spaces/lines/laplacian_1d.h>

#include <gtest/gtest.h>

#include <cmath>
#include <tests/spaces/dense_calculus.h>
#include <tests/support/spaces.h>
#include <vector>

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
struct HeldBox {
  std::string box;
  HeldSides held;
};

/// All ends of a line, equal and graded cells, degrees 1 to 8; mixed conditions in 2D and 3D.
std::vector<HeldBox> held_boxes()
{
  std::vector<HeldBox> list;
  for (const unsigned p : {1u, 2u, 3u, 5u, 8u})
    for (const std::string grading : {"1", "3"})
      for (const HeldEnds ends : {HeldEnds{true, true}, {true, false}, {false, true}})
        list.push_back({"domain/degree = " + std::to_string(p) +
                            "; domain/cells = 5; domain/upper = 2; domain/grading = " + grading,
                        {{ends, {}, {}}}});
  list.push_back(
      {"domain/dimension = 2; domain/degree = 3; domain/cells = 3, 4; domain/boundary = periodic, "
       "no-flux",
       {{{}, {true, false}, {}}}});
  list.push_back({"domain/dimension = 2; domain/cells = 7, 5; domain/degree = 1; domain/grading = 1, 4",
                  {{{true, true}, {true, true}, {}}}});
  list.push_back({"domain/dimension = 2; domain/cells = 1; domain/degree = 1", {{{true, true}, {}, {}}}});
  list.push_back({"domain/dimension = 3; domain/degree = 2; domain/cells = 2, 3, 2; domain/upper = 1, 2, 3",
                  {{{true, false}, {true, true}, {}}}});
  return list;
}

std::vector<bool> held_nodes(const Space &space, const HeldSides &held)
{
  std::vector<bool> result;
  for (const Point &x : space.nodes()) {
    bool is = false;
    for (unsigned d = 0; d < space.dim(); ++d)
      is = is || (held[d].lower && x[d] == space.lower()[d]) || (held[d].upper && x[d] == space.upper()[d]);
    result.push_back(is);
  }
  return result;
}

/// g of L without the rows and columns of held nodes, by one dense eigendecomposition; zero there.
Eigen::MatrixXd oracle(const Space &space, const std::vector<bool> &held,
                       const std::function<double(double)> &g)
{
  const Eigen::MatrixXd L = dense_laplacian(space);
  std::vector<Eigen::Index> free;
  for (std::size_t i = 0; i < held.size(); ++i)
    if (!held[i]) free.push_back(Eigen::Index(i));
  const auto n = Eigen::Index(free.size());
  Eigen::MatrixXd result = Eigen::MatrixXd::Zero(L.rows(), L.cols()), part(n, n);
  if (n == 0) return result;
  const Eigen::VectorXd root = as_eigen(space.weights()).cwiseSqrt();
  for (Eigen::Index i = 0; i < n; ++i)
    for (Eigen::Index j = 0; j < n; ++j)
      part(i, j) = root[free[std::size_t(i)]] * L(free[std::size_t(i)], free[std::size_t(j)]) /
                   root[free[std::size_t(j)]];
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(part);
  const Eigen::VectorXd values = solver.eigenvalues().unaryExpr(g);
  const Eigen::MatrixXd function =
      solver.eigenvectors() * values.asDiagonal() * solver.eigenvectors().transpose();
  for (Eigen::Index i = 0; i < n; ++i)
    for (Eigen::Index j = 0; j < n; ++j)
      result(free[std::size_t(i)], free[std::size_t(j)]) =
          function(i, j) * root[free[std::size_t(j)]] / root[free[std::size_t(i)]];
  return result;
}
}  // namespace

// Fast diagonalization against one dense eigendecomposition: ends exchanged, a held node that leaks into the
// others, halves of the eigenvectors that do not fit.
TEST(HeldSides, FunctionsAgreeWithTheDenseOracle)
{
  for (const auto &[box, held] : held_boxes()) {
    const auto space = make_space_from(box);
    const auto laplacian = make_held_laplacian(*space->tensor_grid(), 1024, held);
    const std::vector<bool> nodes = held_nodes(*space, held);
    for (const auto &function :
         {SpectralFunction::heat(0.01), SpectralFunction::matern(0.3, 2),
          SpectralFunction::general([](double x) { return 1 / (1 + 0.2 * x); }, "a step")}) {
      const auto op = laplacian->prepare(function);
      const Eigen::MatrixXd expected = oracle(*space, nodes, function.g);
      const Eigen::MatrixXd got = dense_matrix(*space, [&](const Vector &x, Vector &y) { op->apply(x, y); });
      EXPECT_LT((got - expected).cwiseAbs().maxCoeff(), 1e-12) << box << ": " << function.label;
      Vector diagonal = space->zero();
      op->diagonal(diagonal);
      EXPECT_LT((as_eigen(diagonal) - expected.diagonal()).cwiseAbs().maxCoeff(), 1e-12) << box;
    }
    const Eigen::MatrixXd L = oracle(*space, nodes, [](double x) { return x; }),
                          applied = dense_matrix(
                              *space, [&](const Vector &x, Vector &y) { laplacian->laplacian(x, y); });
    const double largest = laplacian->largest_eigenvalue();
    EXPECT_LT((applied - L).cwiseAbs().maxCoeff(), 1e-13 * largest) << box;
    EXPECT_LE(operator_norm(*space, L), largest * (1 + 1e-12)) << box;
  }
}

// The eigenvalues (k pi)^2 between two held ends and ((k - 1/2) pi)^2 between a held and a free one, with
// order 2p, on equal cells (waves) and graded ones (a decomposition).
TEST(HeldSides, EigenvaluesConvergeWithOrder2p)
{
  for (const double grading : {1., 2.})
    for (unsigned p = 1; p <= 4; ++p)
      for (const HeldEnds ends : {HeldEnds{true, true}, {true, false}, {false, true}}) {
        const double exact = std::pow((ends.lower && ends.upper ? 5 : 4.5) * std::acos(-1.), 2);
        const auto error = [&](unsigned level) {
          const Grid1D grid = Grid1D::build(0, 1, 4, grading, p, false, level);
          return std::abs(Eigenbasis::with_held_ends(grid, ends).values[4] - exact);
        };
        const unsigned level = p == 1 ? 4 : (p == 2 ? 3 : 2);
        EXPECT_NEAR(std::log2(error(level) / error(level + 1)), 2 * p, 0.25) << p << " " << grading;
      }
}

// The inverse of 1 + L/10 against conjugate gradients on 33 x 41 nodes, which know L alone. Must fail: the
// inverse without the held sides.
TEST(HeldSides, InverseAgreesWithConjugateGradients)
{
  const auto space = make_space_from("domain/dimension = 2; domain/cells = 16, 20; domain/degree = 2");
  const HeldSides held{{{true, true}, {true, false}, {}}};
  const auto laplacian = make_held_laplacian(*space->tensor_grid(), 1024, held);
  const auto function = SpectralFunction::general([](double x) { return 1 / (1 + 0.1 * x); }, "a step");
  Vector b = space->sample([](const Point &x) { return std::exp(x[0]) + std::sin(7 * x[1]); }), x = b, Ap = b;
  const std::vector<bool> nodes = held_nodes(*space, held);
  for (std::size_t i = 0; i < size(b); ++i)
    if (nodes[i]) data(b)[i] = 0;
  Vector r = b, p = b;
  x = 0.;
  for (double rr = space->inner(r, r); rr > 1e-26;) {
    laplacian->laplacian(p, Ap);
    Ap.sadd(0.1, 1., p);
    const double alpha = rr / space->inner(p, Ap);
    x.add(alpha, p);
    r.add(-alpha, Ap);
    const double before = std::exchange(rr, space->inner(r, r));
    p.sadd(rr / before, 1., r);
  }
  laplacian->prepare(function)->apply(b, Ap);
  EXPECT_LT((as_eigen(Ap) - as_eigen(x)).cwiseAbs().maxCoeff(), 1e-11);
  space->laplacian().prepare(function)->apply(b, Ap);
  EXPECT_GT((as_eigen(Ap) - as_eigen(x)).cwiseAbs().maxCoeff(), 0.1);
}
