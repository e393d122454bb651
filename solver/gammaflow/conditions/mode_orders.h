// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/conditions/condition.h>
#include <gammaflow/spaces/inspection/spectral_measure.h>

#include <functional>
#include <memory>
#include <vector>

namespace gammaflow
{
/// Errors e(parameter) that are expected at the values of a sweep and of its continuation to smaller ones,
/// and the local orders between neighbours.
struct ExpectedErrors {
  std::vector<double> parameters, errors;  ///< descending parameters
  std::size_t of_sweep = 0;                ///< the first `of_sweep` of them belong to the sweep itself
  double noise = 0;                        ///< orders are formed of errors above 10 times this

  /// Continues the parameters in half decades down to `last`.
  void continue_to(double last);
  /// The local order between entries i - 1 and i, i >= 1; NaN where an error is not above 10 times the noise.
  double order(std::size_t i) const;
  /// The smaller order of the last two intervals of the sweep; NaN where both are.
  double at_end_of_sweep() const;
  /// The last one of the continuation that is a number (else that of the sweep).
  double beyond() const;
  /// The largest parameter from which on all orders are at least `least`; 0 where there is none.
  double settled_from(double least) const;
};

/// Whether the expected errors have the predicted `order`.
///   yes        orders of at least `order` - 0.05 at the end of the sweep (last two intervals) and beyond, or
///              no error above the noise there
///   no         less than `order` - unseen_order() beyond, or less than half of it on the sweep
///   undecided  between them: the sweep ends on the way to the order
Holds judge(const ExpectedErrors &errors, double order);
/// max(0.15, 0.075 order): how far the order beyond a sweep may be below `order` where data are smooth. Kinks
/// of finite-element functions between cells have high modes, whose weight grows with the order.
double unseen_order(double order);

/// SpectralAnalysis, built once for consecutive calls with the same space.
class KeptAnalysis
{
 public:
  SpectralMeasure operator()(const Space &space, const Vector &f);

 private:
  const Space *space_ = nullptr;
  std::unique_ptr<const SpectralAnalysis> analysis_;
};

}  // namespace gammaflow
