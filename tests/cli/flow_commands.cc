// SPDX-License-Identifier: LGPL-2.1-or-later
#include "program.h"
#include <chrono>
#include <cmath>
#include <cstdio>
#include <utility>

// `run` writes what it says; the second call finds it done; --set and --output mean what they say.
TEST(RunCommand, WritesItsResultsAndKnowsThem)
{
  Program program;
  program.write("flow.prm", small_flow());
  const auto first = program.run("run flow.prm");
  ASSERT_EQ(first.code, 0) << first.err;
  expect_words(first.out, {"Fisher-Rao", "KL", "energy", "ledger.csv"});
  for (const char *file :
       {"output/flow/manifest.json", "output/flow/ledger.csv", "output/flow/trajectory.h5"})
    EXPECT_TRUE(program.exists(file)) << file;
  EXPECT_FALSE(program.exists("output/flow/checkpoint.h5"));

  const std::string ledger = program.read("output/flow/ledger.csv");
  const auto again = program.run("run flow.prm");
  EXPECT_EQ(again.code, 0) << again.err;
  expect_words(again.out, {"already computed"});
  EXPECT_EQ(program.read("output/flow/ledger.csv"), ledger);

  const auto other =
      program.run("run flow.prm --set 'time/end = 0.25' --output elsewhere --quiet --threads 1");
  EXPECT_EQ(other.code, 0) << other.err;
  EXPECT_EQ(other.out + other.err, "");
  EXPECT_NE(program.read("elsewhere/ledger.csv").find("0.25"), std::string::npos);
}

// What another energy or a kernel would read is noted, once and by name, and nothing that has an effect is;
// nor is there a target in the output of an energy that has none.
TEST(RunCommand, WhatHasNoEffectIsNoted)
{
  Program program;
  program.write("flow.prm",
                "subsection energy\n set name = Ginzburg-Landau\n set theta = 0.3\n set kappa = 1/64\nend\n"
                "subsection geometry\n set name = L2\n set rate = 2\nend\n"
                "subsection kernel\n set bandwidth = 1/8\nend\n"
                "subsection target\n set formula = 2\nend\n"
                "subsection initial state\n set formula = 0.1*cos(x)\nend\n"
                "subsection domain\n set upper = 2*pi\n set boundary = periodic\n set cells = 8\nend\n"
                "subsection time\n set end = 0.1\n set outputs = 1\nend\n");
  for (const std::string command : {"validate", "run"}) {
    const auto outcome = program.run(command + " flow.prm");
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    const std::string all = outcome.out + outcome.err;
    expect_words(all,
                 {"note: section 'energy': 'theta' has no effect here",
                  "note: section 'kernel': 'bandwidth' has no effect", "note: section 'target': 'formula'"});
    for (const char *used :
         {"'kappa'", "'rate'", "section 'domain'", "section 'time'", "section 'initial state'"})
      EXPECT_EQ(all.find(used), std::string::npos) << used;
  }
  EXPECT_EQ(program.read("output/flow/fields.xdmf").find("target"), std::string::npos);
  EXPECT_NE(program.read("output/flow/fields.xdmf").find("density"), std::string::npos);
}

// The fields of a run are what meshio and VTK read: uniform decay of 1 + cos(pi x) cos(pi y)/2 to 1, of which
// exp(-t)/2 is left. Must fail: XDMF of the version that meshio does not know, a VTU file that is cut off.
TEST(RunCommand, FieldsAreReadByOtherReaders)
{
  Program program;
  program.write("flow.prm",
                "subsection energy\n set name = L2-distance\nend\nsubsection geometry\n set name = L2\nend\n"
                "subsection target\n set formula = 1\nend\n"
                "subsection initial state\n set formula = 1+cos(pi*x)*cos(pi*y)/2\nend\n"
                "subsection domain\n set dimension = 2\n set cells = 4\n set degree = 2\nend\n"
                "subsection time\n set end = 1\n set outputs = 1\nend\n");
  const auto run = program.run("run flow.prm --output flow");
  ASSERT_EQ(run.code, 0) << run.err;
  const std::string reader = "/usr/bin/python3 '" GAMMAFLOW_SOURCE_DIR "/tests/cli/read_fields.py' flow";
  const auto read = program.shell(reader);
  EXPECT_EQ(read.code, 0) << read.err;
  EXPECT_EQ(read.out, "0 0.500000 1.500000\n1 0.816060 1.183940\n");

  const std::string xdmf = program.read("flow/fields.xdmf");
  program.shell("sed -i 's/Version=\"3.0\"/Version=\"2.0\"/' flow/fields.xdmf");
  EXPECT_NE(program.shell(reader).code, 0);
  program.write("flow/fields.xdmf", xdmf);
  EXPECT_EQ(program.shell(reader).code, 0);
  program.shell("truncate -s 500 flow/vtu/fields-*1.vtu");
  EXPECT_NE(program.shell(reader).code, 0);
}

