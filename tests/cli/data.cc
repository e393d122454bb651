// SPDX-License-Identifier: LGPL-2.1-or-later
// Results belong to the contents of the files that were read, and a directory says exactly what was computed.
#include "program.h"

namespace
{
const std::string one = "0,1\n0.5,2\n1,1\n", other = "0,1\n0.5,1.01\n1,5\n";
const std::string quiet = " --quiet --threads 1 ";

std::string grid(const std::string &file = "t.csv")
{
  return "subsection target\n set kind = grid\n set file = " + file + "\n set mass = 1\nend\n";
}

/// Every file below the directory, its content behind its name.
std::string all_of(const Program &program, const std::string &directory)
{
  return program
      .shell("cd " + directory +
             " && find . -type f | sort | while read -r f; do echo \"== $f\"; cat \"$f\"; done")
      .out;
}

std::string hash_of(const Program &program, const std::string &file)
{
  return program.shell("sha256sum " + file).out.substr(0, 64);
}

std::string copied(const Program &program, const std::string &directory)
{
  return program.shell("cd " + directory + " && ls data").out;
}
}  // namespace

// The same file name and another content, where runs, references and studies would go on: refused, with the
// key, and computed anew with --overwrite. With the old content again, it goes on.
TEST(Data, ChangedDataAreOtherData)
{
  Program program;
  program.write("t.csv", one);
  program.write("flow.prm", small_flow(grid()));
  program.write("study.prm", small_study(grid() + "subsection output\n set report = false\nend\n"
                                                  "subsection accuracy\n set refinements = 0\nend\n"));
  for (const std::string command : {"run flow.prm --output a", "study study.prm --output a",
                                    "reference flow.prm --tolerance 1e-3 --output a"}) {
    SCOPED_TRACE(command);
    program.shell("rm -rf a");
    program.write("t.csv", one);
    const auto first = program.run(command + quiet);
    ASSERT_NE(first.code, 2) << first.err;  // 3: on these meshes the study decides nothing
    const std::string manifest = program.read("a/manifest.json"), hash = hash_of(program, "t.csv");
    expect_words(manifest, {hash, "target/file"});
    if (command[0] == 's') expect_words(program.read("a/certificate.json"), {hash});
    if (command[0] == 's') expect_words(program.read("a/cases/small/point-02.json"), {hash});
    if (command[2] == 'f') expect_words(program.read("a/reference.json"), {hash});
    program.write("t.csv", other);
    const std::string before = all_of(program, "a");
    program.expect_refused(command + quiet, {"target/file", "t.csv has another content",
                                             hash_of(program, "t.csv"), "--overwrite"});
    EXPECT_EQ(all_of(program, "a"), before);
    program.write("t.csv", one);
    EXPECT_EQ(program.run(command + quiet).code, first.code);
    program.write("t.csv", other);
    EXPECT_EQ(program.run(command + quiet + "--overwrite").code, first.code);
    EXPECT_EQ(program.read("a/manifest.json").find(hash), std::string::npos);
  }
}

// Two files of one name are two files; a key without effect copies nothing; `check` and `evaluate` use the
// copies, and refuse one that was changed.
TEST(Data, ADirectoryHoldsWhatWasRead)
{
  Program program;
  program.shell("mkdir a b");
  program.write("a/d.csv", "0,1\n1,2\n");
  program.write("b/d.csv", "0,3\n1,1\n");
  program.write("unused.csv", "0,1\n1,1\n");
  program.write(
      "flow.prm",
      small_flow("subsection initial state\n set kind = grid\n set file = a/d.csv\nend\n" + grid("b/d.csv")));
  ASSERT_EQ(program.run("reference flow.prm --tolerance 1e-3 --output kept" + quiet).code, 0);
  EXPECT_EQ(program.shell("ls kept/data | wc -l").out, "2\n");
  program.shell("rm -r a b");
  const auto check = program.run("check kept");
  EXPECT_EQ(check.code, 0) << check.out << check.err;
  program.shell("mkdir at; echo half > at/values.csv.part.17; echo mine > at/thesis.part.1");
  EXPECT_EQ(program.run("evaluate kept --times 0.1 --output at" + quiet).code, 0);
  EXPECT_EQ(program.shell("ls at").out, "thesis.part.1\nvalues.csv\n");
  const std::string copy = program.shell("ls kept/data/*").out, first = copy.substr(0, copy.find('\n'));
  program.write(first, program.read(first) + "\n");
  const auto changed = program.run("evaluate kept --times 0.1 --output at" + quiet);
  EXPECT_EQ(changed.code, 2);
  expect_words(changed.err, {"another content", "key 'file'"});
  EXPECT_EQ(program.run("check kept" + quiet).code, 2);

  program.write("flow.prm", small_flow("subsection target\n set file = unused.csv\nend\n"));
  ASSERT_EQ(program.run("run flow.prm --output plain" + quiet).code, 0);
  EXPECT_EQ(copied(program, "plain"), "");
  // must be found to be missing: a file that a key with an effect names
  program.expect_refused("run flow.prm --set 'target/kind = grid' --set 'target/file = none.csv' --output x",
                         {"section 'target', key 'file'", "none.csv", "cannot be read"});
}

