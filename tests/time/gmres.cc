// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/eigen.h>
#include <gammaflow/time/linear/gmres.h>

#include <Eigen/Dense>
#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <tests/support/spaces.h>

using namespace gammaflow;

namespace
{
/// A matrix of n x n, and GMRES with it and without a preconditioner.
struct Problem {
  std::shared_ptr<const Space> space;
  Eigen::MatrixXd A;
  Vector b, x;

  explicit Problem(unsigned n)
      : space(gammaflow::testing::make_space_from(
            "domain/dimension = 1; domain/boundary = no-flux; domain/degree = 1; domain/cells = " +
            std::to_string(n - 1))),
        b(space->zero()),
        x(b)
  {
    EXPECT_EQ(space->n_nodes(), n);
    std::mt19937 random(7);
    std::normal_distribution<double> normal;
    A = Eigen::MatrixXd::NullaryExpr(n, n, [&] { return normal(random); });
    for (std::size_t i = 0; i < n; ++i) data(b)[i] = normal(random);
  }
  LinearSolve solve(double tolerance, unsigned most, unsigned restart = 60)
  {
    return gmres(
        InnerProduct(*space), [this](const Vector &in, Vector &out) { as_eigen(out) = A * as_eigen(in); },
        [](const Vector &in, Vector &out) { out = in; }, b, x, tolerance, most, restart);
  }
  double residual() const
  {
    Vector r = b;
    as_eigen(r) -= A * as_eigen(x);
    return space->norm(r);
  }
  /// The least norm of b - A x in the Krylov space of dimension k: dense least squares in a basis that is
  /// orthogonal to round-off.
  double least_residual(unsigned k) const
  {
    const Eigen::VectorXd root = as_eigen(space->weights()).cwiseSqrt();
    const Eigen::MatrixXd scaled = root.asDiagonal() * A * root.cwiseInverse().asDiagonal();
    const Eigen::VectorXd right = root.asDiagonal() * as_eigen(b);
    Eigen::MatrixXd K(right.size(), k);
    K.col(0) = right.normalized();
    for (unsigned i = 1; i < k; ++i) {
      Eigen::VectorXd next = scaled * K.col(i - 1);
      for (unsigned pass = 0; pass < 3; ++pass) next -= K.leftCols(i) * (K.leftCols(i).transpose() * next);
      K.col(i) = next.normalized();
    }
    const Eigen::MatrixXd image = scaled * K;
    return (right - image * image.householderQr().solve(right)).norm();
  }
};
}  // namespace

// The least residual of the Krylov space, in the inner product of the space, after any number of iterations.
// Catches a wrong projection, another inner product, a residual that is not that of x.
TEST(Gmres, MinimizesTheResidual)
{
  for (const double shift : {0., 3., 30., 1000.}) {  // from no convergence to three digits in each iteration
    Problem p(40);
    p.A.diagonal().array() += shift;
    for (const unsigned k : {1u, 2u, 3u, 4u, 7u, 20u}) {
      const LinearSolve solve = p.solve(1e-13 * p.space->norm(p.b), k);
      const double least = p.least_residual(solve.iterations);
      EXPECT_NEAR(p.residual(), least, 1e-6 * least + 1e-13 * p.space->norm(p.b)) << shift << " " << k;
      EXPECT_NEAR(solve.residual, p.residual(), 1e-5 * p.residual() + 1e-13 * p.space->norm(p.b))
          << shift << " " << k;
    }
  }
}

// Catches vectors of the first cycle that the second one takes for its own, and a lost x.
TEST(Gmres, Restarts)
{
  Problem p(40);
  p.A.diagonal().array() += 30;
  const double goal = 1e-10 * p.space->norm(p.b);
  const LinearSolve whole = p.solve(goal, 200), parts = p.solve(goal, 200, 5);
  EXPECT_TRUE(parts.converged);
  EXPECT_LE(p.residual(), 1.001 * goal);
  EXPECT_GT(parts.iterations, whole.iterations);
  EXPECT_NEAR(std::pow(whole.contraction, whole.iterations), whole.residual / p.space->norm(p.b), 1e-14);
}

// Hundreds of iterations, each of which gains little: the basis is orthogonal to the end. (Without the second
// projection the norm that is reported is orders of magnitude off.)
TEST(Gmres, StaysOrthogonal)
{
  Problem p(400);
  p.A.diagonal().array() += 22;
  const double goal = 1e-12 * p.space->norm(p.b);
  const LinearSolve solve = p.solve(goal, 400, 400);
  EXPECT_TRUE(solve.converged);
  EXPECT_LE(p.residual(), 2 * goal);
}

TEST(Gmres, EdgesOfWhatCanBeSolved)
{
  Problem p(20);
  p.A.setIdentity();
  p.A *= 3;  // the image is in the span of what there is
  LinearSolve solve = p.solve(1e-12 * p.space->norm(p.b), 50);
  EXPECT_TRUE(solve.converged);
  EXPECT_EQ(solve.iterations, 1u);
  EXPECT_LE(p.residual(), 1e-12 * p.space->norm(p.b));

  p.A.setZero();  // nothing to be found: says so, and ends
  solve = p.solve(1e-12 * p.space->norm(p.b), 50);
  EXPECT_FALSE(solve.converged);
  EXPECT_TRUE(std::isfinite(p.space->norm(p.x)));

  p.A.setConstant(std::nan(""));
  solve = p.solve(1e-12 * p.space->norm(p.b), 50);
  EXPECT_FALSE(solve.converged);

  p.b = 0.;
  p.x = 1.;
  solve = p.solve(1e-12, 50);
  EXPECT_TRUE(solve.converged);
  EXPECT_EQ(solve.iterations, 0u);
  EXPECT_EQ(p.space->norm(p.x), 0);
}

// Two functions one after the other, each with the weights of the nodes; the products of several vectors are
// those of one at a time.
TEST(Gmres, InnerProducts)
{
  Problem p(2000);  // several blocks, the last one incomplete
  const std::size_t n = size(p.b);
  Vector two(2 * n), other(2 * n);
  for (std::size_t i = 0; i < n; ++i) {
    data(two)[i] = data(p.b)[i];
    data(two)[n + i] = std::sin(double(i));
    data(other)[i] = 1;
    data(other)[n + i] = -2;
  }
  Vector sines = p.b, one = p.b;
  for (std::size_t i = 0; i < n; ++i) data(sines)[i] = std::sin(double(i));
  one = 1.;
  const InnerProduct inner(*p.space);
  const double product = p.space->inner(p.b, one) - 2 * p.space->inner(sines, one),
               square = p.space->inner(p.b, p.b) + p.space->inner(sines, sines);
  EXPECT_NEAR(inner.of(two, other), product, 1e-13);
  std::vector<double> products;
  inner.of_all(two, {&other, &two}, products);
  ASSERT_EQ(products.size(), 3u);
  EXPECT_NEAR(products[0], product, 1e-13);
  EXPECT_NEAR(products[1], square, 1e-12);
  EXPECT_EQ(products[2], products[1]);
}
