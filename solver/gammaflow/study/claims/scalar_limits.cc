// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/study/claims/scalar_limits.h>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
namespace
{
/// The curves of all points less that of a limit; empty where one is missing, or not of the same times.
std::vector<Eigen::VectorXd> differences(const std::string &series, const std::vector<PointRecord> &points,
                                         const std::vector<double> *limit)
{
  std::vector<Eigen::VectorXd> result;
  for (const PointRecord &point : points) {
    if (!point.flow.has(series) || (limit == nullptr && !point.limit.has(series))) return {};
    const std::vector<double> &own = point.flow.at(series),
                              &of = limit != nullptr ? *limit : point.limit.at(series);
    if (own.size() != of.size() || own.empty()) return {};
    const auto n = Eigen::Index(own.size());
    result.push_back(Eigen::Map<const Eigen::VectorXd>(own.data(), n) -
                     Eigen::Map<const Eigen::VectorXd>(of.data(), n));
  }
  return result;
}
}  // namespace

JudgedLimit judge_limit_of_curves(const std::vector<Eigen::VectorXd> &curves,
                                  const std::vector<SweepValue> &values, double order,
                                  const JudgeOptions &options)
{
  if (curves.size() != values.size() || curves.size() < 3) return decide_limit(values, {}, order, options);
  std::vector<double> parameters, bars;
  for (const SweepValue &value : values) {
    parameters.push_back(value.parameter);
    bars.push_back(value.delta);
  }
  const auto extrapolated = extrapolate(
      sweep_of_scalars(parameters, curves, bars, Eigen::VectorXd::Zero(curves[0].size()), 0), order);
  if (!extrapolated.valid) return decide_limit(values, {}, order, options);
  return decide_limit(values, extrapolated, order, options);
}

JudgedLimit judge_scalar_limit(const std::string &series, const std::vector<PointRecord> &points,
                               const std::vector<SweepValue> &values, const double order,
                               const JudgeOptions &options)
{
  return judge_limit_of_curves(differences(series, points, nullptr), values, order, options);
}

LimitStatement beside_declared_scalar(const LimitStatement &claimed, const std::string &series,
                                      const std::vector<PointRecord> &points,
                                      const std::vector<SweepValue> &values, const OtherLimit &other,
                                      const JudgeOptions &options)
{
  const auto known = other.curves.find(series);
  if (known == other.curves.end()) return claimed;
  const auto &[curve, separation] = known->second;
  const auto curves = differences(series, points, &curve);
  if (curves.size() != values.size()) return claimed;
  // The bar of a point holds that of its flow; that of the separation holds that of the declared limit.
  std::vector<SweepValue> distances;
  for (std::size_t i = 0; i < curves.size(); ++i)
    distances.push_back(
        {values[i].parameter, curves[i].lpNorm<Eigen::Infinity>(), values[i].delta + separation.delta});
  const double order = other.limit.order;
  LimitStatement declared = judge_limit_of_curves(curves, distances, order, options).statement;
  if (!other.conditions_hold) declared.verdict = Verdict::not_established;
  return beside_declared(claimed, other.limit, declared, judge_order(distances, order, options), separation);
}

}  // namespace gammaflow
