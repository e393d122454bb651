// SPDX-License-Identifier: LGPL-2.1-or-later
// Deliberately wrong variants of the discretization: each check of tests/discretization must tell them from
// the right one.
#include <gammaflow/spaces/cells/mesh_gradients.h>
#include <gammaflow/spaces/lines/gauss_lobatto.h>
#include <gammaflow/spaces/lines/laplacian_1d.h>
#include <gammaflow/spaces/mesh/mesh_laplacian.h>
#include <gammaflow/sparse/sparse_rows.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <tests/spaces/dense_calculus.h>
#include <tests/spaces/fast_transforms.h>
#include <tests/spaces/local_meshes.h>
#include <tests/spaces/stiffness_checks.h>
#include <tests/support/spaces.h>
#include <utility>

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
const double pi = std::acos(-1.);

/// The check of the eigenvalues: does the k-th eigenvalue of the pair (L scaled) converge to (pi k)^2 with
/// order 2p?
bool eigenvalues_converge(const std::function<double(std::size_t)> &eigenvalue, unsigned k, unsigned p)
{
  const double exact = std::pow(pi * k, 2);
  const double order = std::log2(std::abs(eigenvalue(16) - exact) / std::abs(eigenvalue(32) - exact));
  return std::abs(order - 2 * p) < 0.25;
}

/// The checks of g(L): the mass of g(L) x is that of x, and <g(L) x, y> = <x, g(L) y>.
bool conserves_and_is_symmetric(const Space &space, const Eigen::MatrixXd &g)
{
  const Eigen::VectorXd w = as_eigen(space.weights());
  const Eigen::MatrixXd weighted = w.asDiagonal() * g;
  return (w.transpose() * g - w.transpose()).cwiseAbs().maxCoeff() < 1e-13 &&
         difference(weighted.transpose(), weighted) < 1e-13;
}
}  // namespace

// The mass of a vertex taken from one of its two cells alone.
TEST(MustFail, WrongMassNormalization)
{
  for (const unsigned p : {1u, 2u}) {
    const auto eigenvalue = [&](bool wrong) {
      return [=](std::size_t cells) {
        Grid1D grid = Grid1D::build(0, 1, cells, 1.5, p, false);
        if (wrong)
          for (std::size_t i = p; i + 1 < grid.size(); i += p)
            grid.weights[i] =
                GaussLobatto(p).weights()[0] * (grid.vertices[i / p + 1] - grid.vertices[i / p]);
        return Eigenbasis::of_any(grid).values[2];
      };
    };
    EXPECT_TRUE(eigenvalues_converge(eigenvalue(false), 2, p));
    EXPECT_FALSE(eigenvalues_converge(eigenvalue(true), 2, p));
  }
}

// g(L) applied without the mass (Euclidean eigenvectors of A), and with the mass on the wrong side.
TEST(MustFail, ForgottenMass)
{
  const auto space = make_space_from("domain/cells = 6; domain/degree = 3; domain/grading = 2");
  const auto op = space->laplacian().prepare(SpectralFunction::heat(0.05));
  const Eigen::MatrixXd right = dense_matrix(*space, [&](const Vector &x, Vector &y) { op->apply(x, y); });
  const Eigen::VectorXd w = as_eigen(space->weights());
  const Eigen::MatrixXd stiffness = w.asDiagonal() * dense_laplacian(*space);
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> euclidean(stiffness);
  const Eigen::MatrixXd without_mass = euclidean.eigenvectors() *
                                       (-0.05 * euclidean.eigenvalues()).array().exp().matrix().asDiagonal() *
                                       euclidean.eigenvectors().transpose();
  const Eigen::MatrixXd wrong_side = right.transpose();
  EXPECT_TRUE(conserves_and_is_symmetric(*space, right));
  EXPECT_FALSE(conserves_and_is_symmetric(*space, without_mass));
  EXPECT_FALSE(conserves_and_is_symmetric(*space, wrong_side));
  EXPECT_LT(difference(right, DenseCalculus(*space).matrix([](double x) { return std::exp(-0.05 * x); })),
            1e-12);
  EXPECT_GT(difference(without_mass, right), 1e-2);
}

