// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/threads.h>
#include <gammaflow/spaces/make_space.h>
#include <gammaflow/time/evolve/evolve.h>
#include <gammaflow/time/stages/diffusive_stage.h>

#include <benchmark/benchmark.h>
#include <deal.II/base/mpi.h>

#include <algorithm>
#include <cmath>
#include <string>

/// The time that a flow with a closed form takes to an accuracy at the end, everything included but the start
/// of the program: space, initial state, eigenvectors or factors, all steps. Arguments: cells per direction,
/// degree, -log10 of the tolerance (high order) or number of steps (implicit Euler). One thread. The error is
/// the L1 norm by the midpoint rule between the nodes, relative to that of the solution. Limits: a tenth of
/// the time of benchmarks/peers/fokker_planck.py at its error; a fiftieth of the time of implicit Euler with
/// degree 1. doc/benchmarks.md has the figures.
namespace
{
using namespace gammaflow;

/// A flow whose solution at the end is known.
struct Case {
  std::string settings;
  double end;
  double (*exact)(const Point &);
};

double gaussian(double x, double mean, double variance)
{
  return std::exp(-(x - mean) * (x - mean) / (2 * variance)) / std::sqrt(2 * std::acos(-1.) * variance);
}

/// int |u - exact| / int |exact| by the midpoint rule on points that are nodes of neither method.
double relative_l1(const Space &space, const Vector &u, double (*exact)(const Point &))
{
  const unsigned n = space.dim() == 1 ? 3001 : 331;
  double error = 0, norm = 0;
  for (unsigned j = 0; j < (space.dim() == 1 ? 1 : n); ++j)
    for (unsigned i = 0; i < n; ++i) {
      Point x{};
      x[0] = space.lower()[0] + (space.upper()[0] - space.lower()[0]) * (i + 0.5) / n;
      if (space.dim() > 1) x[1] = space.lower()[1] + (space.upper()[1] - space.lower()[1]) * (j + 0.5) / n;
      const double value = exact(x);
      error += std::abs(space.evaluate(u, x) - value);
      norm += std::abs(value);
    }
  return error / norm;
}

Flow flow_of(const std::string &settings, const benchmark::State &state)
{
  Parameters p;
  p.assign_all(settings, "benchmark");
  p.set("domain", "cells", std::to_string(state.range(0)));
  p.set("domain", "degree", std::to_string(state.range(1)));
  return Flow::build(p, make_space(p));
}

void high_order(benchmark::State &state, const Case &c, const std::string &integrator)
{
  set_threads(1);
  EvolveOptions options;
  options.output_times = {0, c.end};
  options.tolerance = std::pow(10., -0.1 * double(state.range(2)));
  options.solver_tolerance = 0.01 * options.tolerance;
  options.integrator = integrator;
  Vector u;
  LedgerRow row;
  for (auto _ : state) {
    const Flow flow = flow_of(c.settings, state);
    const Trajectory trajectory = evolve(flow, options);
    u = trajectory.states.back();
    row = trajectory.ledger.back();
  }
  const Flow flow = flow_of(c.settings, state);
  state.counters["error"] = relative_l1(flow.space(), u, c.exact);
  state.counters["nodes"] = double(flow.space().n_nodes());
  state.counters["steps"] = row.steps;
  state.counters["iterations"] = row.solver_iterations;
}

/// The same machinery, degree 1 and implicit Euler with equal steps, in the variable of the flow; the guess
/// is the last rate.
void implicit_euler(benchmark::State &state, const Case &c)
{
  set_threads(1);
  Vector u;
  for (auto _ : state) {
    const Flow flow = flow_of(c.settings, state);
    u = flow.initial_state();
    if (flow.positive())
      for (double &value : u) value = std::log(value);
    const double step = c.end / double(state.range(2));
    DiffusiveStage stage(flow, 1e-6 * step, 1000);
    Vector rate = flow.space().zero();
    for (long n = 0; n < state.range(2); ++n) {
      if (!stage.solve(double(n + 1) * step, u, step, rate)) state.SkipWithError("a step is not solved");
      u.add(step, rate);
    }
    u = stage.state();
  }
  const Flow flow = flow_of(c.settings, state);
  state.counters["error"] = relative_l1(flow.space(), u, c.exact);
  state.counters["nodes"] = double(flow.space().n_nodes());
}

const Case ornstein_uhlenbeck{
    "energy/name = KL; geometry/name = Wasserstein; domain/dimension = 2; domain/lower = -5; domain/upper = "
    "5; target/kind = Gaussian; target/mean = 0; target/deviation = 1; initial state/kind = Gaussian; "
    "initial state/mean = 1, 0.5; initial state/deviation = 0.7; ",
    1, [](const Point &x) {
      const double decay = std::exp(-1.), variance = 1 + (0.7 * 0.7 - 1) * decay * decay;
      return gaussian(x[0], decay, variance) * gaussian(x[1], 0.5 * decay, variance);
    }};

const Case ornstein_uhlenbeck_1d{
    "energy/name = KL; geometry/name = Wasserstein; domain/lower = -6; domain/upper = 6; target/kind = "
    "Gaussian; target/mean = 0; target/deviation = 1; initial state/kind = Gaussian; initial state/mean = 1; "
    "initial state/deviation = 0.8; ",
    1, [](const Point &x) {
      const double decay = std::exp(-1.);
      return gaussian(x[0], decay, 1 + (0.8 * 0.8 - 1) * decay * decay);
    }};

void high_2d(benchmark::internal::Benchmark *b)
{
  b->Unit(benchmark::kMillisecond)->UseRealTime()->ArgNames({"cells", "degree", "tol"});
  b->Args({17, 3, 15})
      ->Args({18, 3, 15})
      ->Args({14, 4, 15})
      ->Args({14, 4, 20})
      ->Args({12, 5, 20})
      ->Args({16, 6, 45});
}
void explicit_2d(benchmark::internal::Benchmark *b)
{
  b->Unit(benchmark::kMillisecond)->UseRealTime()->ArgNames({"cells", "degree", "tol"});
  b->Args({17, 3, 40})
      ->Args({19, 3, 36})
      ->Args({19, 3, 38})
      ->Args({19, 3, 40})
      ->Args({20, 3, 36})
      ->Args({20, 3, 38})
      ->Args({20, 3, 40})
      ->Args({20, 3, 45})
      ->Args({18, 4, 45})
      ->Args({24, 4, 60});
}
void high_1d(benchmark::internal::Benchmark *b)
{
  b->Unit(benchmark::kMillisecond)->UseRealTime()->ArgNames({"cells", "degree", "tol"});
  b->Args({16, 4, 20})
      ->Args({18, 4, 20})
      ->Args({20, 4, 25})
      ->Args({16, 6, 40})
      ->Args({20, 6, 40})
      ->Args({20, 6, 45})
      ->Args({24, 6, 50});
}
void euler_2d(benchmark::internal::Benchmark *b)
{
  b->Unit(benchmark::kMillisecond)->UseRealTime()->Iterations(1);
  b->ArgNames({"cells", "degree", "steps"})->Args({128, 1, 128})->Args({192, 1, 512});
}
void euler_1d(benchmark::internal::Benchmark *b)
{
  b->Unit(benchmark::kMillisecond)->UseRealTime()->Iterations(1);
  b->ArgNames({"cells", "degree", "steps"})->Args({200, 1, 1000})->Args({400, 1, 4000})->Args({600, 1, 8000});
}
BENCHMARK_CAPTURE(high_order, fokker_planck_2d, ornstein_uhlenbeck, "kvaerno5")->Apply(high_2d);
BENCHMARK_CAPTURE(high_order, fokker_planck_2d_explicit, ornstein_uhlenbeck, "rkc")->Apply(explicit_2d);
BENCHMARK_CAPTURE(high_order, fokker_planck_1d, ornstein_uhlenbeck_1d, "kvaerno5")->Apply(high_1d);
BENCHMARK_CAPTURE(implicit_euler, fokker_planck_2d, ornstein_uhlenbeck)->Apply(euler_2d);
BENCHMARK_CAPTURE(implicit_euler, fokker_planck_1d, ornstein_uhlenbeck_1d)->Apply(euler_1d);
}  // namespace

int main(int argc, char **argv)
{
  benchmark::Initialize(&argc, argv);
  dealii::Utilities::MPI::MPI_InitFinalize mpi(argc, argv, 1);
  benchmark::RunSpecifiedBenchmarks();
}