// An interface that is shorter than the cells of a mesh that stays: said, with the length that would serve.
// Must fail: where the cells are short enough, and where the state is constant, nothing is said.
TEST(RunCommand, InterfacesThatTheMeshCannotShowAreReported)
{
  Program program;
  program.write("flow.prm",
                "subsection energy\n set name = Ginzburg-Landau\n set kappa = 0.0008\nend\n"
                "subsection geometry\n set name = L2\nend\n"
                "subsection initial state\n set formula = tanh((x-0.4)/sqrt(0.0016))\nend\n"
                "subsection domain\n set cells = 8\n set degree = 2\nend\n"
                "subsection time\n set end = 0.1\n set outputs = 1\n set tolerance = 1e-4\nend\n");
  const auto coarse = program.run("run flow.prm --output coarse");
  EXPECT_EQ(coarse.code, 0) << coarse.err;
  expect_words(coarse.out,
               {"NOT RESOLVED", "cells of length 0.12", "elements of degree 2", "would leave 1 %"});
  for (const std::string more : {"'domain/cells = 64'", "'initial state/formula = 1'"}) {
    const auto fine = program.run("run flow.prm --output fine --set " + more);
    EXPECT_EQ(fine.code, 0) << fine.err;
    EXPECT_EQ(fine.out.find("NOT RESOLVED"), std::string::npos) << more << fine.out;
    program.shell("rm -r fine");
  }
}

// A solve that is not allowed the iterations that it needs is a numerical failure (3), and says where it
// happened.
TEST(RunCommand, NumericalFailureIsThree)
{
  Program program;
  program.write("flow.prm",
                small_flow("subsection geometry\n set name = KRR Fisher-Rao\n set ridge = 1e-6\nend\n"
                           "subsection kernel\n set name = Gaussian\nend\n"
                           "subsection solver\n set iterations = 1\nend\n"));
  const auto outcome = program.run("run flow.prm");
  EXPECT_EQ(outcome.code, 3) << outcome.out << outcome.err;
  expect_words(outcome.err, {"error: numerical failure", "iteration"});
  EXPECT_FALSE(program.exists("output/flow/trajectory.h5"));
}

// A reference that is stored is confirmed by `check`; a value that was tampered with is found, and so is one
// that is asked for and not computed; a tolerance that tests nothing is refused.
TEST(ReferenceCommand, StoredCheckedAndTamperedWith)
{
  Program program;
  program.write("flow.prm", small_flow());
  const auto stored = program.run("reference flow.prm --tolerance 1e-5 --output kept");
  ASSERT_EQ(stored.code, 0) << stored.out << stored.err;
  for (const char *file : {"kept/case.prm", "kept/expected.csv", "kept/PROVENANCE.md", "kept/evolution.h5",
                           "kept/errors.csv", "kept/ledger.csv", "kept/reference.json"})
    EXPECT_TRUE(program.exists(file)) << file;
  expect_words(program.read("kept/errors.csv"), {"L1", "L2", "Linf", "order in space", "error bar"});
  expect_words(program.read("kept/reference.json"), {"tolerance", "peak memory", "versions", "steps"});
  const std::string expected = program.read("kept/expected.csv");
  expect_words(expected, {"quantity,value,abs_tol,rel_tol,origin", "energy at t = 0.5", "closed form"});

  const auto good = program.run("check kept");
  EXPECT_EQ(good.code, 0) << good.out << good.err;
  expect_words(good.out, {"pass", "closed form", "1 passed, 0 failed"});

  program.write("kept/expected.csv",
                "quantity,value,abs_tol,rel_tol,origin\nmass at t = 0.5,1.5,1e-6,1e-9,earlier run\n");
  const auto wrong = program.run("check kept");
  EXPECT_EQ(wrong.code, 1);
  expect_words(wrong.out, {"FAIL", "mass at t = 0.5", "1.5", "earlier run", "0 passed, 1 failed"});

  program.write("kept/expected.csv",
                "quantity,value,abs_tol,rel_tol,origin\nentropy at t = 0.5,1.5,1e-6,1e-9,published\n");
  const auto missing = program.run("check kept");
  EXPECT_EQ(missing.code, 3);
  expect_words(missing.out, {"FAIL", "entropy at t = 0.5", "missing"});

  program.write("kept/expected.csv",
                "quantity,value,abs_tol,rel_tol,origin\nmass at t = 0.5,1.5,2,1e-9,published\n");
  program.expect_refused("check kept", {"expected.csv, line 2", "lets zero pass"});
  program.write("kept/expected.csv",
                "quantity,value,abs_tol,rel_tol,origin\nmass at t = 0.5,1.5,1e-6,1e-9,a friend\n");
  program.expect_refused("check kept", {"expected.csv, line 2", "a friend", "refined here"});
  program.expect_refused("check flow.prm", {"flow.prm", "nothing is stored"});
  program.expect_refused("check nowhere", {"nowhere", "is not there"});
}

