// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/threads.h>
#include <gammaflow/energies/energy.h>
#include <gammaflow/geometries/geometry.h>
#include <gammaflow/geometries/kernel/ridge_regression.h>
#include <gammaflow/spaces/make_space.h>

#include <benchmark/benchmark.h>
#include <deal.II/base/mpi.h>

#include <cmath>
#include <string>

/// The right-hand side of a KRR Fisher-Rao flow of KL: f = (T_rho + lambda)^-1 T_rho log(rho/pi), to a
/// tolerance of 1e-10. Arguments: nodes per direction (about), degree, threads. The density has a contrast of
/// 1e3. Limit, on two cores: 256 x 256 nodes, Matern s = 1, lambda = 1e-4: 60 ms.
namespace
{
using namespace gammaflow;

constexpr double pi = 3.14159265358979323846;

struct Case {
  Parameters parameters;
  std::shared_ptr<const Space> space;
  std::shared_ptr<const KernelOperator> kernel;
  Vector rho, xi;

  Case(benchmark::State &state, const std::string &settings)
  {
    const long nodes = state.range(0), degree = state.range(1);
    set_threads(unsigned(state.range(2)));
    parameters.set("domain", "dimension", "2");
    parameters.set("domain", "degree", std::to_string(degree));
    parameters.set("domain", "cells", std::to_string((nodes - 1) / degree));
    parameters.set("solver", "tolerance", "1e-10");
    parameters.assign_all(settings, "benchmark");
    space = make_space(parameters);
    kernel = make_kernel_operator(parameters, "kernel", space);
    const double contrast = std::log(1e3) / 4;
    rho = space->sample([&](const Point &x) {
      return std::exp(contrast * (std::cos(pi * x[0]) + std::cos(2 * pi * x[1])) - 1);
    });
    const Vector target =
        space->sample([](const Point &x) { return std::exp(std::cos(pi * x[0]) * std::cos(pi * x[1])); });
    xi = space->zero();
    Registry<Energy>::make("KL", {parameters, space, target, nullptr})->first_variation(rho, xi);
  }
};

void right_hand_side(benchmark::State &state, const std::string &settings)
{
  const Case c(state, settings);
  const auto geometry = Registry<Geometry>::make("KRR Fisher-Rao", {c.parameters, c.space, c.kernel});
  const RidgeRegression regression(c.kernel, c.parameters.number("geometry", "ridge"),
                                   SolverOptions(c.parameters));
  Vector f = c.space->zero();
  unsigned iterations = 0;
  for (auto _ : state) {
    iterations = geometry->relative_onsager_apply(c.rho, c.xi, f);
    benchmark::ClobberMemory();
  }
  state.SetLabel(regression.method(c.rho).name());
  state.counters["nodes"] = double(c.space->n_nodes());
  state.counters["iterations"] = iterations;
  state.counters["expected_s"] = regression.method(c.rho).cost(c.rho);
}

/// Each method by itself: what the automatic choice is held against.
void method(benchmark::State &state, const std::string &part, const std::string &settings)
{
  const Case c(state, settings);
  const RidgeRegression regression(c.kernel, c.parameters.number("geometry", "ridge"),
                                   SolverOptions(c.parameters));
  Vector f = c.space->zero(), weighted = c.xi;
  weighted.scale(c.rho);
  const double norm = std::sqrt(c.space->inner(weighted, c.xi));
  for (const auto &way : regression.methods()) {
    if (way->name().find(part) == std::string::npos) continue;
    RidgeReport report;
    for (auto _ : state) {
      report = way->solve(c.rho, c.xi, norm, f);
      benchmark::ClobberMemory();
    }
    state.SetLabel(way->name() + (&regression.method(c.rho) == way.get() ? " (chosen)" : ""));
    state.counters["iterations"] = report.iterations;
    state.counters["error"] = report.error;
    state.counters["expected_s"] = way->cost(c.rho);
  }
}

const std::string matern = "kernel/name = intrinsic Matern; kernel/bandwidth = 0.1; geometry/ridge = ";
const std::string gaussian = "kernel/name = intrinsic Gaussian; kernel/bandwidth = 0.1; geometry/ridge = ";
const std::string free_space = "kernel/name = Gaussian; kernel/bandwidth = 0.1; geometry/ridge = ";

void square(benchmark::internal::Benchmark *b)
{
  b->Unit(benchmark::kMillisecond)->UseRealTime();
  for (const long threads : {1, 2})
    for (const long degree : {1, 3, 5}) b->Args({256, degree, threads});
}

void small(benchmark::internal::Benchmark *b)
{
  b->Unit(benchmark::kMillisecond)->UseRealTime()->Iterations(2);
  b->Args({256, 3, 2});
}

BENCHMARK_CAPTURE(right_hand_side, matern_1, matern + "1e-4")->Apply(square);
BENCHMARK_CAPTURE(right_hand_side, gaussian, gaussian + "1e-4")->Apply(small);
BENCHMARK_CAPTURE(right_hand_side, free_space_gaussian, free_space + "1e-4")->Apply(small);

#define METHODS(name, ridge)                                                                      \
  BENCHMARK_CAPTURE(method, elliptic_##name, "elliptic", matern + ridge)->Apply(small);           \
  BENCHMARK_CAPTURE(method, modal_##name, "eigenbasis", matern + ridge)->Apply(small);            \
  BENCHMARK_CAPTURE(method, modal_gaussian_##name, "eigenbasis", gaussian + ridge)->Apply(small); \
  BENCHMARK_CAPTURE(method, symmetric_gaussian_##name, "symmetric", gaussian + ridge)->Apply(small)
METHODS(ridge_0, "1");
METHODS(ridge_1, "1e-1");
METHODS(ridge_2, "1e-2");
METHODS(ridge_3, "1e-3");
METHODS(ridge_4, "1e-4");
METHODS(ridge_6, "1e-6");
METHODS(ridge_8, "1e-8");
}  // namespace

int main(int argc, char **argv)
{
  benchmark::Initialize(&argc, argv);
  dealii::Utilities::MPI::MPI_InitFinalize mpi(argc, argv, 2);
  benchmark::RunSpecifiedBenchmarks();
}
