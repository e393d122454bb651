// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/conditions/condition.h>
#include <gammaflow/energies/energy.h>

#include <gtest/gtest.h>

#include "tests/conditions/setting.h"

using namespace gammaflow;
using namespace gammaflow::testing::conditions;

// A condition has to tell settings apart: it holds for one and fails for the other. Twins that always say the
// same are caught by the check that all registered ones pass.
namespace
{
struct Pair {
  std::string holds, fails;
};

const std::string blob = "geometry/name = Fisher-Rao; energy/name = blob-KL; sweep/parameter = bandwidth; ";
const std::string wells =
    "geometry/name = L2; energy/name = nonlocal Ginzburg-Landau; energy/kappa = 0.1; sweep/parameter = "
    "bandwidth; initial state/formula = 0.5*cos(pi*x); ";

const std::map<std::string, Pair> settings = {
    {"force level at walls", {"", "initial state/formula = exp(x)"}},
    {"density level at walls",
     {"geometry/name = Stein Fisher-Rao; sweep/parameter = bandwidth",
      "geometry/name = Stein Fisher-Rao; sweep/parameter = bandwidth; initial state/formula = exp(x)"}},
    {"kernel compatible with walls", {"", "kernel/name = Laplace"}},
    {"force in modes that move",
     {"kernel/name = intrinsic Gaussian",
      "kernel/name = intrinsic Gaussian; sweep/to = 1e-6; initial state/formula = 0.2 + "
      "exp(-((x-0.5)/0.1)^2)"}},
    {"smooth data",
     {"domain/cells = 32", "domain/cells = 32; initial state/formula = 1 + abs(x-0.4); target/formula = 1"}},
    {"density above the ridge", {"", "sweep/from = 1000; sweep/to = 10"}},
    {"bandwidth below the data's lengths",
     {"geometry/name = Stein Fisher-Rao; sweep/parameter = bandwidth",
      "geometry/name = Stein Fisher-Rao; sweep/parameter = bandwidth; sweep/from = 20; sweep/to = 2"}},
    {"kernel of unit integral",
     {"geometry/name = kernel L2; energy/name = L2-distance; sweep/parameter = bandwidth; kernel/name = "
      "Gaussian",
      "geometry/name = kernel L2; energy/name = L2-distance; sweep/parameter = bandwidth; kernel/name = "
      "Gaussian; "
      "kernel/normalization = as given"}},
    {"kernel of finite variance",
     {"geometry/name = kernel L2; energy/name = L2-distance; sweep/parameter = bandwidth; kernel/name = "
      "Gaussian",
      "geometry/name = kernel L2; energy/name = L2-distance; sweep/parameter = bandwidth; "
      "kernel/name = inverse multiquadric; kernel/exponent = 1"}},
    {"density above its curvature", {blob, blob + "sweep/from = 20; sweep/to = 5"}},
    {"interaction above the wells", {wells, wells + "sweep/from = 20; sweep/to = 5"}}};

/// The condition made by `make` instead of the registered one, asked about a setting.
template <class Make>
bool tells_apart(const std::string &name, const Make &ask)
{
  const Pair &pair = settings.at(name);
  return ask(pair.holds) == Holds::yes && ask(pair.fails) == Holds::no;
}
}  // namespace

TEST(ConditionTwins, EveryConditionTellsSettingsApart)
{
  for (const std::string &name : Registry<Condition>::names()) {
    ASSERT_EQ(settings.count(name), 1u) << "no settings for " << name;
    EXPECT_TRUE(tells_apart(name, [&](const std::string &s) { return condition(name, s).holds; })) << name;
  }
}

TEST(ConditionTwins, WhatAlwaysSaysTheSameIsCaught)
{
  for (const Holds always : {Holds::yes, Holds::no, Holds::undecided})
    for (const auto &entry : settings)
      EXPECT_FALSE(tells_apart(entry.first, [&](const std::string &) { return always; }));
}

// Every condition that a limit names is registered.
TEST(ConditionTwins, LimitsNameRegisteredConditions)
{
  for (const std::string &geometry : Registry<Geometry>::names())
    for (const auto &limit : Registry<Geometry>::traits(geometry).limits)
      for (const auto &name : limit.conditions)
        EXPECT_EQ(Registry<Condition>::entries().count(name), 1u) << name;
  for (const auto &[energy, entry] : Registry<Energy>::entries())
    for (const auto &limit : entry.traits.limits)
      for (const auto &name : limit.conditions)
        EXPECT_EQ(Registry<Condition>::entries().count(name), 1u) << energy << ": " << name;
}