// A reference on meshes that follow the state: the bars are of evenly refined sequences of meshes, the case
// file says which, `check` computes the same again, `evaluate` finds the bars.
TEST(ReferenceCommand, OnMeshesThatFollowTheState)
{
  Program program;
  program.write("front.prm",
                "subsection domain\n set dimension = 2\n set shape = mesh\n set mesh generator = box\n set "
                "lower = -4, 0\n"
                " set upper = 4, 1\n set cells = 8, 1\n set degree = 2\nend\n"
                "subsection energy\n set name = Ginzburg-Landau\n set kappa = 0.01\n"
                " set f = u^4/4 - (1+0.3)*u^3/3 + 0.3*u^2/2\nend\nsubsection geometry\n set name = L2\nend\n"
                "subsection initial state\n set formula = 0.5 + 0.5*tanh((x+0.3)/2/sqrt(0.02))\nend\n"
                "subsection time\n set end = 4\n set outputs = 2\nend\n"
                "subsection adaptivity\n set enabled = true\n set tolerance = 0.1\n set halvings = 2\nend\n"
                "subsection observables\n set quantities = energy | centre: u(0.5, 0.5)\n"
                " set events = passage: u(-0.35, 0.5) = 0.5\nend\n");
  const auto stored = program.run("reference front.prm --tolerance 1e-3 --output kept");
  ASSERT_EQ(stored.code, 0) << stored.out << stored.err;
  expect_words(program.read("kept/case.prm"), {"even halvings = "});
  expect_words(program.read("kept/observables.csv"), {"error bar"});
  // the front is at x = -0.3 - c t, c = sqrt(2 kappa) (1/2 - 0.3)
  const std::string events = program.read("kept/events.csv"), condition = "u(-0.35, 0.5) = 0.5\",";
  double time = 0, bar = 0;
  ASSERT_NE(events.find(condition), std::string::npos) << events;
  ASSERT_EQ(std::sscanf(events.c_str() + events.find(condition) + condition.size(), "%lf,%lf", &time, &bar),
            2)
      << events;
  EXPECT_NEAR(time, 0.05 / (std::sqrt(0.02) * 0.2), bar);
  EXPECT_LT(bar, 0.1);
  const auto good = program.run("check kept");
  EXPECT_EQ(good.code, 0) << good.out << good.err;
  const auto there = program.run("evaluate kept --times 3.1 --points '0.5, 0.5' --output values");
  EXPECT_EQ(there.code, 0) << there.err;
  expect_words(program.read("values/values.csv"), {"3.1", "error bar"});
  // must fail: other meshes
  program.write("kept/case.prm",
                program.read("kept/case.prm") +
                    "subsection adaptivity\n set even halvings = 0\n set tolerance = 0.4\nend\n");
  EXPECT_EQ(program.run("check kept").code, 1);
  program.write("box.prm", small_flow("subsection adaptivity\n set enabled = true\nend\n"));
  program.expect_refused("reference box.prm --output other", {"adaptivity", "enabled"});
  program.expect_refused("validate box.prm", {"adaptivity", "enabled"});
}

namespace
{
/// A front between nearly nothing and a density: references of it to small tolerances take minutes.
const std::string slow_front =
    "subsection energy\n set name = free-energy\n set internal = power\nend\n"
    "subsection geometry\n set name = Wasserstein\nend\n"
    "subsection domain\n set lower = -3\n set upper = 3\n set cells = 20\n set degree = 1\nend\n"
    "subsection initial state\n set kind = Barenblatt\n set age = 0.2\n set floor = 1e-6\nend\n"
    "subsection time\n set end = 0.5\n set outputs = 2\nend\n";
}  // namespace

