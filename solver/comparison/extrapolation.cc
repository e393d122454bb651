#include <gammaflow/comparison/extrapolation.h>

#include <Eigen/LU>

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace gammaflow
{
namespace
{
/// The exponent q with (e_0^q - e_1^q) / (e_1^q - e_2^q) = ratio, between 0.02 and 20.
double exponent_of(double e0, double e1, double e2, double ratio)
{
  double low = 0.02, high = 20;
  const auto at = [&](double q) { return (std::pow(e0 / e1, q) - 1) / (1 - std::pow(e2 / e1, q)); };
  if (!(ratio > at(low))) return 0;
  for (int k = 0; k < 60; ++k) {
    const double middle = (low + high) / 2;
    (at(middle) < ratio ? low : high) = middle;
  }
  return (low + high) / 2;
}

/// The weights over all points of the extrapolation from `count` points that end before the last `skip` ones.
std::vector<double> window(const std::vector<double> &parameters, const std::vector<double> &exponents,
                           std::size_t skip)
{
  const std::size_t n = parameters.size(), count = exponents.size() + 1, first = n - skip - count;
  const std::vector<double> few(parameters.begin() + std::ptrdiff_t(first),
                                parameters.begin() + std::ptrdiff_t(first + count));
  const auto w = extrapolation_weights(few, exponents);
  std::vector<double> all(n, 0.0);
  std::copy(w.begin(), w.end(), all.begin() + std::ptrdiff_t(first));
  return all;
}

double carried(const std::vector<double> &weights, const std::vector<double> &bars)
{
  double sum = 0;
  for (std::size_t i = 0; i < bars.size(); ++i) sum += std::abs(weights[i]) * bars[i];
  return sum;
}
}  // namespace

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

ExtrapolatedDistance extrapolate(const StateSweep &sweep, double predicted_exponent)
{
  ExtrapolatedDistance result;
  const std::size_t n = sweep.parameter.size();
  for (std::size_t i = 0; i < n; ++i)
    if (!(sweep.bar[i] >= 0) || !std::isfinite(sweep.parameter[i])) result.failed = true;
  if (!(sweep.limit_bar >= 0)) result.failed = true;
  if (result.failed || n < 3) {
    result.note = result.failed ? "An error bar is not a number." : "An extrapolation needs three points.";
    return result;
  }
  result.parameter_low = sweep.parameter.back();
  result.parameter_high = sweep.parameter.front();

  // What the states show by themselves.
  std::vector<double> difference;
  for (std::size_t i = 0; i + 1 < n; ++i) {
    std::vector<double> a(n, 0.0), b(n, 0.0);
    a[i] = b[i + 1] = 1;
    difference.push_back(sweep.between(a, b));
  }
  for (std::size_t i = 0; i + 2 < n; ++i)
    result.observed_exponents.push_back(exponent_of(sweep.parameter[i], sweep.parameter[i + 1],
                                                    sweep.parameter[i + 2],
                                                    difference[i] / difference[i + 1]));
  const double observed = result.observed_exponents.back();

  std::vector<Extrapolant> all;
  const auto add = [&](const std::string &name, const std::vector<double> &exponents, std::size_t skip) {
    if (exponents.size() + 1 + skip > n || exponents.front() < 0.1) return;
    Extrapolant e{name, exponents, window(sweep.parameter, exponents, skip), 0, 0};
    e.from_bars = carried(e.weights, sweep.bar);
    all.push_back(e);
  };
  const double p = predicted_exponent;
  add("one term", {p}, 0);
  add("one term, without the smallest parameter", {p}, 1);
  add("one term, observed exponent", {observed}, 0);
  add("two terms", {p, p + 1}, 0);
  add("two terms, without the smallest parameter", {p, p + 1}, 1);
  add("two terms, second half an order higher", {p, p + 0.5}, 0);
  for (auto &e : all)
    for (const auto &other : all)
      if (e.exponents.size() == other.exponents.size())
        e.from_models = std::max(e.from_models, sweep.between(e.weights, other.weights));
  result.chosen = all.front();
  for (const auto &e : all)
    if (e.name == "two terms" && n >= 4 &&
        e.from_bars + e.from_models < result.chosen.from_bars + result.chosen.from_models)
      result.chosen = e;
  result.alternatives = all;
  result.estimate = sweep.to_limit(result.chosen.weights);
  result.from_bars = result.chosen.from_bars + sweep.limit_bar;
  result.from_models = result.chosen.from_models;
  result.failed = !std::isfinite(result.estimate) || !std::isfinite(result.uncertainty());
  result.valid = !result.failed;
  if (result.failed) result.note = "A distance of the extrapolated states is not a number.";
  result.contracts = n >= 4 && observed >= 0.25;
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
