// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/comparison/judgement/extrapolation.h>
#include <gammaflow/comparison/judgement/limit_judgement.h>
#include <gammaflow/comparison/judgement/order_models.h>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
namespace
{
constexpr double infinity = std::numeric_limits<double>::infinity();
/// An extrapolation has three unknowns: only a fourth point can contradict it.
constexpr Eigen::Index fewest_points = 4;

std::string range_of(const LimitStatement &s, const JudgeOptions &options)
{
  return "for " + options.parameter + " in [" + short_number(s.parameter_low) + ", " +
         short_number(s.parameter_high) + "]";
}

/// The range and the smallest value; false (with a sentence) where nothing can be said.
bool begin(LimitStatement &s, const std::vector<SweepValue> &values, const ResolvedPoints &points,
           const JudgeOptions &options)
{
  const std::string failed = failed_entry(values, options.parameter);
  if (!failed.empty()) {
    s.failed = true;
    s.sentence =
        "The " + options.quantity + " or its error bar is not a number at " + failed + ": no limit is given.";
    return false;
  }
  if (points.size() == 0) {
    s.sentence = "No point can be used. " + points.note;
    return false;
  }
  s.parameter_low = points.parameter.minCoeff();
  s.parameter_high = points.parameter.maxCoeff();
  s.smallest = points.value.minCoeff();
  return true;
}

/// `least`: what the smallest distance is at least.
void decide(LimitStatement &s, double least, const JudgeOptions &options)
{
  if (s.bound <= s.part * least) s.verdict = Verdict::confirmed;
  const std::string smallest = "the smallest " + options.quantity + " is " + short_number(s.smallest);
  if (s.verdict == Verdict::confirmed)
    s.sentence = "Extrapolated from the " + s.basis + " " + range_of(s, options) + ", the limit of the " +
                 options.quantity + " is at most " + short_number(s.bound) + "; " + smallest + ".";
  else if (s.levels_off)
    s.sentence = "The " + options.quantity + " levels off " + range_of(s, options) +
                 "; it may be pre-asymptotic: a limit of up to " + short_number(s.bound) +
                 " is not excluded, and " + smallest + ".";
  else
    s.sentence = "A limit of the " + options.quantity + " of up to " + short_number(s.bound) +
                 " is not excluded by the " + s.basis + " " + range_of(s, options) + "; " + smallest +
                 ", and at most " + short_number(100 * s.part) + " % of it would confirm.";
}

bool any_accepted(const std::vector<LimitModel> &models)
{
  return std::any_of(models.begin(), models.end(), [](const LimitModel &m) { return m.accepted; });
}

/// The points without the first ones.
ResolvedPoints tail_of(const ResolvedPoints &points, const std::vector<SweepValue> &values,
                       Eigen::Index first)
{
  std::vector<SweepValue> tail;
  for (Eigen::Index k = first; k < points.size(); ++k) tail.push_back(values[points.index[std::size_t(k)]]);
  return ResolvedPoints(tail, infinity);
}

/// Where no model passes through the error bars, as through nine digits: Richardson extrapolation of d, which
/// sees d_inf + ..., or of d^2, which sees the root of a sum of squares.
LimitModel extrapolated_distances(const ResolvedPoints &points, double order, bool square)
{
  std::vector<double> parameters, bars;
  std::vector<Eigen::VectorXd> values;
  const Strips strips = strips_of(points, square ? SweepModel::Data::square : SweepModel::Data::value);
  for (Eigen::Index k = 0; k < points.size(); ++k) {
    parameters.push_back(points.parameter[k]);
    bars.push_back(strips.bar[k]);
    values.push_back(Eigen::VectorXd::Constant(1, strips.centre[k]));
  }
  const double exponent = square ? 2 * order : order;
  const auto limit =
      extrapolate(sweep_of_scalars(parameters, values, bars, Eigen::VectorXd::Zero(1), 0), exponent);
  LimitModel model;
  model.name = square ? "extrapolation of d^2" : "extrapolation of d";
  model.accepted = limit.valid && std::abs(limit.observed_exponents.back() - exponent) <= 0.15;
  model.low = std::max(0.0, limit.estimate - limit.uncertainty());
  model.high = limit.estimate + limit.uncertainty();
  if (square) {
    model.low = std::sqrt(model.low);
    model.high = std::sqrt(model.high);
  }
  return model;
}

/// From the longest tail of five points at least that some model describes.
void take_models(LimitStatement &s, const ResolvedPoints &all, const std::vector<SweepValue> &values,
                 double order)
{
  s.models = limit_models(all, order);
  for (Eigen::Index first = 1; first + 5 <= all.size() && !any_accepted(s.models); ++first) {
    const auto models = limit_models(tail_of(all, values, first), order);
    if (!any_accepted(models)) continue;
    s.models = models;
    s.parameter_high = all.parameter[first];
  }
  if (any_accepted(s.models)) return;
  const LimitModel plain = extrapolated_distances(all, order, false);
  const LimitModel square = extrapolated_distances(all, order, true);
  s.models.insert(s.models.end(), {plain, square});
  if (!plain.accepted || !square.accepted)  // one of them alone bounds nothing
    for (LimitModel &model : s.models) model.accepted = false;
}
}  // namespace

