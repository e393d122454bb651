// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/threads.h>
#include <gammaflow/spaces/make_space.h>
#include <gammaflow/time/stages/diffusive_stage.h>

#include <benchmark/benchmark.h>
#include <deal.II/base/mpi.h>

#include <algorithm>
#include <random>
#include <string>

/// One implicit step of an exact flow, by full Newton iterations, as benchmarks/peers/*.py do it with
/// FEniCSx: the same mesh, degree, step and tolerance of the step, one core. Arguments: cells per direction,
/// degree. Limits, 256 x 256 cells of degree 1: Allen-Cahn a sixth of the time of FEniCSx (CG and Jacobi),
/// Cahn-Hilliard a twentieth (MUMPS). doc/flows-phase-field.md has the figures.
namespace
{
using namespace gammaflow;

/// theta scheme: U = u + (1 - theta) tau v(u) + theta tau v(U).
void step_flow(benchmark::State &state, const std::string &settings, double tau, double theta, double noise)
{
  set_threads(1);
  Parameters p;
  p.set("domain", "dimension", "2");
  p.set("domain", "cells", std::to_string(state.range(0)));
  p.set("domain", "degree", std::to_string(state.range(1)));
  p.assign_all(settings, "benchmark");
  const Flow flow = Flow::build(p, make_space(p));
  Vector u = flow.initial_state(), xi = u, v = u, base = u;
  std::mt19937 generator(2);
  std::uniform_real_distribution<double> uniform(-0.5, 0.5);
  for (std::size_t i = 0; i < size(u); ++i) data(u)[i] += noise * uniform(generator);
  DiffusiveStage stage(flow, 1e-8, 1000);
  unsigned steps = 0;
  const auto advance = [&] {
    flow.energy().first_variation(u, xi);
    flow.geometry().onsager_apply(u, xi, v);
    v *= -1.;
    base = u;
    base.add((1 - theta) * tau, v);
    v *= -(1 - theta) / theta;  // the guess U = u, as the peer's
    if (!stage.solve(0, base, theta * tau, v)) state.SkipWithError("the step is not solved");
    u = stage.state();
    ++steps;
  };
  advance();  // factors and transforms are planned
  const unsigned iterations = stage.iterations(), solves = stage.solves();
  for (auto _ : state) advance();
  const double counted = steps - 1;
  state.counters["newton"] = (stage.solves() - solves) / counted;
  state.counters["gmres"] = (stage.iterations() - iterations) / counted;
  state.counters["nodes"] = double(flow.space().n_nodes());
  state.counters["ns_per_node_and_gmres"] = benchmark::Counter(
      double(flow.space().n_nodes()) * double(std::max(1u, stage.iterations() - iterations)) * 1e-9,
      benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

void sizes(benchmark::internal::Benchmark *b)
{
  b->Unit(benchmark::kMillisecond)->UseRealTime()->Args({96, 1})->Args({256, 1})->Args({64, 4});
}

// u = tanh of the distance to a circle; eps = 0.02: u' = lap u - (u^3 - u)/eps^2
BENCHMARK_CAPTURE(
    step_flow, allen_cahn,
    "energy/name = Ginzburg-Landau; energy/kappa = 1; energy/f = quartic; energy/f scale = 2500; "
    "geometry/name = L2; initial state/formula = "
    "tanh((0.25-sqrt((x-0.5)^2+(y-0.5)^2))/(sqrt(2)*0.02))",
    1e-4, 1., 0.)
    ->Apply(sizes);
// the same with values given on all sides: fast diagonalization, and the multigrid of general meshes
BENCHMARK_CAPTURE(
    step_flow, allen_cahn_given_values,
    "energy/name = Ginzburg-Landau; energy/kappa = 1; energy/f = quartic; energy/f scale = 2500; "
    "geometry/name = L2; initial state/formula = tanh((0.25-sqrt((x-0.5)^2+(y-0.5)^2))/(sqrt(2)*0.02)); "
    "boundary/elsewhere = -1",
    1e-4, 1., 0.)
    ->Apply(sizes);
BENCHMARK_CAPTURE(
    step_flow, allen_cahn_given_values_multigrid,
    "energy/name = Ginzburg-Landau; energy/kappa = 1; energy/f = quartic; energy/f scale = 2500; "
    "geometry/name = L2; initial state/formula = tanh((0.25-sqrt((x-0.5)^2+(y-0.5)^2))/(sqrt(2)*0.02)); "
    "boundary/elsewhere = -1; solver/preconditioner = multigrid",
    1e-4, 1., 0.)
    ->Apply(sizes);
// the demo of FEniCSx: f = 100 c^2 (1-c)^2, lambda = 0.01, M = 1, tau = 5e-6, c = 0.63 + noise
BENCHMARK_CAPTURE(
    step_flow, cahn_hilliard,
    "energy/name = Ginzburg-Landau; energy/kappa = 0.01; energy/f = quartic 0-1; energy/f scale = 100; "
    "geometry/name = H-1; initial state/formula = 0.63",
    5e-6, 0.5, 0.02)
    ->Apply(sizes);
}  // namespace

int main(int argc, char **argv)
{
  benchmark::Initialize(&argc, argv);
  dealii::Utilities::MPI::MPI_InitFinalize mpi(argc, argv, 1);
  benchmark::RunSpecifiedBenchmarks();
}
