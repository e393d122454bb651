// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/eigen.h>
#include <gammaflow/geometries/kernel/field_elliptic.h>
#include <gammaflow/geometries/kernel/line_regression.h>
#include <gammaflow/spaces/box/staggered_modes.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <sstream>
#include <utility>
#include <vector>

namespace gammaflow
{
namespace
{
using Component = StaggeredFields::Component;

Vector vector_of(Eigen::Index n)
{
  return Vector(static_cast<dealii::types::global_dof_index>(n));
}

/// In eigenvectors U, Kf = U diag(g) U^T omega, preconditioned with the regression for a constant density c,
/// which is diagonal there (see RidgeModal, whose bounds hold here, too; G = max g):
///   f = U d a,  d = (g/(c g + lambda))^1/2,   ( d U^T omega rho U d + lambda/(c g + lambda) ) a = d U^T
///   omega rho h.
/// The condition number is at most (G max rho + lambda)/(G min rho + lambda), whatever kernel and mesh are.
/// `used`: 0 for coefficients that stand for nothing.
template <class Modes>
FieldRegression::Report solve_in_modes(const Modes &modes, const Eigen::ArrayXd &g,
                                       const Eigen::ArrayXd &used, const double lambda, const Component &rho,
                                       const Component &h, const double tolerance, const unsigned iterations,
                                       Component &f)
{
  const double largest = g.maxCoeff(), least = rho.minCoeff(), most = rho.maxCoeff();
  const double c = (std::sqrt((largest * most + lambda) * (largest * least + lambda)) - lambda) / largest;
  const Eigen::ArrayXd denominator = c * g + lambda;
  const Eigen::ArrayXd root = (g / denominator).sqrt() * used, shift = lambda / denominator;
  Vector b = vector_of(modes.size()), a = b;
  Component at_points(rho.size());
  const LinearMap matrix = [&](const Vector &x, Vector &y) {
    as_eigen(y).array() = root * as_eigen(x).array();
    modes.from_modes(data(y), at_points.data());
    at_points.array() *= rho.array();
    modes.to_modes(at_points.data(), data(y));
    as_eigen(y).array() = root * as_eigen(y).array() + shift * as_eigen(x).array();
  };
  at_points = rho.cwiseProduct(h);
  modes.to_modes(at_points.data(), data(b));
  as_eigen(b).array() *= root;
  const double amplification = std::sqrt((largest * c + lambda) / (largest * least + lambda));
  const SolverReport solved = conjugate_gradients(matrix, {}, a, b, tolerance / amplification, iterations);
  as_eigen(a).array() *= root;
  modes.from_modes(data(a), f.data());
  return {solved.iterations, amplification * solved.residual};
}

/// In the eigenvectors of L~_d.
class ModalRegression final : public FieldRegression
{
 public:
  ModalRegression(std::shared_ptr<const FieldKernel> k, double lambda, const SolverOptions &options)
      : FieldRegression(std::move(k), lambda, options),
        g_(kernel().fields().modes(0).eigenvalues().unaryExpr(
            dynamic_cast<const IntrinsicKernel &>(kernel().kernel()).symbol().g))
  {
    const SpectralFunction inverse =
        dynamic_cast<const IntrinsicKernel &>(kernel().kernel()).inverse_symbol();
    if (inverse.form == SpectralFunction::Form::inverse_matern && inverse.smoothness == 1)
      elliptic_ =
          std::make_unique<const EllipticRegression>(shared_kernel(), lambda, options, inverse.length);
  }
  std::string name() const override
  {
    return "conjugate gradients in the eigenvectors of the component's Laplacian";
  }

 private:
  Report try_to_solve(unsigned d, const Component &rho, const Component &g, double tolerance,
                      Component &f) const override
  {
    const double least = rho.minCoeff(), most = rho.maxCoeff();
    if (elliptic_) {  // an iteration costs an eighth of one with transforms
      const double modal =
          1 + 0.5 * std::sqrt((most + lambda()) / (least + lambda())) * std::log(2 / this->tolerance());
      if (elliptic_->expected_iterations(d, rho) < 8 * modal)
        return elliptic_->try_to_solve(d, rho, g, tolerance, f);
    }
    const StaggeredModes &modes = kernel().fields().modes(d);
    return solve_in_modes(modes, g_, modes.used().array(), lambda(), rho, g, tolerance, max_iterations(), f);
  }

  Eigen::ArrayXd g_;
  std::unique_ptr<const EllipticRegression> elliptic_;  ///< of the same problem; null where there is none
};

/// Of a kernel of free space that is a product over the directions, in its own eigenvectors.
class SeparableRegression final : public FieldRegression
{
 public:
  SeparableRegression(std::shared_ptr<const FieldKernel> k, double lambda, const SolverOptions &options)
      : FieldRegression(std::move(k), lambda, options)
  {
    for (unsigned d = 0; d < kernel().fields().dim(); ++d) modes_.push_back(kernel().separable_modes(d));
  }
  bool serves() const
  {
    return std::all_of(modes_.begin(), modes_.end(), [](const auto &modes) { return modes != nullptr; });
  }
  std::string name() const override { return "conjugate gradients in the eigenvectors of the kernel"; }

 private:
  Report try_to_solve(unsigned d, const Component &rho, const Component &g, double tolerance,
                      Component &f) const override
  {
    const Eigen::ArrayXd &values = modes_[d]->eigenvalues();
    return solve_in_modes(*modes_[d], values, Eigen::ArrayXd::Ones(values.size()), lambda(), rho, g,
                          tolerance, max_iterations(), f);
  }

