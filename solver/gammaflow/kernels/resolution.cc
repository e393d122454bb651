// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/kernels/kernel_operator.h>
#include <gammaflow/kernels/radial_integrals.h>
#include <gammaflow/kernels/robin_end.h>
#include <gammaflow/spaces/lines/gauss_lobatto.h>

#include <boost/math/constants/constants.hpp>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
namespace
{
/// What a sum over Gauss-Lobatto nodes makes of the constant 1, far from the boundary. By Poisson's formula
/// its error, with cells of length h and the rule (xi_q, w_q) on the unit cell in each direction, is at most
///   sum_{m in Z^d, m != 0} prod_i |S(m_i)| |k^(2 pi |m| / h)|,   S(m) = sum_q w_q exp(2 pi i m xi_q),
/// and a smooth function moves the frequencies only a little. Degree 1 is the trapezoidal rule, S(m) = 1; the
/// rule of degree p nearly cancels the frequencies |m| < p.
class Aliasing
{
 public:
  /// mass: what the error is relative to.
  Aliasing(const RadialKernel &kernel, const GaussLobatto &rule, double mass) : kernel_(kernel), mass_(mass)
  {
    using boost::math::double_constants::two_pi;
    // Slowly decaying symbols (Laplace) lose a few percent of their sum to the cut-off.
    constexpr unsigned cut_off[] = {2000, 40, 12};
    for (unsigned m = 0; m <= cut_off[kernel.dim() - 1]; ++m) {
      double response = 0;  // real: the nodes are symmetric
      for (std::size_t q = 0; q < rule.points().size(); ++q)
        response += rule.weights()[q] * std::cos(two_pi * m * rule.points()[q]);
      response_.push_back((m == 0 ? 1 : 2) * std::abs(response));  // m and -m
    }
  }

  /// For a ratio of bandwidth and cell length.
  double error(double ratio) const
  {
    const std::size_t n = response_.size(), ny = kernel_.dim() > 1 ? n : 1, nz = kernel_.dim() > 2 ? n : 1;
    double sum = 0;
    for (std::size_t z = 0; z < nz; ++z)
      for (std::size_t y = 0; y < ny; ++y) {
        unsigned negligible = 0;  // in a row: the symbol of a compact kernel has ripples, and may have zeros
        for (std::size_t x = y + z == 0 ? 1 : 0; x < n && negligible < 3; ++x) {
          const double symbol = at(std::sqrt(double(x * x + y * y + z * z)), ratio);
          sum += response_[x] * response_[y] * response_[z] * symbol;
          negligible = symbol < 1e-7 ? negligible + 1 : 0;
        }
      }
    return sum;
  }

 private:
  double at(double m, double ratio) const
  {
    // The given kernel stands for all of its shape: k^ depends on bandwidth times frequency.
    return std::abs(
               kernel_.fourier(boost::math::double_constants::two_pi * m * ratio / kernel_.bandwidth())) /
           mass_;
  }

  const RadialKernel &kernel_;
  double mass_;
  std::vector<double> response_;
};

/// The ratio of bandwidth and cell length from which on an error is allowed; the error decreases.
template <typename Error>
double smallest_ratio(const Error &error)
{
  constexpr double allowed = 0.01;
  double small = 1e-2, large = 1e2;
  while (large > 1.01 * small) {
    const double middle = std::sqrt(small * large);
    (error(middle) > allowed ? small : large) = middle;
  }
  return large;
}
}  // namespace

// The elliptic operator keeps constants inside the domain, whatever the bandwidth is: there the walls decide,
// and a period has none.

double smallest_resolved_bandwidth(const Parameters &parameters, const std::string &section,
                                   const Space &space)
{
  const auto kernel = make_kernel(parameters, section, space.dim());
  const auto *radial = dynamic_cast<const RadialKernel *>(kernel.get());
  if (!radial) return 0;

  const GaussLobatto rule(space.degree());
  double gap = 0;
  for (std::size_t q = 1; q < rule.points().size(); ++q)
    gap = std::max(gap, rule.points()[q] - rule.points()[q - 1]);
  const double cell = space.spacing() / gap;
  if (parameters.text(kernel_section(parameters, section), "operator") == "elliptic")
    return space.periodic(0)
               ? 0
               : cell * smallest_ratio([&](double ratio) { return error_at_robin_end(rule, ratio); });

  double mass = radial->integral();
  if (!std::isfinite(mass)) {  // what the domain sees of it
    double square = 0;
    for (unsigned d = 0; d < space.dim(); ++d) square += std::pow(space.upper()[d] - space.lower()[d], 2);
    mass = radial_integral([&](double r) { return radial->profile(r); }, space.dim(), 0,
                           0.5 * std::sqrt(square));
  }
  const Aliasing aliasing(*radial, rule, mass);
  return cell * smallest_ratio([&](double ratio) { return aliasing.error(ratio); });
}

}  // namespace gammaflow
