// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/errors.h>
#include <gammaflow/base/side_by_side.h>
#include <gammaflow/base/threads.h>
#include <gammaflow/study/references/error_budget.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <vector>

using namespace gammaflow;

namespace
{
/// The number of threads for as long as it lives.
struct Threads {
  explicit Threads(unsigned n) : before(number_of_threads()) { set_threads(n); }
  ~Threads() { set_threads(before); }
  const unsigned before;
};

Parameters fokker_planck()
{
  Parameters p;
  p.assign_all(
      "domain/cells = 8; domain/degree = 3; target/formula = exp(cos(pi*x)); energy/name = KL; "
      "geometry/name = Wasserstein; time/end = 0.1; time/outputs = 4; initial state/formula = 1 + x",
      "test");
  return p;
}

RefinedEvolution evolution_with(unsigned threads, EvolutionCache &cache, unsigned &computed)
{
  const Threads some(threads);
  std::mutex mutex;
  cache.on_compute = [&](const std::string &) {
    const std::lock_guard<std::mutex> lock(mutex);
    ++computed;
  };
  return refined_evolution(cache, fokker_planck(), 2, 1e-7, fokker_planck());
}
}  // namespace

// Would catch: evolutions that share a vector, a cache or a plan while they run, and one that is computed
// twice.
TEST(SideBySide, TheSameBitsAsOneByOne)
{
  EvolutionCache one_by_one(1 << 28), side_by_side(1 << 28);
  unsigned computed_one_by_one = 0, computed_side_by_side = 0;
  const auto a = evolution_with(1, one_by_one, computed_one_by_one);
  const auto b = evolution_with(3, side_by_side, computed_side_by_side);
  EXPECT_EQ(computed_one_by_one, 4u);
  EXPECT_EQ(computed_side_by_side, 4u);
  const auto same = [](const Trajectory &x, const Trajectory &y) {
    ASSERT_EQ(x.states.size(), y.states.size());
    for (std::size_t i = 0; i < x.states.size(); ++i)
      EXPECT_TRUE(std::equal(data(x.states[i]), data(x.states[i]) + size(x.states[i]), data(y.states[i])));
    for (std::size_t i = 0; i < x.ledger.size(); ++i)
      EXPECT_EQ(x.ledger[i].primal_dissipated, y.ledger[i].primal_dissipated);
  };
  same(*a.fine, *b.fine);
  same(*a.coarse, *b.coarse);
  same(*a.coarser, *b.coarser);
  same(*a.loose, *b.loose);
  EXPECT_EQ(b.fine->space, b.loose->space);  // one mesh, one space
}

// Would catch: a failure on another thread that is lost, or that keeps the others from being computed.
TEST(SideBySide, FailuresAreKept)
{
  const Threads three(3);
  std::atomic<unsigned> done{0};
  const auto failures = run_side_by_side(7, [&](std::size_t k) {
    if (k == 2 || k == 5) throw NumericalFailure("number " + std::to_string(k));
    ++done;
  });
  EXPECT_EQ(done, 5u);
  for (std::size_t k = 0; k < failures.size(); ++k) EXPECT_EQ(bool(failures[k]), k == 2 || k == 5);
  EXPECT_THROW(std::rethrow_exception(failures[2]), NumericalFailure);
  EXPECT_EQ(number_of_threads(), 3u);
}

// Two that have done a half and a quarter count as one that is done to minus a quarter: with the count of
// those that have begun the progress does not go back.
TEST(SideBySide, ProgressIsTheirSum)
{
  std::vector<double> reported;
  SideBySide progress([&](double part) { reported.push_back(part); }, 3);
  const auto first = progress.of(0), second = progress.of(1);
  first(0.5);
  second(0.25);
  second(1);
  EXPECT_EQ(reported, (std::vector<double>{0.5, -0.25, 0.5}));
}

// Two evolutions on 321 nodes with dense kernels of 8 n^2 bytes: with 2000 bytes for a node 2.9 MB. Would
// catch a count of nodes alone, which fits into 2 MB, and one that counts the kernel of one evolution for
// both.
TEST(SideBySide, DenseKernelsNeedMemory)
{
  const Threads two(2);
  Parameters p;
  p.assign_all(
      "domain/cells = 40; domain/degree = 4; kernel/name = Gaussian; kernel/operator = dense; "
      "kernel/bandwidth = 0.1; geometry/name = Stein Fisher-Rao; energy/name = KL; target/formula = 1 + "
      "0.1*x; initial state/formula = 1; time/end = 0.01; time/outputs = 1",
      "test");
  const auto prepared = [&](std::size_t bytes) {
    EvolutionCache cache(bytes);
    std::atomic<unsigned> computed{0};
    cache.on_compute = [&](const std::string &) { ++computed; };
    cache.prepare({{p, {1, 1e-4}, p}, {p, {1, 1e-5}, p}});
    return unsigned(computed);
  };
  EXPECT_EQ(prepared(2000000), 0u);
  EXPECT_EQ(prepared(2800000), 0u);
  EXPECT_EQ(prepared(3200000), 2u);
}
