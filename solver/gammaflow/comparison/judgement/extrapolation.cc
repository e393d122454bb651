// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/comparison/judgement/extrapolants.h>

#include <Eigen/LU>

#include <cmath>
#include <stdexcept>

namespace gammaflow
{
std::vector<double> extrapolation_weights(const std::vector<double> &parameters,
                                          const std::vector<double> &exponents)
{
  const auto n = Eigen::Index(parameters.size());
  if (parameters.size() != exponents.size() + 1)
    throw std::logic_error("extrapolation_weights: one parameter more than exponents is needed");
  Eigen::MatrixXd rows = Eigen::MatrixXd::Ones(n, n);
  for (Eigen::Index k = 1; k < n; ++k)
    for (Eigen::Index i = 0; i < n; ++i)
      rows(k, i) = std::pow(parameters[std::size_t(i)] / parameters.back(), exponents[std::size_t(k - 1)]);
  const Eigen::VectorXd w = rows.fullPivLu().solve(Eigen::VectorXd::Unit(n, 0));
  return {w.data(), w.data() + n};
}

namespace
{
/// What is wrong with the sweep itself; empty if nothing is.
std::string why_failed(const StateSweep &sweep)
{
  for (std::size_t i = 0; i < sweep.parameter.size(); ++i) {
    if (!(sweep.parameter[i] > 0) || !std::isfinite(sweep.parameter[i]))
      return "A parameter is not a positive number.";
    if (!(sweep.bar.at(i) >= 0)) return "An error bar of a state is not a number.";
    if (i > 0 && !(sweep.parameter[i] < sweep.parameter[i - 1])) return "The parameters do not decrease.";
  }
  return sweep.limit_bar >= 0 ? "" : "The error bar of the limit is not a number.";
}
}  // namespace

ExtrapolatedDistance extrapolate(const StateSweep &sweep, double predicted_exponent)
{
  ExtrapolatedDistance result;
  result.note = why_failed(sweep);
  result.failed = !result.note.empty();
  if (result.failed) return result;
  if (sweep.parameter.size() < 3) {
    result.note = "An extrapolation needs three points.";
    return result;
  }
  result.parameter_low = sweep.parameter.back();
  result.parameter_high = sweep.parameter.front();
  const Extrapolants extrapolants(sweep, predicted_exponent);
  result.observed_exponents = extrapolants.observed_exponents();
  result.alternatives = extrapolants.all();
  if (result.alternatives.empty()) {
    result.note = "The predicted exponent is too small to extrapolate with.";
    return result;
  }
  result.chosen = extrapolants.best();
  result.estimate = sweep.to_limit(result.chosen.weights);
  result.from_bars = result.chosen.from_bars + sweep.limit_bar;
  result.from_models = result.chosen.from_models;
  for (const double q : result.observed_exponents) result.failed = result.failed || std::isnan(q);
  result.failed = result.failed || !std::isfinite(result.estimate) || std::isnan(result.uncertainty());
  if (result.failed) result.note = "A distance of the states is not a number.";
  result.valid = !result.failed && std::isfinite(result.uncertainty());
  result.contracts = result.valid && extrapolants.contract();
  return result;
}

StateSweep sweep_of_vectors(
    const std::vector<double> &parameters, const std::vector<Eigen::VectorXd> &states,
    const std::vector<double> &bars, const Eigen::VectorXd &limit, double limit_bar,
    const std::function<double(const Eigen::VectorXd &, const Eigen::VectorXd &)> &distance)
{
  const auto combined = [states](const std::vector<double> &weights) {
    Eigen::VectorXd sum = Eigen::VectorXd::Zero(states.front().size());
    for (std::size_t i = 0; i < weights.size(); ++i)
      if (weights[i] != 0) sum += weights[i] * states[i];
    return sum;
  };
  StateSweep sweep;
  sweep.parameter = parameters;
  sweep.bar = bars;
  sweep.limit_bar = limit_bar;
  sweep.between = [combined, distance](const std::vector<double> &a, const std::vector<double> &b) {
    return distance(combined(a), combined(b));
  };
  sweep.to_limit = [combined, distance, limit](const std::vector<double> &a) {
    return distance(combined(a), limit);
  };
  return sweep;
}

StateSweep sweep_of_scalars(const std::vector<double> &parameters, const std::vector<Eigen::VectorXd> &values,
                            const std::vector<double> &bars, const Eigen::VectorXd &limit, double limit_bar)
{
  return sweep_of_vectors(
      parameters, values, bars, limit, limit_bar,
      [](const Eigen::VectorXd &a, const Eigen::VectorXd &b) { return (a - b).cwiseAbs().maxCoeff(); });
}

}  // namespace gammaflow
