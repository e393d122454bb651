// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/densities/pointwise_density.h>
#include <gammaflow/particles/kernel_sums.h>
#include <gammaflow/particles/particle_dynamics.h>

#include <memory>
#include <vector>

namespace gammaflow
{
/// b = log(k*m/pi) + k*(m/(k*m)) at the particles of m, up to a constant: the first variation of the
/// regularized relative entropy F = int log(k*m/pi) dm (Carrillo, Craig and Patacchini, Calc. Var. 58, 2019;
/// Lu, Slepcev and Wang, Nonlinearity 36, 2023). k is the kernel of section `energy kernel`, pi of unit mass.
class BlobGrowth
{
 public:
  /// InputError where the target has no positive integral. The functions below: NumericalFailure where
  /// log(k*m/pi) is not finite at a particle.
  explicit BlobGrowth(const ParticleDynamics::Context &context);

  std::vector<double> variation(const PointMeasure &x) const;  ///< b, one number per particle
  /// variation() less its weighted mean: (log w)' = -excess.
  std::vector<double> excess(const PointMeasure &x) const;
  double energy(const PointMeasure &x) const;  ///< int log(k*m/pi) dm
  const ParticleKernel &kernel() const { return *kernel_; }

 private:
  std::vector<double> average(const PointMeasure &x, const std::vector<double> &weights) const;
  std::vector<double> log_ratio(const PointMeasure &x, const std::vector<double> &averaged) const;

  std::shared_ptr<const ParticleKernel> kernel_;
  PointwiseDensity target_;
  double mass_;  ///< of what target_ gives
};

}  // namespace gammaflow
