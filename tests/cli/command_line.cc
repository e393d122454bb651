// SPDX-License-Identifier: LGPL-2.1-or-later
#include "program.h"
#include <fstream>

namespace
{
const std::vector<std::string> commands = {"study", "run",      "reference", "check",
                                           "list",  "template", "validate"};
}

// A help that forgets a command, its options or the example that teaches it; help must be exit 0, on standard
// output.
TEST(CommandLine, EveryCommandTeaches)
{
  const Program program;
  const auto all = program.run("--help");
  EXPECT_EQ(all.code, 0);
  expect_words(all.out, commands);
  expect_words(all.out, {"exit codes", "--help", "--version"});
  for (const auto &command : commands) {
    const auto help = program.run(command + " --help");
    EXPECT_EQ(help.code, 0) << command;
    expect_words(help.out, {"usage: gammaflow " + command, "  gammaflow " + command, "--help"});
    EXPECT_EQ(help.err, "") << command;
  }
}

TEST(CommandLine, Version)
{
  const auto outcome = Program().run("--version");
  EXPECT_EQ(outcome.code, 0);
  expect_words(outcome.out, {"gammaflow 0.", "deal.II 9."});
}

// Unknown commands, options and words are bad input (2), never ignored; the message says what there is.
TEST(CommandLine, UnknownWordsAreBadInput)
{
  Program program;
  program.write("flow.prm", small_flow());
  program.expect_refused("stduy flow.prm", {"stduy", "no such command", "study", "validate"});
  program.expect_refused("--colour", {"--colour", "no such option"});
  program.expect_refused("run flow.prm --outptu x", {"gammaflow run", "--outptu", "--help"});
  program.expect_refused("run flow.prm --out x", {"gammaflow run", "--out"});  // no guessing
  program.expect_refused("list --set a", {"--set"});                           // an option of other commands
  program.expect_refused("run", {"gammaflow run", "operand is missing", "FILE"});
  program.expect_refused("run flow.prm other.prm", {"too many operands"});
  program.expect_refused("run flow.prm --threads none", {"threads", "none"});
  program.expect_refused("run flow.prm --threads 0", {"--threads", "0"});
  program.expect_refused("reference flow.prm --tolerance 0", {"--tolerance", "between"});
  program.expect_refused("template novel", {"novel", "study, flow"});
  program.expect_refused("list colours", {"colours", "geometries", "closed forms"});
  EXPECT_EQ(program.run("").code, 2);
}

// Every name that a parameter file may hold is listed with a line; kernel geometries with limit and predicted
// order.
TEST(CommandLine, ListSaysLimitsAndOrders)
{
  const auto all = Program().run("list");
  EXPECT_EQ(all.code, 0);
  for (const char *topic : {"energies", "geometries", "kernels", "densities", "closed forms", "conditions",
                            "distances", "integrators"})
    EXPECT_NE(all.out.find(std::string(topic) + "  ("), std::string::npos) << topic;
  expect_words(all.out, {"inclusive-KL", "KRR Fisher-Rao", "ridge -> 0 gives Fisher-Rao", "predicted order 1",
                         "bandwidth -> 0 gives Fisher-Rao", "predicted order 2", "Wendland C2", "Hellinger",
                         "W2", "not a gradient system", "kvaerno5", "checked: force level at walls",
                         "force in modes that move"});
  const auto one = Program().run("list closed forms");
  EXPECT_EQ(one.code, 0);
  EXPECT_EQ(one.out.find("geometries  ("), std::string::npos);
}

// The templates run as they are (a template that does not validate teaches errors), and have every section.
TEST(CommandLine, TemplatesAreValid)
{
  Program program;
  for (const std::string words : {"study", "flow", "study --all", "flow --all"}) {
    const std::string kind = words.substr(0, words.find(' '));
    const auto text = program.run("template " + words);
    ASSERT_EQ(text.code, 0) << text.err;
    EXPECT_EQ(text.out.find("case 2"), std::string::npos);
    expect_words(text.out, {"subsection domain", "subsection time", "# "});
    program.write(kind + ".prm", text.out);
    const auto valid = program.run("validate " + kind + ".prm");
    EXPECT_EQ(valid.code, 0) << valid.err;
    expect_words(valid.out, {kind == "study" ? "describes a study" : "describes one flow"});
  }
  EXPECT_EQ(program.read("flow.prm").find("subsection sweep"), std::string::npos);
}

// doc/parameters.md is generated; it must be what the declarations say now:
//   ./gammaflow template --markdown > doc/parameters.md
TEST(CommandLine, ParameterReferenceIsCurrent)
{
  std::ifstream in(GAMMAFLOW_SOURCE_DIR "/doc/parameters.md");
  const std::string stored((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  const auto now = Program().run("template --markdown");
  EXPECT_EQ(now.code, 0);
  EXPECT_EQ(stored, now.out)
      << "doc/parameters.md is old: ./gammaflow template --markdown > doc/parameters.md";
}
