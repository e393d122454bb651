#include <nlohmann/json.hpp>

#include "program.h"
#include <filesystem>

namespace
{
nlohmann::json certificate_in(const Program &program, const std::string &directory)
{
  return nlohmann::json::parse(program.read(directory + "/certificate.json"));
}
}  // namespace

// 0 where every verdict is as expected, with all the files that the documentation promises; 1 where the same
// study expects the opposite; the certificate says the same as the exit code and follows the schema that is
// shipped.
TEST(StudyCommand, ExitCodeFilesAndSchema)
{
  Program program;
  program.write("good.prm", small_study());
  const auto good = program.run("study good.prm --output good");
  ASSERT_EQ(good.code, 0) << good.out << good.err;
  expect_words(good.out, {"confirmed", "solutions", "energies", "primal dissipation", "dual dissipation",
                          "as expected", "report.html", "certificate.json"});
  for (const char *file : {"manifest.json", "certificate.json", "report.html"})
    EXPECT_TRUE(program.exists(std::string("good/") + file)) << file;
  const auto certificate = certificate_in(program, "good");
  EXPECT_EQ(certificate["verdict"], "confirmed");
  EXPECT_TRUE(certificate["as_expected"].get<bool>());

  program.write("bad.prm", small_study("subsection limit\n set expected = refuted\nend\n"));
  const auto bad = program.run("study bad.prm --output bad --set 'output/report = false'");
  EXPECT_EQ(bad.code, 1) << bad.out << bad.err;
  expect_words(bad.out, {"not what the study expects"});
  EXPECT_FALSE(program.exists("bad/report.html"));
  EXPECT_FALSE(certificate_in(program, "bad")["as_expected"].get<bool>());

  for (const std::string name : {"good", "bad"}) {
    const auto valid = program.shell(
        "/usr/bin/python3 -c \"import json, jsonschema; "
        "jsonschema.validate(json.load(open('" +
        name +
        "/certificate.json')), "
        "json.load(open('" GAMMAFLOW_SOURCE_DIR "/doc/certificate.schema.json')))\"");
    EXPECT_EQ(valid.code, 0) << valid.err;
  }
  // the schema is not one that accepts anything
  auto broken = certificate_in(program, "good");
  broken["cases"][0]["claims"][0]["verdict"] = "probably";
  program.write("broken.json", broken.dump());
  EXPECT_NE(program
                .shell("/usr/bin/python3 -c \"import json, jsonschema; "
                       "jsonschema.validate(json.load(open('broken.json')), "
                       "json.load(open('" GAMMAFLOW_SOURCE_DIR "/doc/certificate.schema.json')))\"")
                .code,
            0);
}

// Killed in the middle and run again: the points that were finished are kept (their files are not written
// again), and the certificate is, to the last byte, the one of a run that was not interrupted.
TEST(StudyCommand, KilledAndRunAgain)
{
  Program program;
  program.write(
      "study.prm",
      small_study("subsection sweep\n set values = 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001\nend\n"
                  "subsection time\n set tolerance = 1e-9\n set outputs = 8\nend\n"));
  const std::string options = " --quiet --set 'output/report = false' --output ";
  ASSERT_EQ(program.run("study study.prm" + options + "whole").code, 0);

  ASSERT_TRUE(program.killed_when_there_is("killed/cases/small/point-01.json",
                                           "study study.prm" + options + "killed"));
  ASSERT_FALSE(program.exists("killed/certificate.json")) << "it was killed too late to test anything";
  const auto written = std::filesystem::last_write_time(program.path("killed/cases/small/point-01.json"));

  const auto resumed = program.run("study study.prm" + options + "killed");
  EXPECT_EQ(resumed.code, 0) << resumed.err;
  EXPECT_EQ(std::filesystem::last_write_time(program.path("killed/cases/small/point-01.json")), written);
  EXPECT_EQ(program.read("killed/certificate.json"), program.read("whole/certificate.json"));
  for (const auto &file : program.tree()) EXPECT_EQ(file.find(".part."), std::string::npos) << file;
}

// `check` of a study with a stored reference, and of one that disagrees with it.
TEST(StudyCommand, StoredAsReference)
{
  Program program;
  program.write("study.prm", small_study());
  const auto stored = program.run("reference study.prm --output kept");
  ASSERT_EQ(stored.code, 0) << stored.out << stored.err;
  std::string expected = program.read("kept/expected.csv");
  expect_words(expected, {"verdict,confirmed", "claim 1 (solutions) order", "Hellinger distance at 0.003",
                          "refined here"});
  const auto good = program.run("check kept");
  EXPECT_EQ(good.code, 0) << good.out << good.err;

  expected.replace(expected.find("verdict,confirmed"), 17, "verdict,refuted");
  program.write("kept/expected.csv", expected);
  const auto bad = program.run("check kept --quiet");
  EXPECT_EQ(bad.code, 1);
  expect_words(bad.out, {"FAIL", "verdict", "refuted", "confirmed"});
}

// What no case of a study reads is noted; what one of them reads is not.
TEST(StudyCommand, WhatHasNoEffectIsNoted)
{
  Program program;
  program.write("study.prm", small_study("subsection energy\n set kappa = 3\nend\n"));
  const auto outcome = program.run("study study.prm");
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  expect_words(outcome.out, {"note: section 'energy': 'kappa' has no effect here"});
  EXPECT_EQ(outcome.out.find("section 'geometry'"), std::string::npos);
  EXPECT_EQ(outcome.out.find("section 'kernel'"), std::string::npos);
}
