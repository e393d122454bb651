// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/formula/expression.h>
#include <gammaflow/parameters/formulas.h>
#include <gammaflow/study/plan/path_limit.h>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
namespace
{
double slope(const Expression &ridge, double sigma)
{
  const Jet jet = ridge(sigma);
  return sigma * jet.first / jet.value;
}
}  // namespace

PathLimit path_limit(const Parameters &parameters, double smallest)
{
  const Expression ridge = read_expression(parameters, "sweep", "ridge formula", {"sigma"});
  PathLimit result;
  const double on_ladder = ridge(smallest).value, at_zero = ridge(0.).value,
               next_to_zero = ridge(1e-100 * smallest).value;
  result.ridge = std::isfinite(at_zero) ? at_zero : next_to_zero;
  if (!std::isfinite(at_zero) && std::abs(next_to_zero) < 1e-10 * std::abs(on_ladder)) result.ridge = 0;
  if (!result.vanishes()) return result;

  const double far = slope(ridge, 1e-6 * smallest), near = slope(ridge, 1e-9 * smallest),
               nearest = slope(ridge, 1e-12 * smallest);
  if (near > 0 && std::abs(near - nearest) <= 1e-6 * near && std::abs(far - near) <= 1e-3 * near)
    result.exponent = std::round(near * 1e6) / 1e6;
  return result;
}

}  // namespace gammaflow
