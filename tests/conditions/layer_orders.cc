// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/conditions/condition.h>
#include <gammaflow/kernels/kernel_operator.h>

#include <gtest/gtest.h>

#include <cmath>
#include <tests/comparison/closed_forms.h>

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
/// 1 + delta^k exp(-x/delta) on (0, 1), of mass 1: a layer of width delta and height delta^k.
Vector layer(const Space &space, int k, double delta)
{
  Vector u =
      space.sample([&](const Point &x) { return 1 + std::pow(delta, double(k)) * std::exp(-x[0] / delta); });
  u /= space.integrate(u);
  return u;
}

double order_of(const std::string &name, int k)
{
  const auto space = make_box(1, 400, 4);
  std::shared_ptr<const KernelOperator> kernel;
  if (name == "MMD") {
    Parameters parameters = box_parameters(1, 400, 4);
    parameters.set("kernel", "name", "intrinsic Gaussian");
    parameters.set("kernel", "bandwidth", "0.3");
    kernel = make_kernel_operator(parameters, "kernel", space);
  }
  const auto distance = Registry<Distance>::make(name, {space, kernel});
  const Vector one = space->sample([](const Point &) { return 1.; });
  const auto at = [&](double delta) { return distance->between(layer(*space, k, delta), one); };
  return std::log2(at(0.01) / at(0.005));
}
}  // namespace

// The orders of distances that are predicted for layers are those of the distances of a layer, in powers of
// its width: L1 k + 1, L2 k + 1/2, maximum norm k, and what orders_by_distance derives from them. Would
// catch: a divergence with the order of a norm, a transport distance with that of L2.
TEST(LayerOrders, OfEveryDistance)
{
  for (const int k : {1, 2}) {
    const auto predicted = orders_by_distance(k + 1, k + 0.5, k, 100);
    for (const std::string name :
         {"L1", "L2", "Linf", "Hellinger", "KL", "reverse KL", "H-1", "W1", "W2", "MMD"})
      EXPECT_NEAR(order_of(name, k), predicted.at(name), 0.06) << name << ' ' << k;
  }
}

// What the prediction is without a layer bounds them: twice that for divergences.
TEST(LayerOrders, AreBounded)
{
  const auto bounded = orders_by_distance(4, 3.5, 3, 2);
  for (const auto &[name, order] : bounded)
    EXPECT_EQ(order, name == "KL" || name == "reverse KL" ? 4 : 2) << name;
}
