// SPDX-License-Identifier: LGPL-2.1-or-later
// The schema that is shipped says what a certificate with all claims holds, and asks for each of its fields.
#include <nlohmann/json.hpp>

#include "program.h"

namespace
{
const char *const schema = GAMMAFLOW_SOURCE_DIR "/doc/certificate.schema.json";

/// With everything that a certificate may hold: probes, a search, recovery, a map, candidates, a family of
/// data.
std::string full_study()
{
  return small_study(
      "subsection domain\n set cells = 4\nend\nsubsection time\n set tolerance = 1e-6\n set outputs = "
      "1\nend\n"
      "subsection sweep\n set values = 0.1, 0.03, 0.01, 0.003\nend\n"
      "subsection accuracy\n set distances = Hellinger\nend\n"
      "subsection probes\n set points = 3\nend\n"
      "subsection probe 1\n set curve = linear interpolation\nend\n"
      "subsection identification\n set candidates = auto\nend\n"
      "subsection map\n set bandwidths = 0.2, 0.1\n set ridges = 0.1, 0.05\n set limits = Fisher-Rao | "
      "power-mobility Fisher-Rao: geometry/exponent = 2\nend\n"
      "subsection datum 1\n set name = given\nend\n");
}

/// What fields_of_certificate.py says of it.
Program::Outcome fields_of(const Program &program, const std::string &certificate, const std::string &against)
{
  return program.shell("/usr/bin/python3 '" GAMMAFLOW_SOURCE_DIR "/tests/cli/fields_of_certificate.py' " +
                       certificate + " " + against);
}
}  // namespace

// Would catch: a field of a claim that a certificate may be without, or that may be anything; a claim without
// its probes; a proof that is not cited. Must fail: a schema that does not ask for one of them.
TEST(CertificateSchema, AsksForEveryField)
{
  const Program program;
  program.write("study.prm", full_study());
  const auto outcome = program.run("study study.prm --quiet --output out --set 'output/report = false'");
  ASSERT_TRUE(program.exists("out/certificate.json")) << outcome.err;
  const auto fields = fields_of(program, "out/certificate.json", schema);
  ASSERT_EQ(fields.code, 0) << fields.err;
  EXPECT_EQ(fields.out.find("may be"), std::string::npos) << fields.out;
  for (const char *part : {"decay", "dissipation_in_time", "mosco", "rayleigh", "which_limit", "map", "data",
                           "probes", "sequences"})
    expect_words(fields.out, {std::string("found ") + part});

  // a lower bound that is confirmed cites its proof
  auto certificate = nlohmann::json::parse(program.read("out/certificate.json"));
  for (auto &claim : certificate["cases"][0]["claims"])
    if (claim["claim"] == 4) {
      EXPECT_EQ(claim["verdict"], "confirmed") << claim["sentence"];
      claim.erase("proof");
    }
  program.write("unproven.json", certificate.dump());
  EXPECT_NE(fields_of(program, "unproven.json", schema).code, 0);

  auto weaker = nlohmann::json::parse(program.shell("cat '" + std::string(schema) + "'").out);
  auto &required = weaker["definitions"]["case"]["properties"]["mosco"]["required"];
  ASSERT_EQ(required.back(), "sentence");
  required.erase(required.size() - 1);
  weaker["definitions"]["claim"]["properties"]["probes"]["items"]["properties"]["outcome"] = true;
  program.write("weaker.json", weaker.dump());
  expect_words(
      fields_of(program, "out/certificate.json", "weaker.json").out,
      {"may be missing: cases/0/mosco/sentence", "may be anything: cases/0/claims/4/probes/0/outcome"});
}
