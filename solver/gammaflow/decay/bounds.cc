// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/decay/bounds.h>

#include <boost/math/constants/constants.hpp>
#include <boost/math/quadrature/gauss.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

namespace gammaflow
{
double pointwise_constant(const Flow &flow,
                          const std::function<void(const Vector &u, const Vector &xi, Vector &v)> &rate)
{
  constexpr unsigned panels = 64;
  using Gauss = boost::math::quadrature::gauss<double, 7>;
  const Space &space = flow.space();
  const Vector &from = flow.target(), &to = flow.initial_state();
  Vector u = from, force = from, v = from, f = space.zero();
  // at the minimum: 2 theta f''
  Vector curvature = from;
  flow.energy().second_variation_diagonal(from, curvature);
  rate(from, curvature, v);
  double least = 2 * space.minimum(v);

  const auto at = [&](double s) {
    for (std::size_t i = 0; i < size(u); ++i)
      data(u)[i] = data(from)[i] * std::pow(data(to)[i] / data(from)[i], s);
    flow.energy().first_variation(u, force);
  };
  const auto add = [&](double s, double weight) {  // of int f' du, du = u log(rho0/pi) ds
    at(s);
    for (std::size_t i = 0; i < size(u); ++i)
      data(f)[i] += weight * data(force)[i] * data(u)[i] * std::log(data(to)[i] / data(from)[i]);
  };
  const double half = 0.5 / panels;
  for (unsigned k = 0; k < panels; ++k) {
    const double middle = (k + 0.5) / panels;
    for (std::size_t j = 0; j < Gauss::abscissa().size(); ++j) {
      const double x = half * Gauss::abscissa()[j], w = half * Gauss::weights()[j];
      add(middle + x, w);
      if (x > 0) add(middle - x, w);
    }
    at((k + 1.) / panels);
    rate(u, force, v);
    for (std::size_t i = 0; i < size(u); ++i)  // where rho0 = pi nothing moves
      if (std::abs(data(to)[i] / data(from)[i] - 1) > 1e-6)
        least = std::min(least, data(force)[i] * data(v)[i] / data(f)[i]);
  }
  return space.minimum(least);
}

double oscillation_of_log_ratio(const Flow &flow)
{
  Vector ratio = flow.target();
  for (std::size_t i = 0; i < size(ratio); ++i)
    data(ratio)[i] = std::log(data(flow.initial_state())[i] / data(flow.target())[i]);
  return flow.space().maximum(ratio) - flow.space().minimum(ratio);
}

double spherical_constant(const double m)
{
  if (m < 1e-3) return 2 / (1 + m / 3 + m * m / 12);
  return m * m / (std::expm1(m) - m);
}

std::optional<double> spectral_gap(const Space &space)
{
  if (space.tensor_grid() == nullptr) return {};
  double gap = std::numeric_limits<double>::infinity();
  for (unsigned d = 0; d < space.dim(); ++d) {
    const double wave = boost::math::double_constants::pi / (space.upper()[d] - space.lower()[d]);
    gap = std::min(gap, (space.periodic(d) ? 4 : 1) * wave * wave);
  }
  return gap;
}

}  // namespace gammaflow
