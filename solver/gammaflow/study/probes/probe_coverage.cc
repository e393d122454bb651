// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/comparison/judgement/synthetic_sweeps.h>
#include <gammaflow/study/claims/claims.h>
#include <gammaflow/study/probes/probe_coverage.h>
#include <gammaflow/study/probes/recovery_claim.h>

#include <cmath>

namespace gammaflow
{
namespace
{
/// A sweep whose predicted order of energies is `order`.
CasePlan plan_of(double order)
{
  Parameters p;
  p.assign_all("geometry/name = KRR Fisher-Rao; kernel/name = intrinsic Matern; sweep/parameter = ridge",
               "synthetic sequences");
  CasePlan plan = plan_cases(p).at(0);
  plan.energy_order = order;
  return plan;
}

/// D = 1, |D_e - D| = C e^q (1 + a e) with C at most 0.3 at the first point, likewise the distance.
RecoverySequence draw(const RecoveryClass &of, std::mt19937 &random, double order)
{
  const Ladder ladder(random, true, 0.3);
  const double first = ladder.parameter.front(), sign = uniform(random, 0, 1) < 0.5 ? -1 : 1;
  const auto drawn_power = [&] {
    const double size = log_uniform(random, 0.03, 0.3), a = of.curvature * uniform(random, -1, 1);
    return [=](double e) { return size * std::pow(e / first, order) * (1 + a * e); };
  };
  const auto curve = drawn_power(), path = drawn_power();
  const double last = ladder.parameter.back(), part = uniform(random, 0.3, 0.95),
               gap_stays = of.functional_stays ? part / (1 - part) * curve(last) : 0,
               path_stays = of.curve_stays ? part / (1 - part) * path(last) : 0;
  RecoverySequence sequence{of.name, "synthetic", {}};
  const auto within = [&](double bar) {
    return bar * (ladder.ends ? (uniform(random, 0, 1) < 0.5 ? -1 : 1) : uniform(random, -1, 1));
  };
  for (const double e : ladder.parameter) {
    ProbeValue value;
    value.parameter = e;
    value.limit = value.limit_here = 1;
    const double gap = gap_stays + curve(e), bar = ladder.bar * gap;
    value.along.primal_lower = value.along.primal_upper = value.along.primal_near =
        0.5 + sign * (gap + within(bar));
    value.along.dual = 0.5;
    value.delta_space = bar;
    value.distance = path_stays + path(e);
    value.distance_delta = ladder.bar * value.distance;
    value.distance += within(value.distance_delta);
    sequence.values.push_back(value);
  }
  return sequence;
}
}  // namespace

std::vector<RecoveryClass> recovery_classes()
{
  return {{"recovery, C e^q", true, false, false, 0},
          {"recovery, C e^q (1 + a e), |a| <= 2", true, false, false, 2},
          {"the functional stays away by 0.3 to 0.95 of its smallest difference", false, true, false, 2},
          {"the curve stays away by 0.3 to 0.95 of its smallest distance", false, false, true, 2}};
}

std::vector<VerdictRow> recovery_coverage(const unsigned sequences,
                                          const std::function<void(double, const std::string &)> &progress)
{
  const std::vector<RecoveryClass> classes = recovery_classes();
  std::vector<VerdictRow> rows;
  for (std::size_t k = 0; k < classes.size(); ++k) {
    if (progress) progress(double(k) / double(classes.size()), classes[k].name);
    std::mt19937 random(50 + unsigned(k));
    // at most as often wrong as limits that are judged from states
    VerdictRow row{classes[k].name, "claim 5", {}, 0, classes[k].recovers ? 1 : 0.01, 0};
    if (classes[k].recovers) row.least_confirmed = 0.9;
    for (unsigned i = 0; i < sequences; ++i) {
      const double order = random_order(random);
      row.rates.add(recovery_claim(plan_of(order), {draw(classes[k], random, order)}).verdict);
    }
    rows.push_back(row);
  }
  return rows;
}

}  // namespace gammaflow
