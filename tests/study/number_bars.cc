// Error bars of numbers (energies, dissipations, observables) of references, at loose tolerances.
#include <gammaflow/evolutions/observable.h>
#include <gammaflow/study/references/certified_evolution.h>
#include <gammaflow/study/references/evolution_cache.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <iostream>
#include <random>
#include <string>
#include <vector>

using namespace gammaflow;

namespace
{
struct Family {
  std::string name, settings;
  double lowest, highest;  ///< of the number that stands for @ in the settings
};

const std::vector<Family> families = {
    {"Fokker-Planck",
     "geometry/name = Wasserstein; energy/name = KL; domain/lower = -5; domain/upper = 5; target/kind = "
     "Gaussian; target/mean = 0; target/deviation = 1; initial state/kind = Gaussian; initial "
     "state/deviation = 0.8; initial state/mean = @",
     -1, 1},
    {"porous medium",
     "geometry/name = Wasserstein; energy/name = free-energy; energy/internal = power; energy/exponent = 2; "
     "initial state/formula = 1 + 0.8*cos(pi*x + @)",
     0, 6},
    {"Fisher-Rao",
     "geometry/name = Fisher-Rao; energy/name = KL; target/formula = exp(cos(pi*x)); initial state/formula = "
     "exp(sin(3*x + @))",
     0, 6},
    {"Hellinger-Kantorovich",
     "geometry/name = Hellinger-Kantorovich; energy/name = KL; target/formula = 1 + 0.4*cos(pi*x); initial "
     "state/formula = exp(sin(3*x + @))",
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

const std::string observables =
    "energy | u(0.37) | integral of u*x^2 | integral of u^2 | primal dissipation | dual dissipation";

std::vector<std::vector<double>> numbers(const Parameters &p, const Trajectory &trajectory)
{
  const auto rows = observed(observables_of(*make_evolution(p, trajectory.space)), trajectory);
  std::vector<std::vector<double>> table(rows.front().size());
  for (const auto &row : rows)
    for (std::size_t q = 0; q < row.size(); ++q) table[q].push_back(row[q]);
  return table;
}

struct Count {
  unsigned all = 0, covered = 0;
  std::vector<double> excess;  ///< bar over error
};
double median(std::vector<double> v)
{
  std::sort(v.begin(), v.end());
  return v.empty() ? 0 : v[v.size() / 2];
}

void count_bars(const std::string &family, const std::string &settings, double tolerance, Count &count)
{
  Parameters p;
  p.assign_all(
      "domain/degree = 2; domain/cells = 4; " + settings + "; observables/quantities = " + observables,
      "test");
  const CertifiedEvolution run = certified_evolution(p, tolerance);
  EvolutionCache cache(0);
  Parameters q = run.parameters, r = q;
  q.set("domain", "degree", "8");
  const auto exact = cache.evolution(q, {1, 1e-10, 0.25});
  const auto exact_in_time = cache.evolution(r, {0, 1e-10, 0.25});
  const auto truth = numbers(q, *exact), found = numbers(p, run.evolution()),
             truth_in_time = numbers(run.parameters, *exact_in_time);
  const auto of = [&](const Trajectory &t, double) { return numbers(run.parameters, t); };
  const auto bars = quantity_errors(run, of, {true, {false, true, false, false, false, false}}),
             in_time = quantity_errors(run, of, {false, {}});
  double worst_state = run.space + run.in_time;
  for (std::size_t k = 0; k < bars.size(); ++k) {
    double scale = 0;
    for (double x : truth[k]) scale = std::max(scale, std::abs(x));
    for (std::size_t n = 1; n < bars[k].size(); ++n) {
      const double error = std::abs(found[k][n] - truth[k][n]), floor = 1e-13 * scale;
      ++count.all;
      const bool covered = error <= bars[k][n].value + floor;
      count.covered += covered;
      const double excess = bars[k][n].value / std::max(error, floor);
      count.excess.push_back(excess);
      std::cout << "D";
      for (const auto &t : run.levels) std::cout << ' ' << numbers(run.parameters, *t)[k][n] - truth[k][n];
      std::cout << " T";
      for (const auto &t : run.tolerances)
        std::cout << ' ' << numbers(run.parameters, *t)[k][n] - truth_in_time[k][n];
      std::cout << " deg " << run.degree() << " nodes " << run.cost.nodes << " steps " << run.cost.steps
                << " tau " << run.parameters.number("time", "tolerance") << " ";
      std::cout << "ROW," << family << ',' << tolerance << ',' << k << ',' << n << ",scale," << scale
                << ",err," << error << ",bar," << bars[k][n].value << ",x," << excess << ",terr,"
                << std::abs(found[k][n] - truth_in_time[k][n]) << ",tbar," << in_time[k][n].value << ",conf,"
                << bars[k][n].confirmed << in_time[k][n].confirmed << ",r," << bars[k][n].contraction << ','
                << in_time[k][n].contraction << ",serr," << std::abs(truth[k][n] - truth_in_time[k][n])
                << ",sbar," << bars[k][n].value - in_time[k][n].value << ",state," << worst_state << ",sp,"
                << run.space << (covered ? "" : " NOT") << "\n";
    }
  }
}
}  // namespace

TEST(NumberBars, Loose)
{
  std::mt19937 random(7);
  const char *trials = std::getenv("TRIALS");
  Count total;
  for (const double tolerance : {1e-2, 1e-3, 1e-4, 1e-5, 1e-7}) {
    Count of_tolerance;
    for (const Family &family : families) {
      Count count;
      for (int trial = 0; trial < (trials ? std::atoi(trials) : 1); ++trial) {
        std::string settings = family.settings;
        const double parameter = std::uniform_real_distribution<>(family.lowest, family.highest)(random),
                     end = std::exp(std::uniform_real_distribution<>(std::log(0.01), std::log(2))(random)),
                     middle = end * std::uniform_real_distribution<>(0.1, 0.9)(random);
        settings.replace(settings.find('@'), 1, std::to_string(parameter));
        settings += "; time/end = " + std::to_string(end) + "; time/outputs = " + std::to_string(middle) +
                    ", " + std::to_string(end);
        SCOPED_TRACE(settings);
        count_bars(family.name, settings, tolerance, count);
      }
      std::cout << "  " << tolerance << " " << family.name << ": " << count.covered << " of " << count.all
                << ", median bar " << median(count.excess) << " times the error\n";
      of_tolerance.all += count.all;
      of_tolerance.covered += count.covered;
      of_tolerance.excess.insert(of_tolerance.excess.end(), count.excess.begin(), count.excess.end());
    }
    std::cout << " TOL " << tolerance << ": " << of_tolerance.covered << " of " << of_tolerance.all
              << ", median " << median(of_tolerance.excess) << "\n";
    total.all += of_tolerance.all;
    total.covered += of_tolerance.covered;
  }
}
