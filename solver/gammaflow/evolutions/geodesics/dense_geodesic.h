// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/evolutions/geodesics/geodesic.h>
#include <gammaflow/time/evolve/dense_trajectory.h>

namespace gammaflow
{
/// The states geodesic.state(t / end) between those of a trajectory. Its steps, between which crossings are
/// looked for, are eighths of the intervals between outputs.
class DenseGeodesic : public DenseTrajectory
{
 public:
  /// The geodesic must outlive this object, too.
  DenseGeodesic(const Geodesic &geodesic, const Trajectory &trajectory)
      : DenseTrajectory(trajectory), geodesic_(geodesic)
  {
  }

 protected:
  Start start_of(std::size_t n) const override
  {
    const auto &t = trajectory_.times;
    return {trajectory_.states[n - 1], (t[n] - t[n - 1]) / 8};
  }
  Vector advanced(double from, const Vector &, double to, double step, const OnStep &on_step) const override
  {
    for (double t = from + step; on_step && t < to - step / 2; t += step) on_step(t, at(t));
    const Vector u = at(to);
    if (on_step) on_step(to, u);
    return u;
  }

 private:
  Vector at(double t) const { return geodesic_.state(t / end()); }

  const Geodesic &geodesic_;
};

}  // namespace gammaflow
