// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/study/probes/probe_values.h>

#include <functional>
#include <string>
#include <vector>

namespace gammaflow
{
/// The measurements along the curves of a case, one file for each family of curves, written at once, so that
/// a resumed study finds the same numbers. With an empty name of the folder nothing is kept.
class ProbeStore
{
 public:
  ProbeStore(const CasePlan &plan, unsigned level, std::string folder);

  /// The values that are stored under this name, or those of `measure`, which are stored then. May be called
  /// from several threads for different names.
  std::vector<ProbeValue> find_or(const ProbePlan &probe, const std::string &kind,
                                  const std::function<std::vector<ProbeValue>()> &measure) const;

 private:
  std::string key_of(const ProbePlan &probe, const std::string &kind) const;

  const CasePlan &plan_;
  const unsigned level_;
  const std::string folder_;
};

}  // namespace gammaflow
