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
/// meshes, to be extrapolated to parameter 0: of densities the square root (for Hellinger) or the logarithm
/// (for distances that need positive states); of fields, and for norms, the states themselves.
///
/// Distances here are metrics: a divergence is replaced by its power `metric_power`, its square root say.
class SweepStates
{
 public:
  /// InputError where a file is missing, or belongs to another case or to other times.
  SweepStates(const CasePlan &plan, const std::string &folder, const std::vector<PointRecord> &points,
              EvolutionCache &cache);
  ~SweepStates();

  /// With the distance to a limit flow at the same times. `bar`: bound of the distance of this limit flow to
  /// the true one, in the metric; `order`: the predicted exponent.
  ExtrapolatedDistance extrapolated(const Trajectory &limit, double bar, double order) const;
  /// The distance of each point to this limit flow, with the error bars of both.
  std::vector<SweepValue> distances(const Trajectory &limit, double bar) const;

  std::size_t times() const;  ///< number of times used: fewer than the comparison times where memory is short

 private:
  struct Moment;
  struct Data;
  std::shared_ptr<Data> data_;
};

/// A distance and its error bar as those of the metric.
SweepValue in_metric(const SweepValue &value, double metric_power);

}  // namespace gammaflow
