// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/densities/density.h>
#include <gammaflow/particles/mmd_force.h>
#include <gammaflow/spaces/make_space.h>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
MmdForce::Quadrature MmdForce::target_on(const ParticleDynamics::Context &context, const Space &space)
{
  const Vector pi = make_density(context.parameters, "target", space, false);
  const double mass = space.integrate(pi);
  if (!(mass > 0))
    context.parameters.reject("target", "kind", "has no positive integral", "a density of positive integral");
  Quadrature target;
  target.dim = space.dim();
  for (unsigned d = 0; d < space.dim(); ++d)
    for (const Point &x : space.nodes()) target.nodes.push_back(x[d]);
  for (std::size_t i = 0; i < space.n_nodes(); ++i)
    target.weights.push_back(data(pi)[i] * data(space.weights())[i] / mass);
  return target;
}

/// <a, k b>.
double MmdForce::between(const Quadrature &a, const Quadrature &b) const
{
  const KernelSums sums = kernel_sums(*kernel_, a.view(), {b.view(), {b.weights.data()}, false, nullptr});
  double result = 0;
  for (std::size_t i = 0; i < a.weights.size(); ++i) result += a.weights[i] * sums.columns[0][i];
  return result;
}

MmdForce::MmdForce(const ParticleDynamics::Context &context)
    : kernel_(make_particle_kernel(context.parameters, "energy kernel", context.domain)),
      target_(target_on(context, *context.space)),
      self_(between(target_, target_))
{
  constexpr std::size_t most_nodes = 20000;
  constexpr double enough = 1e-4;  // of sqrt <pi, k pi>: N independent particles have N^(-1/2) sqrt k(0)
  for (unsigned level = 1; estimate_nodes(context.parameters, level) <= most_nodes; ++level) {
    const Quadrature finer = target_on(context, *make_space(context.parameters, level));
    const double of_finer = between(finer, finer);
    const double square = self_ - 2 * between(target_, finer) + of_finer;
    error_of_target_ = std::sqrt(std::max(square, 0.) / of_finer);
    if (error_of_target_ <= enough) break;
    target_ = finer;
    self_ = of_finer;
  }
}

std::string MmdForce::description() const
{
  return "kernel of the energy: " + kernel_->description() + "; target on " +
         std::to_string(target_.weights.size()) + " nodes, whose MMD from those of a mesh twice as fine is " +
         few_digits(error_of_target_, 2) + " of its norm" +
         (error_of_target_ > 1e-4 ? " (before the last refinement that is affordable)" : "");
}

std::vector<double> MmdForce::force(const PointMeasure &x) const
{
  std::vector<double> result = kernel_sums(*kernel_, x, {x, {}, false, x.weights().data()}).repulsion;
  const KernelSums target = kernel_sums(*kernel_, x, {target_.view(), {}, false, target_.weights.data()});
  for (std::size_t k = 0; k < result.size(); ++k) result[k] -= target.repulsion[k];
  return result;
}

double MmdForce::energy(const PointMeasure &x) const
{
  const KernelSums own = kernel_sums(*kernel_, x, {x, {x.weights().data()}, false, nullptr}),
                   other =
                       kernel_sums(*kernel_, x, {target_.view(), {target_.weights.data()}, false, nullptr});
  double sum = self_;
  for (std::size_t i = 0; i < x.size(); ++i)
    sum += x.weight(i) * (own.columns[0][i] - 2 * other.columns[0][i]);
  return sum / 2;
}

}  // namespace gammaflow
