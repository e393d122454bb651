// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/spaces/make_space.h>
#include <gammaflow/study/identification/mobility_fit.h>

#include <gtest/gtest.h>

#include <cmath>

using namespace gammaflow;

namespace
{
const double pi = std::acos(-1.);

struct Rates {
  std::shared_ptr<const Space> space;
  Vector u, xi, transport, growth;
  Rates()
  {
    Parameters p;
    p.assign_all("domain/cells = 16; domain/degree = 4", "test");
    space = make_space(p, 0);
    u = space->sample([](const Point &x) { return std::exp(std::cos(pi * x[0])); });
    xi = space->sample([](const Point &x) { return std::cos(2 * pi * x[0]) + 0.3 * std::cos(pi * x[0]); });
    transport = u;
    space->gradients().apply(u, xi, transport);
    growth = u;
    growth.scale(xi);
  }
  MobilityFit fit(bool as_transport, const Vector &v) const
  {
    MobilityFit result(as_transport);
    result.add(space, u, xi, v);
    return result;
  }
};
}  // namespace

// Rates of transport that are taken for growth, and the other way, are no mobility of the density.
TEST(MustFail, MobilityOfTheOtherKind)
{
  const Rates rates;
  EXPECT_LT(rates.fit(true, rates.transport).power().residual, 1e-6);
  EXPECT_GT(rates.fit(false, rates.transport).splines().residual, 0.1);
  EXPECT_LT(rates.fit(false, rates.growth).power().residual, 1e-6);
}

// A rate of the wrong sign has a mobility below zero, and is seen as such.
TEST(MustFail, MobilityOfARateUphill)
{
  const Rates rates;
  Vector uphill = rates.transport;
  uphill *= -1;
  EXPECT_NEAR(rates.fit(true, uphill).power().factor, -1, 1e-6);
}
