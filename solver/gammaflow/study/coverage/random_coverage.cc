// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/comparison/distances/distance.h>
#include <gammaflow/evolutions/evolution.h>
#include <gammaflow/spaces/make_space.h>
#include <gammaflow/study/coverage/random_coverage.h>
#include <gammaflow/study/coverage/time_cases.h>
#include <gammaflow/study/plan/formula_data.h>
#include <gammaflow/study/references/error_budget.h>
#include <gammaflow/study/references/pointwise_distance.h>

#include <cmath>
#include <map>
#include <memory>
#include <sstream>

namespace gammaflow
{
namespace
{
std::vector<CoverageCase> of_reference(const RandomCase &data, const Parameters &p,
                                       const CertificationMonitor &monitor)
{
  const CertifiedEvolution run = certified_evolution(p, data.tolerance, monitor);
  const std::vector<double> errors = true_errors(run, data.finer);
  std::vector<CoverageCase> result;
  for (std::size_t i = 0; i < errors.size(); ++i) {
    const NormError &bar = run.errors[i];
    result.push_back({data.flow, data.settings, bar.norm, data.tolerance, bar.time, bar.relative(), errors[i],
                      run.reached});
  }
  return result;
}

/// As in studies: the first level whose nodes show what the formulas are, to a millionth; 2 at least.
unsigned first_level_of(const Parameters &p, EvolutionCache &cache)
{
  return first_seeing_level(
      p, 2, 1e-6, [&](unsigned level) { return cache.space(p, level); },
      [](unsigned level) { return level <= 12; });
}

std::vector<CoverageCase> of_study(const RandomCase &data, const Parameters &p)
{
  Parameters q = p;
  q.assign_all(data.other, "coverage");
  EvolutionCache cache(std::size_t(1) << 28);
  std::vector<CoverageCase> result;
  const unsigned first = std::max(first_level_of(p, cache), first_level_of(q, cache));
  for (const unsigned level : {first, first + 1}) {
    auto a = refined_evolution(cache, p, level, 1e-3 * data.tolerance, p),
         b = refined_evolution(cache, q, level, 1e-3 * data.tolerance, p);
    add_finer(cache, a, b, p);
    Parameters fine = p;
    fine.set("domain", "degree", "8", "coverage");
    const auto space = make_space(fine, level + data.finer);
    const auto of_a = make_evolution(fine, space);
    Parameters other = fine;
    other.assign_all(data.other, "coverage");
    const auto of_b = make_evolution(other, space);
    const auto known_a = of_a->known(), known_b = of_b->known();
    for (const std::string name : {"L1", "L2", "Linf", "Hellinger", "KL"}) {
      const DistanceOn distance = on_each(name);
      const Measured m = measure_distance(a, b, distance, Registry<Distance>::traits(name).metric_power);
      for (std::size_t i = 1; i < m.value.size(); ++i) {
        const double t = a.fine->times[i],
                     exact = distance(space).between(known_a->state(t), known_b->state(t));
        const double bar = (m.delta_space[i] + m.delta_time[i]) / exact,
                     error = std::abs(m.value[i] - exact) / exact;
        result.push_back({data.flow, data.settings, name, data.tolerance, t, bar, error, true});
      }
    }
  }
  return result;
}
}  // namespace

bool RandomCase::in_time() const
{
  return kind == kind_in_time;
}

RandomResult coverage_of(const RandomCase &data, const CertificationMonitor &monitor)
{
  if (data.in_time()) return {data, bars_in_time(data, false)};
  Parameters p;
  p.assign_all(data.settings, "random data");
  return {data, data.other.empty() ? of_reference(data, p, monitor) : of_study(data, p)};
}

BarsOf bars_from(const RandomCase &data)
{
  if (data.in_time()) return BarsOf::in_time;
  return data.other.empty() ? BarsOf::references : BarsOf::studies;
}

std::vector<CoverageCase> bars_of(const std::vector<RandomResult> &results, const std::string &kind,
                                  const std::string &norm, const BarsOf what)
{
  std::vector<CoverageCase> bars;
  for (const auto &result : results) {
    if (what != BarsOf::all && what != bars_from(result.data)) continue;
    const bool chosen = kind.empty() || (kind == "smooth" ? result.data.smooth() : result.data.kind == kind);
    for (const auto &bar : result.bars)
      if (chosen && (norm.empty() || bar.norm == norm)) bars.push_back(bar);
  }
  return bars;
}

std::string random_coverage_csv(const std::vector<RandomResult> &results)
{
  std::ostringstream out;
  out.precision(4);
  out << "data,flow,dimension," << bar_columns << '\n';
  for (const auto &result : results)
    for (const auto &bar : result.bars) {
      out << result.data.kind << ",\"" << result.data.flow << "\"," << result.data.dim << ',';
      write_bar(out, bar);
    }
  return out.str();
}

}  // namespace gammaflow
