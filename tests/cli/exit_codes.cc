// SPDX-License-Identifier: LGPL-2.1-or-later
// Exit code 1 means that something is refuted or not confirmed, and nothing else.
#include "program.h"

// Whatever cannot be written is an error that names it: standard output, too.
TEST(ExitCodes, OutputThatCannotBeWritten)
{
  Program program;
  program.write("flow.prm", small_flow());
  for (const std::string command : {"list", "--help", "--version", "template study", "validate flow.prm",
                                    "run flow.prm --output a", "run --help"}) {
    const auto outcome = program.run(command + " >/dev/full");
    EXPECT_EQ(outcome.code, 2) << command;
    expect_words(outcome.err, {"error: standard output: cannot be written"});
  }
  EXPECT_EQ(program.run("list >/dev/null").code, 0);
  const std::string run = "run flow.prm --quiet --output ";
  for (const std::string &place :
       std::vector<std::string>{"/dev/full", "/proc/none", std::string(300, 'a'), "flow.prm"}) {
    const auto outcome = program.run(run + place);
    EXPECT_EQ(outcome.code, 2) << place;
    expect_words(outcome.err, {"error: " + place, "cannot be"});
  }
}

// Names that are too long, wherever a name may stand.
TEST(ExitCodes, LongNamesAreBadInput)
{
  Program program;
  const std::string name(300, 'n'), path = name + "/" + name;
  program.write("flow.prm", small_flow());
  program.write("study.prm", small_study());
  program.expect_refused("run " + name + ".prm", {name});
  program.expect_refused("check " + name, {name});
  program.expect_refused("evaluate " + name, {name});
  program.expect_refused("study study.prm --output " + name, {name});
  program.expect_refused("run flow.prm --set 'target/kind = grid' --set 'target/file = " + name + "'",
                         {"section 'target', key 'file'", "cannot be read"});
  program.expect_refused(
      "run flow.prm --set 'domain/dimension = 2' --set 'domain/shape = mesh' --set 'domain/cells = 16' --set "
      "'domain/mesh file = " +
          path + ".msh'",
      {"section 'domain', key 'mesh file'"});
  // the name of a case is a name of a folder, however long it is
  const auto outcome = program.run(
      "study study.prm --quiet --set 'output/report = false' --output s --set 'study/name = " + name + "'");
  EXPECT_LE(outcome.code, 1) << outcome.err;
}

// Texts that are not UTF-8, numbers and types that no key takes: exit 2, with file and key.
TEST(ExitCodes, ValuesThatAreNone)
{
  Program program;
  program.write("latin.prm", "subsection study\n set description = caf\xe9\nend\n");
  program.expect_refused("validate latin.prm", {"latin.prm", "section 'study', key 'description'", "UTF-8"});
  program.write("comment.prm", small_flow("# caf\xe9\n"));
  EXPECT_EQ(program.run("validate comment.prm").code, 0);
  program.write("flow.prm", small_flow());
  program.expect_refused("run flow.prm --set 'study/description = caf\xe9'",
                         {"--set", "section 'study', key 'description'", "UTF-8"});
  const auto refused = [&](const std::string &json, const std::vector<std::string> &words) {
    program.write("case.json", json);
    program.expect_refused("validate case.json", words);
  };
  refused("{\"study\": {\"description\": \"caf\xe9\"}}", {"case.json", "not JSON"});
  refused("{\"study\": {\"description\": \"a\\u0000b\"}}", {"case.json: section 'study', key 'description'"});
  refused("{\"time\": {\"end\": 1e400}}", {"case.json", "1e400", "at or after 'time/end'"});
  refused("{\"time\": {\"end\": null}}", {"case.json: section 'time', key 'end'"});
  refused("{\"target\": {\"formula\": {\"a\": 1}}}",
          {"case.json: section 'target', key 'formula'", "a list"});
  refused("{\"target\": {\"formula\": [[{}]]}}", {"case.json: section 'target', key 'formula'"});
  refused("{\"domain\": {\"cells\": 123456789012345678901234567890}}",
          {"case.json: section 'domain', key 'cells'"});
  refused("{\"domain\": {\"degree\": 4294967300}}", {"case.json: section 'domain', key 'degree'"});
  refused("{\"time\": {\"end\": \"1e400\"}}", {"case.json: section 'time', key 'end'"});
  refused("[1]", {"case.json", "sections"});
}

TEST(ExitCodes, ThreadsHaveARange)
{
  Program program;
  program.write("flow.prm", small_flow());
  for (const std::string threads : {"2147483647", "0", "100000", "99999999999999999999"})
    program.expect_refused("run flow.prm --threads " + threads, {"threads", threads});
  program.expect_refused("run flow.prm --threads 2147483647", {"1 to "});
}

// MPI that cannot start ends the program with 1 by itself.
TEST(ExitCodes, MpiThatCannotStart)
{
  Program program;
  program.write("flow.prm", small_flow());
  for (const std::string fault : {"OMPI_MCA_pml=nonsense", "OMPI_MCA_btl=nonsense", "OPAL_PREFIX=/nowhere"}) {
    const auto outcome = program.shell("exec env -i HOME=/tmp PATH=/usr/bin:/bin " + fault +
                                       " OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 " +
                                       Program::binary + " validate flow.prm");
    EXPECT_EQ(outcome.code, 2) << fault << outcome.err;
    expect_words(outcome.err, {"error: MPI cannot start"});
  }
}
