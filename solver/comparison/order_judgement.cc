#include <gammaflow/comparison/order_judgement.h>
#include <gammaflow/comparison/order_models.h>
#include <gammaflow/comparison/resolved_points.h>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
namespace
{
using Eigen::Index;
using Eigen::VectorXd;

constexpr double infinity = std::numeric_limits<double>::infinity();

/// A model needs one point more than it has unknowns (two and the exponent) to be held against anything.
constexpr Index fewest_points = 4;

/// The interval of the order from changes of the local orders that contract: what is still to come is the
/// last change times at most 1/(1 - contraction), with a contraction that is slower than the observed one.
struct ContractingOrders {
  bool valid = false;
  double low = 0, high = 0;

  explicit ContractingOrders(const ResolvedPoints &points)
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
};

/// Whether the local orders may be extrapolated at all: their last two changes, bars included, are small, and
/// they do not grow.
bool have_settled(const ResolvedPoints &points, double small)
{
  const Index n = points.local_order.size();
  if (n < 3) return false;
  const VectorXd &q = points.local_order, &bar = points.order_delta;
  const double last = std::abs(q[n - 1] - q[n - 2]), last_bar = bar[n - 1] + bar[n - 2];
  const double before = std::abs(q[n - 2] - q[n - 3]), before_bar = bar[n - 2] + bar[n - 3];
  const bool grow = last - last_bar > before + before_bar;
  const bool are_small = last + last_bar <= small && before + before_bar <= 2 * small;
  const bool contract = last + last_bar <= 0.6 * (before - before_bar);
  return !grow && (are_small || contract);
}

ResolvedPoints tail_of(const ResolvedPoints &points, const std::vector<SweepValue> &values, Index first)
{
  std::vector<SweepValue> tail;
  for (Index k = first; k < points.size(); ++k) tail.push_back(values[points.index[std::size_t(k)]]);
  return ResolvedPoints(tail, infinity);
}

std::vector<OrderModel> held_against(const ResolvedPoints &points)
{
  const double low = points.local_order.minCoeff(), high = points.local_order.maxCoeff();
  std::vector<OrderModel> result;
  for (const SweepModel &model : order_models(points.parameter)) {
    const AcceptedExponents q =
        accepted_exponents(model, strips_of(points, model.data), low - 2.5, high + 2.5);
    OrderModel entry;
    entry.name = model.name;
    entry.accepted = q.any;
    entry.low = q.low;
    entry.high = q.high;
    entry.best = q.best;
    entry.residual = q.residual;
    result.push_back(entry);
  }
  return result;
}

std::string range_of(const OrderStatement &s, const JudgeOptions &options)
{
  return "for " + options.parameter + " in [" + short_number(s.parameter_low) + ", " +
         short_number(s.parameter_high) + "]";
}

void take_interval(OrderStatement &s)
{
  double low = infinity, high = -infinity, widest = 0;
  for (const OrderModel &model : s.models)
    if (model.accepted) {
      low = std::min(low, model.low);
      high = std::max(high, model.high);
      widest = std::max(widest, model.high - model.low);
    }
  if (!(low <= high)) return;
  s.known = true;
  s.basis = "models";
  s.low = low;
  s.high = high;
  s.part_from_bars = widest / 2;
  s.part_from_models = (high - low - widest) / 2;
}

void decide(OrderStatement &s, const ResolvedPoints &points, const JudgeOptions &options)
{
  const double p = s.predicted, last = points.local_order[points.local_order.size() - 1],
               last_bar = points.order_delta[points.local_order.size() - 1];
  const double width = std::max(options.order_width, options.order_tolerance);
  const double gap = std::max({s.low - p, p - s.high, 0.0});
  s.settled = have_settled(points, std::max(0.02, gap / 4));
  const std::string interval = "the order is in [" + short_number(s.low) + ", " + short_number(s.high) + "]";
  const std::string range = range_of(s, options), predicted = "predicted " + short_number(p);
  if (s.low > p - width && s.high < p + width && gap <= options.order_tolerance &&
      std::abs(last - p) - last_bar <= width) {
    s.verdict = Verdict::confirmed;
    s.sentence = "On this range, " + range + ", " + interval + ", " + predicted + ".";
    return;
  }
  if (gap > options.order_tolerance && s.settled && points.size() >= 4 && last - last_bar > 0.25) {
    s.verdict = Verdict::refuted;
    s.sentence = "On this range, " + range + ", " + interval + ", " + predicted + ": " +
                 (s.low > p ? "faster" : "slower") + " than predicted, and the local orders have settled.";
    return;
  }
  s.sentence = "Not decided " + range + ": " + interval + ", " + predicted + ".";
}
}  // namespace

OrderStatement judge_order(const std::vector<SweepValue> &values, double predicted_order,
                           const JudgeOptions &options)
{
  OrderStatement s;
  s.predicted = predicted_order;
  s.used.assign(values.size(), false);
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
  Index first = 0;
  for (; first + fewest_points <= all.size() && !s.known; ++first) {
    const ResolvedPoints points = tail_of(all, values, first);
    s.models = held_against(points);
    take_interval(s);
    if (s.known) break;
  }
  if (!s.known) {
    first = 0;
    const ContractingOrders orders(all);
    if (orders.valid) {
      s.known = true;
      s.basis = "local orders";
      s.low = orders.low;
      s.high = orders.high;
      s.part_from_bars = all.order_delta[all.order_delta.size() - 1];
      s.part_from_models = (s.high - s.low) / 2 - s.part_from_bars;
    }
  }
  const ResolvedPoints points = tail_of(all, values, first);
  s.parameter_low = points.parameter.minCoeff();
  s.parameter_high = points.parameter.maxCoeff();
  for (Index k = 0; k < all.size(); ++k) {
    s.used[all.index[std::size_t(k)]] = k >= first;
    if (k > 0) s.local_orders[all.index[std::size_t(k)]] = all.local_order[k - 1];
  }
  if (s.known)
    decide(s, points, options);
  else
    s.sentence = "No model passes through the error bars " + range_of(s, options) +
                 ", and the local orders do not contract: no order is given.";
  return s;
}

}  // namespace gammaflow
