// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/comparison/judgement/sweep_value.h>

#include <limits>
#include <string>
#include <vector>

namespace gammaflow
{
/// One model of d(e), compared with the error bars.
struct OrderModel {
  std::string name;       ///< "C e^q (1 + a e)"
  bool accepted = false;  ///< some member passes through all error bars
  /// The order of the model is fixed beforehand, so that its acceptance does not exclude other orders: it may
  /// widen the interval of other models, and gives none alone.
  bool order_is_given = false;
  double low = 0, high = 0;  ///< the exponents q of the accepted members; of use only where accepted
  double best = 0;           ///< the exponent with the smallest residual
  /// The smallest possible value of the largest |d_i - model| / delta_i: at most 1 where accepted.
  double residual = std::numeric_limits<double>::infinity();
};

/// What a sweep shows about the order of its quantity, on the range of the parameter that was computed.
struct OrderStatement {
  Verdict verdict = Verdict::not_established;
  bool failed = false;       ///< an entry is not a number: not judged
  bool known = false;        ///< there is an interval; without, low and high are of no use
  double low = 0, high = 0;  ///< the order is in [low, high]
  double predicted = 0;
  double part_from_bars = 0;    ///< half the width of the widest interval of one model
  double part_from_models = 0;  ///< half the width that the other models add
  /// The factor, a power of 2, by which the bars were enlarged until two models of any order pass: with small
  /// bars one model may pass by accident.
  double bars_times = 1;
  double parameter_low = 0, parameter_high = 0;  ///< of the points that were used
  std::vector<OrderModel> models;                ///< accepted and rejected
  /// Per value, in the order in which they were given: resolved, used for the interval, and the local order
  /// from the resolved point of next larger parameter to this one (NaN if none).
  std::vector<bool> resolved;  ///< delta is within the budget, d beyond round-off
  std::vector<bool> used;
  std::vector<double> local_orders;
  bool settled = false;  ///< the local orders no longer change, or contract
  /// The local order of the smallest parameters is in the interval, or near it. Where it is not, the interval
  /// is an extrapolation by models to smaller parameters.
  bool shown = true;
  std::string basis;  ///< "models", "local orders", or empty
  std::string note;   ///< in words: which points were left out, and why
  std::string sentence;
};

/// Is the order of d(e) on the range of the sweep the predicted one?
///   confirmed        the interval is within order_width of the predicted order, which lies in it or is
///   within
///                    order_tolerance of it
///   refuted          the interval is away from the predicted order by more than order_tolerance, the local
///                    orders of at least four points have settled, and the quantity decreases
///   not established  otherwise
OrderStatement judge_order(const std::vector<SweepValue> &values, double predicted_order,
                           const JudgeOptions &options = {});

}  // namespace gammaflow
