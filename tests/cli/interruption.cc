// SPDX-License-Identifier: LGPL-2.1-or-later
// A run that is killed: whatever is finished stays readable, and it goes on to the same result.
#include <gtest/gtest.h>

#include "program.h"

namespace
{
const std::string interface =
    "subsection domain\n set dimension = 2\n set shape = mesh\n set mesh generator = box\n set cells = 6\n "
    "set "
    "degree = 2\nend\n"
    "subsection energy\n set name = Ginzburg-Landau\n set kappa = 0.0005\nend\n"
    "subsection geometry\n set name = L2\nend\n"
    "subsection initial state\n set formula = tanh((0.6 - sqrt(x^2+y^2))/(sqrt(2)*0.02236))\nend\n"
    "subsection time\n set end = 30\n set outputs = 30\n set tolerance = 1e-6\nend\n"
    "subsection output\n set checkpoint seconds = 0.1\nend\n";
const std::string following =
    "subsection adaptivity\n set enabled = true\n set tolerance = 4e-3\n set halvings = 3\nend\n";

/// Kills the run as soon as its checkpoint is there; false if it was too late.
bool killed_at_its_checkpoint(const Program &program, const std::string &arguments,
                              const std::string &directory)
{
  return program.killed_when_there_is(directory + "/checkpoint.h5", arguments) &&
         program.exists(directory + "/checkpoint.h5") && !program.exists(directory + "/trajectory.h5");
}
}  // namespace

// Kill -9 at a checkpoint, a second time after that, and a damaged checkpoint: the ledger has the same digits
// as that of a run that was left alone.
TEST(Interruption, KilledRunsGoOnToTheSameResult)
{
  for (const bool adaptive : {true, false}) {
    Program program;
    program.write("flow.prm",
                  interface + (adaptive ? following : "subsection domain\n set mesh refinements = 2\nend\n"));
    const auto whole = program.run("run flow.prm --threads 1 --quiet --output whole");
    ASSERT_EQ(whole.code, 0) << whole.err;
    const std::string again = "run flow.prm --threads 1 --quiet --output killed";
    ASSERT_TRUE(killed_at_its_checkpoint(program, again, "killed"))
        << "it was killed too late to test anything";
    const auto resumed = program.run("run flow.prm --threads 1 --output killed");
    EXPECT_EQ(resumed.code, 0) << resumed.err;
    EXPECT_EQ(program.read("killed/ledger.csv"), program.read("whole/ledger.csv")) << adaptive;
    for (const std::string run : {"whole", "killed"})
      EXPECT_EQ(
          program.run("evaluate " + run + " --times 17.4 --points '0.31, 0.42; 0.6, 0.1' --output at_" + run)
              .code,
          0);
    EXPECT_EQ(program.read("at_killed/values.csv"), program.read("at_whole/values.csv"));
    EXPECT_FALSE(program.exists("killed/checkpoint.h5"));

    // Must fail to be used: a checkpoint that is cut off.
    ASSERT_TRUE(killed_at_its_checkpoint(program, "run flow.prm --threads 1 --quiet --output cut", "cut"));
    const std::string checkpoint = program.read("cut/checkpoint.h5");
    program.write("cut/checkpoint.h5", checkpoint.substr(0, checkpoint.size() / 2));
    const auto from_the_start = program.run("run flow.prm --threads 1 --quiet --output cut");
    EXPECT_EQ(from_the_start.code, 0) << from_the_start.err;
    EXPECT_EQ(program.read("cut/ledger.csv"), program.read("whole/ledger.csv")) << adaptive;
  }
}

// Particles: killed at the first checkpoint and at other times, again and again; noise and jumps too.
// Whatever the directory holds, the ledger and the particles have the bits of a run that was left alone.
TEST(Interruption, KilledParticlesGoOnToTheSameResult)
{
  for (const std::string dynamics : {"Langevin", "SVGD"}) {
    Program program;
    program.write("p.prm",
                  small_flow("subsection particles\n set dynamics = " + dynamics +
                             "\n set number = " + (dynamics == "SVGD" ? "400" : "3000") +
                             "\n set step = 0.0005\nend\nsubsection kernel\n set name = Gaussian\n set "
                             "bandwidth = 0.2\nend\nsubsection output\n set checkpoint seconds = "
                             "0.1\nend\n"));
    const auto whole = program.run("run p.prm --threads 1 --quiet --output whole");
    ASSERT_EQ(whole.code, 0) << whole.err;
    const std::string again = "run p.prm --threads 1 --quiet --output killed";
    ASSERT_TRUE(program.killed_when_there_is("killed/checkpoint.h5", again));
    ASSERT_FALSE(program.exists("killed/particles.h5")) << "it was killed too late to test anything";
    for (const double seconds : {0.5, 1.}) program.kill_after(seconds, again);
    const auto resumed = program.run(again);
    EXPECT_EQ(resumed.code, 0) << resumed.err;
    for (const std::string file : {"/ledger.csv", "/particles.npz"})
      EXPECT_EQ(program.read("killed" + file), program.read("whole" + file)) << dynamics << file;
    EXPECT_FALSE(program.exists("killed/checkpoint.h5"));
  }
}

// A study of particles: killed while it draws ensembles, and once more. What was finished is kept.
TEST(Interruption, KilledParticleStudiesGoOnToTheSameCertificate)
{
  Program program;
  program.write("n.prm",
                small_flow("subsection particles\n set dynamics = Langevin\n set step = 0.0005\nend\n"
                           "subsection geometry\n set name = Wasserstein\nend\n"
                           "subsection initial state\n set mass = 1\nend\n"
                           "subsection energy kernel\n set same as geometry = false\n set name = Gaussian"
                           "\n set bandwidth = 0.1\nend\n"
                           "subsection particle study\n set numbers = 500, 1000, 2000\n set seeds = 8\nend\n"
                           "subsection time\n set end = 0.1\n set outputs = 1\nend\n"
                           "subsection output\n set checkpoint seconds = 0\n set report = false\nend\n"));
  const std::string again = "study n.prm --threads 1 --quiet --output killed";
  const auto whole = program.run("study n.prm --threads 1 --quiet --output whole");
  ASSERT_TRUE(program.killed_when_there_is("killed/cases/particles/ensembles-500.json", again));
  ASSERT_FALSE(program.exists("killed/certificate.json")) << "it was killed too late to test anything";
  program.kill_after(1, again);
  const auto resumed = program.run(again);
  EXPECT_EQ(resumed.code, whole.code) << resumed.err;
  EXPECT_EQ(program.read("killed/certificate.json"), program.read("whole/certificate.json"));
}
