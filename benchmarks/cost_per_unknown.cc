// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/memory.h>
#include <gammaflow/base/threads.h>
#include <gammaflow/energies/energy.h>
#include <gammaflow/geometries/geometry.h>
#include <gammaflow/spaces/make_space.h>
#include <gammaflow/time/stages/diffusive_stage.h>

#include <benchmark/benchmark.h>
#include <deal.II/base/mpi.h>

#include <algorithm>
#include <cmath>
#include <string>

/// Nanoseconds per unknown from 10^4 to 4 10^6 unknowns, one thread. Arguments: cells per direction (boxes)
/// or refinements (meshes), degree. Limit: flat within 20 %.
namespace
{
using namespace gammaflow;

Flow flow_of(const std::string &settings)
{
  set_threads(1);
  Parameters p;
  p.set("domain", "dimension", "2");
  p.assign_all(settings, "benchmark");
  return Flow::build(p, make_space(p));
}

std::string box_of(const benchmark::State &state)
{
  return "; domain/cells = " + std::to_string(state.range(0)) +
         "; domain/degree = " + std::to_string(state.range(1));
}
std::string mesh_of(const benchmark::State &state)
{
  return "; domain/shape = mesh; domain/mesh generator = disk; domain/mesh refinements = " +
         std::to_string(state.range(0)) + "; domain/degree = " + std::to_string(state.range(1));
}

void per_node(benchmark::State &state, std::size_t nodes, double times = 1)
{
  state.counters["nodes"] = double(nodes);
  state.counters["ns_per_node"] =
      benchmark::Counter(double(nodes) * times * 1e-9,
                         benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

const std::string fokker_planck =
    "energy/name = KL; geometry/name = Wasserstein; target/formula = exp(0.4*cos(3*x)*cos(2*y)); "
    "initial state/formula = 1 + 0.5*sin(2*x + y)";
const std::string allen_cahn =
    "energy/name = Ginzburg-Landau; energy/kappa = 1; energy/f scale = 100; geometry/name = L2; initial "
    "state/formula = 0.5*sin(3*x + 2*y)";

/// u' = -K(u) DF(u): logarithms, and the operator -div(u grad .).
void right_hand_side(benchmark::State &state, const Flow &flow)
{
  Vector u = flow.initial_state(), xi = u, v = u;
  const auto evaluate = [&] {
    u *= 1 + 1e-15;  // another state: nothing is remembered
    flow.energy().first_variation(u, xi);
    flow.geometry().onsager_apply(u, xi, v);
    benchmark::DoNotOptimize(data(v));
  };
  for (unsigned i = 0; i < 13; ++i) evaluate();  // coefficients of so many states have their memory now
  for (auto _ : state) evaluate();
  per_node(state, flow.space().n_nodes());
}
void box_right_hand_side(benchmark::State &state)
{
  right_hand_side(state, flow_of(fokker_planck + box_of(state)));
}
void mesh_right_hand_side(benchmark::State &state)
{
  right_hand_side(state, flow_of(fokker_planck + mesh_of(state)));
}

/// The operator alone.
void gradients(benchmark::State &state, const Flow &flow)
{
  const Vector m = flow.initial_state(), x = m;
  Vector y = x;
  const GradientCalculus &calculus = flow.space().gradients();
  for (auto _ : state) {
    calculus.apply(m, x, y);
    benchmark::DoNotOptimize(data(y));
  }
  per_node(state, flow.space().n_nodes());
}
void box_gradients(benchmark::State &state)
{
  gradients(state, flow_of(fokker_planck + box_of(state)));
}
void mesh_gradients(benchmark::State &state)
{
  gradients(state, flow_of(fokker_planck + mesh_of(state)));
}

/// An implicit Euler step of Allen-Cahn, preconditioner and all.
void step(benchmark::State &state, const Flow &flow)
{
  DiffusiveStage stage(flow, 1e-8, 1000);
  Vector u = flow.initial_state(), rate = u;
  const auto solve = [&] {
    u *= 1 + 1e-15;  // another state: nothing is remembered
    rate = 0.;
    if (!stage.solve(0, u, 1e-4, rate)) state.SkipWithError("the step is not solved");
  };
  for (unsigned i = 0; i < 5; ++i) solve();  // coefficients of so many states have their memory now
  const unsigned before = stage.iterations();
  for (auto _ : state) solve();
  per_node(state, flow.space().n_nodes());
  state.counters["iterations"] = double(stage.iterations() - before) /
                                 double(std::max<benchmark::IterationCount>(1, state.iterations()));
}
void box_step(benchmark::State &state)
{
  step(state, flow_of(allen_cahn + box_of(state)));
}
void mesh_step(benchmark::State &state)
{
  step(state, flow_of(allen_cahn + "; solver/preconditioner = multigrid" + mesh_of(state)));
}

void boxes(benchmark::internal::Benchmark *b)
{
  b->Unit(benchmark::kMillisecond)->UseRealTime()->ArgNames({"cells", "degree"});
  for (const long n : {100, 250, 500, 1000, 2000}) b->Args({n, 1});
  for (const long n : {25, 60, 125, 250, 500}) b->Args({n, 4});
}
void meshes(benchmark::internal::Benchmark *b)
{
  b->Unit(benchmark::kMillisecond)->UseRealTime()->ArgNames({"refinements", "degree"});
  for (const long r : {5, 6, 7, 8, 9}) b->Args({r, 2});
}
void small_meshes(benchmark::internal::Benchmark *b)
{
  b->Unit(benchmark::kMillisecond)->UseRealTime()->ArgNames({"refinements", "degree"});
  for (const long r : {5, 6, 7, 8}) b->Args({r, 2});
}
void meshes_of_degrees(benchmark::internal::Benchmark *b)
{
  meshes(b);
  b->Args({7, 1})->Args({5, 4})->Args({4, 7});
}
BENCHMARK(box_gradients)->Apply(boxes);
BENCHMARK(box_right_hand_side)->Apply(boxes);
BENCHMARK(box_step)->Apply(boxes);
BENCHMARK(mesh_gradients)->Apply(meshes_of_degrees);
BENCHMARK(mesh_right_hand_side)->Apply(meshes);
BENCHMARK(mesh_step)->Apply(small_meshes);
}  // namespace

int main(int argc, char **argv)
{
  benchmark::Initialize(&argc, argv);
  keep_freed_memory();
  dealii::Utilities::MPI::MPI_InitFinalize mpi(argc, argv, 1);
  benchmark::RunSpecifiedBenchmarks();
}
