// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/kernels/potential_operator.h>

#include <utility>

namespace gammaflow
{
namespace
{
/// g(lambda)/lambda, and 1 at 0.
class PotentialKernel final : public IntrinsicKernel
{
 public:
  PotentialKernel(const Parameters &parameters, SpectralFunction symbol, bool bounded_inverse, unsigned dim)
      : IntrinsicKernel("g(L)/L", {parameters, "kernel", dim}),
        g_(std::move(symbol.g)),
        bounded_inverse_(bounded_inverse)
  {
  }

  SpectralFunction symbol() const override
  {
    return SpectralFunction::general([g = g_](double lambda) { return lambda > 0 ? g(lambda) / lambda : 1; },
                                     "g(L)/L");
  }
  SpectralFunction inverse_symbol() const override
  {
    return SpectralFunction::general([g = g_](double lambda) { return lambda > 0 ? lambda / g(lambda) : 1; },
                                     "L/g(L)");
  }
  bool bounded_inverse() const override { return bounded_inverse_; }
  /// It does not tend to the identity.
  double second_moment() const override { return std::numeric_limits<double>::infinity(); }

 private:
  std::function<double(double)> g_;
  bool bounded_inverse_;
};

std::shared_ptr<const Kernel> potential_kernel(const Parameters &parameters, const KernelOperator &base)
{
  const IntrinsicKernel &kernel =
      function_of_laplacian(parameters, base, "the metric Kf L^-1 of 'inverse-kernel H-1'");
  return std::make_shared<PotentialKernel>(parameters, kernel.symbol(), base.has_inverse(), kernel.dim());
}

/// The mean of f, which is taken away.
double take_mean(const Space &space, Vector &f)
{
  const double mean = space.integrate(f) / space.volume();
  f.add(-mean);
  return mean;
}
}  // namespace

const IntrinsicKernel &function_of_laplacian(const Parameters &parameters, const KernelOperator &kernel,
                                             const std::string &purpose)
{
  const auto *intrinsic = dynamic_cast<const IntrinsicKernel *>(&kernel.kernel());
  if (intrinsic == nullptr)
    parameters.reject("kernel", "name",
                      "the kernel '" + kernel.kernel().name() +
                          "' is no function of the domain's Laplacian and does not commute with it: " +
                          purpose + " would not be symmetric",
                      "intrinsic Gaussian, intrinsic Matern");
  return *intrinsic;
}

PotentialOperator::PotentialOperator(const Parameters &parameters,
                                     std::shared_ptr<const KernelOperator> kernel)
    : KernelOperator(potential_kernel(parameters, *kernel), kernel->shared_space()),
      base_(std::move(kernel)),
      inverse_laplacian_(space().laplacian().prepare(SpectralFunction::pseudo_inverse()))
{
  if (space().laplacian().exact())
    whole_ = space().laplacian().prepare(dynamic_cast<const IntrinsicKernel &>(this->kernel()).symbol());
}

void PotentialOperator::apply(const Vector &x, Vector &y) const
{
  Vector rest = x;
  const double mean = take_mean(space(), rest);
  if (whole_)
    whole_->apply(rest, y);
  else {
    Vector potential = x;
    inverse_laplacian_->apply(rest, potential);
    base_->apply(potential, y);
  }
  take_mean(space(), y);
  y.add(mean);
}

void PotentialOperator::diagonal(Vector &d) const
{
  (whole_ ? *whole_ : *inverse_laplacian_).diagonal(d);
}

void PotentialOperator::apply_inverse(const Vector &x, Vector &y) const
{
  if (!has_inverse()) return KernelOperator::apply_inverse(x, y);
  Vector image = x;
  const double mean = space().integrate(x) / space().volume();
  base_->apply_inverse(x, image);
  space().laplacian().laplacian(image, y);
  take_mean(space(), y);
  y.add(mean);
}

}  // namespace gammaflow
