// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/eigen.h>
#include <gammaflow/base/threads.h>
#include <gammaflow/kernels/kernel_operator.h>
#include <gammaflow/spaces/make_space.h>

#include <benchmark/benchmark.h>
#include <deal.II/base/mpi.h>

#include <string>

/// y = Kf x per backend. Arguments: nodes per direction (about), degree, dimension, threads.
/// Limits, on two cores: 512 x 512 nodes, free-space Gaussian by FFT 20 ms, intrinsic kernels 60 ms; O(N)
/// memory.
namespace
{
using namespace gammaflow;

void apply_kernel(benchmark::State &state, const std::string &settings)
{
  const long nodes = state.range(0), degree = state.range(1), dim = state.range(2);
  set_threads(unsigned(state.range(3)));
  Parameters parameters;
  parameters.set("domain", "dimension", std::to_string(dim));
  parameters.set("domain", "degree", std::to_string(degree));
  parameters.set("domain", "cells", std::to_string((nodes - 1) / degree));
  parameters.assign_all(settings, "benchmark");
  const auto space = make_space(parameters);
  const auto op = make_kernel_operator(parameters, "kernel", space);
  const Vector x = space->sample([](const Point &p) { return 1 + p[0] * p[1] - p[2]; });
  Vector y = space->zero();
  for (auto _ : state) {
    op->apply(x, y);
    benchmark::ClobberMemory();
  }
  state.SetLabel(op->backend());
  state.counters["nodes"] = double(space->n_nodes());
  state.counters["bytes_held"] = double(op->memory());
  state.counters["bytes_per_node"] = double(op->memory()) / double(space->n_nodes());
  state.counters["nodes_per_s"] =
      benchmark::Counter(double(space->n_nodes()), benchmark::Counter::kIsIterationInvariantRate);
}

const std::string gaussian = "kernel/name = Gaussian; kernel/bandwidth = ";

void square(benchmark::internal::Benchmark *b)
{
  b->Unit(benchmark::kMillisecond)->UseRealTime()->MeasureProcessCPUTime();
  for (const long threads : {1, 2}) b->Args({512, 1, 2, threads});
}

void degrees(benchmark::internal::Benchmark *b)
{
  b->Unit(benchmark::kMillisecond)->UseRealTime()->MeasureProcessCPUTime();
  for (const long degree : {2, 3, 4, 8}) b->Args({513, degree, 2, 2});
}

void sizes(benchmark::internal::Benchmark *b)
{
  b->Unit(benchmark::kMicrosecond)->UseRealTime()->MeasureProcessCPUTime();
  for (const long n : {33, 65, 129, 257, 513, 1025, 4097})
    for (const long degree : {1, 4, 8}) b->Args({n, degree, 1, 2});
  for (const long n : {17, 33, 65, 129, 257, 513})
    for (const long degree : {1, 2, 4}) b->Args({n, degree, 2, 2});
  for (const long n : {17, 33, 65})
    for (const long degree : {1, 2, 4}) b->Args({n, degree, 3, 2});
}

BENCHMARK_CAPTURE(apply_kernel, fft_narrow, gaussian + "0.02; kernel/operator = fft")
    ->Apply(square)
    ->Apply(degrees);
BENCHMARK_CAPTURE(apply_kernel, fft_wide, gaussian + "0.5; kernel/operator = fft")
    ->Apply(square)
    ->Apply(degrees);
BENCHMARK_CAPTURE(apply_kernel, separable, gaussian + "0.1; kernel/operator = separable")->Apply(square);
BENCHMARK_CAPTURE(apply_kernel, intrinsic_gaussian, "kernel/name = intrinsic Gaussian")->Apply(square);
BENCHMARK_CAPTURE(apply_kernel, intrinsic_matern, "kernel/name = intrinsic Matern")->Apply(square);
BENCHMARK_CAPTURE(apply_kernel, sparse,
                  "kernel/name = Wendland C2; kernel/bandwidth = 0.006; kernel/operator = sparse")
    ->Apply(square);
BENCHMARK_CAPTURE(apply_kernel, wendland_fft,
                  "kernel/name = Wendland C2; kernel/bandwidth = 0.006; kernel/operator = fft")
    ->Apply(square);
// The rule of the automatic choice rests on these.
BENCHMARK_CAPTURE(apply_kernel, choice_fft, gaussian + "0.1; kernel/operator = fft")->Apply(sizes);
BENCHMARK_CAPTURE(apply_kernel, choice_separable, gaussian + "0.1; kernel/operator = separable")
    ->Apply(sizes);
}  // namespace

int main(int argc, char **argv)
{
  benchmark::Initialize(&argc, argv);
  dealii::Utilities::MPI::MPI_InitFinalize mpi(argc, argv, 2);
  benchmark::RunSpecifiedBenchmarks();
}
