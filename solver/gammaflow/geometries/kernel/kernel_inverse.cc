// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/geometries/kernel/kernel_inverse.h>

#include <cmath>
#include <utility>

namespace gammaflow
{
KernelInverse::KernelInverse(std::shared_ptr<const KernelOperator> kernel, double shift,
                             const SolverOptions &options, const std::string &purpose)
    : kernel_(std::move(kernel)), shift_(shift), options_(options), purpose_(purpose)
{
  const auto *intrinsic = dynamic_cast<const IntrinsicKernel *>(&kernel_->kernel());
  if (shift > 0 && intrinsic != nullptr && kernel_->space().laplacian().exact()) {
    const auto g = intrinsic->symbol().g;
    spectral_ = kernel_->space().laplacian().prepare(SpectralFunction::general(
        [g, shift](double lambda) { return 1 / (g(lambda) + shift); }, "1/(g + shift)"));
  }
}

unsigned KernelInverse::apply(const Vector &x, Vector &y) const
{
  if (spectral_ != nullptr) {
    spectral_->apply(x, y);
    return 0;
  }
  if (shift_ == 0 && kernel_->has_inverse()) {
    kernel_->apply_inverse(x, y);
    return 0;
  }

  // Symmetric in the Euclidean product for the unknown w^1/2 y: the norms below are those of L2.
  const double *w = data(kernel_->space().weights());
  Vector in = kernel_->space().zero(), out = in, b = in, solution = in;
  const LinearMap matrix = [&](const Vector &p, Vector &q) {
    for (std::size_t i = 0; i < size(p); ++i) data(in)[i] = data(p)[i] / std::sqrt(w[i]);
    kernel_->apply(in, out);
    for (std::size_t i = 0; i < size(p); ++i)
      data(q)[i] = std::sqrt(w[i]) * data(out)[i] + shift_ * data(p)[i];
  };
  for (std::size_t i = 0; i < size(b); ++i) data(b)[i] = std::sqrt(w[i]) * data(x)[i];
  const double norm = b.l2_norm();
  const SolverReport report =
      conjugate_gradients(matrix, {}, solution, b, options_.tolerance * norm, options_.iterations);
  if (!report.converged)
    fail(purpose_ + " (inverse of the kernel '" + kernel_->kernel().name() +
             "' by conjugate gradients; it converges only for functions that the kernel can represent)",
         report, report.residual / norm, options_.tolerance);
  for (std::size_t i = 0; i < size(y); ++i) data(y)[i] = data(solution)[i] / std::sqrt(w[i]);
  return report.iterations;
}

double KernelInverse::quadratic_form(const Vector &x) const
{
  Vector y = kernel_->space().zero();
  apply(x, y);
  return kernel_->space().inner(x, y);
}

}  // namespace gammaflow
