#pragma once

#include <gammaflow/comparison/rate_fit.h>

#include <string>
#include <vector>

namespace gammaflow
{
/// A verdict with its reason in one sentence.
struct Judgement {
  Verdict verdict = Verdict::not_established;
  std::string sentence;
  /// The distance tends to zero, whatever the order: a refuted order may still support the limit.
  bool limit_supported = false;
  double observed = 0,
         uncertainty = 0;  ///< the order (judge_convergence) or the largest distance (judge_equality)
};

struct ConvergenceOptions {
  double order_tolerance = 0.15;  ///< orders this close count as equal
  double max_uncertainty = 0.3;   ///< an order that is less certain decides nothing
  double limit_part =
      0.25;  ///< no confirmation while a limit of this part of the smallest distance is not excluded
};

/// Does the distance tend to zero with the predicted order?
///   confirmed        |order - predicted| <= max(order_tolerance, uncertainty), the local order of the two
///                    smallest parameters is within order_tolerance of it too, and the distances decrease
///   refuted          it saturates, it grows, or |order - predicted| > order_tolerance + uncertainty
///   not established  anything between, too few resolved points, too large an uncertainty
Judgement judge_convergence(const RateFit &fit, double predicted_order, const std::vector<SweepValue> &values,
                            const ConvergenceOptions &options = {});

/// Are two flows equal to `tolerance`, for every value of the parameter?
///   confirmed        d + delta <= tolerance everywhere
///   refuted          d - delta > tolerance somewhere
///   not established  otherwise: the error bars do not decide it, or an entry is not a number
/// `when`: "at the output times", or "between all steps" where the distances are suprema over them; it stands
/// in the sentence.
Judgement judge_equality(const std::vector<SweepValue> &values, double tolerance,
                         const std::string &when = "at the output times");

}  // namespace gammaflow
