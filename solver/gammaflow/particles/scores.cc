// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/threads.h>
#include <gammaflow/densities/density_parameters.h>
#include <gammaflow/particles/scores.h>

#include <cmath>

namespace gammaflow
{
std::vector<double> scores(const PointwiseDensity &target, const PointMeasure &x)
{
  const std::size_t n = x.size();
  std::vector<double> result(x.dim() * n);
  parallel_ranges(n, 200, [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      const Point at = x.point(i), gradient = target.log_gradient(at);
      for (unsigned d = 0; d < x.dim(); ++d) {
        if (!std::isfinite(gradient[d]))
          throw NumericalFailure("the gradient of the target's logarithm is not finite at particle " +
                                 std::to_string(i) + ", " + to_string(at, x.dim()) +
                                 ": the target is not positive there, or too small for a number");
        result[d * n + i] = gradient[d];
      }
    }
  });
  return result;
}

std::vector<double> weighted_scores(const PointwiseDensity &target, const PointMeasure &x)
{
  std::vector<double> result = scores(target, x);
  for (unsigned d = 0; d < x.dim(); ++d)
    for (std::size_t i = 0; i < x.size(); ++i) result[d * x.size() + i] *= x.weight(i);
  return result;
}

std::vector<double> stein_velocity(const ParticleKernel &kernel, const PointMeasure &x,
                                   const std::vector<double> &weighted_scores)
{
  Sources sources{x, {}, true, x.weights().data()};
  for (unsigned d = 0; d < x.dim(); ++d) sources.columns.push_back(weighted_scores.data() + d * x.size());
  KernelSums sums = kernel_sums(kernel, x, sources);
  for (unsigned d = 0; d < x.dim(); ++d)
    for (std::size_t i = 0; i < x.size(); ++i) sums.repulsion[d * x.size() + i] += sums.columns[d][i];
  return std::move(sums.repulsion);
}

}  // namespace gammaflow
