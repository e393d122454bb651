// SPDX-License-Identifier: LGPL-2.1-or-later
// The calculus of the Laplacian. Beside some times bytes, to be held against ~59 GB/s. Limits: intrinsic
// kernel on 512 x 512 nodes 60 ms; Laplacian of 256 x 256 nodes 0.5 ms.
#include <gammaflow/base/memory.h>
#include <gammaflow/base/threads.h>
#include <gammaflow/spaces/box/box_filter.h>
#include <gammaflow/spaces/lines/laplacian_1d.h>
#include <gammaflow/spaces/solvers/rational_exponential.h>

#include <benchmark/benchmark.h>
#include <deal.II/base/mpi.h>

#include <cmath>
#include <memory>
#include <optional>
#include <tests/support/spaces.h>

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
/// About `nodes` nodes per direction.
std::shared_ptr<const Space> box(unsigned dim, unsigned nodes, unsigned degree)
{
  return make_box(dim, (nodes - 1) / degree, degree);
}

std::shared_ptr<const Space> disk(unsigned degree, unsigned level)
{
  return make_space_from(
      "domain/shape = mesh; domain/dimension = 2; domain/mesh generator = disk; domain/degree = " +
          std::to_string(degree),
      level);
}

Vector wave(const Space &space)
{
  return space.sample([](const Point &x) { return std::sin(7 * x[0]) * std::cos(3 * x[1]) + x[2]; });
}

void apply(benchmark::State &state, const Space &space, const SpectralFunction &function)
{
  const auto op = space.laplacian().prepare(function);
  const Vector x = wave(space);
  Vector y = space.zero();
  for (auto _ : state) op->apply(x, y);
  state.counters["nodes"] = double(space.n_nodes());
}

void box_function(benchmark::State &state)
{
  const auto space = box(unsigned(state.range(0)), unsigned(state.range(1)), unsigned(state.range(2)));
  apply(state, *space, SpectralFunction::heat(0.01));
}
BENCHMARK(box_function)
    ->Args({1, 513, 4})
    ->Args({2, 129, 1})
    ->Args({2, 257, 1})
    ->Args({2, 512, 1})
    ->Args({2, 513, 4})
    ->Args({3, 65, 2})
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

/// g(L) on squares by fast transforms and by products, one thread: where BoxModes::least_transformed is from.
void box_method(benchmark::State &state)
{
  set_threads(1);
  const auto line = Grid1D::build(0, 1, std::size_t(state.range(0) / state.range(1)), 1,
                                  unsigned(state.range(1)), state.range(2) != 0);
  const bool fast = state.range(3) != 0;
  const TensorGrid grid{2, {{line, line, Grid1D::single_node()}}};
  const auto modes = std::make_shared<const BoxModes>(
      grid, fast ? BoxModes::Method::transforms : BoxModes::Method::products);
  const auto g = [](double x) { return 1 / (1 + x); };
  std::optional<BoxFilter> filter;
  if (fast) filter.emplace(modes, 2, SpectralFunction::general(g, "g"));
  const Eigen::VectorXd x = Eigen::VectorXd::LinSpaced(modes->size(), -1, 1),
                        symbol = modes->eigenvalues().unaryExpr(g);
  Eigen::VectorXd y(x.size()), between(x.size());
  for (auto _ : state)
    if (fast)
      filter->apply(x.data(), y.data());
    else {
      modes->to_modes(x.data(), between.data());
      between.array() *= symbol.array();
      modes->from_modes(between.data(), y.data());
    }
  state.counters["ns_per_node"] = benchmark::Counter(
      double(x.size()) * 1e-9, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}
BENCHMARK(box_method)
    ->ArgNames({"nodes", "degree", "periodic", "transforms"})
    ->ArgsProduct({{48, 64, 80, 96, 128, 240, 512, 1000}, {1, 2, 4, 8}, {0, 1}, {0, 1}})
    ->ArgsProduct({{2000}, {1, 2, 4, 8}, {0, 1}, {1}})
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

void box_laplacian(benchmark::State &state)
{
  const auto space = box(unsigned(state.range(0)), unsigned(state.range(1)), unsigned(state.range(2)));
  const Vector x = wave(*space);
  Vector y = space->zero();
  const auto &calculus = space->laplacian();
  for (auto _ : state) calculus.laplacian(x, y);
  state.counters["nodes"] = double(space->n_nodes());
  state.counters["bytes"] =
      benchmark::Counter(16. * double(space->n_nodes()), benchmark::Counter::kIsIterationInvariantRate);
}
BENCHMARK(box_laplacian)
    ->Args({1, 513, 4})
    ->Args({2, 256, 1})
    ->Args({2, 257, 2})
    ->Args({2, 257, 4})
    ->Args({2, 257, 8})
    ->Args({2, 1025, 1})
    ->Args({3, 65, 1})
    ->Args({3, 65, 4})
    ->Unit(benchmark::kMicrosecond);

void eigenbasis(benchmark::State &state)
{
  const unsigned degree = unsigned(state.range(1));
  const Grid1D grid =
      Grid1D::build(0, 1, std::size_t(state.range(0)) / degree, state.range(2) ? 2 : 1, degree, false);
  for (auto _ : state) {
    auto basis = grid.uniform ? Eigenbasis::of_uniform(grid) : Eigenbasis::of_any(grid);
    benchmark::DoNotOptimize(basis.values);
  }
}
BENCHMARK(eigenbasis)
    ->ArgNames({"nodes", "degree", "graded"})
    ->Args({512, 1, 0})
    ->Args({512, 4, 0})
    ->Args({512, 4, 1})
    ->Args({2048, 4, 0})
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

void mesh_function(benchmark::State &state)
{
  const auto space = disk(unsigned(state.range(0)), unsigned(state.range(1)));
  apply(state, *space,
        state.range(2) == 0 ? SpectralFunction::heat(0.01)
                            : SpectralFunction::matern(0.1, int(state.range(2))));
}
BENCHMARK(mesh_function)
    ->ArgNames({"degree", "level", "smoothness"})
    ->Args({1, 6, 0})
    ->Args({1, 6, 1})
    ->Args({1, 6, 2})
    ->Args({4, 4, 0})
    ->Args({4, 4, 1})
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

void mesh_laplacian(benchmark::State &state)
{
  const auto space = disk(unsigned(state.range(0)), unsigned(state.range(1)));
  const Vector x = wave(*space);
  Vector y = space->zero();
  const auto &calculus = space->laplacian();
  for (auto _ : state) calculus.laplacian(x, y);
  state.counters["nodes"] = double(space->n_nodes());
}
BENCHMARK(mesh_laplacian)->Args({1, 6})->Args({2, 5})->Args({4, 4})->Unit(benchmark::kMicrosecond);

void mesh_set_up(benchmark::State &state)
{
  for (auto _ : state) {
    const auto space = disk(unsigned(state.range(0)), unsigned(state.range(1)));
    space->laplacian().prepare(SpectralFunction::heat(0.01));
  }
}
BENCHMARK(mesh_set_up)->Args({1, 6})->Args({4, 4})->Unit(benchmark::kMillisecond)->UseRealTime();
}  // namespace

int main(int argc, char **argv)
{
  dealii::Utilities::MPI::MPI_InitFinalize mpi(argc, argv, 1);
  benchmark::Initialize(&argc, argv);
  keep_freed_memory();
  benchmark::RunSpecifiedBenchmarks();
}
