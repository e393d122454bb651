// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/eigen.h>
#include <gammaflow/geometries/kernel/ridge_method.h>
#include <gammaflow/spaces/box/box_modes.h>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
namespace
{
/// Conjugate gradients in the eigenbasis B of the Laplacian, Kf = B diag(g) B^T M, 0 < g <= 1, preconditioned
/// with the regression for a constant density c, which is diagonal there:
///   f = B d a,  d = (g/(c g + lambda))^1/2,   ( d B^T M rho B d + lambda/(c g + lambda) ) a = d B^T M rho
///   xi.
/// Nothing is divided by g, so that the Gaussian's underflow does no harm. The matrix is P^-1/2 (rho + lambda
/// Kf^-1) P^-1/2, P = c + lambda Kf^-1, and because Kf^-1 >= 1 its eigenvalues lie between (min rho +
/// lambda)/(c + lambda) and (max rho + lambda)/(c + lambda) when min rho <= c <= max rho: condition
///   (max rho + lambda)/(min rho + lambda),
/// whatever kernel and mesh are. The error e = f - exact satisfies, r the residual,
///   |e|_{L2(rho)}^2 <= <e, (rho + lambda Kf^-1) e> <= (c + lambda)/(min rho + lambda) |r|^2.
class RidgeModal final : public RidgeMethod
{
 public:
  explicit RidgeModal(const RidgeSetting &setting)
      : RidgeMethod(setting),
        modes_(*space().tensor_grid()),
        g_(modes_.eigenvalues().unaryExpr(
            dynamic_cast<const IntrinsicKernel &>(kernel().kernel()).symbol().g))
  {
  }

  std::string name() const override { return "conjugate gradients in the eigenbasis of the Laplacian"; }

  double cost(const Vector &rho) const override
  {
    const auto [least, most] = std::minmax_element(rho.begin(), rho.end());
    double flops = 0;
    for (unsigned d = 0; d < space().dim(); ++d) {
      const Grid1D &line = space().tensor_grid()->direction[d];
      // there and back; fast transforms take as long as products of the least length that has them
      const double length =
          BoxModes::transformed(line) ? double(BoxModes::least_transformed) : double(line.size());
      flops += 4. * double(size(rho)) * length;
    }
    return expected_iterations((*most + lambda()) / (*least + lambda())) *
           (flops * 2.5e-11 + 5e-10 * 20 * double(size(rho)));
  }

  RidgeReport solve(const Vector &rho, const Vector &xi, double norm, Vector &f) const override
  {
    const auto [least, most] = std::minmax_element(rho.begin(), rho.end());
    const double c = std::sqrt((*most + lambda()) * (*least + lambda())) - lambda();
    const Eigen::ArrayXd denominator = c * g_ + lambda();
    const Eigen::ArrayXd d = (g_ / denominator).sqrt(), shift = lambda() / denominator;
    Vector nodal = space().zero(), b = nodal, a = nodal;

    const LinearMap matrix = [&](const Vector &x, Vector &y) {
      as_eigen(y).array() = d * as_eigen(x).array();
      modes_.from_modes(data(y), data(nodal));
      nodal.scale(rho);
      modes_.to_modes(data(nodal), data(y));
      as_eigen(y).array() = d * as_eigen(y).array() + shift * as_eigen(x).array();
    };
    nodal = xi;
    nodal.scale(rho);
    modes_.to_modes(data(nodal), data(b));
    as_eigen(b).array() *= d;

    const double amplification = std::sqrt((c + lambda()) / (*least + lambda()));
    const SolverReport solved =
        conjugate_gradients(matrix, {}, a, b, tolerance() * norm / amplification, max_iterations());
    as_eigen(a).array() *= d;
    modes_.from_modes(data(a), data(f));
    return {solved.iterations, amplification * solved.residual / norm};
  }

 private:
  BoxModes modes_;
  Eigen::ArrayXd g_;
};
}  // namespace

std::unique_ptr<RidgeMethod> make_ridge_modal(const RidgeSetting &setting)
{
  if (!setting.kernel->kernel().intrinsic() || setting.kernel->space().tensor_grid() == nullptr)
    return nullptr;
  return std::make_unique<RidgeModal>(setting);
}

}  // namespace gammaflow