// A tolerance that memory or time do not allow: what was reached is said and stored as such, exit
// code 3; where nothing was reached, nothing is stored.
TEST(ReferenceCommand, LimitsAreThree)
{
  Program program;
  program.write("front.prm", slow_front + "subsection reference\n set seconds = 2\nend\n");
  const auto late = program.run("reference front.prm --tolerance 1e-7 --output kept");
  EXPECT_EQ(late.code, 3) << late.out << late.err;
  expect_words(late.err, {"was not reached", "the time of 2 s is over", "t = 0.5, Linf",
                          "stored with these error bars"});
  expect_words(program.read("kept/reference.json"), {"\"reached\": false", "the time of 2 s is over"});
  expect_words(program.read("kept/PROVENANCE.md"), {"NOT REACHED"});
  const auto small = program.run(
      "reference front.prm --tolerance 1e-7 --output small --set 'memory/limit = 1' --set 'time/outputs = "
      "1000'");
  EXPECT_EQ(small.code, 3) << small.out << small.err;
  expect_words(small.err, {"numerical failure", "memory/limit is 1"});
  EXPECT_FALSE(program.exists("small"));
  // The first mesh fits, the next one does not.
  const auto stopped = program.run(
      "reference front.prm --tolerance 1e-4 --output stopped --set 'reference/seconds = 600' "
      "--set 'memory/limit = 1' --set 'time/outputs = 150'");
  EXPECT_EQ(stopped.code, 3) << stopped.out << stopped.err;
  expect_words(stopped.err, {"memory/limit is 1", "stored with these error bars"});
  EXPECT_TRUE(program.exists("stopped/evolution.h5"));
  expect_words(program.run("validate front.prm").out,
               {"memory:", "memory/limit = 8192", "reference: compares level 2: 81 nodes", "41 and 21 nodes",
                "level 3: 161 nodes"});
  program.expect_refused("validate front.prm --set 'time/outputs = 100000' --set 'memory/limit = 10'",
                         {"memory", "limit", "100001 states of 21 nodes"});
  program.expect_refused("reference front.prm --set 'reference/norms = L2, W3'", {"norms", "W3"});
}

// The limit of time is that of the whole command: events are located in what was computed already, and
// progress says what is going on. Would catch evolutions that are integrated once more for their events
// (twice the limit).
TEST(ReferenceCommand, EventsAreWithinTheTimeAndProgressIsShown)
{
  constexpr double limit = 5;
  Program program;
  program.write("front.prm",
                slow_front +
                    "subsection observables\n set quantities = energy\n set events = energy = 0.4\nend\n"
                    "subsection reference\n set seconds = 5\nend\n");
  const auto seconds = [&](const std::string &command) {
    const auto begin = std::chrono::steady_clock::now();
    const auto outcome = program.run(command);
    return std::pair{std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count(),
                     outcome};
  };
  const double start = seconds("validate front.prm").first;
  const auto [took, outcome] = seconds("reference front.prm --tolerance 1e-8 --output kept");
  EXPECT_EQ(outcome.code, 3) << outcome.out << outcome.err;
  expect_words(outcome.err, {"the time of 5 s is over", "stored with these error bars", " %",
                             " left  free-energy in Wasserstein, level"});
  const std::string events = program.read("kept/events.csv");
  expect_words(events, {"energy = 0.4,energy = 0.4,0."});
  EXPECT_EQ(events.find("never"), std::string::npos);
  EXPECT_LT(took, 1.5 * limit + 3 * start);
}

// `coverage` of one closed form: the table, and a name that fits none.
TEST(CoverageCommand, WritesItsTable)
{
  Program program;
  const auto outcome = program.run("coverage 'MMD geometry' --output table");
  EXPECT_EQ(outcome.code, 0) << outcome.out << outcome.err;
  expect_words(outcome.out, {"closed form", "covered", "MMD geometry, MMD energy", "100 %"});
  expect_words(program.read("table/coverage.csv"), {"true error", "1e-08", "yes"});
  expect_words(program.read("table/coverage.md"), {"# Coverage of error bars", "are covered"});
  program.expect_refused("coverage nonsense", {"nonsense"});
}

// Observables and events of `run` and, with error bars, of `reference`.
TEST(Observables, AreWritten)
{
  Program program;
  program.write("flow.prm", small_flow("subsection observables\n set quantities = energy | centre: u(0.5)\n"
                                       " set events = early: energy = 0.05 | mass = 100\nend\n"));
  const auto outcome = program.run("run flow.prm");
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  expect_words(program.read("output/flow/observables.csv"), {"time,energy,centre\n", "0.5,"});
  expect_words(program.read("output/flow/events.csv"),
               {"event,condition,time\n", "early,energy = 0.05,0.", "mass = 100,mass = 100,never"});
  const auto stored = program.run("reference flow.prm --tolerance 1e-5 --output kept");
  ASSERT_EQ(stored.code, 0) << stored.err;
  expect_words(program.read("kept/observables.csv"),
               {"time,energy,error bar of energy,centre,error bar of centre"});
  expect_words(program.read("kept/events.csv"),
               {"event,condition,time,error bar\n", "early,energy = 0.05,0."});
  program.expect_refused("run flow.prm --output other --set 'observables/events = entropy = 1'",
                         {"observables", "entropy"});
}