// What case.prm cannot hold is refused with its key before anything is written; what it can, it holds.
TEST(Data, CasesSayExactlyWhatRan)
{
  Program program;
  program.write("flow.prm", small_flow());
  for (const std::string value : {"a\\", "half # of it"}) {
    program.expect_refused("run flow.prm --output x --set 'study/description = " + value + "'",
                           {"section 'study', key 'description'", "case.prm"});
    program.expect_refused("reference flow.prm --output x --set 'study/description = " + value + "'",
                           {"section 'study', key 'description'", "case.prm"});
  }
  program.write("lines.json", "{\"study\": {\"description\": \"one\\nset end = 7\"}}");
  program.expect_refused("run lines.json --output x", {"section 'study', key 'description'", "one line"});
  const std::string plain = "50 %  of = caf\xc3\xa9, \"x\" \\ {1;2}";
  ASSERT_EQ(program.run("run flow.prm --output y --set 'study/description = " + plain + "'" + quiet).code, 0);
  expect_words(program.read("y/case.prm"), {plain});
  EXPECT_EQ(program.run("evaluate y --times 0.1" + quiet).code, 0);
  ASSERT_EQ(program.run("run y/case.prm --output z" + quiet).code, 0);
  EXPECT_EQ(program.read("z/ledger.csv"), program.read("y/ledger.csv"));
  EXPECT_EQ(program.read("z/case.prm"), program.read("y/case.prm"));
}

// A run of DIR/case.prm into DIR itself, with the data there, from the start.
TEST(Data, OverwritingKeepsWhatIsRead)
{
  Program program;
  program.write("t.csv", one);
  program.write("flow.prm", small_flow(grid()));
  ASSERT_EQ(program.run("run flow.prm --output a" + quiet).code, 0);
  program.shell("rm t.csv; echo mine > a/notes.txt");
  const std::string ledger = program.read("a/ledger.csv"), data = copied(program, "a");
  const auto again = program.run("run a/case.prm --overwrite --output a" + quiet);
  EXPECT_EQ(again.code, 0) << again.err;
  EXPECT_EQ(program.read("a/ledger.csv"), ledger);
  EXPECT_EQ(copied(program, "a"), data);
  EXPECT_EQ(program.read("a/notes.txt"), "mine\n");

  program.shell("mkdir theirs; echo mine > theirs/notes.txt");
  program.write("flow.prm", small_flow());
  program.expect_refused("run flow.prm --overwrite --output theirs", {"theirs", "no output of gammaflow"});
  program.expect_refused("validate flow.prm --overwrite", {"--overwrite"});
}

// Two processes and one directory: one result, and one message that names it.
TEST(Data, OneProcessAtATime)
{
  Program program;
  program.write("flow.prm", small_flow("subsection time\n set outputs = 400\n set tolerance = 1e-12\nend\n"));
  const auto both = program.shell(
      "for i in 1 2; do (env -i HOME=/tmp PATH=/usr/bin:/bin OMPI_ALLOW_RUN_AS_ROOT=1 "
      "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 " +
      Program::binary + " run flow.prm --output a --quiet 2> err$i; echo $? > code$i) & done; wait");
  ASSERT_EQ(both.code, 0);
  const std::string codes = program.read("code1") + program.read("code2"),
                    errors = program.read("err1") + program.read("err2");
  if (codes != "0\n0\n") {  // one may have ended before the other began
    EXPECT_TRUE(codes == "0\n2\n" || codes == "2\n0\n") << codes;
    expect_words(errors, {"error: a: another gammaflow is computing there", "--output"});
  }
  ASSERT_EQ(program.run("run flow.prm --output b" + quiet).code, 0);
  EXPECT_EQ(program.read("a/ledger.csv"), program.read("b/ledger.csv"));
}
