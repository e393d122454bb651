// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/comparison/judgement/density_tails.h>
#include <gammaflow/comparison/judgement/order_judgement.h>
#include <gammaflow/comparison/judgement/order_models.h>
#include <gammaflow/comparison/judgement/settled_orders.h>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
namespace
{
using Eigen::Index;

/// A model has three unknowns, the exponent among them: only a fourth point can contradict it.
constexpr Index fewest_points = 4;
/// Smaller local orders are those of a sweep that levels off, which refutes no order.
constexpr double flat_order = 0.25;
/// A confirmed interval is no further away from the local order of the smallest parameters.
constexpr double largest_extrapolation = 0.1;

/// What falls more slowly, by less than half over three decades, is the constant of a model with a limit.
constexpr double smallest_order = 0.1;

/// Of models of any order so many make an interval at least: one that passes alone does so by accident.
constexpr int fewest_models = 2;

/// The points from `first` on, with bars `times` as large.
ResolvedPoints tail_of(const ResolvedPoints &points, const std::vector<SweepValue> &values, Index first,
                       double times = 1)
{
  std::vector<SweepValue> tail;
  for (Index k = first; k < points.size(); ++k) {
    SweepValue value = values[points.index[std::size_t(k)]];
    value.delta = std::max(value.delta, std::min(times * value.delta, value.value / 2));
    tail.push_back(value);
  }
  return ResolvedPoints(tail, std::numeric_limits<double>::infinity());
}

/// All densities with Gaussian tails as one model: of order 1.
OrderModel tails_against(const ResolvedPoints &points)
{
  const double t = residual_of_tails(points, 1);
  return {"a ridge where the density has Gaussian tails, order 1", t <= 1, true, 1, 1, 1, t};
}

/// Models of any order.
std::vector<OrderModel> free_models(const ResolvedPoints &points)
{
  // No model has an exponent further from all local orders than its second term may move them.
  const double low = std::max(smallest_order, points.local_order.minCoeff() - 2.5),
               high = points.local_order.maxCoeff() + 2.5;
  std::vector<OrderModel> result;
  for (const SweepModel &model : order_models(points.parameter)) {
    const AcceptedExponents q = accepted_exponents(model, strips_of(points, model.data), low, high);
    result.push_back({model.name, q.any, false, q.low, q.high, q.best, q.residual});
  }
  return result;
}

std::vector<OrderModel> models_of_given_order(const ResolvedPoints &points, double predicted)
{
  std::vector<OrderModel> result;
  for (const auto &[name, order, model] : mixed_models(points.parameter, predicted)) {
    const double t = model.residual(strips_of(points, model.data), order);
    result.push_back({name, t <= 1, true, order, order, order, t});
  }
  result.push_back(tails_against(points));
  return result;
}

Index accepted_free_models(const std::vector<OrderModel> &models)
{
  return std::count_if(models.begin(), models.end(),
                       [](const OrderModel &m) { return m.accepted && !m.order_is_given; });
}

/// Adds the accepted models to the interval; returns the width of the widest one.
double add_accepted(OrderStatement &s)
{
  double widest = 0;
  for (const OrderModel &model : s.models)
    if (model.accepted) {
      s.low = s.known ? std::min(s.low, model.low) : model.low;
      s.high = s.known ? std::max(s.high, model.high) : model.high;
      s.known = true;
      widest = std::max(widest, model.high - model.low);
    }
  return widest;
}

/// The union over the accepted models.
void take_interval(OrderStatement &s)
{
  const double widest = add_accepted(s);
  s.basis = "models";
  s.part_from_bars = widest / 2;
  s.part_from_models = (s.high - s.low - widest) / 2;
}

void take_contraction(OrderStatement &s, const ResolvedPoints &points)
{
  const ContractingOrders orders(points);
  if (!orders.valid) return;
  s.known = true;
  s.basis = "local orders";
  s.low = orders.low;
  s.high = orders.high;
  add_accepted(s);
  s.part_from_bars = points.order_delta[points.order_delta.size() - 1];
  s.part_from_models = std::max(0.0, (s.high - s.low) / 2 - s.part_from_bars);
}

std::string range_of(const OrderStatement &s, const JudgeOptions &options)
{
  return "for " + options.parameter + " in [" + short_number(s.parameter_low) + ", " +
         short_number(s.parameter_high) + "]";
}

/// The interval, and whether the local orders on the range are in it.
std::string observed(const OrderStatement &s, double last, const JudgeOptions &options)
{
  const std::string interval = "[" + short_number(s.low) + ", " + short_number(s.high) + "]",
                    predicted = ", predicted " + short_number(s.predicted);
  if (s.shown) return "The order is in " + interval + " " + range_of(s, options) + predicted;
  return "Models of an order in " + interval + " pass through the error bars " + range_of(s, options) +
         predicted + "; on this range it does not show, the local order of the smallest parameters is " +
         short_number(last);
}

/// Why nothing is decided.
std::string reason(const OrderStatement &s, double gap, bool above_scale, const JudgeOptions &options)
{
  if (gap > options.order_tolerance)
    return above_scale  ? "it differs, but the sweep may lie above the scale of its parameter"
           : !s.settled ? "it differs, but the local orders have not settled on this range"
                        : "it differs, but the local orders of the smallest parameters do not show it";
  const double width = std::max(options.order_width, options.order_tolerance);
  if (s.low <= s.predicted - width || s.high >= s.predicted + width)
    return s.part_from_bars > s.part_from_models
               ? "the error bars are too wide for so short a range"
               : "several models with different orders pass through the error bars";
  return "the local orders of the smallest parameters are not there yet";
}

/// `points`: those of the interval, of `all`.
void decide(OrderStatement &s, const ResolvedPoints &points, const ResolvedPoints &all,
            const JudgeOptions &options)
{
  const double p = s.predicted, last = points.local_order.tail(1)[0], bar = points.order_delta.tail(1)[0];
  const double width = std::max(options.order_width, options.order_tolerance);
  const double gap = std::max({s.low - p, p - s.high, 0.0});
  const bool slower = p > s.high;
  const bool above_scale = slower && may_be_above_scale(points, p);
  const double apart = slower ? p - last - bar : last - bar - p;
  s.shown = std::max({s.low - last, last - s.high, 0.0}) - bar <= largest_extrapolation;
  s.settled = have_settled(points) || changes_shrink(all);
  if (s.low > p - width && s.high < p + width && gap <= options.order_tolerance &&
      std::abs(last - p) - bar <= options.order_tolerance && s.shown)
    s.verdict = Verdict::confirmed;
  else if (gap > options.order_tolerance && apart > options.order_tolerance && s.settled && !above_scale &&
           last - bar > flat_order)
    s.verdict = Verdict::refuted;

  s.sentence = observed(s, last, options);
  if (s.verdict == Verdict::refuted)
    s.sentence += std::string(": ") + (slower ? "slower" : "faster") +
                  " than predicted, by every model that passes through " +
                  (s.bars_times > 1 ? short_number(s.bars_times) + " times " : "") +
                  "the error bars, and the local orders have settled";
  if (s.verdict == Verdict::not_established) s.sentence += ": " + reason(s, gap, above_scale, options);
  s.sentence += ".";
}

/// Models of any order, with bars `times` as large: the smallest factor up to largest_miss with which two of
/// them pass, where one does as the bars are; 1 otherwise: where none passes, and where all others miss by
/// more, which singles the one out.
std::vector<OrderModel> models_through(const ResolvedPoints &all, const std::vector<SweepValue> &values,
                                       Index first, double &times)
{
  times = 1;
  const std::vector<OrderModel> as_they_are = free_models(tail_of(all, values, first));
  const Index passed = accepted_free_models(as_they_are);
  if (passed == 0 || passed >= fewest_models) return as_they_are;
  for (times = 2; times <= largest_miss; times *= 2) {
    std::vector<OrderModel> models = free_models(tail_of(all, values, first, times));
    if (accepted_free_models(models) >= fewest_models) return models;
  }
  times = 1;
  return as_they_are;
}

/// The interval, from the longest tail of four points at least that some model of any order describes.
Index take_longest_tail(OrderStatement &s, const ResolvedPoints &all, const std::vector<SweepValue> &values)
{
  const auto add_given = [&](Index first) {
    const std::vector<OrderModel> given =
        models_of_given_order(tail_of(all, values, first, s.bars_times), s.predicted);
    s.models.insert(s.models.end(), given.begin(), given.end());
  };
  std::vector<OrderModel> of_all;
  for (Index first = 0; first + fewest_points <= all.size(); ++first) {
    s.models = models_through(all, values, first, s.bars_times);
    if (first == 0) of_all = s.models;
    if (accepted_free_models(s.models) == 0) continue;
    add_given(first);
    take_interval(s);
    return first;
  }
  s.models = of_all;
  add_given(0);
  take_contraction(s, all);
  return 0;
}
}  // namespace

