// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/comparison/judgement/density_tails.h>
#include <gammaflow/comparison/judgement/order_models.h>
#include <gammaflow/comparison/judgement/settled_orders.h>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
using Eigen::Index;
using Eigen::VectorXd;

ContractingOrders::ContractingOrders(const ResolvedPoints &points)
{
  const Index n = points.local_order.size();
  if (n < 3) return;
  const VectorXd &q = points.local_order, &bar = points.order_delta;
  const double last = q[n - 1] - q[n - 2], before = q[n - 2] - q[n - 3];
  const double largest = std::abs(last) + bar[n - 1] + bar[n - 2];
  const double contraction = std::abs(last) / std::abs(before);
  if (!(contraction <= 0.75) || largest > 0.25) return;
  valid = true;
  const double slow = (1 + contraction) / 2, to_come = largest * slow / (1 - slow);
  low = q[n - 1] - bar[n - 1] - (last < 0 ? to_come : largest);
  high = q[n - 1] + bar[n - 1] + (last > 0 ? to_come : largest);
}

namespace
{
/// The largest |change| of the local order when the parameter is halved, over all parabolas log d = a + q log
/// e + k (log e)^2 / 2 that pass through the error bars, or through 2 or 4 times these where none does: small
/// bars contradict every model. Infinite where none passes then.
double change_of_order(const ResolvedPoints &points)
{
  const Eigen::ArrayXd l = points.log_parameter.array() - points.log_parameter.mean();
  Eigen::ArrayXXd design(l.size(), 3);
  design.col(0) = l.square() / 2;
  design.col(1) = l;
  design.col(2).setOnes();
  Strips strips = strips_of(points, SweepModel::Data::logarithm);
  const double miss = smallest_residual(strips, design);
  if (!(miss <= largest_miss)) return std::numeric_limits<double>::infinity();
  double times = 1;
  while (times < miss) times *= 2;
  strips.bar *= times;
  const Range curvature = range_of_first(strips, design);
  return std::log(2.0) * std::max(std::abs(curvature.low), std::abs(curvature.high));
}
}  // namespace

bool changes_shrink(const ResolvedPoints &points)
{
  const Index n = points.local_order.size();
  if (n < 4) return false;
  const VectorXd change = points.local_order.tail(3) - points.local_order.segment(n - 4, 3);
  const VectorXd bar = points.order_delta.tail(3) + points.order_delta.segment(n - 4, 3);
  const bool one_sign = (change.array() > 0).all() || (change.array() < 0).all();
  const auto shrinks = [&](Index k) {
    return std::abs(change[k]) + bar[k] <= 0.7 * (std::abs(change[k - 1]) - bar[k - 1]);
  };
  return one_sign && shrinks(1) && shrinks(2) && std::abs(change[2]) + bar[2] <= 0.05;
}

bool have_settled(const ResolvedPoints &points)
{
  return points.size() >= 4 && (change_of_order(points) <= 0.01 || changes_shrink(points));
}

bool may_be_above_scale(const ResolvedPoints &points, double predicted_order)
{
  for (const SweepModel &model : models_above_scale(points.parameter, predicted_order))
    if (accepted_exponents(model, strips_of(points, model.data), -2, 2).any) return true;
  return residual_of_tails(points, predicted_order) <= 1;
}

}  // namespace gammaflow
