// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/errors.h>
#include <gammaflow/comparison/distances/distance.h>
#include <gammaflow/evolutions/evolution.h>
#include <gammaflow/spaces/make_space.h>
#include <gammaflow/spaces/mesh_adaptation.h>
#include <gammaflow/study/coverage/coverage.h>
#include <gammaflow/study/references/error_budget.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <sstream>

namespace gammaflow
{
double CoverageCase::excess() const
{
  const double ratio = bar / std::max(error, round_off);
  const auto &distances = Registry<Distance>::entries();
  const auto distance = distances.find(norm);
  return distance == distances.end() ? ratio : std::pow(ratio, distance->second.traits.metric_power);
}

std::vector<double> true_errors(const CertifiedEvolution &run, const unsigned finer)
{
  Parameters p = run.parameters;
  p.set("domain", "degree", "8", "coverage");
  const Trajectory &evolution = run.evolution();
  std::vector<std::shared_ptr<const Space>> spaces;
  std::vector<Vector> computed, exact;
  std::unique_ptr<const Evolution> there;  // on the last of the spaces
  std::optional<KnownSolution> known;
  for (std::size_t n = 0; n < evolution.times.size(); ++n) {
    const auto own = evolution.space_of(n);
    if (n > 0 && evolution.space_of(n - 1) == own)
      spaces.push_back(spaces.back());
    else {
      spaces.push_back(evolution.adapted() ? make_refined_space(p, refinement_of(*own))
                                           : make_space(p, finer));
      known.reset();
      there = make_evolution(p, spaces.back());
      known = there->known();
    }
    computed.push_back(carried(evolution.states[n], *own, *spaces[n]));
    exact.push_back(known->state(evolution.times[n]));
  }
  std::vector<double> result;
  for (const NormError &entry : run.errors) {
    const auto n = std::size_t(std::find(evolution.times.begin(), evolution.times.end(), entry.time) -
                               evolution.times.begin());
    const auto distance = Registry<Distance>::make(entry.norm, {spaces[n], nullptr});
    const Vector of_same_mass = Registry<Distance>::traits(entry.norm).needs_equal_mass
                                    ? with_mass_of(exact[n], computed[n], *spaces[n])
                                    : computed[n];
    result.push_back(distance->between(of_same_mass, exact[n]) / entry.scale);
  }
  return result;
}

std::vector<CoverageCase> coverage_of(const std::string &closed_form, const std::string &settings,
                                      const std::vector<double> &tolerances,
                                      const CertificationMonitor &monitor)
{
  std::vector<CoverageCase> result;
  for (const double tolerance : tolerances) {
    Parameters p;
    p.assign_all(settings, "the example of '" + closed_form + "'");
    const CertifiedEvolution run = certified_evolution(p, tolerance, monitor);
    const std::vector<double> errors = true_errors(run);
    for (std::size_t i = 0; i < errors.size(); ++i) {
      const NormError &bar = run.errors[i];
      result.push_back(
          {closed_form, settings, bar.norm, tolerance, bar.time, bar.relative(), errors[i], run.reached});
    }
  }
  return result;
}

CoverageSummary summary_of(const std::vector<CoverageCase> &cases)
{
  CoverageSummary summary;
  std::vector<double> excess;
  for (const auto &entry : cases) {
    ++summary.cases;
    summary.covered += entry.covered() ? 1 : 0;
    summary.not_reached += entry.reached ? 0 : 1;
    excess.push_back(entry.excess());
    summary.largest_excess = std::max(summary.largest_excess, entry.excess());
    if (entry.error > CoverageCase::round_off)
      summary.worst_ratio = std::max(summary.worst_ratio, entry.error / entry.bar);
  }
  if (!excess.empty()) {
    const auto middle = excess.begin() + std::ptrdiff_t(excess.size() / 2);
    std::nth_element(excess.begin(), middle, excess.end());
    summary.median_excess = *middle;
  }
  return summary;
}

void write_bar(std::ostream &out, const CoverageCase &bar)
{
  out << bar.tolerance << ',' << (bar.reached ? "yes" : "no") << ',' << bar.norm << ',' << bar.time << ','
      << bar.bar << ',' << bar.error << ',' << bar.excess() << ',' << (bar.covered() ? "yes" : "NO") << '\n';
}

std::string coverage_csv(const std::vector<CoverageCase> &cases)
{
  std::ostringstream out;
  out.precision(4);
  out << "closed form," << bar_columns << '\n';
  for (const auto &entry : cases) {
    out << '"' << entry.closed_form << "\",";
    write_bar(out, entry);
  }
  return out.str();
}

}  // namespace gammaflow
