// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/conditions/mode_orders.h>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
void ExpectedErrors::continue_to(const double last)
{
  while (parameters.back() > last * 1.01) parameters.push_back(parameters.back() * std::sqrt(0.1));
  errors.resize(parameters.size(), 0.);
}

double ExpectedErrors::order(const std::size_t i) const
{
  if (!(errors[i] > 10 * noise) || !(errors[i - 1] > 10 * noise)) return std::nan("");
  return std::log(errors[i - 1] / errors[i]) / std::log(parameters[i - 1] / parameters[i]);
}

double ExpectedErrors::at_end_of_sweep() const
{
  double least = std::nan("");
  for (std::size_t i = of_sweep > 2 ? of_sweep - 2 : 1; i < of_sweep; ++i) least = std::fmin(least, order(i));
  return least;
}

double ExpectedErrors::beyond() const
{
  for (std::size_t i = errors.size() - 1; i >= of_sweep && i > 0; --i)
    if (const double q = order(i); std::isfinite(q)) return q;
  return at_end_of_sweep();
}

double ExpectedErrors::settled_from(const double least) const
{
  double from = 0;
  for (std::size_t i = errors.size() - 1; i > 0; --i) {
    const double q = order(i);
    if (!std::isfinite(q)) continue;
    if (q < least) break;
    from = parameters[i - 1];
  }
  return from;
}

double unseen_order(const double order)
{
  return std::max(0.15, 0.075 * order);
}

Holds judge(const ExpectedErrors &errors, const double order)
{
  const double end = errors.at_end_of_sweep(), beyond = errors.beyond();
  if (!std::isfinite(end)) return Holds::yes;  // nothing is missed
  if (beyond < order - unseen_order(order) || end < 0.5 * order) return Holds::no;
  return std::min(end, beyond) >= order - 0.05 ? Holds::yes : Holds::undecided;
}

SpectralMeasure KeptAnalysis::operator()(const Space &space, const Vector &f)
{
  if (space_ != &space) {
    analysis_ = std::make_unique<const SpectralAnalysis>(space);
    space_ = &space;
  }
  return (*analysis_)(f);
}

}  // namespace gammaflow
