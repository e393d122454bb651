// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/densities/density_parameters.h>
#include <gammaflow/particles/blob_growth.h>

#include <cmath>

namespace gammaflow
{
BlobGrowth::BlobGrowth(const ParticleDynamics::Context &context)
    : kernel_(make_particle_kernel(context.parameters, "energy kernel", context.domain)),
      target_(context.parameters, "target", *context.space)
{
  const Space &space = *context.space;
  mass_ = space.integrate(space.sample([this](const Point &x) { return target_.value(x); }));
  if (!(mass_ > 0) || !std::isfinite(mass_))
    context.parameters.reject("target", "kind", "has no positive integral", "a density of positive integral");
}

std::vector<double> BlobGrowth::average(const PointMeasure &x, const std::vector<double> &weights) const
{
  return kernel_sums(*kernel_, x, {x, {weights.data()}, false, nullptr}).columns[0];
}

std::vector<double> BlobGrowth::log_ratio(const PointMeasure &x, const std::vector<double> &averaged) const
{
  std::vector<double> result(x.size());
  for (std::size_t i = 0; i < x.size(); ++i) {
    result[i] = std::log(averaged[i] * mass_ / target_.value(x.point(i)));
    if (!std::isfinite(result[i]))
      throw NumericalFailure("log(k*m/pi) is not finite at particle " + std::to_string(i) + ", " +
                             to_string(x.point(i), x.dim()) +
                             ": the target is not positive there, or too small for a number");
  }
  return result;
}

std::vector<double> BlobGrowth::variation(const PointMeasure &x) const
{
  const std::vector<double> averaged = average(x, x.weights());
  std::vector<double> ratio = x.weights(), result = log_ratio(x, averaged);
  for (std::size_t i = 0; i < x.size(); ++i) ratio[i] /= averaged[i];
  const std::vector<double> second = average(x, ratio);
  for (std::size_t i = 0; i < x.size(); ++i) result[i] += second[i];
  return result;
}

std::vector<double> BlobGrowth::excess(const PointMeasure &x) const
{
  std::vector<double> b = variation(x);
  double mean = 0;
  for (std::size_t i = 0; i < x.size(); ++i) mean += x.weight(i) * b[i] / x.mass();
  for (double &value : b) value -= mean;
  return b;
}

double BlobGrowth::energy(const PointMeasure &x) const
{
  const std::vector<double> ratio = log_ratio(x, average(x, x.weights()));
  double sum = 0;
  for (std::size_t i = 0; i < x.size(); ++i) sum += x.weight(i) * ratio[i];
  return sum;
}

}  // namespace gammaflow
