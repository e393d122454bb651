// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/flow/trajectory.h>
#include <gammaflow/io/trajectory_file.h>
#include <gammaflow/spaces/mesh_adaptation.h>

#include <gtest/gtest.h>

#include "flows.h"
#include <cmath>

namespace gammaflow::testing
{
/// Times, meshes, states and ledgers; what is not a number is so in both.
inline void expect_the_same_bits(const Trajectory &a, const Trajectory &b)
{
  ASSERT_EQ(a.times, b.times);
  for (std::size_t k = 0; k < a.states.size(); ++k) {
    ASSERT_EQ(size(a.states[k]), size(b.states[k]));
    EXPECT_EQ(distance(a.states[k], b.states[k]), 0) << k;
    EXPECT_EQ(refinement_of(*a.space_of(k)), refinement_of(*b.space_of(k))) << k;
    const auto p = ledger_values(a.ledger[k]), q = ledger_values(b.ledger[k]);
    for (std::size_t i = 0; i < p.size(); ++i)
      EXPECT_TRUE(p[i] == q[i] || (std::isnan(p[i]) && std::isnan(q[i]))) << k << " " << ledger_columns()[i];
  }
}
}  // namespace gammaflow::testing
