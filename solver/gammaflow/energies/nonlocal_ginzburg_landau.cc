// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/energies/potential_parameters.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <stdexcept>

namespace gammaflow
{
namespace
{
/// J = (2 kappa/m) k, k of unit integral with the second moment m:
///   F = 1/4 int int J(x - y) (u(x) - u(y))^2 + int f(u) = kappa/m (<k*1, u^2> - <u, k*u>) + int f(u),
///   DF = (2 kappa/m) ((k*1) u - k*u) + f'(u),    D^2F v = (2 kappa/m) ((k*1) v - k*v) + f''(u) v.
/// The symbol (2 kappa/m)(1 - g) = kappa lambda - O(m lambda^2): kappa/2 |grad u|^2 with order 2 in the
/// bandwidth (limit: Davoli, Scarpa and Trussardi, ARMA 239, 2021; rates: Abels and Hurm, JDE 402, 2024). k*1
/// is the same sum as k*u, so that constants have no energy at walls either. Interfaces are smooth where m <
/// 2 kappa/|min f''|.
class NonlocalGinzburgLandau final : public Energy
{
 public:
  explicit NonlocalGinzburgLandau(const Context &context)
      : space_(context.space),
        kernel_(context.kernel),
        given_(given_potential(context)),
        ones_(space_->zero())
  {
    if (kernel_ == nullptr) throw std::logic_error("nonlocal Ginzburg-Landau was built without its kernel");
    strength_ = 2 * context.parameters.number("energy", "kappa") / second_moment(context.parameters);
    Vector one = ones_;
    one = 1.;
    kernel_->apply(one, ones_);
  }

  double value(const Vector &u) const override
  {
    Vector average = space_->zero(), f = average;
    kernel_->apply(u, average);
    for_jets(u, [&](std::size_t i, const Jet &jet) {
      const double value = data(u)[i];
      data(f)[i] =
          0.5 * strength_ * value * (data(ones_)[i] * value - data(average)[i]) + given_.scale * jet.value;
    });
    return space_->integrate(f);
  }

  void first_variation(const Vector &u, Vector &xi) const override
  {
    kernel_->apply(u, xi);
    for_jets(u, [&](std::size_t i, const Jet &jet) {
      data(xi)[i] = strength_ * (data(ones_)[i] * data(u)[i] - data(xi)[i]) + given_.scale * jet.first;
    });
  }

  void second_variation_apply(const Vector &u, const Vector &v, Vector &w) const override
  {
    kernel_->apply(v, w);
    for_jets(u, [&](std::size_t i, const Jet &jet) {
      data(w)[i] =
          strength_ * (data(ones_)[i] * data(v)[i] - data(w)[i]) + given_.scale * jet.second * data(v)[i];
    });
  }
  void second_variation_diagonal(const Vector &u, Vector &d) const override
  {
    kernel_->diagonal(d);
    for_jets(u, [&](std::size_t i, const Jet &jet) {
      data(d)[i] = strength_ * (data(ones_)[i] - data(d)[i]) + given_.scale * jet.second;
    });
  }
  /// Beside e(L): f'', and what k*1 misses at walls.
  void local_second_variation(const Vector &u, Vector &d) const override
  {
    for_jets(u, [&](std::size_t i, const Jet &jet) {
      data(d)[i] = strength_ * (data(ones_)[i] - 1) + given_.scale * jet.second;
    });
  }
  SecondVariationStructure structure() const override
  {
    return {0, true, [this](double lambda) { return strength_ * std::max(0., 1 - symbol_(lambda)); }};
  }

  bool convex() const override { return false; }
  ValueBounds bounds() const override { return given_.f->bounds(); }
  bool order_parameter() const override { return given_.both_signs; }

 private:
  /// m, and g. InputError for kernels without.
  double second_moment(const Parameters &parameters)
  {
    const Kernel &kernel = kernel_->kernel();
    if (const auto *intrinsic = dynamic_cast<const IntrinsicKernel *>(&kernel)) {
      symbol_ = intrinsic->symbol().g;
      return intrinsic->second_moment();
    }
    const std::string section = kernel_section(parameters, "energy kernel");
    const auto &radial = dynamic_cast<const RadialKernel &>(kernel);
    if (!(std::abs(radial.integral() - 1) <= 1e-9))
      parameters.reject(section, "normalization",
                        "the interaction (2 kappa/m) k of nonlocal Ginzburg-Landau tends to a gradient for "
                        "kernels of unit integral alone",
                        "unit integral");
    if (!std::isfinite(radial.second_moment()))
      parameters.reject(section, kernel.name() == "inverse multiquadric" ? "exponent" : "name",
                        "the kernel '" + kernel.name() + "' has no second moment m in " +
                            std::to_string(kernel.dim()) + "D, and the interaction is (2 kappa/m) k",
                        "a kernel of finite variance (Gaussian, Laplace, Matern, Wendland)");
    symbol_ = [&radial](double lambda) { return radial.fourier(std::sqrt(std::max(0., lambda))); };
    return radial.second_moment();
  }

  template <class Visit>
  void for_jets(const Vector &u, const Visit &visit) const
  {
    std::array<Jet, 256> jets;
    for (std::size_t begin = 0; begin < size(u); begin += jets.size()) {
      const std::size_t count = std::min(jets.size(), size(u) - begin);
      given_.f->evaluate(data(u) + begin, count, jets.data());
      for (std::size_t i = 0; i < count; ++i) visit(begin + i, jets[i]);
    }
  }

  const std::shared_ptr<const Space> space_;
  const std::shared_ptr<const KernelOperator> kernel_;
  const GivenPotential given_;
  Vector ones_;  ///< k*1
  double strength_ = 0;
  std::function<double(double)> symbol_;
};

Energy::Traits traits()
{
  return Energy::Traits(
             "1/4 int int J(x-y) (u(x)-u(y))^2 + int f(u), J = (2 kappa/m) k, k = section `energy kernel`, m "
             "its second "
             "moment; kappa, f = energy/kappa, f",
             StateDomain::signed_field)
      .with_kernel()
      .without_target()
      .tending_to({"Ginzburg-Landau",
                   "",
                   2,
                   "state level at the walls, m < 2 kappa/|min f''|",
                   {"density level at walls", "kernel of unit integral", "kernel of finite variance",
                    "bandwidth below the data's lengths", "interaction above the wells"}});
}

const Register<Energy> registered("nonlocal Ginzburg-Landau", traits(), [](const Energy::Context &c) {
  return std::make_unique<NonlocalGinzburgLandau>(c);
});
}  // namespace
}  // namespace gammaflow
