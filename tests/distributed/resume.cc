// SPDX-License-Identifier: LGPL-2.1-or-later
// Evolutions that go on after an interruption, and what was stored, over all processes.
#include <gammaflow/base/processes.h>
#include <gammaflow/io/trajectory_file.h>
#include <gammaflow/spaces/make_space.h>
#include <gammaflow/spaces/mesh_adaptation.h>

#include "tests/distributed/adapted_flows.h"
#include "tests/support/same_bits.h"
#include "tests/time/interruption.h"
#include <filesystem>

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
/// The file of the checkpoint, the same for all processes.
std::string scratch_file(const std::string &name)
{
  return std::filesystem::temp_directory_path() / ("gammaflow_" + name + std::to_string(processes()) + ".h5");
}
}  // namespace

// Interrupted and continued: the same bits. What one number of processes stored another one reads.
TEST(DistributedResume, SameBitsAndStored)
{
  for (const FlowCase &c :
       {FlowCase{"drift, mesh that follows", slanted_drift + following_square, 1e-3},
        FlowCase{"interface, mesh that follows", slanted_interface + following_square, 20},
        FlowCase{"driven front, mesh that follows", oblique.settings() + following_square, end_of_driven},
        FlowCase{"KL", flow_cases().front().settings + disk, 0.02},
        FlowCase{"KRR",
                 flow_cases().front().settings +
                     "; geometry/name = KRR Fisher-Rao; kernel/name = intrinsic Matern" + disk,
                 0.5}}) {
    SCOPED_TRACE(c.name);
    const Parameters parameters = parameters_of(c.settings);
    const Flow flow = Flow::build(parameters, make_distributed_space(parameters, 0, MPI_COMM_WORLD));
    const EvolveOptions plain = options_of(c.end);
    const std::string file = scratch_file("distributed_checkpoint");
    const Trajectory whole = evolve(flow, plain);
    evolve_interrupted(flow, plain, file);
    const auto [resumed, first_seen] = evolve_continued(flow, plain, file);
    EXPECT_GE(first_seen, 0.5) << "started from the beginning";
    expect_the_same_bits(resumed, whole);

    write_trajectory(file, whole, {});
    expect_the_same_bits(read_trajectory(file, flow), whole);
    const Flow alone = Flow::build(parameters, make_serial_space(parameters));
    const Trajectory read = read_trajectory(file, alone);
    for (std::size_t k = 0; k < whole.states.size(); ++k)
      EXPECT_EQ(difference(*whole.space_of(k), whole.states[k], *read.space_of(k), read.states[k]), 0);
    on_root([&] { return int(std::filesystem::remove(file)); });
  }
}

// Factors, multigrid and guesses that were kept from one output to the next: a run that goes on has none.
TEST(DistributedResume, NothingIsRememberedBetweenOutputs)
{
  if (processes() > 1) GTEST_SKIP() << "for one process";
  const std::string file = scratch_file("remembered");
  for (const char *preconditioner : {"factors", "multigrid"})
    for (const char *integrator : {"kvaerno5", "cpg2"}) {
      SCOPED_TRACE(std::string(preconditioner) + integrator);
      Parameters parameters = parameters_of(flow_cases().front().settings + disk);
      parameters.set("solver", "preconditioner", preconditioner);
      const Flow flow = Flow::build(parameters, make_serial_space(parameters));
      const EvolveOptions plain = options_for(0.02, 1e-5, integrator);
      const Trajectory whole = evolve(flow, plain);
      evolve_interrupted(flow, plain, file);
      const auto [resumed, first_seen] = evolve_continued(flow, plain, file);
      EXPECT_GE(first_seen, 0.5);
      expect_the_same_bits(resumed, whole);
    }
}
