// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/particles/kernel_sums.h>
#include <gammaflow/particles/particle_dynamics.h>

#include <memory>
#include <vector>

namespace gammaflow
{
/// F = 1/2 <m - pi, k (m - pi)>, half the squared maximum mean discrepancy of particles m and the target pi,
/// which is the quadrature of the space with unit mass; k is the kernel of section `energy kernel`. The sum
/// over pairs holds each particle with itself: this is the energy of the measure.
class MmdForce
{
 public:
  explicit MmdForce(const ParticleDynamics::Context &context);

  /// -grad k*(m - pi) at the particles.
  std::vector<double> force(const PointMeasure &x) const;
  double energy(const PointMeasure &x) const;
  const ParticleKernel &kernel() const { return *kernel_; }

 private:
  PointsView nodes() const { return {dim_, weights_.size(), nodes_.data()}; }

  std::shared_ptr<const ParticleKernel> kernel_;
  unsigned dim_;
  std::vector<double> nodes_, weights_;  ///< of the target's quadrature
  double self_ = 0;                      ///< <pi, k pi>
};

}  // namespace gammaflow
