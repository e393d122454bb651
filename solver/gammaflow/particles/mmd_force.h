// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/particles/kernel_sums.h>
#include <gammaflow/particles/particle_dynamics.h>

#include <memory>
#include <string>
#include <vector>

namespace gammaflow
{
/// F = 1/2 <m - pi, k (m - pi)>, half the squared maximum mean discrepancy of particles m and the target pi,
/// k the kernel of section `energy kernel`. pi is the quadrature, of unit mass, on a mesh that is fine enough
/// for k: that of the domain, refined until a mesh twice as fine is within 1e-4 of it in MMD (relative to its
/// norm), or has more than 20,000 nodes. The sum over pairs contains the pairs i = j.
class MmdForce
{
 public:
  /// InputError where the target has no positive integral.
  explicit MmdForce(const ParticleDynamics::Context &context);

  /// -grad k*(m - pi) at the particles, direction by direction.
  std::vector<double> force(const PointMeasure &x) const;
  double energy(const PointMeasure &x) const;
  const ParticleKernel &kernel() const { return *kernel_; }
  /// The kernel, and on how many nodes the target is, in words.
  std::string description() const;

 private:
  /// Masses at the nodes of a mesh, of any sign.
  struct Quadrature {
    unsigned dim = 1;
    std::vector<double> nodes, weights;
    PointsView view() const { return {dim, weights.size(), nodes.data()}; }
  };
  static Quadrature target_on(const ParticleDynamics::Context &context, const Space &space);
  double between(const Quadrature &a, const Quadrature &b) const;

  std::shared_ptr<const ParticleKernel> kernel_;
  Quadrature target_;
  double self_ = 0;             ///< <pi, k pi>
  double error_of_target_ = 0;  ///< relative to its norm, before the last refinement
};

}  // namespace gammaflow
