#pragma once

#include <gammaflow/base/eigen.h>
#include <gammaflow/kernels/kernel_operator.h>
#include <gammaflow/kernels/radial_integrals.h>

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

/// The radius of numerical integration: everything that matters is inside.
inline double far(const RadialKernel &kernel)
{
  return kernel.compact() ? kernel.radius(0) : std::min(kernel.radius(1e-18), 3e3 * kernel.bandwidth());
}

inline double numerical_integral(const RadialKernel &kernel)
{
  return radial_integral([&](double r) { return kernel.profile(r); }, kernel.dim(), 0,
                         kernel.compact() ? kernel.radius(0) : std::numeric_limits<double>::infinity());
}

/// |int k - 1| by quadrature of the profile.
inline double unit_integral_error(const RadialKernel &kernel)
{
  return std::abs(numerical_integral(kernel) - 1);
}

/// The largest difference of the Fourier symbol and quadrature, relative to the symbol at zero.
inline double fourier_error(const RadialKernel &kernel)
{
  double worst = 0;
  for (const double w : {0., 0.3, 1., 2.5, 7., 20.}) {
    const double frequency = w / kernel.bandwidth();
    const double numerical = radial_fourier([&](double r) { return kernel.profile(r); }, kernel.dim(),
                                            frequency, far(kernel), 0.25 * kernel.bandwidth());
    worst = std::max(worst, std::abs(numerical - kernel.fourier(frequency)));
  }
  return worst / numerical_integral(kernel);
}

/// The relative difference of the second moment and quadrature.
inline double second_moment_error(const RadialKernel &kernel)
{
  const double numerical =
      radial_integral([&](double r) { return kernel.profile(r); }, kernel.dim(), 2,
                      kernel.compact() ? kernel.radius(0) : std::numeric_limits<double>::infinity()) /
      (kernel.dim() * numerical_integral(kernel));
  return std::abs(numerical / kernel.second_moment() - 1);
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
  for (const auto &name : Registry<Kernel>::names()) {
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
