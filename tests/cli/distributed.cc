// SPDX-License-Identifier: LGPL-2.1-or-later
// The program as two processes.
#include "program.h"
#include <array>
#include <cmath>
#include <sstream>

namespace
{
const std::string flow =
    "subsection domain\n set dimension = 2\n set degree = 2\n set shape = mesh\n set mesh generator = disk\n"
    " set mesh refinements = 1\nend\nsubsection energy\n set name = KL\nend\nsubsection geometry\n set name "
    "= "
    "Wasserstein\nend\nsubsection target\n set formula = exp(x)\nend\nsubsection initial state\n set formula "
    "= "
    "1 + 0.5*cos(3*x)\nend\nsubsection time\n set end = 0.02\n set outputs = 2\n set tolerance = 1e-6\nend\n"
    "subsection solver\n set tolerance = 1e-13\n set preconditioner = multigrid\nend\n";

std::string mpirun(const std::string &what)
{
  return "env -i PATH=\"$PATH\" TMPDIR=/tmp OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 "
         "OMP_NUM_THREADS=1 timeout 300 mpirun --oversubscribe " +
         what + " ";
}

std::string two()
{
  return mpirun("-np 2 " + Program::binary);
}

/// The largest relative difference of two tables of numbers with a header, in the columns up to `columns`.
double difference(const std::string &a, const std::string &b, unsigned columns)
{
  std::istringstream left(a), right(b);
  std::string row, other;
  std::getline(left, row);
  std::getline(right, other);
  if (row != other) return std::nan("");
  double worst = 0;
  while (std::getline(left, row) && std::getline(right, other)) {
    std::istringstream x(row), y(other);
    std::string p, q;
    for (unsigned k = 0; k < columns && std::getline(x, p, ',') && std::getline(y, q, ','); ++k)
      worst = std::max(worst, std::abs(std::stod(p) - std::stod(q)) / std::max(1., std::abs(std::stod(q))));
  }
  return worst;
}
/// `gammaflow ARGUMENTS` as one process into one/ and as two into two/: the ledgers agree to 1e-10 in time,
/// mass, minimum, energy, both rates and both dissipations. What the two print goes to `printed`.
void expect_the_same_ledger(const Program &program, const std::string &arguments, std::string &printed)
{
  const auto one = program.run(arguments + " --output one");
  ASSERT_EQ(one.code, 0) << one.err;
  const auto both = program.shell(two() + arguments + " --output two");
  ASSERT_EQ(both.code, 0) << both.err << both.out;
  EXPECT_LT(difference(program.read("two/ledger.csv"), program.read("one/ledger.csv"), 8), 1e-10);
  printed = both.out;
}
}  // namespace

// Two processes print once, write the same files, and compute the same to 1e-10.
TEST(TwoProcesses, ComputeWhatOneComputes)
{
  Program program;
  program.write("flow.prm", flow);
  std::string printed;
  ASSERT_NO_FATAL_FAILURE(expect_the_same_ledger(program, "run flow.prm", printed));
  expect_words(printed, {"2 processes", "ledger.csv"});
  EXPECT_EQ(printed.find("ledger.csv"), printed.rfind("ledger.csv"));
  for (const char *file :
       {"manifest.json", "ledger.csv", "trajectory.h5", "fields.pvd", "vtu/fields-0002.vtu"})
    EXPECT_TRUE(program.exists(std::string("two/") + file)) << file;
  // A finished run is known to any number of processes, whatever the order of its nodes.
  const auto again = program.shell(two() + "run flow.prm --output one");
  EXPECT_EQ(again.code, 0) << again.err;
  expect_words(again.out, {"already computed"});
}

// A kernel that is an elliptic solve; what is measured is written once.
TEST(TwoProcesses, KernelFlowsAndObservables)
{
  Program program;
  program.write("flow.prm", flow);
  const std::string settings =
      "run flow.prm --set 'geometry/name = KRR Fisher-Rao' --set 'geometry/ridge = 0.01' --set "
      "'kernel/name = intrinsic Matern' --set 'time/end = 0.2' --set 'observables/quantities = "
      "middle: u(0.4, 0.3) | Hellinger to exp(x)' --set 'observables/events = u(0.5, 0.5) = 1.1'";
  std::string printed;
  ASSERT_NO_FATAL_FAILURE(expect_the_same_ledger(program, settings, printed));
  expect_words(printed, {"intrinsic Matern", "calculus"});
  EXPECT_LT(difference(program.read("two/observables.csv"), program.read("one/observables.csv"), 3), 1e-10);
  const auto time_of = [&](const std::string &run) {
    const std::string text = program.read(run + "/events.csv");
    return std::stod(text.substr(text.rfind(',') + 1));
  };
  EXPECT_NEAR(time_of("two"), time_of("one"), 1e-10);
}

