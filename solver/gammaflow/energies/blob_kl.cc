// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/energies/energy.h>
#include <gammaflow/energies/positive_target.h>
#include <gammaflow/kernels/kernel_average.h>

#include <cmath>
#include <stdexcept>

namespace gammaflow
{
namespace
{
/// The Kullback-Leibler divergence with the averaged density in the logarithm (Carrillo, Craig and
/// Patacchini, Calc. Var. 58, 2019; in birth-death dynamics Lu, Slepcev and Wang, Nonlinearity 36, 2023), q =
/// Kf rho:
///   F = int rho log(q/pi) - rho + pi,      DF = log(q/pi) + Kf(rho/q) - 1,
///   D^2F y = Kf y/q + Kf(y/q) - Kf(rho Kf y/q^2).
/// The terms of order m of both parts of DF cancel, so that it tends to that of KL with order 4 in the
/// bandwidth (doc/flows-energy-kernels.md). F may be negative, and is not convex: for a constant density the
/// symbol of D^2F is (1 - (1-g)^2)/rho, that of high modes nearly 0.
class BlobKullbackLeibler final : public Energy
{
 public:
  explicit BlobKullbackLeibler(const Context &context)
      : space_(context.space),
        target_(context.target),
        memory_mib_(context.parameters.number("memory", "limit"))
  {
    require_positive_target(target_);
    if (context.kernel == nullptr) throw std::logic_error("the energy blob-KL was built without its kernel");
    kernel_ = std::make_unique<const PositiveSums>(context.kernel, memory_mib_);
  }

  double value(const Vector &u) const override
  {
    Vector q = space_->zero();
    kernel_average(*kernel_, u, "blob-KL", q);
    for (std::size_t i = 0; i < size(u); ++i)
      data(q)[i] = data(u)[i] * std::log(data(q)[i] / data(target_)[i]) - (data(u)[i] - data(target_)[i]);
    return space_->integrate(q);
  }

  void first_variation(const Vector &u, Vector &xi) const override
  {
    Vector q = space_->zero(), ratio = q;
    const KernelOperator &kernel = kernel_average(*kernel_, u, "blob-KL", q);
    for (std::size_t i = 0; i < size(u); ++i) data(ratio)[i] = data(u)[i] / data(q)[i];
    kernel.apply(ratio, xi);
    for (std::size_t i = 0; i < size(u); ++i) data(xi)[i] += std::log(data(q)[i] / data(target_)[i]) - 1;
  }

  void second_variation_apply(const Vector &u, const Vector &v, Vector &w) const override
  {
    Vector q = space_->zero(), averaged = q, inner = q;
    const KernelOperator &kernel = kernel_average(*kernel_, u, "blob-KL", q);
    kernel.apply(v, averaged);
    for (std::size_t i = 0; i < size(u); ++i) {
      data(averaged)[i] /= data(q)[i];
      data(inner)[i] = (data(v)[i] - data(u)[i] * data(averaged)[i]) / data(q)[i];
    }
    kernel.apply(inner, w);
    w += averaged;
  }

  /// An estimate from above, at most twice the diagonal where the kernel is resolved: 2 k_ii/q - rho
  /// (k_ii/q)^2. What is left out is a sum over all nodes for each.
  void second_variation_diagonal(const Vector &u, Vector &d) const override
  {
    Vector q = space_->zero();
    kernel_average(*kernel_, u, "blob-KL", q);
    kernel_->kernel().diagonal(d);
    for (std::size_t i = 0; i < size(u); ++i) {
      const double k = data(d)[i] / data(q)[i];
      data(d)[i] = k * (2 - data(u)[i] * k);
    }
  }
  SecondVariationStructure structure() const override { return {0, true}; }
  bool convex() const override { return false; }
  bool smooth_variation() const override { return true; }

 private:
  const std::shared_ptr<const Space> space_;
  const Vector target_;
  const double memory_mib_;
  std::unique_ptr<const PositiveSums> kernel_;
};

Energy::Traits traits()
{
  return Energy::Traits("int rho log(q/pi) - rho + pi, q = Kf rho, k = section `energy kernel`")
      .with_kernel()
      .tending_to({"KL",
                   "",
                   4,
                   "positive density with four derivatives, kernel compatible with the boundary",
                   {"kernel compatible with walls", "density level at walls", "kernel of unit integral",
                    "kernel of finite variance", "bandwidth below the data's lengths",
                    "density above its curvature"}});
}

const Register<Energy> registered("blob-KL", traits(), [](const Energy::Context &c) {
  return std::make_unique<BlobKullbackLeibler>(c);
});
}  // namespace
}  // namespace gammaflow
