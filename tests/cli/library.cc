// SPDX-License-Identifier: LGPL-2.1-or-later
#include "program.h"
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

namespace
{
namespace fs = std::filesystem;
const fs::path library = GAMMAFLOW_SOURCE_DIR "/reference/library";

std::vector<std::string> names()
{
  std::vector<std::string> result;
  for (const auto &entry : fs::directory_iterator(library))
    if (entry.is_directory()) result.push_back(entry.path().filename());
  return result;
}
}  // namespace

// Would catch: a reference that nobody can read any more, one without bars, one that the page does not name
// or that is too large to be shipped. (`gammaflow check` computes each of them again.)
TEST(Library, IsReadWithoutComputing)
{
  Program program;
  std::ifstream file(library / "README.md");
  const std::string page{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  ASSERT_GE(names().size(), 9u);
  for (const auto &name : names()) {
    EXPECT_NE(page.find("`" + name + "`"), std::string::npos) << name;
    EXPECT_NE(page.find(name + ".svg"), std::string::npos) << name;
    for (const char *part : {"case.prm", "errors.csv", "expected.csv", "PROVENANCE.md"})
      EXPECT_TRUE(fs::exists(library / name / part)) << name << "/" << part;
    EXPECT_TRUE(fs::exists(library / (name + ".prm")) && fs::exists(library / (name + ".svg"))) << name;
    if (!fs::exists(library / name / "evolution.h5")) continue;
    EXPECT_LT(fs::file_size(library / name / "evolution.h5"), 200000u) << name;
    const auto read =
        program.run("evaluate '" + (library / name).string() + "' --points 0.5 --quiet --output " + name);
    EXPECT_EQ(read.code, 0) << name << read.err;
    expect_words(program.read(name + "/values.csv"), {"time,x,u,error bar"});
  }
}

// The geodesic of Fisher-Rao against its closed form, ((1-s) sqrt(r0) + s sqrt(r1))^2, to the error bar that
// stands beside the value. Must fail: at another time.
TEST(Library, HoldsTheGeodesicToItsBar)
{
  Program program;
  const auto read = program.run("evaluate '" + (library / "fisher_rao_geodesic").string() +
                                "' --times 0.5 --points 0.3 --quiet --output geodesic");
  ASSERT_EQ(read.code, 0) << read.err;
  std::istringstream lines(program.read("geodesic/values.csv"));
  std::string line;
  std::getline(lines, line);
  std::getline(lines, line);
  double t = 0, x = 0, u = 0, bar = 0;
  ASSERT_EQ(std::sscanf(line.c_str(), "%lf,%lf,%lf,%lf", &t, &x, &u, &bar), 4) << line;
  const auto exact = [&](double s) {
    const double r0 = 1 + 0.5 * std::cos(M_PI * x), r1 = std::exp(0.5 * std::cos(2 * M_PI * x));
    return std::pow((1 - s) * std::sqrt(r0) + s * std::sqrt(r1), 2);
  };
  EXPECT_LE(std::abs(u - exact(0.5)), bar);
  EXPECT_GT(std::abs(u - exact(0.51)), bar);
}

// PFHub's benchmark 1b against the energies that FEniCS (319.044, 208.990) has published, which have no error
// bars: to 0.3 %. Must fail: with another mobility.
TEST(Library, SpinodalDecompositionHasThePublishedEnergy)
{
  const auto energies = [](const std::string &settings) {
    Program program;
    const auto outcome =
        program.run("run '" GAMMAFLOW_SOURCE_DIR "/examples/pfhub/benchmark1b.prm' --quiet " + settings +
                    " --set 'time/end = 20.3538071632385' --set 'time/outputs = 1' --output a");
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    double first = 0, last = 0;
    std::istringstream lines(program.read("a/observables.csv"));
    std::string head, begin, end;
    std::getline(lines, head);
    std::getline(lines, begin);
    std::getline(lines, end);
    EXPECT_EQ(std::sscanf(begin.c_str(), "%*f,%lf", &first), 1) << begin;
    EXPECT_EQ(std::sscanf(end.c_str(), "%*f,%lf", &last), 1) << end;
    return std::pair(first, last);
  };
  const auto [first, last] = energies("");
  EXPECT_NEAR(first, 319.044, 0.01);
  EXPECT_NEAR(last, 208.990, 0.003 * 208.990);
  EXPECT_GT(std::abs(energies("--set 'geometry/mobility = 4'").second - 208.990), 0.01 * 208.990);
}