// A stiffness of the wrong scaling (one factor of the cell length) still conserves, but has the wrong
// eigenvalues.
TEST(MustFail, WrongScalingOfTheStiffness)
{
  const auto eigenvalue = [](double power) {
    return [=](std::size_t cells) {
      const Grid1D grid = Grid1D::build(0, 1, cells, 1, 2, false);
      return Eigenbasis::of_uniform(grid).values[1] * std::pow(double(cells) / 16, power);
    };
  };
  EXPECT_TRUE(eigenvalues_converge(eigenvalue(0), 1, 2));
  EXPECT_FALSE(eigenvalues_converge(eigenvalue(-1), 1, 2));
}

// The calculus of a mesh from a stiffness whose rows do not sum to zero: mass would leak.
TEST(MustFail, LeakingStiffness)
{
  const auto space = make_box(1, 20, 1);
  const auto heat_mass = [&](double leak) {
    SparseRows rows(space->n_nodes());
    for (std::size_t c = 0; c < 20; ++c)
      for (unsigned i = 0; i < 2; ++i)
        for (unsigned j = 0; j < 2; ++j) rows.add(c + i, c + j, i == j ? 20. : -20.);
    SparseMatrix stiffness = rows.stiffness();
    stiffness.coeffRef(3, 3) += leak;
    const MeshLaplacian calculus(stiffness, as_eigen(space->weights()), space->nodes());
    Vector x = space->sample([](const Point &) { return 1.; }), y = space->zero();
    calculus.laplacian(x, y);
    return std::abs(space->integrate(y));
  };
  EXPECT_LT(heat_mass(0), 1e-12);
  EXPECT_GT(heat_mass(1e-6), 1e-8);
}

// What cells give to hanging nodes lost, or shared out evenly among the nodes they hang on.
TEST(MustFail, WeightsOfHangingNodes)
{
  for (const unsigned p : {1u, 3u}) {
    const auto space = make_space_from(refined_box(2, p));
    const HangingNodes hanging = space->node_mesh().hanging;
    // the share that came from the hanging node h: the integral of a function that is 1 there and 0 elsewhere
    Vector lost = space->weights(), even = lost;
    const double share = 1e-3;
    for (std::size_t h = 0; h < hanging.size(); ++h) {
      const double parents = double(hanging.first[h + 1] - hanging.first[h]);
      hanging.for_nodes(hanging.n_nodes + h, [&](std::size_t k, double c) {
        data(lost)[k] -= share * c;
        data(even)[k] += share * (1 / parents - c);
      });
    }
    EXPECT_LT(integration_error(*space, space->weights()), 1e-13);
    EXPECT_GT(integration_error(*space, lost), 1e-4);
    if (p > 1) EXPECT_GT(integration_error(*space, even), 1e-5);
  }
}

// Mobilities that are interpolated as they come: the Onsager operator creates energy.
TEST(MustFail, NegativeMobilityAtHangingNodes)
{
  const auto space = make_space_from(refined_box(2, 2));
  const Vector m = bump(*space);
  EXPECT_GT(lowest_eigenvalue(weighted_matrix(*space, m)), -1e-12);
  // the derivative at m = 1 is linear in its direction
  Vector ones = m, column = m, unit = space->zero();
  ones = 1.;
  const auto n = Eigen::Index(space->n_nodes());
  Eigen::MatrixXd wrong(n, n);
  for (Eigen::Index j = 0; j < n; ++j) {
    data(unit)[j] = 1;
    space->gradients().derivative(ones, m, unit, column);
    column.scale(space->weights());
    wrong.col(j) = as_eigen(column);
    data(unit)[j] = 0;
  }
  EXPECT_LT(lowest_eigenvalue(wrong), -1e-6);
}

// A Bloch wave with the phase of the next cell at its interior nodes: still a transform with orthonormal
// columns that keeps constants and mass, but not of eigenvectors.
TEST(MustFail, WrongBlochPhase)
{
  for (const unsigned p : {2u, 3u}) {
    const TensorGrid grid = grid_of({Grid1D::build(0, 1, 40, 1, p, true)});
    const auto n = Eigen::Index(grid.size());
    const auto heat = symbols().front().second;
    const NodalMap right = by_filter(grid, heat), products = by_products(grid, heat);
    const auto shifted = [&](const Eigen::VectorXd &x, Eigen::Index by) {
      Eigen::VectorXd result = x;
      for (Eigen::Index i = 0; i < n; ++i)
        if (i % p != 0) result[i] = x[(i + by + n) % n];
      return result;
    };
    const NodalMap wrong = [&](const Eigen::VectorXd &x, Eigen::VectorXd &y) {
      right(shifted(x, p), y);
      y = shifted(y, -Eigen::Index(p));
    };
    EXPECT_LT(deviation(grid, right, products), 1e-13);
    EXPECT_LT(mass_defect(grid, wrong), 1e-13);
    EXPECT_GT(deviation(grid, wrong, products), 1e-3);
  }
}