OrderStatement judge_order(const std::vector<SweepValue> &values, double predicted_order,
                           const JudgeOptions &options)
{
  OrderStatement s;
  s.predicted = predicted_order;
  s.used.assign(values.size(), false);
  s.resolved.assign(values.size(), false);
  s.local_orders.assign(values.size(), std::numeric_limits<double>::quiet_NaN());
  const std::string failed = failed_entry(values, options.parameter);
  if (!failed.empty()) {
    s.failed = true;
    s.sentence =
        "The " + options.quantity + " or its error bar is not a number at " + failed + ": no order is given.";
    return s;
  }
  const ResolvedPoints all(values, options.budget);
  s.note = all.note;
  for (const std::size_t i : all.index) s.resolved[i] = true;
  for (Index k = 1; k < all.size(); ++k) s.local_orders[all.index[std::size_t(k)]] = all.local_order[k - 1];
  if (all.size() > 0) {
    s.parameter_low = all.parameter.minCoeff();
    s.parameter_high = all.parameter.maxCoeff();
  }
  if (all.size() < fewest_points) {
    s.sentence = "No order can be given: " + std::to_string(all.size()) + " of " +
                 std::to_string(values.size()) + " points can be used, and four are needed." +
                 (s.note.empty() ? "" : " " + s.note);
    return s;
  }
  const Index first = take_longest_tail(s, all, values);
  for (Index k = first; k < all.size(); ++k) s.used[all.index[std::size_t(k)]] = true;
  s.parameter_high = all.parameter[first];
  if (s.known)
    decide(s, tail_of(all, values, first, s.bars_times), all, options);
  else
    s.sentence =
        "No order can be given " + range_of(s, options) +
        ": no model of any order passes through the error bars, and the local orders do not contract.";
  return s;
}

}  // namespace gammaflow
