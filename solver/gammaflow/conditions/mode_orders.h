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
  std::size_t of_sweep = 0;                ///< so many of them are the sweep's
  double noise = 0;                        ///< errors below are no errors

  /// Continues the parameters in half decades down to `last`.
  void continue_to(double last);
  /// The order from the value before i to i; not a number where the error has vanished in the noise.
  double order(std::size_t i) const;
  /// The smallest of the last two intervals of the sweep.
  double at_end_of_sweep() const;
  /// The last one of the continuation that is a number (else that of the sweep).
  double beyond() const;
  /// The largest parameter from which on all orders are at least `least`; 0 where there is none.
  double settled_from(double least) const;
};

/// The judgement that both kinds of sweeps share, `order` what is predicted.
///   yes        orders of at least `order` - 0.05 at the end of the sweep (last two intervals) and beyond
///   no         less than `order` - unseen_order() beyond, or less than half of it on the sweep
///   undecided  between them: the sweep ends on the way to the order
Holds judge(const ExpectedErrors &errors, double order);
/// How far the order beyond a sweep may be below `order` where data are smooth: kinks of the mesh's functions
/// between its cells have high modes, too, which weigh the more the higher the order is.
double unseen_order(double order);

/// The same space is taken apart once.
class KeptAnalysis
{
 public:
  SpectralMeasure operator()(const Space &space, const Vector &f);

 private:
  const Space *space_ = nullptr;
  std::unique_ptr<const SpectralAnalysis> analysis_;
};

}  // namespace gammaflow