  std::vector<std::unique_ptr<const SeparableFieldModes>> modes_;
};

/// f = Kf (rho^1/2 y), (S + lambda) y = rho^1/2 g, S = rho^1/2 Kf rho^1/2 (see RidgeSymmetric).
class SymmetricRegression final : public FieldRegression
{
 public:
  using FieldRegression::FieldRegression;
  std::string name() const override { return "symmetric form by conjugate gradients"; }

 private:
  Report try_to_solve(unsigned d, const Component &rho, const Component &g, double tolerance,
                      Component &f) const override
  {
    const Component &w = kernel().fields().weights(d);
    const Component from = (rho.array() / w.array()).sqrt(), to = (rho.array() * w.array()).sqrt();
    Vector b = vector_of(rho.size()), y = b;
    as_eigen(b) = to.cwiseProduct(g);
    as_eigen(y).array() = as_eigen(b).array() / (rho.array() + lambda());
    Component in, out(rho.size());
    const LinearMap matrix = [&](const Vector &p, Vector &q) {
      in = from.cwiseProduct(as_eigen(p));
      kernel().apply(d, in, out);
      as_eigen(q) = to.cwiseProduct(out) + lambda() * as_eigen(p);
    };
    const SolverReport solved = conjugate_gradients(matrix, {}, y, b, tolerance, max_iterations());
    in = from.cwiseProduct(as_eigen(y));
    kernel().apply(d, in, f);
    return {solved.iterations, solved.residual};
  }
};

/// L~ = D W^-1 D^T omega of a line's staggered points.
LineRegression::Sparse staggered_laplacian(const StaggeredFields &fields)
{
  using Sparse = LineRegression::Sparse;
  const Grid1D &nodes = fields.grid().direction[0];
  const StaggeredLine &line = fields.line(0);
  const auto n = Eigen::Index(line.size()), m = Eigen::Index(nodes.size());
  std::vector<Eigen::Triplet<double>> entries;
  for (std::size_t c = 0; c < nodes.cells(); ++c)
    for (unsigned q = 0; q < nodes.degree; ++q)
      for (unsigned i = 0; i <= nodes.degree; ++i)
        entries.emplace_back(int(c * nodes.degree + q), int(nodes.node(c, i)),
                             line.derivative_entry(c, q, i));
  Sparse derivative(n, m);
  derivative.setFromTriplets(entries.begin(), entries.end());
  const Eigen::Map<const Eigen::VectorXd> mass(nodes.weights.data(), m);
  const Sparse transposed =
      mass.cwiseInverse().asDiagonal() * Sparse(derivative.transpose()) * fields.weights(0).asDiagonal();
  return derivative * transposed;
}

/// The equation of LineRegression at the staggered points of a line.
class FactorizedRegression final : public FieldRegression
{
 public:
  FactorizedRegression(std::shared_ptr<const FieldKernel> k, double lambda, const SolverOptions &options,
                       const SpectralFunction &inverse)
      : FieldRegression(std::move(k), lambda, options),
        regression_(staggered_laplacian(kernel().fields()), kernel().fields().weights(0), lambda, inverse)
  {
  }
  std::string name() const override { return "factorization in one dimension"; }

 private:
  Report try_to_solve(unsigned /*d*/, const Component &rho, const Component &g, double tolerance,
                      Component &f) const override
  {
    return {0, regression_.solve(rho, g, 1, tolerance, f)};
  }

  const LineRegression regression_;
};
}  // namespace

FieldRegression::FieldRegression(std::shared_ptr<const FieldKernel> kernel, double lambda,
                                 const SolverOptions &options)
    : kernel_(std::move(kernel)), lambda_(lambda), options_(options)
{
}

unsigned FieldRegression::solve(unsigned d, const Component &rho, const Component &g, double norm,
                                Component &f) const
{
  f.resize(g.size());
  if (norm == 0) {
    f.setZero();
    return 0;
  }
  const double tolerance = options_.tolerance * norm;
  const Report report = std::isfinite(norm) ? try_to_solve(d, rho, g, tolerance, f)
                                            : Report{0, std::numeric_limits<double>::infinity()};
  if (!(report.error <= tolerance)) {
    std::ostringstream what;
    what << "kernel ridge regression of velocities, lambda = " << lambda_ << ", kernel '"
         << kernel_->kernel().name() << "', " << name();
    fail(what.str(), {report.iterations, 0, false}, report.error / norm, options_.tolerance);
  }
  return report.iterations;
}

std::unique_ptr<const FieldRegression> make_field_regression(std::shared_ptr<const FieldKernel> kernel,
                                                             double lambda, const SolverOptions &options)
{
  const auto *intrinsic = dynamic_cast<const IntrinsicKernel *>(&kernel->kernel());
  if (!intrinsic) {
    auto separable = std::make_unique<const SeparableRegression>(kernel, lambda, options);
    if (separable->serves()) return separable;
    return std::make_unique<const SymmetricRegression>(kernel, lambda, options);
  }
  const SpectralFunction inverse = intrinsic->inverse_symbol();
  if (kernel->fields().dim() == 1 && inverse.form == SpectralFunction::Form::inverse_matern)
    return std::make_unique<const FactorizedRegression>(kernel, lambda, options, inverse);
  return std::make_unique<const ModalRegression>(kernel, lambda, options);
}

}  // namespace gammaflow
