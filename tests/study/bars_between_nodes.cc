// Distances of functions whose kinks and maxima lie between the nodes, with bars that hold their true values.
#include <gammaflow/study/error_budget.h>

#include <gtest/gtest.h>

#include <cmath>

using namespace gammaflow;

// u = 1 + (1 - e^-t)(target - 1) against the flow that stays 1: at t = 1 the difference is (1 - 1/e) times
// 0.05 - 0.1 exp(-((x - 0.4321)/0.15)^2), in absolute value. Must fail: the sum and the maximum over the
// nodes are off by more than the bars.
TEST(BarsBetweenNodes, KinksAndMaxima)
{
  Parameters a, b;
  const std::string both =
      "domain/cells = 8; domain/degree = 4; initial state/formula = 1; time/end = 1; time/outputs = 1; "
      "energy/name = L2-distance; geometry/name = L2; ";
  a.assign_all(both + "target/formula = 1", "test");
  b.assign_all(both + "target/formula = 0.95 + 0.1*exp(-((x-0.4321)/0.15)^2)", "test");
  EvolutionCache cache(1 << 28);
  const auto run_a = refined_evolution(cache, a, 3, 1e-11, a),
             run_b = refined_evolution(cache, b, 3, 1e-11, b);
  const double growth = 1 - std::exp(-1.), root = 0.15 * std::sqrt(std::log(2.));
  const auto integral = [](double from, double to) {
    const double c = 0.1 * 0.15 * std::sqrt(M_PI) / 2;
    return 0.05 * (to - from) - c * (std::erf((to - 0.4321) / 0.15) - std::erf((from - 0.4321) / 0.15));
  };
  const std::map<std::string, double> exact = {
      {"L1", growth * (integral(0, 0.4321 - root) - integral(0.4321 - root, 0.4321 + root) +
                       integral(0.4321 + root, 1))},
      {"Linf", growth * 0.05}};
  const Space &space = *run_a.fine->space;
  Vector u = run_a.fine->states.back();
  u -= run_b.fine->states.back();
  double sum = 0, largest = 0;
  for (std::size_t i = 0; i < size(u); ++i) {
    sum += data(space.weights())[i] * std::abs(data(u)[i]);
    largest = std::max(largest, std::abs(data(u)[i]));
  }
  const std::map<std::string, double> by_nodes = {{"L1", sum}, {"Linf", largest}};
  for (const auto &[name, value] : exact) {
    const auto d = Registry<Distance>::make(name, {run_a.fine->space, nullptr});
    const Measured m = measure_distance(
        run_a, run_b, [&](const auto &) -> const Distance & { return *d; }, 1);
    EXPECT_LE(std::abs(m.value.back() - value), m.sup_delta()) << name;
    EXPECT_LT(m.sup_delta(), 1e-6 * value) << name;
    EXPECT_GT(std::abs(by_nodes.at(name) - value), m.sup_delta()) << name;
  }
}
