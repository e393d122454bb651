// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/densities/density.h>
#include <gammaflow/particles/mmd_force.h>

namespace gammaflow
{
MmdForce::MmdForce(const ParticleDynamics::Context &context)
    : kernel_(make_particle_kernel(context.parameters, "energy kernel", context.domain)),
      dim_(context.space->dim())
{
  const Space &space = *context.space;
  const Vector pi = make_density(context.parameters, "target", space, false);
  const double mass = space.integrate(pi);
  if (!(mass > 0))
    context.parameters.reject("target", "kind", "has no positive integral", "a density of positive integral");
  for (unsigned d = 0; d < dim_; ++d)
    for (const Point &x : space.nodes()) nodes_.push_back(x[d]);
  for (std::size_t i = 0; i < space.n_nodes(); ++i)
    weights_.push_back(data(pi)[i] * data(space.weights())[i] / mass);
  const KernelSums sums = kernel_sums(*kernel_, nodes(), {nodes(), {weights_.data()}, false, nullptr});
  for (std::size_t i = 0; i < weights_.size(); ++i) self_ += weights_[i] * sums.columns[0][i];
}

std::vector<double> MmdForce::force(const PointMeasure &x) const
{
  std::vector<double> result = kernel_sums(*kernel_, x, {x, {}, false, x.weights().data()}).repulsion;
  const KernelSums target = kernel_sums(*kernel_, x, {nodes(), {}, false, weights_.data()});
  for (std::size_t k = 0; k < result.size(); ++k) result[k] -= target.repulsion[k];
  return result;
}

double MmdForce::energy(const PointMeasure &x) const
{
  const KernelSums own = kernel_sums(*kernel_, x, {x, {x.weights().data()}, false, nullptr}),
                   other = kernel_sums(*kernel_, x, {nodes(), {weights_.data()}, false, nullptr});
  double sum = self_;
  for (std::size_t i = 0; i < x.size(); ++i)
    sum += x.weight(i) * (own.columns[0][i] - 2 * other.columns[0][i]);
  return sum / 2;
}

}  // namespace gammaflow