LimitStatement judge_limit(const std::vector<SweepValue> &values, double predicted_order,
                           const JudgeOptions &options)
{
  LimitStatement s;
  s.basis = "distances";
  s.part = options.limit_part;
  const ResolvedPoints points(values, options.budget);
  if (!begin(s, values, points, options)) return s;
  if (points.size() < fewest_points) {
    s.sentence = "No limit can be given " + range_of(s, options) + ": " + std::to_string(points.size()) +
                 " points can be used, and four are needed. " + points.note;
    return s;
  }
  take_models(s, points, values, predicted_order);
  const Eigen::Index last = points.local_order.size() - 1;
  const double order = points.local_order[last], bar = points.order_delta[last];
  s.levels_off = order - bar <= 0.5 * points.local_order.maxCoeff() || order + bar <= 0.25;
  double low = infinity, high = -infinity;
  for (const LimitModel &model : s.models)
    if (model.accepted) {
      low = std::min(low, model.low);
      high = std::max(high, model.high);
    }
  if (low <= high) {
    s.bound = high;
    s.estimate = (low + high) / 2;
    s.uncertainty = (high - low) / 2;
    decide(s, (points.value - points.delta).minCoeff(), options);
  } else
    s.sentence = s.levels_off
                     ? "The " + options.quantity + " levels off " + range_of(s, options) +
                           "; it may be pre-asymptotic."
                     : "No bound of the limit of the " + options.quantity + " can be given " +
                           range_of(s, options) +
                           ": no model passes through the error bars, and the local orders do not contract.";
  return s;
}

LimitStatement judge_limit(const std::vector<SweepValue> &values, const ExtrapolatedDistance &extrapolated,
                           const JudgeOptions &options)
{
  LimitStatement s;
  s.basis = "states";
  s.part = options.state_part;
  const ResolvedPoints points(values, options.budget);
  if (!begin(s, values, points, options)) return s;
  if (!extrapolated.valid || extrapolated.failed) {
    s.failed = extrapolated.failed;
    s.sentence = "The states are not extrapolated " + range_of(s, options) + ". " + extrapolated.note;
    return s;
  }
  s.parameter_low = extrapolated.parameter_low;
  s.parameter_high = extrapolated.parameter_high;
  s.estimate = extrapolated.estimate;
  s.uncertainty = extrapolated.uncertainty();
  s.bound = s.estimate + s.uncertainty;
  if (points.size() < fewest_points) {
    s.sentence =
        "The limit is not established " + range_of(s, options) + ": " + std::to_string(points.size()) +
        " points can be used, and four are needed. Extrapolated, the " + options.quantity +
        " from the claimed limit is " + short_number(s.estimate) + " +- " + short_number(s.uncertainty) + ".";
    return s;
  }
  decide(s, s.smallest, options);
  if (extrapolated.contracts && s.estimate > 2 * s.uncertainty && s.estimate > s.part * s.smallest) {
    s.verdict = Verdict::refuted;
    s.sentence = "The states " + range_of(s, options) + " extrapolate to another limit: its " +
                 options.quantity + " from the claimed one is " + short_number(s.estimate) + " +- " +
                 short_number(s.uncertainty) + ".";
  }
  return s;
}

LimitStatement judge_against_another(const LimitStatement &claimed, const LimitStatement &other,
                                     const std::string &other_name, const SweepValue &separation)
{
  const double apart = separation.value - separation.delta - other.bound;
  if (claimed.failed || other.verdict != Verdict::confirmed || !(apart > 0)) return claimed;
  LimitStatement s = claimed;
  s.verdict = Verdict::refuted;
  s.basis = "another limit";
  s.estimate = separation.value;
  s.uncertainty = separation.delta + other.bound;
  s.sentence = "The limit " + other_name + " is confirmed, and the claimed one is " +
               short_number(separation.value) + " +- " + short_number(separation.delta) +
               " away from it: the claimed limit is not that of the sweep.";
  return s;
}

}  // namespace gammaflow
