// SPDX-License-Identifier: LGPL-2.1-or-later
// Files that used to end a reader, and what is said about files that are read.
#include "program.h"

namespace
{
std::string set(const std::string &assignment)
{
  return "--set '" + assignment + "' ";
}

const std::string msh = "$MeshFormat\n2.2 0 8\n$EndMeshFormat\n";
/// Two unit squares beside each other, with nodes of their own.
const std::string apart =
    msh +
    "$Nodes\n8\n1 0 0 0\n2 1 0 0\n3 1 1 0\n4 0 1 0\n5 1 0 0\n6 2 0 0\n7 2 1 0\n8 1 1 0\n$EndNodes\n"
    "$Elements\n2\n1 3 2 1 1 1 2 3 4\n2 3 2 1 1 5 6 7 8\n$EndElements\n";
}  // namespace

// Recursion without a limit ends the program by a signal, not with exit code 2.
TEST(Readers, DeepAndRecursiveFilesAreRefused)
{
  Program program;
  program.write("deep.prm", "subsection time\n set end = " + std::string(30000, '(') + "1" +
                                std::string(30000, ')') + "\nend\n");
  program.expect_refused("validate deep.prm", {"deep.prm: line 2", "time", "end"});
  program.write("deep.json",
                "{\"time\":{\"end\":" + std::string(100000, '[') + std::string(100000, ']') + "}}");
  program.expect_refused("validate deep.json", {"deep.json", "nested"});
  program.write("self.prm", "include self.prm\n" + small_flow());
  program.expect_refused("run self.prm", {"self.prm: line 1", "include"});
  program.write("flow.prm", small_flow());
  program.expect_refused("run flow.prm " + set("initial state/formula = " + std::string(5000, '-') + "1"),
                         {"initial state", "formula", "nesting"});
  program.expect_refused("run flow.prm --threads 2147483647", {"--threads", "1 to "});
}

// What the user does not see: a value that another one replaced.
TEST(Readers, ReplacedValuesAreSaid)
{
  Program program;
  program.write("flow.prm", small_flow("subsection output\n set report = false\n set report = true\nend\n"));
  const auto outcome = program.run("validate flow.prm");
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  expect_words(outcome.out + outcome.err, {"note: flow.prm: line", "key 'report'", "given twice", "'false'"});
}

TEST(Readers, WhatMayHaveBeenMeant)
{
  Program program;
  program.write("key.prm", small_flow("subsection kernel\n set bandwith = 0.2\nend\n"));
  program.expect_refused("run key.prm", {"key.prm: line", "did you mean 'bandwidth'?"});
  program.write("flow.prm", small_flow());
  program.expect_refused("run flow.prm " + set("geometry/name = Wassserstein"),
                         {"did you mean 'Wasserstein'?"});
  program.expect_refused("valdate flow.prm", {"did you mean 'validate'?"});
  program.expect_refused("run flow.prm " + set("target/formula = ecp(x)"), {"did you mean 'exp'?"});
}

// A formula that is drawn anew at each evaluation is no function; the field that is meant is the same
// everywhere.
TEST(Readers, RandomInitialStates)
{
  Program program;
  program.write("flow.prm", small_flow());
  program.expect_refused("run flow.prm " + set("initial state/formula = 1 + 0.1*rand()"),
                         {"initial state", "rand", "random(seed, length)"});
  program.expect_refused("run flow.prm " + set("initial state/formula = a = 1"),
                         {"initial state", "formula"});
  const std::string field = set("initial state/formula = 1 + 0.1*random(3, 0.4)");
  ASSERT_EQ(program.run("run flow.prm " + field + "--output one").code, 0);
  ASSERT_EQ(program.run("run flow.prm " + field + "--output two").code, 0);
  EXPECT_EQ(program.read("one/ledger.csv"), program.read("two/ledger.csv"));
}

// A mesh of blocks that were not merged looks like one domain; the log says what a mesh file holds.
TEST(Readers, MeshFilesAreDescribed)
{
  Program program;
  program.write("apart.msh", apart);
  program.write("flow.prm",
                "subsection domain\n set dimension = 2\n set shape = mesh\n set mesh file = apart.msh\n set "
                "degree = 2\n"
                "end\nsubsection time\n set end = 0.01\n set outputs = 1\n set tolerance = 1e-4\nend\n");
  program.expect_refused("run flow.prm", {"mesh file", "apart.msh", "2 nodes lie at the place of others",
                                          "2 pieces", "`doubled nodes` = merge"});
  program.expect_refused("run flow.prm " + set("domain/doubled nodes = keep"), {"2 pieces", "`pieces` = 2"});
  const auto merged = program.run("validate flow.prm " + set("domain/doubled nodes = merge"));
  EXPECT_EQ(merged.code, 0) << merged.err;
  expect_words(merged.out, {"apart.msh: 2 cells, 6 vertices, area 2, 1 piece, 2 doubled nodes merged"});
}
