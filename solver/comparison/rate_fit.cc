#include <gammaflow/comparison/least_squares.h>
#include <gammaflow/comparison/rate_fit.h>
#include <gammaflow/comparison/resolved_points.h>
#include <gammaflow/comparison/saturation_fit.h>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
namespace
{
/// Weights: 1/(delta/d + floor)^2 would trust a point with a tiny delta beyond what the model d = C e^q
/// deserves; the floor is the size of model error that is let pass.
constexpr double model_floor = 0.01;
/// Local orders that differ by less, beyond their error bars, are taken as constant.
constexpr double constant_order = 0.05;

using Eigen::Index;

Eigen::VectorXd scales(const ResolvedPoints &points, Index first)
{
  return (points.log_delta.tail(points.size() - first).array().square() + model_floor * model_floor).sqrt();
}

/// log d = log C + q log e over the points from `first` on.
LeastSquares power_law(const ResolvedPoints &points, Index first)
{
  const Index n = points.size() - first;
  Eigen::MatrixXd design = Eigen::MatrixXd::Ones(n, 2);
  design.col(1) = points.log_parameter.tail(n);
  return {design, points.log_value.tail(n), scales(points, first)};
}

/// How far the local orders from `first` on differ beyond their error bars.
double inconsistency(const ResolvedPoints &points, Index first)
{
  const Index n = points.size() - 1 - first;
  const Eigen::VectorXd order = points.local_order.tail(n), error = points.order_delta.tail(n);
  return (order - error).maxCoeff() - (order + error).minCoeff();
}

/// The largest difference between `order` and that of log d = log C + q log e + a e^r for r = 1/2, 1, 2, as
/// far as these fit: where the local orders are heading for. Needs four points; `first` is moved back by one
/// pre-asymptotic point, which the larger model can use.
double extrapolated_drift(const ResolvedPoints &points, Index first, double order)
{
  first = std::max<Index>(0, std::min(first - 1, points.size() - 4));
  const Index n = points.size() - first;
  if (n < 4) return 0;
  const Eigen::VectorXd scale = scales(points, first);
  const Eigen::VectorXd tolerated = points.log_delta.tail(n).array() + model_floor;
  Eigen::MatrixXd design = Eigen::MatrixXd::Ones(n, 3);
  design.col(1) = points.log_parameter.tail(n);
  double drift = 0;
  for (const double r : {0.5, 1.0, 2.0}) {
    design.col(2) = (points.parameter.tail(n) / points.parameter[first]).array().pow(r);
    const LeastSquares fit(design, points.log_value.tail(n), scale);
    if (fit.residual.cwiseQuotient(tolerated).cwiseAbs().maxCoeff() < 2)
      drift = std::max(drift, std::abs(fit.coefficients[1] - order));
  }
  return drift;
}

double drift_of_tail(const ResolvedPoints &points, Index first, double order)
{
  const Eigen::VectorXd local = points.local_order.tail(points.size() - 1 - first);
  // Twice the change by leaving out the largest parameter: what is still to come, if changes halve. Two local
  // orders cannot show whether they do; then they are taken to shrink as slowly as a correction e^1/2 does:
  // from the mean of the two, (1/2 + 1/(2^1/2 - 1)) |q1 - q2| on a ladder of ratio 2, and a tenth for safety.
  const bool shows_decay = points.size() > 3;
  double drift = (shows_decay ? 2 : 6.5) * std::abs(order - power_law(points, first + 1).coefficients[1]);
  drift = std::max(drift, extrapolated_drift(points, first, order));
  if (inconsistency(points, first) > constant_order)  // no tail is asymptotic
    drift = std::max(drift, 2 * (local.maxCoeff() - local.minCoeff()));
  return drift;
}

void add_sentence(std::string &note, const std::string &sentence)
{
  note += (note.empty() ? "" : " ") + sentence;
}
}  // namespace

RateFit fit_rate(const std::vector<SweepValue> &values, double budget)
{
  const ResolvedPoints points(values, budget);
  const Index n = points.size();
  RateFit fit;
  fit.note = points.note;
  fit.used.assign(values.size(), false);
  fit.resolved.assign(values.size(), false);
  fit.local_order.assign(values.size(), std::numeric_limits<double>::quiet_NaN());
  for (Index k = 0; k < n; ++k) {
    fit.resolved[points.index[std::size_t(k)]] = true;
    if (k > 0) fit.local_order[points.index[std::size_t(k)]] = points.local_order[k - 1];
  }
  if (n < 3) {
    add_sentence(fit.note, "Only " + std::to_string(n) + " of " + std::to_string(values.size()) +
                               " points can be used; a fit needs three.");
    return fit;
  }

  // The largest parameters are left out as long as the local orders of the rest still drift.
  Index first = 0;
  while (n - first > 3 && inconsistency(points, first) > constant_order) ++first;
  const LeastSquares law = power_law(points, first);
  fit.valid = true;
  fit.constant = std::exp(law.coefficients[0]);
  fit.order = law.coefficients[1];
  fit.uncertainty_from_delta = law.bound(1, points.log_delta.tail(n - first));
  fit.uncertainty_from_drift = drift_of_tail(points, first, fit.order);
  fit.uncertainty = fit.uncertainty_from_delta + fit.uncertainty_from_drift;
  fit.last_order = points.local_order[n - 2];
  fit.last_order_uncertainty = points.order_delta[n - 2];
  for (Index k = first; k < n; ++k) fit.used[points.index[std::size_t(k)]] = true;
  if (first > 0)
    add_sentence(fit.note, "Pre-asymptotic (local orders still drift): parameter " +
                               short_number(points.parameter[first - 1]) +
                               (first > 1 ? " and larger." : "."));
  if (inconsistency(points, first) > constant_order)
    add_sentence(fit.note, "The local orders of the three smallest parameters still drift.");

  const SaturationFit saturation(points);
  if (saturation.valid) {
    fit.limit_value = saturation.limit;
    fit.limit_uncertainty = saturation.uncertainty;
    fit.saturates = saturation.saturates;
  }
  return fit;
}

}  // namespace gammaflow
