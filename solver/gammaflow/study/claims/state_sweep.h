// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/comparison/judgement/extrapolation.h>
#include <gammaflow/comparison/judgement/sweep_value.h>
#include <gammaflow/study/points/point_record.h>

#include <memory>
#include <string>
#include <vector>

namespace gammaflow
{
/// The states of all points of a case at the comparison times, read from their files, on the finest of their
/// meshes: what is extrapolated to parameter 0. Of densities the square root is (Hellinger) or the logarithm
/// (distances that need positive states); of fields, and for norms, the states themselves.
///
/// Distances here are metrics: a divergence is replaced by its power `metric_power`, its square root say.
class SweepStates
{
 public:
  /// InputError where a file is not there or belongs to others.
  SweepStates(const CasePlan &plan, const std::string &folder, const std::vector<PointRecord> &points,
              EvolutionCache &cache);
  ~SweepStates();

  /// Against a limit flow at the same times. `bar`: the limit flow is so far from the true one, in the
  /// metric.
  ExtrapolatedDistance extrapolated(const Trajectory &limit, double bar, double order) const;
  /// The distance of each point to this limit flow, with the error bars of both.
  std::vector<SweepValue> distances(const Trajectory &limit, double bar) const;

  std::size_t times() const;  ///< at so many times, fewer than the comparison times where memory is short

 private:
  struct Moment;
  struct Data;
  std::shared_ptr<Data> data_;
};

/// A distance and its error bar as those of the metric.
SweepValue in_metric(const SweepValue &value, double metric_power);

}  // namespace gammaflow
