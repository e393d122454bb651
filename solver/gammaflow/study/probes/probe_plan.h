// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/curves/curve.h>
#include <gammaflow/study/plan/case_plan.h>

#include <string>
#include <vector>

namespace gammaflow
{
/// A probe of the lower bound: a family of curves, with its settings on top of those of the case.
struct ProbePlan {
  std::string label, curve, settings;
  Topology topology = Topology::constant;
  std::vector<double> exponents = {};  ///< with which D_e may approach its limit, beside the predicted order

  /// Those of the limit flow at this step, with the settings of the probe.
  Parameters parameters_at(const CasePlan &plan, const SweepStep &step) const;
};

/// The probes of a case, from the sections `probe 1`, `probe 2`, ...; none: claims 4 and 5 are not tested.
/// InputError for curves and settings that make no sense.
std::vector<ProbePlan> plan_probes(const CasePlan &plan);

/// How the functionals along curves are computed: section `probes`.
struct ProbeAccuracy {
  double budget = 0.05;  ///< largest error bar of D_e - D, relative to D
  unsigned points = 8;   ///< Gauss points in time
  explicit ProbeAccuracy(const Parameters &parameters);
};

/// Lines for `validate`: which probes will run, in which topology.
std::vector<std::string> probe_lines(const CasePlan &plan);

}  // namespace gammaflow
