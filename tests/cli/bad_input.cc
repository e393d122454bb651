// SPDX-License-Identifier: LGPL-2.1-or-later
#include "program.h"

namespace
{
/// A flow that is refused: what is set on top of a good one, and the words that the message must have.
void expect_flow_refused(const std::string &settings, const std::vector<std::string> &words)
{
  Program program;
  program.write("flow.prm", small_flow());
  program.expect_refused("run flow.prm " + settings, words);
}

std::string set(const std::string &assignment)
{
  return "--set '" + assignment + "' ";
}
}  // namespace

// Misspelt keys and sections, values of the wrong kind: the message has file, section, key, value and what is
// allowed.
TEST(BadInput, KeysSectionsAndValues)
{
  Program program;
  program.write("key.prm", small_flow("subsection kernel\n set bandwith = 0.2\nend\n"));
  program.expect_refused("run key.prm", {"key.prm", "kernel", "bandwith", "0.2", "no such key", "bandwidth"});
  program.write("section.prm", small_flow("subsection kernels\n set bandwidth = 0.2\nend\n"));
  program.expect_refused("run section.prm", {"section.prm", "kernels", "no such section", "kernel"});
  program.write("open.prm", "subsection kernel\n set bandwidth = 0.2\n");
  program.expect_refused("run open.prm", {"open.prm"});
  program.write("broken.json", "{\"kernel\": {\"bandwidth\": 0.2");
  program.expect_refused("run broken.json", {"broken.json", "JSON"});
  program.write("flow.prm", small_flow());
  program.expect_refused("run flow.prm " + set("time/tolerance = quick"),
                         {"--set", "time", "tolerance", "quick"});
  program.expect_refused("run flow.prm " + set("energy/name = entropy"),
                         {"energy", "name", "entropy", "inclusive-KL"});
  program.expect_refused("run flow.prm " + set("kernel/bandwidth"), {"--set", "section/key = value"});
  program.expect_refused("run nowhere.prm", {"nowhere.prm", "cannot be read"});
  program.expect_refused("run .", {"cannot be read"});
}

TEST(BadInput, Formulas)
{
  expect_flow_refused(set("initial state/formula = 1 + * x"), {"initial state", "formula", "1 + * x"});
  expect_flow_refused(set("initial state/formula = 1 + a*x"), {"initial state", "formula", "1 + a*x"});
  expect_flow_refused(set("target/formula = 1/x"), {"target", "formula", "1/x", "finite"});
  expect_flow_refused(set("target/formula = log(-1-x)"), {"target", "formula", "log(-1-x)"});
}

// Without a ridge regression has no solution: neither as a value nor as one of a sweep. The twin: a small
// one.
TEST(BadInput, RidgeZero)
{
  for (const std::string geometry : {"KRR Fisher-Rao", "KRR Wasserstein"})
    for (const std::string ridge : {"0", "-0.001"})
      expect_flow_refused(set("geometry/name = " + geometry) + set("geometry/ridge = " + ridge),
                          {"geometry", "ridge", ridge, "> 0"});
  Program program;
  program.write("study.prm", small_study());
  program.expect_refused("study study.prm " + set("sweep/values = 0.1, 0.01, 0.001, 0"), {"sweep", "values"});
  EXPECT_EQ(program.run("validate study.prm " + set("geometry/ridge = 1e-6")).code, 0);
}

TEST(BadInput, DensitiesMustBePositive)
{
  expect_flow_refused(set("initial state/formula = cos(pi*x)"), {"initial state", "positive", "x = "});
  expect_flow_refused(set("target/formula = x - 0.5"), {"target", "positive"});
}

TEST(BadInput, Dimension)
{
  expect_flow_refused(set("domain/lower = 0, 0"), {"domain", "lower", "0, 0", "dimension"});
  expect_flow_refused(set("domain/dimension = 4"), {"domain", "dimension", "4"});
  expect_flow_refused(set("domain/upper = -1"), {"domain", "upper", "-1"});
  expect_flow_refused(set("initial state/formula = 1 + 0.1*y"), {"initial state", "y"});
}

// Data that is not there, not numbers, of the wrong dimension, outside of the domain, or empty: the key that
// asks for it, or file and line. (Of two columns the first would do for a density in 1D: whether it is the
// one that is meant, only the user knows.)
TEST(BadInput, DataFiles)
{
  Program program;
  program.write("flow.prm", small_flow());
  const std::string samples = "run flow.prm " + set("target/kind = samples");
  program.expect_refused(samples + set("target/file = nowhere.csv"),
                         {"section 'target', key 'file'", "nowhere.csv", "cannot be read"});
  program.write("words.csv", "0.1\n0.2\nmany\n");
  program.expect_refused(samples + set("target/file = words.csv"), {"words.csv", "3", "many"});
  program.write("wide.csv", "0.1,0.2\n0.2,0.3\n");
  program.expect_refused(
      samples + set("target/file = wide.csv"),
      {"section 'target', key 'columns'", "2 columns of wide.csv", "1, one per dimension"});
  program.write("far.csv", "0.1\n0.2\n1.5\n");
  program.expect_refused(samples + set("target/file = far.csv"), {"1 of 3 samples", "line 3", "'upper'"});
  program.expect_refused(samples + set("target/file = ."), {"section 'target', key 'file'", "directory"});
  program.write("empty.csv", "");
  program.expect_refused(samples + set("target/file = empty.csv"), {"empty.csv"});
}

