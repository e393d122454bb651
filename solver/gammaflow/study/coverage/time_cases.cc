// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/comparison/distances/distance.h>
#include <gammaflow/evolutions/evolution.h>
#include <gammaflow/study/coverage/draw.h>
#include <gammaflow/study/coverage/time_cases.h>
#include <gammaflow/study/plan/comparison_times.h>
#include <gammaflow/study/references/error_budget.h>
#include <gammaflow/time/evolve/evolve.h>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
namespace
{
const std::vector<FlowInTime> flows = {
    {"Fokker-Planck",
     "geometry/name = Wasserstein; energy/name = KL; domain/lower = -5; domain/upper = 5; target/kind = "
     "Gaussian; "
     "target/mean = 0; target/deviation = 1; initial state/kind = Gaussian; initial state/deviation = 0.8; "
     "initial state/mean = @",
     -1, 1},
    {"porous medium",
     "geometry/name = Wasserstein; energy/name = free-energy; energy/internal = power; energy/exponent = 2; "
     "initial state/formula = 1 + 0.8*cos(pi*x + @)",
     0, 6},
    {"inclusive KL",
     "geometry/name = Wasserstein; energy/name = inclusive-KL; target/formula = 1 + 0.4*cos(pi*x); "
     "initial state/formula = 1 + 0.5*cos(2*pi*x + @)",
     0, 6},
    {"Fisher-Rao",
     "geometry/name = Fisher-Rao; energy/name = KL; target/formula = exp(cos(pi*x)); "
     "initial state/formula = exp(sin(3*x + @))",
     0, 6},
    {"Hellinger-Kantorovich",
     "geometry/name = Hellinger-Kantorovich; energy/name = KL; target/formula = 1 + 0.4*cos(pi*x); "
     "initial state/formula = exp(sin(3*x + @))",
     0, 6},
    {"Allen-Cahn",
     "geometry/name = L2; energy/name = Ginzburg-Landau; energy/f = (u^2-1)^2/4; energy/kappa = 0.003; "
     "initial state/formula = 0.4*sin(7*x + @) + 0.2*cos(3*x)",
     0, 6},
    {"Cahn-Hilliard",
     "geometry/name = H-1; energy/name = Ginzburg-Landau; energy/f = (u^2-1)^2/4; energy/kappa = 0.003; "
     "initial state/formula = 0.3*sin(7*x + @)",
     0, 6},
    {"heat", "geometry/name = L2; energy/name = Dirichlet; initial state/formula = sin(5*x + @)", 0, 6}};

/// Between, on a logarithmic scale.
double of_any_size(Draw &draw, double low, double high)
{
  return std::exp(draw.between(std::log(low), std::log(high)));
}

struct Quantity {
  std::string name;
  double LedgerRow::*value;
};
const std::vector<Quantity> quantities = {{"energy", &LedgerRow::energy},
                                          {"primal dissipated", &LedgerRow::primal_dissipated},
                                          {"dual dissipated", &LedgerRow::dual_dissipated},
                                          {"primal rate", &LedgerRow::primal_rate},
                                          {"dual rate", &LedgerRow::dual_rate}};
}  // namespace

const std::vector<FlowInTime> &flows_in_time()
{
  return flows;
}

std::vector<RandomCase> cases_in_time(const unsigned seed, const unsigned rounds)
{
  Draw draw(seed);
  std::vector<RandomCase> result;
  for (unsigned round = 0; round < 2 * rounds; ++round)
    for (const FlowInTime &flow : flows) {
      RandomCase one;
      one.kind = kind_in_time;
      one.flow = flow.name;
      one.settings = flow.settings;
      one.settings.replace(one.settings.find('@'), 1, draw.text(flow.lowest, flow.highest));
      const double end = of_any_size(draw, 0.01, 2),
                   output = end * (round % 2 == 0 ? draw.between(0.1, 0.9) : of_any_size(draw, 0.005, 1));
      one.settings += "; domain/degree = 4; domain/cells = 4; time/end = " + few_digits(end, 6) +
                      "; time/outputs = " + few_digits(output, 6) + ", " + few_digits(end, 6);
      for (const double tolerance : {1e-4, 1e-5, 1e-6, 1e-8}) {
        one.tolerance = tolerance;
        result.push_back(one);
      }
    }
  return result;
}

std::vector<CoverageCase> bars_in_time(const RandomCase &data, const bool between_outputs)
{
  Parameters p;
  p.assign_all(data.settings, "random data");
  const std::vector<double> outputs = evolve_options(p).output_times;
  p = with_comparison_times(p);
  constexpr unsigned level = 2;
  constexpr double much_tighter = 1e-12, much_shorter = 0.05;
  EvolutionCache cache(std::size_t(1) << 28);
  const auto requests = requests_of(p, level, data.tolerance, p);
  RefinedEvolution run, exact;
  run.flow = exact.flow = p;
  run.fine = run.coarse = cache.evolution(p, requests[0].accuracy, p);
  run.loose = cache.evolution(p, requests[1].accuracy, p);
  exact.fine = exact.coarse = exact.loose = cache.evolution(p, {level, much_tighter, much_shorter}, p);

  std::vector<CoverageCase> result;
  const auto add = [&](const std::string &norm, const std::vector<double> &bars,
                       const std::vector<double> &errors, double scale) {
    for (std::size_t n = 1; n < bars.size(); ++n) {
      const double t = run.fine->times[n];
      if (!between_outputs && std::find(outputs.begin(), outputs.end(), t) == outputs.end()) continue;
      result.push_back(
          {data.flow, data.settings, norm, data.tolerance, t, bars[n] / scale, errors[n] / scale, true});
    }
  };
  const auto evolution = make_evolution(p, run.fine->space);
  for (const std::string name : {"L1", "L2", "Linf", "Hellinger", "KL"}) {
    if (!why_not_applicable(name, {run.fine->space, nullptr}, evolution->positive(),
                            evolution->conserves_mass())
             .empty())
      continue;
    const DistanceOn distance = on_each(name);
    std::vector<double> errors;
    for (std::size_t n = 0; n < run.fine->times.size(); ++n)
      errors.push_back(distance(run.fine->space).between(run.fine->states[n], exact.fine->states[n]));
    add(name, estimated_error(run, distance).delta_time, errors, 1);
  }
  for (const Quantity &quantity : quantities) {
    double scale = 0;
    for (const LedgerRow &row : exact.fine->ledger) scale = std::max(scale, std::abs(row.*quantity.value));
    const Measured m =
        measure_difference(run, exact, [&](const LedgerRow &row) { return row.*quantity.value; });
    if (scale > 0) add(quantity.name, m.delta_time, m.value, scale);
  }
  return result;
}

}  // namespace gammaflow
