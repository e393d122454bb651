// SPDX-License-Identifier: LGPL-2.1-or-later
// Kernel ridge regression of velocities with a Gaussian of free space, in the eigenvectors of the kernel.
#include <gammaflow/geometries/kernel/field_regression.h>

#include <Eigen/Dense>
#include <gtest/gtest.h>

#include "tests/support/kernel_checks.h"
#include "tests/support/spaces.h"
#include <cmath>
#include <string>

namespace gammaflow::testing
{
namespace
{
using Component = StaggeredFields::Component;

const std::vector<std::string> boxes = {
    "domain/cells = 17; domain/degree = 2",
    "domain/cells = 9; domain/degree = 3; domain/grading = 4",
    "domain/dimension = 2; domain/cells = 7, 5; domain/degree = 1; domain/upper = 1, 0.7",
    "domain/dimension = 2; domain/cells = 4, 3; domain/degree = 2; domain/boundary = periodic, no-flux",
    "domain/dimension = 2; domain/cells = 4; domain/degree = 2; domain/grading = 2, 1",
    "domain/dimension = 3; domain/cells = 3, 2, 2; domain/degree = 2; domain/boundary = periodic, no-flux, "
    "periodic"};

std::shared_ptr<const FieldKernel> field_kernel(const std::string &box, double bandwidth,
                                                const std::string &settings = "")
{
  const auto space = make_space_from(box);
  const Parameters p =
      kernel_parameters({"Gaussian", "kernel/normalization = as given"}, bandwidth, settings);
  return make_field_kernel(p, make_kernel(p, "kernel", space->dim()), *space, StaggeredFields::of(*space));
}

/// K omega, column by column.
Eigen::MatrixXd matrix_of(const FieldKernel &kernel, unsigned d)
{
  const Eigen::Index n = kernel.fields().size(d);
  Eigen::MatrixXd matrix(n, n);
  Component unit = Component::Zero(n), column(n);
  for (Eigen::Index j = 0; j < n; ++j) {
    unit[j] = 1;
    kernel.apply(d, unit, column);
    matrix.col(j) = column;
    unit[j] = 0;
  }
  return matrix;
}

/// A density with a contrast of e^4, and a force.
Component density(const StaggeredFields &fields, unsigned d)
{
  Component rho(fields.size(d));
  for (Eigen::Index q = 0; q < rho.size(); ++q) {
    const Point x = fields.point(d, q);
    rho[q] = std::exp(2 * std::cos(3 * x[0] + x[1] - x[2]));
  }
  return rho;
}
Component force(const StaggeredFields &fields, unsigned d)
{
  Component g(fields.size(d));
  for (Eigen::Index q = 0; q < g.size(); ++q) {
    const Point x = fields.point(d, q);
    g[q] = std::sin(5 * x[0]) + x[1] * x[1] + 0.3 * x[2];
  }
  return g;
}
}  // namespace

// U diag(g) U^T omega is the kernel, and U is orthonormal: a weight that is forgotten, directions exchanged,
// images left out, an eigenvalue that is cut off above round-off.
TEST(SeparableFieldModes, AreTheEigenvectorsOfTheKernel)
{
  for (const std::string &box : boxes)
    for (const double bandwidth : {0.08, 0.5}) {
      const auto kernel = field_kernel(box, bandwidth);
      for (unsigned d = 0; d < kernel->fields().dim(); ++d) {
        const auto modes = kernel->separable_modes(d);
        ASSERT_NE(modes, nullptr) << box;
        const Eigen::MatrixXd expected = matrix_of(*kernel, d);
        Eigen::MatrixXd found(expected.rows(), expected.cols());
        Component unit = Component::Zero(expected.rows()), a(modes->size()), again(modes->size());
        for (Eigen::Index j = 0; j < unit.size(); ++j) {
          unit[j] = 1;
          modes->to_modes(unit.data(), a.data());
          a.array() *= modes->eigenvalues();
          modes->from_modes(a.data(), found.col(j).data());
          unit[j] = 0;
        }
        EXPECT_LT(relative_difference(found, expected), 1e-13) << box << " " << bandwidth;
        a = Component::LinSpaced(modes->size(), -1, 2);
        modes->from_modes(a.data(), unit.data());
        modes->to_modes(unit.data(), again.data());
        EXPECT_LT((again - a).cwiseAbs().maxCoeff(), 1e-12) << box << " " << bandwidth;
      }
    }
}

// f = (K rho + lambda)^-1 K rho g against a dense solution, within the tolerance, whatever the size of the
// kernel is. Must fail: the regression for the mean density is another one.
TEST(SeparableRegression, AgreesWithTheDenseOracle)
{
  for (const std::string &box : boxes)
    for (const double lambda : {1e-1, 1e-4})
      for (const std::string amplitude : {"as given", "unit integral"}) {
        const auto kernel = field_kernel(box, 0.15, "kernel/normalization = " + amplitude);
        SolverOptions options;
        options.tolerance = 1e-9;
        const auto regression = make_field_regression(kernel, lambda, options);
        EXPECT_NE(regression->name().find("eigenvectors of the kernel"), std::string::npos) << box;
        for (unsigned d = 0; d < kernel->fields().dim(); ++d) {
          const Component rho = density(kernel->fields(), d), g = force(kernel->fields(), d);
          const Component &omega = kernel->fields().weights(d);
          const auto norm = [&](const Component &x) {
            return std::sqrt(omega.cwiseProduct(rho).dot(x.cwiseAbs2()));
          };
          Eigen::MatrixXd T = matrix_of(*kernel, d) * rho.asDiagonal();
          const Component b = T * g;
          T.diagonal().array() += lambda;
          const Component expected = T.partialPivLu().solve(b);
          Component f;
          regression->solve(d, rho, g, norm(g), f);
          EXPECT_LT(norm(f - expected), 2e-9 * norm(g)) << box << " " << lambda;
          Component other;
          const Component mean = Component::Constant(rho.size(), rho.mean());
          regression->solve(d, mean, g, norm(g), other);
          EXPECT_GT(norm(other - expected), 1e-4 * norm(g)) << box << " " << lambda;
        }
      }
}

// What is no product, and what is conditioned at walls, is solved in the symmetric form.
TEST(SeparableRegression, OtherKernelsAreNotProducts)
{
  const auto conditioned = field_kernel(boxes[2], 0.1, "kernel/boundary = conditioned");
  EXPECT_EQ(conditioned->separable_modes(0), nullptr);
  EXPECT_NE(make_field_regression(conditioned, 0.1, {})->name().find("symmetric form"), std::string::npos);
}
}  // namespace gammaflow::testing
