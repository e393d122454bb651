// SPDX-License-Identifier: LGPL-2.1-or-later
#include <nlohmann/json.hpp>

#include "program.h"
#include <algorithm>
#include <filesystem>
#include <map>

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

// Killed while it measures along probes, searches or recovers, and run again: all that was measured is kept,
// and the certificate, with probes, a search, recovery sequences and a map, is to the last byte that of a run
// that was left alone. It follows the schema.
TEST(StudyCommand, KilledAmongItsProbes)
{
  Program program;
  program.write("study.prm",
                small_study("subsection kernel\n set name = intrinsic Matern\nend\n"
                            "subsection sweep\n set values = 0.03, 0.01, 0.003\nend\n"
                            "subsection accuracy\n set distances = Hellinger\nend\n"
                            "subsection probes\n set search = 3\n set points = 3\nend\n"
                            "subsection probe 1\n set curve = linear interpolation\nend\n"
                            "subsection probe 2\n set curve = oscillation\nend\n"
                            "subsection map\n set bandwidths = 0.3, 0.2\n set ridges = 0.1, 0.05\nend\n"));
  const std::string options = " --quiet --set 'output/report = false' --output ";
  const auto alone = program.run("study study.prm" + options + "whole");
  ASSERT_NE(alone.code, 2) << alone.err;
  const std::string folder = "whole/cases/small/";
  std::vector<std::string> curves;
  for (const std::string &file : program.tree())
    if (file.find(folder + "curve-") != std::string::npos)
      curves.push_back("cases/small/" + file.substr(file.find(folder) + folder.size()));
  ASSERT_GT(curves.size(), 4u);

  unsigned killed = 0;
  for (const std::size_t k : {std::size_t(0), curves.size() / 3, 2 * curves.size() / 3}) {
    const std::string name = "killed" + std::to_string(k);
    ASSERT_TRUE(program.killed_when_there_is(name + "/" + curves[k], "study study.prm" + options + name));
    if (program.exists(name + "/certificate.json")) continue;  // too late to test anything
    ++killed;
    std::map<std::string, std::filesystem::file_time_type> written;
    for (const std::string &file : program.tree())
      if (file.find(name + "/cases/small/") == 0 && file.find(".json") == file.size() - 5)
        written[file] = std::filesystem::last_write_time(program.path(file));
    EXPECT_EQ(program.run("study study.prm" + options + name).code, alone.code);
    for (const auto &[file, time] : written)
      EXPECT_EQ(std::filesystem::last_write_time(program.path(file)), time) << file << " is computed twice";
    EXPECT_EQ(program.read(name + "/certificate.json"), program.read("whole/certificate.json"));
  }
  EXPECT_GE(killed, 2u);

  const auto valid = program.shell(
      "/usr/bin/python3 -c \"import json, jsonschema; "
      "jsonschema.validate(json.load(open('whole/certificate.json')), "
      "json.load(open('" GAMMAFLOW_SOURCE_DIR "/doc/certificate.schema.json')))\"");
  EXPECT_EQ(valid.code, 0) << valid.err;
}

// Numbers of a record that was changed or damaged in a certificate, or states that are others than those that
// were judged: such points are computed again, and nothing else is.
TEST(StudyCommand, DamagedPointsAreComputedAgain)
{
  Program program;
  program.write("study.prm", small_study("subsection time\n set outputs = 4\nend\n"));
  const std::string study = "study study.prm --quiet --set 'output/report = false' --output kept",
                    points = "kept/cases/small/";
  ASSERT_EQ(program.run(study).code, 0);
  const std::string certificate = program.read("kept/certificate.json"),
                    record = program.read(points + "point-01.json"),
                    states = program.read(points + "trajectory-01.h5");
  const auto untouched = [&] {
    return std::filesystem::last_write_time(program.path(points + "point-02.json"));
  };
  const auto before = untouched();
  std::string changed = record, flipped = states;
  const auto digit = changed.find_first_of("123456789", changed.find("\"value\": "));
  changed[digit] = changed[digit] == '9' ? '8' : char(changed[digit] + 1);
  flipped[flipped.size() / 2] = char(~flipped[flipped.size() / 2]);
  const std::vector<std::pair<std::string, std::string>> damages = {
      {"point-01.json", changed},
      {"point-01.json", record.substr(0, record.size() / 2)},
      {"point-01.json", "{}"},
      {"point-01.json", "[[[1]]]"},
      {"trajectory-01.h5", flipped},
      {"trajectory-01.h5", states.substr(0, states.size() / 2)},
      {"trajectory-01.h5", program.read(points + "trajectory-00.h5")}};
  for (const auto &[name, content] : damages) {
    SCOPED_TRACE(name);
    program.write(points + name, content);
    const auto again = program.run(study);
    EXPECT_EQ(again.code, 0) << again.err;
    EXPECT_EQ(program.read("kept/certificate.json"), certificate);
    EXPECT_EQ(program.read(points + "point-01.json"), record);
    EXPECT_EQ(program.read(points + "trajectory-01.h5"), states);
    EXPECT_EQ(untouched(), before);
  }
}

