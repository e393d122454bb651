// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/study/probes/probe_values.h>

#include <functional>
#include <optional>

namespace gammaflow
{
/// A probe whose parameters were searched for, and what was measured along it.
struct WorstProbe {
  ProbePlan probe;
  std::vector<ProbeValue> values;
  unsigned evaluations = 0;
};

/// Among the curves of the family of `start`, with the parameters that the family declares
/// (Curve::Traits::searched), one for which lim D_e - D, relative to D, is small: a compass search from the
/// parameters of `start`, which halves and doubles one after the other, then with smaller factors, for so
/// many evaluations. It finds a local minimum, and proves nothing. Nothing where the family declares none.
/// `measure` gives the values along the curves of a probe.
using MeasureProbe = std::function<std::vector<ProbeValue>(const ProbePlan &)>;
std::optional<WorstProbe> worst_probe(const CasePlan &plan, const ProbePlan &start,
                                      const MeasureProbe &measure, unsigned evaluations);

}  // namespace gammaflow
