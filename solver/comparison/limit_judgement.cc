#include <gammaflow/comparison/limit_judgement.h>
#include <gammaflow/comparison/order_models.h>
#include <gammaflow/comparison/resolved_points.h>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
namespace
{
using Eigen::ArrayXd;
using Eigen::ArrayXXd;
using Eigen::Index;

constexpr double infinity = std::numeric_limits<double>::infinity();

/// Takes d_inf of one fixed exponent into the model, where some member passes through the strips.
void take(LimitModel &model, const Strips &strips, const ArrayXXd &design, bool square)
{
  const double t = smallest_residual(strips, design);
  model.residual = std::min(model.residual, t);
  if (!(t <= 1)) return;
  const Range range = range_of_first(strips, design);
  const auto limit = [&](double x) { return square ? std::sqrt(std::max(0.0, x)) : std::max(0.0, x); };
  if (range.high < 0) return;
  model.low = model.accepted ? std::min(model.low, limit(range.low)) : limit(range.low);
  model.high = model.accepted ? std::max(model.high, limit(range.high)) : limit(range.high);
  model.accepted = true;
}

/// d_inf + C e^q, or the root of the sum of squares, over all exponents.
LimitModel any_exponent(const ResolvedPoints &points, bool square)
{
  LimitModel model;
  model.name = square ? "(d_inf^2 + C^2 e^2q)^1/2" : "d_inf + C e^q";
  const Strips strips = strips_of(points, square ? SweepModel::Data::square : SweepModel::Data::value);
  const ArrayXd x = points.parameter.array() / points.parameter.minCoeff();
  const auto design = [&](double q) {
    ArrayXXd columns(x.size(), 2);
    columns.col(0).setOnes();
    columns.col(1) = x.pow(square ? 2 * q : q);
    return columns;
  };
  const SweepModel family{model.name,
                          SweepModel::Data::value,
                          [&](double q, ArrayXd &a, ArrayXd &b) {
                            if (q <= 0) return false;
                            a = design(q).col(1), b = ArrayXd::Ones(x.size());
                            return true;
                          },
                          {Allowed::Kind::ratio, 0, 1e8},
                          {}};
  const AcceptedExponents q = accepted_exponents(family, strips, 0.05, 6);
  model.residual = q.residual;
  if (!q.any) return model;
  for (int i = 0; i <= 20; ++i) take(model, strips, design(q.low + (q.high - q.low) * i / 20), square);
  take(model, strips, design(q.best), square);
  return model;
}

/// The same with the predicted exponent and a second term.
LimitModel predicted_exponent(const ResolvedPoints &points, double p, double r, bool square)
{
  LimitModel model;
  const std::string second = r == 0.5 ? "e^1/2" : r == 1 ? "e" : "e^" + short_number(r);
  const std::string power = "C e^" + short_number(p) + " (1 + a " + second + ")";
  model.name = square ? "(d_inf^2 + (" + power + ")^2)^1/2" : "d_inf + " + power;
  const Strips strips = strips_of(points, square ? SweepModel::Data::square : SweepModel::Data::value);
  const ArrayXd x = points.parameter.array() / points.parameter.minCoeff();
  ArrayXXd columns(x.size(), 3);
  columns.col(0).setOnes();
  columns.col(1) = x.pow(square ? 2 * p : p);
  columns.col(2) = x.pow(square ? 2 * p + r : p + r);
  take(model, strips, columns, square);
  return model;
}

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

void say_bound(LimitStatement &s, const JudgeOptions &options)
{
  const std::string bound = "the limit of the " + options.quantity + " is at most " + short_number(s.bound) +
                            " (the smallest " + options.quantity + " is " + short_number(s.smallest) + ")";
  if (s.verdict == Verdict::confirmed)
    s.sentence = "Extrapolated from the " + s.basis + " " + range_of(s, options) + ", " + bound + ".";
  else
    s.sentence = "Not decided from the " + s.basis + " " + range_of(s, options) + ": " + bound +
                 ", and at most " + short_number(100 * s.part) + " % of it would confirm.";
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
  if (points.size() < 4) {
    s.sentence = "No limit can be given " + range_of(s, options) + ": " + std::to_string(points.size()) +
                 " points can be used, and four are needed. " + points.note;
    return s;
  }
  for (const bool square : {false, true}) {
    s.models.push_back(any_exponent(points, square));
    for (const double r : {0.5, 1.0, 2.0})
      s.models.push_back(predicted_exponent(points, predicted_order, r, square));
  }
  double low = infinity, high = -infinity;
  for (const LimitModel &model : s.models)
    if (model.accepted) {
      low = std::min(low, model.low);
      high = std::max(high, model.high);
    }
  if (!(low <= high)) {
    s.sentence = "No model of the limit passes through the error bars " + range_of(s, options) + ".";
    return s;
  }
  s.bound = high;
  s.estimate = (low + high) / 2;
  s.uncertainty = (high - low) / 2;
  if (s.bound <= s.part * s.smallest) s.verdict = Verdict::confirmed;
  say_bound(s, options);
  const Index last = points.local_order.size() - 1;
  s.levels_off = points.local_order[last] - points.order_delta[last] <= 0.5 * points.local_order.maxCoeff();
  if (s.verdict != Verdict::confirmed && s.levels_off && low > 0)
    s.sentence = "The " + options.quantity + " levels off on this range, " + range_of(s, options) + ", at " +
                 short_number(s.estimate) + " +- " + short_number(s.uncertainty) +
                 "; it may be pre-asymptotic.";
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
  if (s.bound <= s.part * s.smallest) s.verdict = Verdict::confirmed;
  say_bound(s, options);
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
