// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/conditions/bulk.h>
#include <gammaflow/conditions/layer_resolution.h>
#include <gammaflow/kernels/kernel_symbol.h>
#include <gammaflow/spaces/inspection/wall_derivatives.h>
#include <gammaflow/spaces/walls.h>

#include <algorithm>
#include <cmath>
#include <sstream>

namespace gammaflow
{
namespace
{
/// Free-space kernels at walls, where the density is not negligible.
///  * Small bandwidth: half of the kernel is cut off at a wall, Kf w = w Phi(x/sigma) for a Gaussian (Phi the
///  normal
///    distribution function), and int_0^inf (1 - Phi)^2 dx = 0.234: |layer|^2 = 0.234 sigma int w^2 over the
///    walls. Order 1/2 in L2, 1 in L1, none in the maximum norm.
///  * Ridge regression: Kf makes functions that go on beyond the wall and decay there; of a kernel whose
///  space is H^s
///    these satisfy s natural conditions at the wall ((1 + l d/dn) f = 0 for the Laplace kernel in 1D), which
///    a force that does not vanish there breaks. The layer has the width delta, symbol(delta^-2) =
///    lambda/rho, and the height (delta/l)^s xi = (lambda/rho)^1/2 xi: order 1/2 + 1/(4s) in L2, 1/2 in the
///    maximum norm, 1/2 + 1/(2s) in L1; Gaussians: s = infinity.
class KernelAtWalls final : public Condition
{
 public:
  using Condition::Condition;

  void look_at(const ConditionMoment &moment) override
  {
    if (!has_walls(moment.space)) return;
    walls_ = true;
    if (fits()) return;
    const Vector field = sweep().of_ridge() ? moment.force : averaged_field(sweep(), moment);
    const double longest = diameter(moment.space);
    double norm = 0, largest = 0, width = longest;
    for (const auto &at : normal_derivatives(moment.space, field, moment.state, 0)) {
      norm += at.weight * at.derivative * at.derivative * unit(at.value, longest);
      if (std::abs(at.derivative) < largest) continue;
      largest = std::abs(at.derivative);
      width = layer_width(at.value, longest);
    }
    layer_ = std::max(layer_, std::sqrt(moment.space.sum(norm)));
    largest = moment.space.maximum(largest);
    if (largest > at_wall_) unresolved_ = unresolved_layer(moment.space, width);
    at_wall_ = std::max(at_wall_, largest);
    inside_ = std::max(inside_, moment.space.maximum(field.linfty_norm()));
    bulk_ = std::max(bulk_, bulk_error(sweep(), sweep().steps.back(), moment));
  }

  ConditionResult result() const override
  {
    ConditionResult r;
    r.threshold = largest_share;
    r.value = 0;
    r.holds = Holds::yes;
    if (!walls_ || fits()) {
      r.sentence = !walls_                 ? "The domain has no walls."
                   : kernel().intrinsic()  ? "The kernel is made of the domain's own Laplacian."
                   : conditioned_laplace() ? "On an interval the conditioned Laplace kernel is a function of "
                                             "the Laplacian of velocities, which vanish at the walls."
                                           : "The kernel is normalized at the walls (sinkhorn).";
      return r;
    }
    r.value = bulk_ > 0 ? layer_ / bulk_ : layer_ > 0 ? 1e300 : 0;
    std::ostringstream out;
    out.precision(2);
    out << (sweep().of_state                          ? "The density"
            : sweep().of_ridge() || !sweep().weighted ? "The force"
                                                      : "Density times force")
        << " is up to " << at_wall_ << " at the walls (inside: " << inside_ << ")";
    if (r.value <= largest_share) {
      out << ", too little for the free-space kernel's loss there to show on this sweep.";
      r.sentence = out.str();
      return r;
    }
    r.holds = Holds::no;
    out << ", where the free-space kernel '" << kernel().name() << "' "
        << (sweep().of_ridge() ? "cannot represent it" : "is cut off")
        << ": a boundary layer, whose error at the smallest " << sweep().parameter << " is " << r.value
        << " times that of the inside." << unresolved_;
    r.sentence = out.str();
    r.help = "an intrinsic kernel, a periodic domain, or walls where the density is negligible";
    if (sweep().parameter == "bandwidth")
      r.alternative = orders_by_distance(1, 0.5, 0, sweep().order);
    else if (sweep().parameter == "ridge") {
      const auto s = kernel_smoothness(kernel());
      const double more = s ? 1 / (4 * *s) : 0;
      r.alternative = orders_by_distance(0.5 + 2 * more, 0.5 + more, 0.5, sweep().order);
    }
    return r;
  }

 private:
  const Kernel &kernel() const { return *sweep().steps.back().kernel; }
  bool fits() const
  {
    return kernel().intrinsic() || conditioned_laplace() ||
           (!sweep().of_ridge() && sweep().boundary == "sinkhorn");
  }
  /// exp(-|x-y|/l)/(2 l) is the Green's function of 1 - l^2 d^2 on the line; conditioned to zero at both ends
  /// of an interval it is that of the Dirichlet problem there, as it solves the same equation inside.
  bool conditioned_laplace() const
  {
    return sweep().boundary == "conditioned" && kernel().name() == "Laplace" && kernel().dim() == 1;
  }

  double layer_width(double state, double longest) const
  {
    if (!sweep().of_ridge()) return std::min(longest, std::sqrt(2 * squared_width(kernel())));
    const double rho = sweep().weighted ? state : 1.;
    return rho > 0 ? moved_length(kernel(), sweep().steps.back().ridge / rho, longest) : longest;
  }

  /// |layer|^2 per area of the wall and square of the field.
  double unit(double state, double longest) const
  {
    if (!sweep().of_ridge()) return 0.234 * layer_width(state, longest);
    const double rho = sweep().weighted ? state : 1.;
    return std::max(0., std::min(sweep().steps.back().ridge, rho)) * 0.5 * layer_width(state, longest);
  }

  bool walls_ = false;
  double layer_ = 0, bulk_ = 0, at_wall_ = 0, inside_ = 0;
  std::string unresolved_;  ///< of the layer where the field at the wall is largest
};

const Register<Condition> registered(
    "kernel compatible with walls",
    {"an intrinsic kernel, no walls, or nothing there that a free-space kernel loses"},
    [](const auto &context) { return std::make_unique<KernelAtWalls>(context); });
}  // namespace
}  // namespace gammaflow