// The last node of a line without flux weighed like those within.
TEST(MustFail, MissingEndWeight)
{
  for (const unsigned p : {1u, 2u}) {
    const TensorGrid grid = grid_of({Grid1D::build(0, 1, 40, 1, p, false)});
    const auto heat = symbols().front().second;
    const NodalMap right = by_filter(grid, heat), products = by_products(grid, heat);
    const NodalMap wrong = [&](const Eigen::VectorXd &x, Eigen::VectorXd &y) {
      Eigen::VectorXd weighed = x;
      weighed[weighed.size() - 1] *= 2;
      right(weighed, y);
    };
    EXPECT_LT(deviation(grid, right, products), 1e-13);
    EXPECT_LT(mass_defect(grid, right), 1e-14);
    EXPECT_GT(deviation(grid, wrong, products), 1e-3);
    EXPECT_GT(mass_defect(grid, wrong), 1e-3);
  }
}

// The metric of a 2 x 1 rectangle with its directions exchanged, or without its determinant: A is symmetric,
// conserves and agrees with its matrix, but it is not the stiffness of that cell.
TEST(MustFail, WrongMetricOfACell)
{
  const unsigned p = 3;
  const auto space =
      make_space_from("domain/dimension = 2; domain/cells = 1; domain/degree = 3; domain/upper = 2, 1");
  const auto errors = [&](double determinant, std::array<double, 2> length) {
    CellStiffness<2> cell(p, 1);
    for (std::size_t i = 0; i < space->n_nodes(); ++i)
      cell.add(i, {determinant, [&](int a, int d) { return a == d ? 1 / length[a] : 0; }});
    HangingNodes none;
    none.n_nodes = space->n_nodes();
    const MeshGradients<2> A(p, std::move(cell), as_eigen(space->weights()).cwiseInverse(), none);
    return stiffness_errors(*space, A, true);
  };
  EXPECT_LT(errors(2, {{2, 1}}).linear, 1e-13);
  for (const StiffnessErrors &wrong : {errors(2, {{1, 2}}), errors(1, {{2, 1}})}) {
    EXPECT_LT(std::max({wrong.constants, wrong.mass, wrong.symmetry, wrong.product, wrong.matrix}), 1e-13);
    EXPECT_GT(wrong.linear, 0.1);
  }
}

// What is applied differs from the matrix by 1e-11: a little of x that leaks.
TEST(MustFail, LeakInAStiffness)
{
  class Leaking : public GradientCalculus
  {
   public:
    explicit Leaking(const GradientCalculus &right) : right_(right) {}
    void apply(const Vector &m, const Vector &x, Vector &y) const override
    {
      right_.apply(m, x, y);
      y.add(1e-11 * y.linfty_norm() / x.linfty_norm(), x);
    }
    void derivative(const Vector &m, const Vector &k, const Vector &x, Vector &y) const override
    {
      right_.derivative(m, k, x, y);
      y.add(1e-11 * y.linfty_norm() / x.linfty_norm(), x);
    }
    void diagonal(const Vector &m, Vector &d) const override { right_.diagonal(m, d); }
    void product(const Vector &a, const Vector &b, Vector &g) const override { right_.product(a, b, g); }
    SparseMatrix matrix(const Vector &m) const override { return right_.matrix(m); }
    SparseMatrix mobility_matrix(const Vector &x) const override { return right_.mobility_matrix(x); }
    std::shared_ptr<const GradientCalculus> at_fronts(const Vector &, const Vector &) const override
    {
      return nullptr;
    }

   private:
    const GradientCalculus &right_;
  };
  const auto space = make_space_from(refined_disk(2));
  EXPECT_LT(stiffness_errors(*space, space->gradients(), true).matrix, 1e-13);
  const StiffnessErrors wrong = stiffness_errors(*space, Leaking(space->gradients()), true);
  EXPECT_GT(wrong.matrix, 6e-13);
  EXPECT_GT(wrong.derivative, 6e-13);
  EXPECT_GT(wrong.mass, 6e-13);
}