// A mesh that follows the state.
TEST(TwoProcesses, MeshesThatFollowTheState)
{
  Program program;
  program.write("flow.prm", flow);
  const std::string settings =
      "run flow.prm --set 'adaptivity/enabled = true' --set 'adaptivity/tolerance = 1e-3' --set "
      "'adaptivity/halvings = 2' --set 'observables/quantities = u(0.4, 0.3)'";
  std::string printed;
  ASSERT_NO_FATAL_FAILURE(expect_the_same_ledger(program, settings, printed));
  expect_words(printed, {"meshes of", "transfers between them"});
  EXPECT_LT(difference(program.read("two/observables.csv"), program.read("one/observables.csv"), 2), 1e-10);
  for (const char *file : {"two/trajectory.h5", "two/fields.pvd", "two/vtu/fields-0002.vtu"})
    EXPECT_TRUE(program.exists(file)) << file;
  // one process reads what two wrote
  const auto evaluated = program.run("evaluate two --times 0.013 --points 0.4,0.3 --output at");
  EXPECT_EQ(evaluated.code, 0) << evaluated.err;
}

// Both processes killed between two outputs; started again, they end with the same bits.
TEST(TwoProcesses, ResumeWithTheSameBits)
{
  Program program;
  program.write("flow.prm", flow);
  const std::string settings =
      "run flow.prm --set 'domain/mesh refinements = 3' --set 'time/end = 0.4' --set 'time/outputs = "
      "40' --set 'output/checkpoint seconds = 0.2' --output ";
  const auto whole = program.shell(two() + settings + "whole");
  ASSERT_EQ(whole.code, 0) << whole.err;
  program.write("start", "echo $$ >> pids; exec " + Program::binary + " \"$@\"");
  const auto killed =
      program.shell(mpirun("-np 2 sh start") + settings +
                    "killed & for i in $(seq 1 2000); do test -e killed/checkpoint.h5 && break; "
                    "sleep 0.05; done; kill -9 $(cat pids); wait");
  ASSERT_TRUE(program.exists("killed/checkpoint.h5")) << killed.out << killed.err;
  EXPECT_FALSE(program.exists("killed/trajectory.h5"));
  const auto resumed = program.shell(two() + settings + "killed");
  ASSERT_EQ(resumed.code, 0) << resumed.err;
  EXPECT_FALSE(program.exists("killed/checkpoint.h5"));
  EXPECT_EQ(program.read("killed/ledger.csv"), program.read("whole/ledger.csv"));
}

// A process that fails alone ends the others, which wait for it, and says why; the exit code is its own.
TEST(TwoProcesses, OneThatFailsAloneEndsAll)
{
  Program program;
  program.write("flow.prm", flow);
  const auto together = [&](const std::string &first, const std::string &second) {
    return program.shell(
        mpirun("-np 1 " + Program::binary + " " + first + " : -np 1 " + Program::binary + " " + second));
  };
  // while it reads, while it builds the flow, on either process
  const std::string good = "run flow.prm --output out", bad = good + " --set 'energy/kappa = nonsense'",
                    dense = good + " --set 'geometry/name = Stein Fisher-Rao'";
  for (const auto &[first, second, word] : {std::array<std::string, 3>{good, bad, "kappa"},
                                            {bad, good, "kappa"},
                                            {good, dense, "intrinsic Matern"}}) {
    const auto outcome = together(first, second);
    EXPECT_EQ(outcome.code, 2) << first << second << outcome.out << outcome.err;
    expect_words(outcome.err, {"error:", word});
    EXPECT_FALSE(program.exists("out/trajectory.h5"));
  }
}

TEST(TwoProcesses, RefuseWithOneMessageAndTheExitCode)
{
  Program program;
  program.write("flow.prm", flow);
  program.write("box.prm", small_flow("subsection domain\n set dimension = 2\nend\n"));
  program.write("study.prm", small_study());
  const auto refused = [&](const std::string &arguments, const std::vector<std::string> &words) {
    const auto outcome = program.shell(two() + arguments);
    EXPECT_EQ(outcome.code, 2) << arguments << outcome.err;
    expect_words(outcome.err, words);
    EXPECT_EQ(outcome.err.find("error:"), outcome.err.rfind("error:")) << outcome.err;
  };
  refused("run box.prm", {"domain", "shape", "mesh generator = box", "one process"});
  refused("study study.prm", {"study", "one process"});
  refused("run flow.prm --set 'energy/name = MMD'", {"kernel", "name", "intrinsic Matern", "one process"});
  refused("run flow.prm --set 'initial state/formula = x - 0.1'", {"initial state", "not positive"});
  for (const std::string command : {"run", "reference"})
    refused(command + " flow.prm --set 'geodesic/geometry = Fisher-Rao'",
            {"geodesic", "geometry", "Fisher-Rao", "one process", "none"});
}
