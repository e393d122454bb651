// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/errors.h>
#include <gammaflow/base/processes.h>
#include <gammaflow/comparison/distances/distance.h>

#include <algorithm>
#include <cmath>
#include <sstream>

namespace gammaflow
{
std::string why_not_applicable(const std::string &name, const Distance::Context &context, bool positive,
                               bool equal_mass)
{
  const Distance::Traits &traits = Registry<Distance>::traits(name);
  const Space &space = *context.space;
  if (traits.needs_positive && !positive)
    return name + " is defined between positive densities, and the states are signed fields";
  if (traits.needs_equal_mass && !equal_mass)
    return name + " is defined between states of equal mass, and the flows do not both conserve it";
  if (traits.needs_1d && space.dim() != 1) return name + " is computed exactly in one dimension only";
  if (traits.needs_1d && space.periodic(0))
    return name + " is computed by quantiles on an interval, and the domain is periodic";
  if (traits.needs_1d && space.tensor_grid() == nullptr)
    return name + " is computed by quantiles on a box, and the domain is a general mesh";
  if (traits.needs_kernel && context.kernel == nullptr) return name + " needs a kernel, and there is none";
  if (traits.needs_intrinsic_kernel && !context.kernel->kernel().intrinsic())
    return name + " needs a kernel that is a function of the Laplacian, and '" +
           context.kernel->kernel().name() + "' is none";
  return "";
}

std::vector<std::string> applicable_distances(const Distance::Context &context, bool positive,
                                              bool equal_mass)
{
  std::vector<std::string> result;
  for (const auto &name : Registry<Distance>::names())
    if (why_not_applicable(name, context, positive, equal_mass).empty()) result.push_back(name);
  return result;
}

double triangle_error_bar(double d, double error_a, double error_b, double metric_power)
{
  const double p = metric_power;
  if (p == 1) return error_a + error_b;
  return std::pow(std::pow(d, p) + std::pow(error_a, p) + std::pow(error_b, p), 1 / p) - d;
}

void require_non_negative(const std::string &distance, const Space &space, const Vector &u)
{
  std::string fault;
  for (std::size_t i = 0; i < size(u) && fault.empty(); ++i)
    if (!(data(u)[i] >= 0))  // true for NaN
    {
      std::ostringstream message;
      message << distance << ": the density has the value " << data(u)[i] << " at x =";
      for (unsigned d = 0; d < space.dim(); ++d) message << (d ? ", " : " ") << space.nodes()[i][d];
      fault = message.str();
    }
  fail_together(fault, u);
}

void require_equal_mass(const std::string &distance, const Space &space, const Vector &a, const Vector &b)
{
  const double *w = data(space.weights());
  double absolute_a = 0, absolute_b = 0, difference = 0;
  for (std::size_t i = 0; i < size(a); ++i) {
    absolute_a += w[i] * std::abs(data(a)[i]);
    absolute_b += w[i] * std::abs(data(b)[i]);
    difference += w[i] * (data(a)[i] - data(b)[i]);
  }
  for (double *own : {&absolute_a, &absolute_b, &difference}) *own = space.sum(*own);
  if (!(std::abs(difference) <= 1e-6 * std::max(absolute_a, absolute_b))) {
    std::ostringstream message;
    message << distance << ": the masses differ by " << difference << ", more than 1e-6 of "
            << std::max(absolute_a, absolute_b) << "; it is defined between states of equal mass";
    throw NumericalFailure(message.str());
  }
}

}  // namespace gammaflow
