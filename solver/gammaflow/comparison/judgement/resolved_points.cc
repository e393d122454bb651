// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/comparison/judgement/resolved_points.h>

#include <algorithm>
#include <cmath>
#include <sstream>

namespace gammaflow
{
std::string short_number(double x)
{
  std::ostringstream out;
  out.precision(4);
  out << x;
  return out.str();
}

namespace
{
/// Below it, a distance between double-precision states is round-off.
constexpr double smallest_distance = 1e-13;

void tell(std::string &note, const std::vector<double> &parameters, const std::string &reason)
{
  if (parameters.empty()) return;
  note += note.empty() ? "Not used: parameter" : " Not used: parameter";
  for (std::size_t i = 0; i < parameters.size(); ++i)
    note += (i == 0 ? " " : ", ") + short_number(parameters[i]);
  note += " (" + reason + ").";
}
}  // namespace

ResolvedPoints::ResolvedPoints(const std::vector<SweepValue> &values, double budget)
{
  std::vector<double> meaningless, vanishing, unresolved, repeated;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const SweepValue &v = values[i];
    if (!(v.parameter > 0) || !std::isfinite(v.parameter) || !(v.value >= 0) || !std::isfinite(v.value) ||
        v.delta < 0)
      meaningless.push_back(v.parameter);
    else if (v.value < smallest_distance)
      vanishing.push_back(v.parameter);
    else if (!(v.delta < v.value) || v.delta > budget * v.value)
      unresolved.push_back(v.parameter);
    else
      index.push_back(i);
  }
  std::stable_sort(index.begin(), index.end(),
                   [&](std::size_t i, std::size_t j) { return values[i].parameter > values[j].parameter; });
  std::vector<std::size_t> distinct;
  for (const std::size_t i : index)
    if (!distinct.empty() && values[distinct.back()].parameter <= values[i].parameter * (1 + 1e-10)) {
      repeated.push_back(values[i].parameter);
      if (values[i].delta < values[distinct.back()].delta) distinct.back() = i;
    } else
      distinct.push_back(i);
  index = distinct;

  tell(note, meaningless, "not a number, or a sign that it cannot have");
  tell(note, vanishing, "distance below " + short_number(smallest_distance) + ", which is round-off");
  tell(note, unresolved, "unresolved: error bar above " + short_number(100 * budget) + " % of the distance");
  tell(note, repeated, "given twice: the more accurate one is kept");

  const auto n = Eigen::Index(index.size());
  parameter.resize(n);
  value.resize(n);
  delta.resize(n);
  for (Eigen::Index k = 0; k < n; ++k) {
    const SweepValue &v = values[index[std::size_t(k)]];
    parameter[k] = v.parameter;
    value[k] = v.value;
    delta[k] = v.delta;
  }
  log_parameter = parameter.array().log();
  log_value = value.array().log();
  log_delta = -(-delta.array() / value.array()).log1p();
  if (n > 1) {
    const Eigen::ArrayXd step = log_parameter.head(n - 1) - log_parameter.tail(n - 1);
    local_order = (log_value.head(n - 1) - log_value.tail(n - 1)).array() / step;
    order_delta = (log_delta.head(n - 1) + log_delta.tail(n - 1)).array() / step;
  }
}

}  // namespace gammaflow
