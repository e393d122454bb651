// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/threads.h>
#include <gammaflow/energies/energy.h>
#include <gammaflow/geometries/geometry.h>
#include <gammaflow/spaces/make_space.h>

#include <benchmark/benchmark.h>
#include <deal.II/base/mpi.h>

#include <cmath>
#include <string>

/// The right-hand sides of Stein and KRR Wasserstein flows of KL. Arguments: nodes per direction (about),
/// degree, threads. The density has a contrast of 10. Limits, on two cores: Stein, free-space Gaussian, 256^2
/// nodes: 30 ms, 512^2: 130 ms; KRR, 256^2, Matern s = 1, lambda = 1e-4: 120 ms; Gaussian, lambda = 1e-3: 1
/// s.
namespace
{
using namespace gammaflow;

constexpr double pi = 3.14159265358979323846;

void right_hand_side(benchmark::State &state, const std::string &geometry_name, const std::string &settings)
{
  const long nodes = state.range(0), degree = state.range(1);
  set_threads(unsigned(state.range(2)));
  Parameters parameters;
  parameters.set("domain", "dimension", "2");
  parameters.set("domain", "degree", std::to_string(degree));
  parameters.set("domain", "cells", std::to_string((nodes - 1) / degree));
  parameters.set("solver", "tolerance", "1e-9");
  parameters.assign_all(settings, "benchmark");
  const auto space = make_space(parameters);
  const auto kernel = make_kernel_operator(parameters, "kernel", space);
  const double contrast = std::log(10.) / 4;
  const Vector rho = space->sample(
      [&](const Point &x) { return std::exp(contrast * (std::cos(pi * x[0]) + std::cos(2 * pi * x[1]))); });
  const Vector target =
      space->sample([](const Point &x) { return std::exp(std::cos(pi * x[0]) * std::cos(pi * x[1])); });
  Vector xi = space->zero(), v = xi;
  Registry<Energy>::make("KL", {parameters, space, target, nullptr})->first_variation(rho, xi);
  const auto geometry = Registry<Geometry>::make(geometry_name, {parameters, space, kernel});
  unsigned iterations = 0;
  for (auto _ : state) {
    iterations = geometry->relative_onsager_apply(rho, xi, v);
    benchmark::ClobberMemory();
  }
  state.counters["nodes"] = double(space->n_global_nodes());
  state.counters["iterations"] = iterations;
}

void sizes(benchmark::internal::Benchmark *b)
{
  b->Args({256, 1, 2})
      ->Args({512, 1, 2})
      ->Args({64, 1, 1})
      ->Args({257, 4, 2})
      ->Unit(benchmark::kMillisecond)
      ->MeasureProcessCPUTime()
      ->UseRealTime();
}
void one_size(benchmark::internal::Benchmark *b)
{
  b->Args({256, 1, 2})
      ->Args({257, 4, 2})
      ->Unit(benchmark::kMillisecond)
      ->MeasureProcessCPUTime()
      ->UseRealTime();
}

BENCHMARK_CAPTURE(right_hand_side, stein_gaussian, "Stein Wasserstein",
                  "kernel/name = Gaussian; kernel/bandwidth = 0.05")
    ->Apply(sizes);
BENCHMARK_CAPTURE(right_hand_side, stein_intrinsic_gaussian, "Stein Wasserstein",
                  "kernel/name = intrinsic Gaussian; kernel/bandwidth = 0.05")
    ->Apply(sizes);
BENCHMARK_CAPTURE(right_hand_side, krr_matern, "KRR Wasserstein",
                  "kernel/name = intrinsic Matern; kernel/bandwidth = 0.1; geometry/ridge = 1e-4")
    ->Apply(one_size);
BENCHMARK_CAPTURE(right_hand_side, krr_intrinsic_gaussian, "KRR Wasserstein",
                  "kernel/name = intrinsic Gaussian; kernel/bandwidth = 0.1; geometry/ridge = 1e-3")
    ->Apply(one_size);
BENCHMARK_CAPTURE(right_hand_side, krr_gaussian, "KRR Wasserstein",
                  "kernel/name = Gaussian; kernel/bandwidth = 0.1; geometry/ridge = 1e-3")
    ->Apply(one_size);
}  // namespace

int main(int argc, char **argv)
{
  dealii::Utilities::MPI::MPI_InitFinalize mpi(argc, argv, 1);
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
}
