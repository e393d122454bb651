// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/base/eigen.h>
#include <gammaflow/kernels/kernel_operator.h>
#include <gammaflow/kernels/self_check.h>

#include <Eigen/Eigenvalues>

#include "tests/support/spaces.h"
#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

/// Figures that are (nearly) zero for a right kernel or operator. The must-fail twins use the same functions.
namespace gammaflow::testing
{
/// The matrix that acts on nodal values, column by column.
inline Eigen::MatrixXd matrix_of(const KernelOperator &op, bool inverse = false)
{
  const Eigen::Index n = Eigen::Index(op.space().n_nodes());
  Eigen::MatrixXd a(n, n);
  Vector unit = op.space().zero(), column = op.space().zero();
  for (Eigen::Index j = 0; j < n; ++j) {
    data(unit)[j] = 1;
    inverse ? op.apply_inverse(unit, column) : op.apply(unit, column);
    a.col(j) = as_eigen(column);
    data(unit)[j] = 0;
  }
  return a;
}

/// || a - b || / || b || in the norm of the largest row sum (what acts on bounded functions).
inline double relative_difference(const Eigen::MatrixXd &a, const Eigen::MatrixXd &b)
{
  return (a - b).cwiseAbs().rowwise().sum().maxCoeff() / b.cwiseAbs().rowwise().sum().maxCoeff();
}

/// max |S - S^T| / max |S| of S = W A, the matrix of the bilinear form <x, A y>.
inline double asymmetry(const Eigen::MatrixXd &a, const Space &space)
{
  const Eigen::MatrixXd s = as_eigen(space.weights()).asDiagonal() * a;
  return (s - s.transpose()).cwiseAbs().maxCoeff() / s.cwiseAbs().maxCoeff();
}

/// The smallest eigenvalue of the symmetric part, divided by the largest.
inline double smallest_eigenvalue(const Eigen::MatrixXd &a, const Space &space)
{
  const Eigen::VectorXd root = as_eigen(space.weights()).cwiseSqrt();
  const Eigen::MatrixXd s = root.asDiagonal() * a * root.cwiseInverse().asDiagonal();
  const Eigen::VectorXd values =
      (0.5 * (s + s.transpose())).eval().selfadjointView<Eigen::Lower>().eigenvalues();
  return values.minCoeff() / values.maxCoeff();
}

/// max |diagonal() - A_ii| / max |A_ii|
inline double diagonal_error(const KernelOperator &op, const Eigen::MatrixXd &a)
{
  Vector d = op.space().zero();
  op.diagonal(d);
  return (as_eigen(d) - a.diagonal()).cwiseAbs().maxCoeff() / a.diagonal().cwiseAbs().maxCoeff();
}

/// max |K 1 - 1|
inline double constants_error(const KernelOperator &op)
{
  Vector one = op.space().zero(), result = op.space().zero();
  as_eigen(one).setOnes();
  op.apply(one, result);
  return (as_eigen(result).array() - 1).abs().maxCoeff();
}

/// The error of one property in self_check(); NaN where it is not looked at.
inline double error_of(const Kernel &kernel, const std::string &property)
{
  for (const SelfCheck &check : self_check(kernel))
    if (check.property == property) return check.error;
  return std::numeric_limits<double>::quiet_NaN();
}

/// The largest difference of r slope(r) and -k'(r) by central differences of order four, relative to
/// k(0)/sigma; and of the arrays and the scalar functions.
inline double slope_error(const RadialKernel &kernel)
{
  double worst = 0;
  const double sigma = kernel.bandwidth(), h = 1e-3 * sigma, unit = kernel.profile(0) / sigma;
  for (const double s : {0.05, 0.3, 0.7, 0.95, 1.3, 2.8}) {
    const double r = s * sigma, square = r * r;
    const auto k = [&](int steps) { return kernel.profile(r + steps * h); };
    const double derivative = (8 * (k(1) - k(-1)) - (k(2) - k(-2))) / (12 * h);
    double value, slope;
    kernel.shapes(1, &square, &value, &slope);
    worst = std::max({worst, std::abs(r * kernel.slope(r) + derivative) / unit,
                      std::abs(kernel.amplitude() * value - kernel.profile(r)) / (unit * sigma),
                      r * std::abs(kernel.amplitude() / (sigma * sigma) * slope - kernel.slope(r)) / unit});
  }
  return worst;
}

/// Parameters of one registered kernel.
struct KernelCase {
  std::string name, settings;
};

/// Every registered kernel, with the parameters of interest. In the periodic case the inverse multiquadric
/// decays fast enough for its images to add up.
inline std::vector<KernelCase> all_kernels(bool periodic = false)
{
  std::vector<KernelCase> cases;
  for (const auto &[name, entry] : Registry<Kernel>::entries()) {
    if (entry.traits.finite_rank) continue;  // no function of |x - y|: tests/flows/bilinear_kernel.cc
    if (name == "intrinsic Matern") {
      for (const std::string s : {"1", "2", "1.5"}) cases.push_back({name, "kernel/smoothness = " + s});
    } else if (name == "inverse multiquadric") {
      if (!periodic) cases.push_back({name, "kernel/exponent = 0.5; kernel/normalization = as given"});
      cases.push_back({name, periodic ? "kernel/exponent = 8" : "kernel/exponent = 4.5"});
    } else {
      cases.push_back({name, "kernel/normalization = unit integral"});
    }
  }
  return cases;
}

inline Parameters kernel_parameters(const KernelCase &kernel, double bandwidth,
                                    const std::string &further = "")
{
  Parameters parameters;
  parameters.set("kernel", "name", kernel.name);
  parameters.set("kernel", "bandwidth", text(bandwidth));
  parameters.assign_all(kernel.settings, "test");
  if (!further.empty()) parameters.assign_all(further, "test");
  return parameters;
}

}  // namespace gammaflow::testing