// `check` of a study with a stored reference, and of one that disagrees with it.
TEST(StudyCommand, StoredAsReference)
{
  Program program;
  program.write("study.prm", small_study());
  const auto stored = program.run("reference study.prm --output kept");
  ASSERT_EQ(stored.code, 0) << stored.out << stored.err;
  std::string expected = program.read("kept/expected.csv");
  expect_words(expected,
               {"verdict,confirmed", "claim 1 (solutions) order",
                "claim 1 (solutions) statement on the limit", "Hellinger distance at 0.003", "refined here"});
  const auto good = program.run("check kept");
  EXPECT_EQ(good.code, 0) << good.out << good.err;

  expected.replace(expected.find("verdict,confirmed"), 17, "verdict,refuted");
  program.write("kept/expected.csv", expected);
  const auto bad = program.run("check kept --quiet");
  EXPECT_EQ(bad.code, 1);
  expect_words(bad.out, {"FAIL", "verdict", "refuted", "confirmed"});
}

// Three points establish nothing and refute nothing, which `validate` says; the exit code is that of a study
// that does not reach what was asked for, whatever is expected.
TEST(StudyCommand, ThreePointsEstablishNothing)
{
  const Program program;
  program.write("three.prm", small_study("subsection sweep\n set values = 0.03, 0.01, 0.003\nend\n"));
  expect_words(program.run("validate three.prm").out, {"3 points", "fewer than four"});
  for (const std::string expected : {"confirmed", "refuted"}) {
    const auto outcome =
        program.run("study three.prm --output " + expected + " --set 'limit/expected = " + expected +
                    "' --set 'limit/order = 3' --set 'output/report = false'");
    EXPECT_EQ(outcome.code, 3) << outcome.out << outcome.err;
    for (const auto &claim : certificate_in(program, expected)["cases"][0]["claims"])
      if (claim["claim"] != 6) EXPECT_EQ(claim["verdict"], "not established") << claim["sentence"];
  }
}

// What no case of a study reads is noted; what one of them reads is not.
TEST(StudyCommand, WhatHasNoEffectIsNoted)
{
  Program program;
  program.write("study.prm", small_study("subsection energy\n set kappa = 3\nend\n"));
  const auto outcome = program.run("study study.prm");
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  expect_words(outcome.out, {"note: section 'energy': 'kappa' has no effect here"});
  EXPECT_EQ(outcome.out.find("note: section 'geometry'"), std::string::npos);
  EXPECT_EQ(outcome.out.find("note: section 'kernel'"), std::string::npos);
}

// The template of a study runs as it is and confirms its claim; it fits on a screen.
TEST(StudyCommand, TemplateIsConfirmed)
{
  const Program program;
  const auto text = program.run("template study");
  ASSERT_EQ(text.code, 0);
  EXPECT_LE(std::count(text.out.begin(), text.out.end(), '\n'), 50);
  program.write("mine.prm", text.out);
  const auto outcome = program.run("study mine.prm --output out");
  EXPECT_EQ(outcome.code, 0) << outcome.out << outcome.err;
  EXPECT_EQ(certificate_in(program, "out")["verdict"], "confirmed");

  const auto all = program.run("template study --all");
  EXPECT_GT(all.out.size(), 5 * text.out.size());
  expect_words(all.out, {"subsection accuracy", "between outputs", "subsection memory"});
}

// A point that cannot be solved does not end the study: the certificate names it with the reason and judges
// the others, the exit code is 3, also when it is run again; the finished points are kept.
TEST(StudyCommand, PointThatCannotBeSolved)
{
  const Program program;
  program.write("study.prm", small_study("subsection kernel\n set name = Gaussian\nend\n"
                                         "subsection sweep\n set values = 0.1, 0.03, 0.01, 0.001\nend\n"
                                         "subsection solver\n set iterations = 26\nend\n"));
  const auto outcome = program.run("study study.prm --output out");
  EXPECT_EQ(outcome.code, 3) << outcome.out << outcome.err;
  expect_words(outcome.err, {"ridge 0.001", "26 iterations"});
  const auto certificate = certificate_in(program, "out");
  EXPECT_FALSE(certificate["complete"].get<bool>());
  const auto &entry = certificate["cases"][0];
  EXPECT_EQ(entry["points"].size(), 3u);
  ASSERT_EQ(entry["failed_points"].size(), 1u);
  EXPECT_EQ(entry["failed_points"][0]["parameter"], 0.001);
  EXPECT_NE(entry["claims"][0]["sentence"].get<std::string>().find("[0.01, 0.1]"), std::string::npos)
      << entry["claims"][0]["sentence"];
  expect_words(program.read("out/cases/small/point-03.json"), {"failure", "26 iterations"});
  expect_words(program.read("out/report.html"), {"failed_points", "26 iterations"});
  const auto valid = program.shell(
      "/usr/bin/python3 -c \"import json, jsonschema; "
      "jsonschema.validate(json.load(open('out/certificate.json')), "
      "json.load(open('" GAMMAFLOW_SOURCE_DIR "/doc/certificate.schema.json')))\"");
  EXPECT_EQ(valid.code, 0) << valid.err;

  const auto written = std::filesystem::last_write_time(program.path("out/cases/small/point-00.json"));
  const std::string first = program.read("out/certificate.json");
  EXPECT_EQ(program.run("study study.prm --output out --quiet").code, 3);
  EXPECT_EQ(std::filesystem::last_write_time(program.path("out/cases/small/point-00.json")), written);
  EXPECT_EQ(program.read("out/certificate.json"), first);

  // none of the points
  program.write("none.prm", small_study("subsection kernel\n set name = Gaussian\nend\n"
                                        "subsection solver\n set iterations = 1\nend\n"));
  EXPECT_EQ(program.run("study none.prm --output none").code, 3);
  EXPECT_EQ(certificate_in(program, "none")["verdict"], "not established");
  EXPECT_EQ(certificate_in(program, "none")["cases"][0]["failed_points"].size(), 5u);
  EXPECT_EQ(program.run("check none.prm").code, 3);
}