// Energies, geometries and kernels that do not go together are refused when the parameters are read.
TEST(BadInput, WhatDoesNotGoTogether)
{
  // an intrinsic operator for a kernel of free space
  expect_flow_refused(set("geometry/name = Stein Fisher-Rao") + set("kernel/name = Laplace") +
                          set("kernel/operator = calculus"),
                      {"kernel", "operator", "calculus", "Laplace"});
  // only the Gaussian is separable
  expect_flow_refused(set("geometry/name = Stein Fisher-Rao") + set("kernel/name = Laplace") +
                          set("kernel/operator = separable"),
                      {"kernel", "operator", "separable"});
}

TEST(BadInput, StudiesThatCannotBe)
{
  Program program;
  program.write("study.prm", small_study());
  // the free-space kernel needs nodes between which it varies
  program.expect_refused("study study.prm " + set("geometry/name = normalized Fisher-Rao") +
                             set("kernel/name = Gaussian") + set("sweep/parameter = bandwidth") +
                             set("sweep/values = 0.1, 1e-3, 1e-7"),
                         {"1e-07", "resol", "cells"});
  program.expect_refused("study study.prm " + set("sweep/values = 0.1, -0.1, 0.01"), {"sweep", "values"});
  program.expect_refused("study study.prm " + set("sweep/values = 0.1, 0.01"),
                         {"sweep", "values", "2 points"});
  program.expect_refused(
      "study study.prm " + set("sweep/parameter = path") + set("sweep/ridge formula = s^2"),
      {"sweep", "ridge formula", "s^2", "does not parse", "sigma"});
  program.expect_refused(
      "study study.prm " + set("sweep/parameter = path") + set("sweep/ridge formula = sigma - 1"),
      {"ridge formula", "goes to -1, not to 0"});
  program.expect_refused("study study.prm " + set("limit/order = -1"), {"limit", "order", "-1", "> 0"});
  program.expect_refused("study study.prm " + set("geometry/name = Fisher-Rao"), {"Fisher-Rao", "ridge"});
  program.expect_refused("study study.prm " + set("limit/geometry = Fisher-Roa"),
                         {"limit", "Fisher-Roa", "Fisher-Rao"});
  program.expect_refused("study study.prm " + set("limit/distance = W3"), {"distance", "W3"});
}

// What only the integration of a flow reads is refused before a directory is made, too.
TEST(BadInput, Time)
{
  Program program;
  program.write("flow.prm", small_flow());
  program.write("study.prm", small_study());
  for (const std::string command : {"run flow.prm ", "study study.prm "}) {
    program.expect_refused(command + set("time/end = 0"), {"time", "end", "a number > 0"});
    program.expect_refused(command + set("time/outputs = 0.3, 0.2"), {"time", "outputs", "ascending"});
    program.expect_refused(command + set("time/integrator = sdirk4"), {"time", "integrator", "fehlberg78"});
  }
}

// More memory than is allowed: refused before anything is allocated, with what would be needed.
TEST(BadInput, Memory)
{
  expect_flow_refused(set("memory/limit = 1") + set("domain/cells = 1000") +
                          set("geometry/name = Stein Fisher-Rao") + set("kernel/name = Gaussian") +
                          set("kernel/operator = dense"),
                      {"MiB", "dense"});
  Program program;
  program.write("study.prm", small_study());
  program.expect_refused("study study.prm " + set("memory/limit = 1") + set("domain/cells = 100000"),
                         {"memory", "limit", "MiB"});
}

// Places that cannot be written, and directories that are not ours to write into: refused before computing.
TEST(BadInput, OutputDirectories)
{
  Program program;
  program.write("flow.prm", small_flow());
  program.write("study.prm", small_study());
  for (const std::string command : {"run flow.prm", "study study.prm", "reference flow.prm"}) {
    program.expect_refused(command + " --output /dev/null/x", {"/dev/null/x", "cannot be made", "--output"});
    program.expect_refused(command + " --output flow.prm", {"flow.prm", "it is a file"});
    program.expect_refused(command + " --output .", {"not empty"});  // the user's own files are there
  }
  ASSERT_EQ(program.run("run flow.prm --output taken --quiet").code, 0);
  program.expect_refused("run flow.prm --output taken --set 'time/end = 1'",
                         {"taken", "another run", "time/end was \"0.5\", is now \"1\""});
  program.expect_refused("study study.prm --output taken", {"taken", "another command", "gammaflow run"});
}
