// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/conditions/bulk.h>
#include <gammaflow/kernels/kernel_symbol.h>

#include <cmath>

namespace gammaflow
{
Variation variation_of(const Space &space, const Vector &f)
{
  Variation v;
  v.mean = space.integrate(f) / space.volume();
  Vector image = space.zero();
  space.laplacian().laplacian(f, image);
  const auto wall = space.at_boundary();
  double size = 0, inside = 0, bent = 0;
  for (std::size_t i = 0; i < gammaflow::size(f); ++i) {
    const double w = data(space.weights())[i], part = w * std::pow(data(f)[i] - v.mean, 2);
    size += part;
    if (wall[i]) continue;
    inside += part;
    bent += w * std::pow(data(image)[i], 2);
  }
  v.size = std::sqrt(space.sum(size));
  inside = space.sum(inside);
  v.kappa = inside > 0 ? std::sqrt(space.sum(bent) / inside) : 0;
  return v;
}

Vector averaged_field(const ConditionSweep &sweep, const ConditionMoment &moment)
{
  if (sweep.of_state) return moment.state;
  Vector field = moment.force;
  if (sweep.weighted) field.scale(moment.state);
  return field;
}

double diameter(const Space &space)
{
  double sum = 0;
  for (unsigned d = 0; d < space.dim(); ++d) sum += std::pow(space.upper()[d] - space.lower()[d], 2);
  return std::sqrt(sum);
}

double bulk_error(const ConditionSweep &sweep, const ConditionSweep::Step &step,
                  const ConditionMoment &moment)
{
  const Space &space = moment.space;
  if (!sweep.of_ridge()) {
    const Variation v = variation_of(space, averaged_field(sweep, moment));
    const double missed = std::abs(1 - kernel_symbol(*step.kernel, v.kappa) / kernel_symbol(*step.kernel, 0));
    return std::pow(missed, sweep.power()) * v.size;
  }
  const Variation v = variation_of(space, moment.force);
  const double constant = kernel_symbol(*step.kernel, 0), varying = kernel_symbol(*step.kernel, v.kappa);
  double sum = 0;
  for (std::size_t i = 0; i < size(moment.force); ++i) {
    const double rho = sweep.weighted ? data(moment.state)[i] : 1.;
    const double e = step.ridge / (step.ridge + rho * constant) * v.mean;
    const double f = step.ridge / (step.ridge + rho * varying) * (data(moment.force)[i] - v.mean);
    sum += data(space.weights())[i] * rho * (e * e + f * f);
  }
  return std::sqrt(space.sum(sum));
}

double last_order(const ConditionSweep &sweep, const double at_last_but_one, const double at_last)
{
  const auto &steps = sweep.steps;
  return std::log(at_last_but_one / at_last) /
         std::log(steps[steps.size() - 2].parameter / steps.back().parameter);
}

}  // namespace gammaflow
