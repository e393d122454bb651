// SPDX-License-Identifier: LGPL-2.1-or-later
#include <nlohmann/json.hpp>

#include "program.h"
#include <cmath>
#include <functional>
#include <sstream>

// Densities of somebody else's program against a reference, as a user does it.
namespace
{
/// dX = -X dt + 2^1/2 dW from N(1, 1/4): N(exp(-t), 1 - 3/4 exp(-2t)).
const char *const flow =
    "subsection domain\n set lower = -6\n set upper = 6\n set cells = 16\n set degree = 6\nend\n"
    "subsection initial state\n set formula = exp(-2*(x-1)^2)\n set mass = 1\nend\n"
    "subsection target\n set formula = exp(-x^2/2)\n set mass = 1\nend\n"
    "subsection energy\n set name = KL\nend\nsubsection geometry\n set name = Wasserstein\nend\n"
    "subsection time\n set end = 1\n set outputs = 2\nend\n";

const double variance = 1 - 0.75 * std::exp(-2.);

double law(double x)
{
  return std::exp(-std::pow(x - std::exp(-1.), 2) / 2 / variance) / std::sqrt(2 * M_PI * variance);
}

/// Values at n points from -6 to 6.
std::string values(int n, const std::function<double(double)> &f, const std::string &header = "x,u\n")
{
  std::ostringstream text;
  text.precision(17);
  text << header;
  for (int i = 0; i < n; ++i) text << -6 + 12. * i / (n - 1) << "," << f(-6 + 12. * i / (n - 1)) << "\n";
  return text.str();
}

class CompareFields : public testing::Test
{
 protected:
  static void SetUpTestSuite()
  {
    program = new Program;
    program->write("flow.prm", flow);
    const auto outcome = program->run("reference flow.prm --tolerance 1e-5 --output ref");
    ASSERT_EQ(outcome.code, 0) << outcome.out << outcome.err;
  }
  static void TearDownTestSuite()
  {
    delete program;
    program = nullptr;
  }
  static nlohmann::json distance(const std::string &directory, const std::string &name)
  {
    const auto result = nlohmann::json::parse(program->read(directory + "/compare.json"));
    for (const auto &entry : result["candidates"][0]["snapshots"].back()["distances"])
      if (entry["distance"] == name) return entry;
    return nullptr;
  }
  static Program *program;
};
Program *CompareFields::program = nullptr;
}  // namespace

// A normal law that is moved by d = 0.1: W1 = W2 = d, KL = d^2/(2 s^2), Hellinger^2 = 8 (1 - exp(-d^2/(8
// s^2))), L2^2 = (1 - exp(-d^2/(4 s^2)))/(s pi^(1/2)), L1 = 2 erf(d/(2^(3/2) s)); each within its error, and
// the error of those that are metrics and see no tails is small.
TEST_F(CompareFields, ClosedFormsOfAShiftedLaw)
{
  program->write("moved.csv", values(257, [](double x) { return law(x - 0.1); }));
  const auto outcome = program->run("compare ref moved.csv --output moved");
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  expect_words(outcome.out, {"compared at the end, t = 1", "beyond the error"});
  const double d = 0.1, s = std::sqrt(variance), q = d * d / variance;
  const std::vector<std::pair<std::string, double>> wanted = {
      {"W1", d},
      {"W2", d},
      {"KL", q / 2},
      {"Hellinger", std::sqrt(8 * (1 - std::exp(-q / 8)))},
      {"L2", std::sqrt((1 - std::exp(-q / 4)) / (s * std::sqrt(M_PI)))},
      {"L1", 2 * std::erf(d / (2 * std::sqrt(2.) * s))}};
  for (const auto &[name, value] : wanted) {
    const auto found = distance("moved", name);
    ASSERT_FALSE(found.is_null()) << name;
    EXPECT_NEAR(found["value"].get<double>(), value, found["error"].get<double>()) << name;
    EXPECT_NEAR(found["value"].get<double>(), value, 1e-5) << name;
    EXPECT_TRUE(found["sampling"].is_null());
  }
  EXPECT_LT(distance("moved", "W1")["error"].get<double>(), 1e-5);
  EXPECT_EQ(distance("moved", "W1")["standing"], "beyond the error");
}

// The right law is within the error, however coarse it is given, as values and as means of cells.
TEST_F(CompareFields, TheRightLawIsWithinTheError)
{
  for (const int n : {33, 64}) {
    program->write("right.csv", values(n, law));
    std::ostringstream means;
    means << "x,u\n";
    means.precision(17);
    const double h = 12. / n;
    for (int i = 0; i < n; ++i) {
      const auto cdf = [](double x) { return std::erfc((std::exp(-1.) - x) / std::sqrt(2 * variance)) / 2; };
      const double a = -6 + h * i;
      means << a + h / 2 << "," << (cdf(a + h) - cdf(a)) / h << "\n";
    }
    program->write("means.csv", means.str());
    for (const std::string file : {"right", "means"}) {
      const std::string output = file + std::to_string(n);
      ASSERT_EQ(program->run("compare ref " + file + ".csv --output " + output).code, 0);
      for (const char *name : {"L1", "L2", "Linf", "Hellinger", "KL", "W1", "W2", "H-1"})
        EXPECT_EQ(distance(output, name)["standing"], "within the error") << name << " " << output;
    }
  }
}

TEST_F(CompareFields, AnotherEvolutionOnAnotherMesh)
{
  std::string coarse = flow;
  coarse.replace(coarse.find("cells = 16"), 10, "cells = 18");
  program->write("other.prm", coarse);
  ASSERT_EQ(program->run("run other.prm --output other").code, 0);
  const auto outcome = program->run("compare ref other --output evolution --tolerance L1=1e-3");
  EXPECT_EQ(outcome.code, 0) << outcome.out << outcome.err;
  EXPECT_EQ(program->run("check evolution").code, 0);
  const std::string options = " --set 'domain/upper = 5' --set 'time/end = 1e-4' --output short";
  ASSERT_EQ(program->run("run other.prm" + options).code, 0);
  const auto refused = program->run("compare ref short --output refused");
  EXPECT_EQ(refused.code, 2);
  expect_words(refused.err, {"another domain"});
}

TEST_F(CompareFields, WhatCannotBeMeantIsRefused)
{
  const auto refused = [](const std::string &file, const std::string &options, const std::string &words) {
    const auto outcome = program->run("compare ref " + file + " --output refused " + options);
    EXPECT_EQ(outcome.code, 2) << outcome.out;
    expect_words(outcome.err, {words});
  };
  program->write("masses.csv", values(121, [](double x) { return law(x) / 10; }));
  refused("masses.csv", "", "another mass");
  refused("masses.csv", "--normalize yes --distances MMD", "distance of particles alone");
  program->write("negative.csv", values(121, [](double x) { return law(x) - 1e-3; }));
  refused("negative.csv", "--distances Hellinger", "positive densities");
  program->write("metres.csv", values(121, [](double x) { return law(x); }));
  refused("metres.csv", "--unit 1000", "does not cover the domain");
  refused("metres.csv", "--times 2", "a time that the reference does not have");
  refused("metres.csv", "--as picture", "none of the words");
}
