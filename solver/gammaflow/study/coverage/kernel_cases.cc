// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/comparison/distances/distance.h>
#include <gammaflow/evolutions/evolution.h>
#include <gammaflow/spaces/make_space.h>
#include <gammaflow/study/coverage/draw.h>
#include <gammaflow/study/coverage/kernel_cases.h>
#include <gammaflow/study/references/error_budget.h>
#include <gammaflow/study/references/pointwise_distance.h>

#include <algorithm>
#include <cmath>
#include <string>

namespace gammaflow
{
namespace
{
struct KernelFlow {
  std::string name, settings, limit;
};
const std::vector<KernelFlow> flows = {
    {"Stein, Gaussian", "geometry/name = Stein Wasserstein; kernel/bandwidth = 0.15",
     "geometry/name = power-mobility Wasserstein; geometry/exponent = 2"},
    {"Stein, Matern 2",
     "geometry/name = Stein Wasserstein; kernel/name = intrinsic Matern; kernel/smoothness = 2",
     "geometry/name = power-mobility Wasserstein; geometry/exponent = 2"},
    {"KRR Wasserstein, Matern 1",
     "geometry/name = KRR Wasserstein; kernel/name = intrinsic Matern; geometry/ridge = 1e-2",
     "geometry/name = Wasserstein; geometry/gradients = staggered"},
    {"KRR Wasserstein, Gaussian",
     "geometry/name = KRR Wasserstein; geometry/ridge = 1e-2; kernel/bandwidth = 0.15",
     "geometry/name = saturating-mobility Wasserstein"},
    {"kernel H-1", "geometry/name = kernel H-1; energy/name = L2-distance; kernel/bandwidth = 0.15",
     "geometry/name = H-1"},
    {"inverse-kernel H-1, KL", "geometry/name = inverse-kernel H-1; kernel/name = intrinsic Matern",
     "geometry/name = H-1"},
    {"blob-KL, Fisher-Rao", "geometry/name = Fisher-Rao; energy/name = blob-KL", "energy/name = KL"},
    {"IFT, MMD", "geometry/name = IFT; energy/name = MMD; kernel/bandwidth = 0.15",
     "geometry/name = Wasserstein-L2; energy/name = L2-distance"}};

std::string modes(Draw &draw)
{
  std::string sum = "exp(0";
  for (int k = 1; k <= 3; ++k)
    sum += " + (" + draw.text(-0.8 / k, 0.8 / k) + ")*cos(" + std::to_string(k) + "*pi*x)";
  return sum + ")";
}

constexpr unsigned level = 2;

/// What the truth is computed with, beside a finer mesh.
Parameters finer(Parameters p, double tolerance)
{
  p.set("domain", "degree", "6", "coverage");
  p.set("time", "tolerance", few_digits(1e-3 * tolerance, 3), "coverage");
  return p;
}

std::vector<CoverageCase> of_reference(const RandomCase &data, const Parameters &p,
                                       const CertificationMonitor &monitor)
{
  const CertifiedEvolution run = certified_evolution(p, data.tolerance, monitor);
  const Parameters fine = finer(run.parameters, 1e-3 * data.tolerance);
  const auto space = make_space(fine, 1);
  const Trajectory truth = make_evolution(fine, space)->trajectory(evolve_options(fine));
  const Trajectory &evolution = run.evolution();
  std::vector<CoverageCase> result;
  for (const NormError &bar : run.errors) {
    const auto n = std::size_t(std::find(evolution.times.begin(), evolution.times.end(), bar.time) -
                               evolution.times.begin());
    const Vector state = carried(evolution.states[n], *evolution.space, *space);
    const double error =
        Registry<Distance>::make(bar.norm, {space, nullptr})->between(state, truth.states[n]);
    result.push_back({data.flow, data.settings, bar.norm, data.tolerance, bar.time, bar.relative(),
                      error / bar.scale, run.reached});
  }
  return result;
}

std::vector<CoverageCase> of_study(const RandomCase &data, const Parameters &p)
{
  Parameters q = p;
  q.assign_all(data.other, "coverage");
  EvolutionCache cache(std::size_t(1) << 28);
  auto a = refined_evolution(cache, p, level, data.tolerance, p),
       b = refined_evolution(cache, q, level, data.tolerance, p);
  add_finer(cache, a, b, p);
  const Parameters fine = finer(p, data.tolerance), other = finer(q, data.tolerance);
  const auto space = make_space(fine, level + 1);
  const auto of_a = make_evolution(fine, space), of_b = make_evolution(other, space);
  const Trajectory true_a = of_a->trajectory(evolve_options(fine)),
                   true_b = of_b->trajectory(evolve_options(other));
  std::vector<CoverageCase> result;
  for (const std::string name : {"L1", "L2", "Linf", "Hellinger", "KL"}) {
    if (!why_not_applicable(name, {space, nullptr}, of_a->positive(), of_a->conserves_mass()).empty())
      continue;
    const DistanceOn distance = on_each(name);
    const Measured m = measure_distance(a, b, distance, Registry<Distance>::traits(name).metric_power);
    for (std::size_t i = 1; i < m.value.size(); ++i) {
      const double t = a.fine->times[i], exact = distance(space).between(true_a.states[i], true_b.states[i]);
      result.push_back({data.flow, data.settings, name, data.tolerance, t,
                        (m.delta_space[i] + m.delta_time[i]) / exact, std::abs(m.value[i] - exact) / exact,
                        true});
    }
  }
  return result;
}
}  // namespace

std::vector<RandomCase> kernel_cases(const unsigned seed, const unsigned rounds)
{
  Draw draw(seed);
  std::vector<RandomCase> result;
  for (unsigned round = 0; round < rounds; ++round)
    for (const KernelFlow &flow : flows) {
      RandomCase one;
      one.kind = kind_of_kernels;
      one.flow = flow.name;
      one.tolerance = 1e-3;
      one.settings =
          "domain/cells = 4; domain/degree = 2; time/end = 0.1; time/outputs = 2; "
          "initial state/mass = 1; target/mass = 1; initial state/formula = " +
          modes(draw);
      one.settings += "; target/formula = " + modes(draw) + "; " + flow.settings;
      result.push_back(one);
      one.flow = "study: " + flow.name;
      one.other = flow.limit;
      one.tolerance = 1e-6;
      result.push_back(one);
    }
  return result;
}

std::vector<CoverageCase> bars_against_finer(const RandomCase &data, const CertificationMonitor &monitor)
{
  Parameters p;
  p.assign_all(data.settings, "random data");
  return data.other.empty() ? of_reference(data, p, monitor) : of_study(data, p);
}

}  // namespace gammaflow
