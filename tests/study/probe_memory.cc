// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/flow/operator_bytes.h>
#include <gammaflow/spaces/make_space.h>
#include <gammaflow/study/probes/probe_memory.h>

#include <gtest/gtest.h>

using namespace gammaflow;

namespace
{
CasePlan plan_of(const std::string &settings)
{
  Parameters p;
  p.assign_all(
      "domain/cells = 40; domain/degree = 4; kernel/name = Gaussian; kernel/operator = dense; "
      "kernel/bandwidth = "
      "0.1; sweep/parameter = ridge; sweep/values = 0.1, 0.05, 0.02; " +
          settings,
      "test");
  return plan_cases(p).at(0);
}
}  // namespace

// A dense kernel takes 8 n^2 bytes on n nodes, the matrix of velocities as many for its points, and each step
// of the sweep has its own. Would catch a cap that counts nodes alone: it would allow ten times as many
// measurements as there is memory for.
TEST(ProbeMemory, DenseKernelsAreCounted)
{
  for (const char *geometry : {"KRR Fisher-Rao", "KRR Wasserstein"}) {
    CasePlan plan = plan_of("geometry/name = " + std::string(geometry));
    const Flow flow = Flow::build(plan.flow_at(plan.steps.back()), make_space(plan.flow, 1));
    const double n = double(flow.space().n_nodes()), dense = 8 * (n - 1) * (n - 1);
    EXPECT_EQ(flow.space().n_nodes(), 321u);
    const double kernels = std::string(geometry) == "KRR Wasserstein" ? 2 : 1;
    EXPECT_GE(operator_bytes(flow), kernels * dense) << geometry;
    EXPECT_LE(operator_bytes(flow), 1.1 * kernels * dense) << geometry;
    const double one = bytes_of_measurement(plan, 1, flow);
    EXPECT_GE(one, 4 * kernels * dense) << geometry;  // three steps and the limit
    plan.memory_bytes = std::size_t(3.5 * one);
    EXPECT_EQ(measurements_within_memory(plan, 1, flow), 3u);
    plan.memory_bytes = 1000;
    EXPECT_EQ(measurements_within_memory(plan, 1, flow), 1u);
  }
}
