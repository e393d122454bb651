// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/comparison/judgement/verdict_coverage.h>
#include <gammaflow/study/probes/probe_judgement.h>

#include <functional>
#include <random>
#include <string>
#include <vector>

namespace gammaflow
{
/// Probes whose limit of D_e - D is known; D = 1.
struct ProbeClass {
  std::string name;
  bool broken = false;  ///< the limit is in [-1/2, -1/10]; else in [0, 1/2], or 0
  double wrong = 0;     ///< by how much the predicted order is off
  bool clean = false;   ///< most of them are to be decided
  /// What D_e - D differs by from its limit, as a function of the parameter; and its order.
  struct Approach {
    std::function<double(double)> at;
    double order = 1;
  };
  std::function<Approach(std::mt19937 &)> draw;
  bool at_zero = false;  ///< the limit is 0, and D_e below D
};
std::vector<ProbeClass> probe_classes();

using ProbeJudge = std::function<ProbeVerdict(const std::vector<Gap> &, double scale, Topology,
                                              const std::vector<double> &exponents, const std::string &)>;

/// What claim 4 says of so many probes of each class, constant and strongly convergent ones in turn, bars of
/// 1e-6 to 1e-3. Where the bound holds: how often it is `not refuted` (confirmed) and refuted, which is
/// false. Where it is broken: how often that is found (confirmed), and called `not refuted`, which is false
/// (refuted). What is false is allowed once in 200.
std::vector<VerdictRow> probe_verdict_coverage(unsigned probes, const ProbeJudge &judge = judge_probe);

}  // namespace gammaflow
