// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/geometries/kernel/field_regression.h>
#include <gammaflow/spaces/lines/laplacian_1d.h>

#include <array>
#include <memory>
#include <vector>

namespace gammaflow
{
/// Kf^-1 = 1 + l^2 L~_d: the elliptic problem (rho + lambda (1 + l^2 L~_d)) f = rho g by conjugate gradients
/// with the diagonal, matrix-free. The norm of the scaled residual, |r/(rho + lambda)^1/2| in L2, bounds the
/// error in L2(rho).
class EllipticRegression final : public FieldRegression
{
 public:
  EllipticRegression(std::shared_ptr<const FieldKernel> kernel, double lambda, const SolverOptions &options,
                     double length);
  std::string name() const override { return "elliptic problem by conjugate gradients with the diagonal"; }
  double expected_iterations(unsigned d, const Component &rho) const;

  Report try_to_solve(unsigned d, const Component &rho, const Component &g, double tolerance,
                      Component &f) const override;

 private:
  struct Operator {  ///< L~_d
    std::array<std::shared_ptr<const Laplacian1D>, 3> rows;
    std::array<std::size_t, 3> sizes{{1, 1, 1}};
    Eigen::VectorXd diagonal;  ///< of 1 + l^2 L~_d
  };
  double square_;
  std::vector<Operator> operators_;
};

}  // namespace gammaflow
