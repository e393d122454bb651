#include <gammaflow/discretization/gauss_lobatto.h>
#include <gammaflow/kernels/kernel_operator.h>
#include <gammaflow/kernels/radial_integrals.h>

#include <boost/math/constants/constants.hpp>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
namespace
{
/// What a sum over Gauss-Lobatto nodes makes of the constant 1, far from the boundary: by Poisson's formula
/// the error in one direction, with cells of length h and the rule (xi_q, w_q) on the unit cell, is at most
///   2 sum_{m >= 1} |sum_q w_q exp(2 pi i m xi_q)| |k^(2 pi m / h)|,
/// and a smooth function moves the frequencies only a little. For degree 1 this is the trapezoidal rule; for
/// p > 1 the rule cancels the frequencies m < p almost. Divided by `mass`, added over the directions.
double aliasing(const RadialKernel &kernel, const GaussLobatto &rule, double cell_per_bandwidth, double mass)
{
  using boost::math::double_constants::two_pi;
  double sum = 0;
  for (unsigned m = 1; m < 2000; ++m) {
    const double symbol =
        std::abs(kernel.fourier(two_pi * m / (cell_per_bandwidth * kernel.bandwidth()))) / mass;
    double response = 0;  // real: the nodes are symmetric
    for (std::size_t q = 0; q < rule.points().size(); ++q)
      response += rule.weights()[q] * std::cos(two_pi * m * rule.points()[q]);
    sum += 2 * std::abs(response) * symbol;
    if (m > 4 * rule.degree() + 4 && symbol < 1e-7) break;
  }
  return kernel.dim() * sum;
}
}  // namespace

double smallest_resolved_bandwidth(const Parameters &parameters, const std::string &section,
                                   const Space &space)
{
  constexpr double allowed = 0.01;
  const auto kernel = make_kernel(parameters, section, space.dim());
  const auto *radial = dynamic_cast<const RadialKernel *>(kernel.get());
  if (!radial) return 0;

  const GaussLobatto rule(space.degree());
  double gap = 0;
  for (std::size_t q = 1; q < rule.points().size(); ++q)
    gap = std::max(gap, rule.points()[q] - rule.points()[q - 1]);
  const double cell = space.spacing() / gap;

  double mass = radial->integral();
  if (!std::isfinite(mass)) {  // what the domain sees of it
    double square = 0;
    for (unsigned d = 0; d < space.dim(); ++d) square += std::pow(space.upper()[d] - space.lower()[d], 2);
    mass = radial_integral([&](double r) { return radial->profile(r); }, space.dim(), 0,
                           0.5 * std::sqrt(square));
  }
  // The error depends on bandwidth / cell alone and decreases.
  double small = 1e-3, large = 1e3;
  while (large > 1.001 * small) {
    const double middle = std::sqrt(small * large);
    (aliasing(*radial, rule, 1 / middle, mass) > allowed ? small : large) = middle;
  }
  return large * cell;
}

}  // namespace gammaflow
