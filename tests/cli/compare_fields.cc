// SPDX-License-Identifier: LGPL-2.1-or-later
#include <nlohmann/json.hpp>

#include "with_reference.h"
#include <cmath>
#include <functional>
#include <sstream>

// Densities of somebody else's program against a reference, as a user does it.
namespace
{
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

class CompareFields : public WithReference<CompareFields>
{
 protected:
  static nlohmann::json distance(const std::string &directory, const std::string &name)
  {
    const auto result = nlohmann::json::parse(program->read(directory + "/compare.json"));
    return distance_in(result["candidates"][0]["snapshots"].back(), name);
  }
};
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

// A spike between the nodes of the finest mesh that is affordable is not seen: nothing is said of the error,
// and why not.
TEST_F(CompareFields, WhatIsBetweenTheNodesIsNotWithinTheError)
{
  std::ostringstream text;
  text.precision(17);
  text << values(129, law);
  const double at = 1.03, near = 1e-5;
  for (const double x : {at - near, at, at + near}) text << x << "," << law(x) * (x == at ? 3 : 1) << "\n";
  program->write("spike.csv", text.str());
  const auto outcome = program->run("compare ref spike.csv --distances L1,Linf --output spike");
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  expect_words(outcome.out + outcome.err, {"is not seen", "the error is not known"});
  for (const char *name : {"L1", "Linf"}) {
    EXPECT_TRUE(distance("spike", name)["error"].is_null()) << name;
    EXPECT_NE(distance("spike", name)["standing"], "within the error") << name;
  }
}

// A mesh that followed a front has long cells elsewhere: they are halved, and a bump inside of one is seen
// with its mass.
TEST_F(CompareFields, ABumpInALongCellOfAnAdaptedMesh)
{
  program->write(
      "front.prm",
      "subsection domain\n set dimension = 2\n set shape = mesh\n set mesh generator = box\n set degree = 2\n"
      " set lower = -4, 0\n set upper = 4, 1\n set cells = 8, 1\nend\n"
      "subsection initial state\n set formula = 0.5 + 0.5*tanh((x+0.3)/2/sqrt(0.02))\nend\n"
      "subsection energy\n set name = Ginzburg-Landau\n set kappa = 0.01\n set f = u^4/4 - u^2/2\nend\n"
      "subsection geometry\n set name = L2\nend\nsubsection time\n set end = 0.01\n set outputs = 1\nend\n"
      "subsection adaptivity\n set enabled = true\n set tolerance = 0.1\n set halvings = 2\nend\n");
  ASSERT_EQ(program->run("run front.prm --output front").code, 0);
  const double s = 0.07;
  for (const bool bump : {false, true}) {
    std::ostringstream text;
    text << "x,y,u\n";
    for (int i = 0; i <= 128; ++i)
      for (int j = 0; j <= 16; ++j) {
        const double x = -4 + i / 16., y = j / 16., r2 = std::pow(x - 2.75, 2) + std::pow(y - 0.25, 2);
        text << x << "," << y << "," << 2 + (bump ? std::exp(-r2 / (2 * s * s)) : 0) << "\n";
      }
    program->write(bump ? "bump.csv" : "flat.csv", text.str());
    const auto outcome = program->run("compare front " + std::string(bump ? "bump" : "flat") +
                                      ".csv --distances L1 --output " + (bump ? "bump" : "flat"));
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_EQ((outcome.out + outcome.err).find("is not seen"), std::string::npos);
  }
  const auto value = [](const char *directory) { return distance(directory, "L1")["value"].get<double>(); };
  EXPECT_NEAR(value("bump") - value("flat"), 2 * M_PI * s * s, 2e-3);
}

// The mass of an initial state that is taken as given is that of a quadrature, and has an error.
TEST_F(CompareFields, AMassThatIsNotKnown)
{
  program->write("moved.csv", values(257, [](double x) { return law(x - 0.1); }));
  const std::string given =
      " --set 'initial state/mass = as given' --set 'initial state/formula = (2/pi)^0.5*exp(-2*(x-1)^2)'";
  ASSERT_EQ(program->run("reference flow.prm --tolerance 1e-5 --output given" + given).code, 0);
  for (const std::string reference : {"ref", "given"})
    ASSERT_EQ(program->run("compare " + reference + " moved.csv --output of-" + reference).code, 0);
  const auto known = distance("of-ref", "mass"), unknown = distance("of-given", "mass");
  EXPECT_EQ(known["error_parts"]["reference"].get<double>(), 0) << known;
  EXPECT_GT(unknown["error_parts"]["reference"].get<double>(), 0) << unknown;
  EXPECT_FALSE(distance("of-ref", "H-1")["error"].is_null());
  EXPECT_TRUE(distance("of-given", "H-1")["error"].is_null());
}

// Would catch: bars that divide by the least density of the tails, infinite values that are compared with a
// tolerance, an energy without a bar.
TEST_F(CompareFields, DivergencesOfCandidatesThatVanishOrLieInTheTails)
{
  program->write("cut.csv", values(257, [](double x) { return x > 2 ? 0 : law(x); }));
  program->write("tail.csv", values(257, [](double x) { return 0.7 * law(x) + (x < -4 ? 0.15 : 0); }));
  ASSERT_EQ(program->run("compare ref cut.csv --output cut").code, 0);
  const auto cut = distance("cut", "KL");
  EXPECT_LT(cut["error"].get<double>(), 0.02) << cut;
  EXPECT_EQ(cut["standing"], "beyond the error");
  ASSERT_EQ(program->run("compare ref tail.csv --output tail").code, 0);
  const auto tail = distance("tail", "KL");
  EXPECT_LT(tail["error"].get<double>(), tail["value"].get<double>()) << tail;
  const auto outcome = program->run(
      "compare ref cut.csv --distances 'L1,reverse KL' --tolerance 'reverse KL=1' --output infinite");
  EXPECT_EQ(outcome.code, 3) << outcome.out;
  const auto infinite = distance("infinite", "reverse KL");
  EXPECT_TRUE(infinite["value"].is_null());
  EXPECT_TRUE(infinite["error"].is_null());
  EXPECT_EQ(infinite["standing"], "infinite");
  expect_words(infinite["why_no_error"].get<std::string>(), {"where the candidate is 0"});
  EXPECT_EQ(program->run("check infinite").code, 0) << "what is infinite is not expected again";
}

// The energies of the law and of the moved one against N(0, 1): (s^2 + m^2 - 1)/2 - log s.
TEST_F(CompareFields, FreeEnergiesOfFieldsAndParticles)
{
  program->write("moved.csv", values(257, [](double x) { return law(x - 0.1); }));
  ASSERT_EQ(program->run("compare ref moved.csv --distances 'energy difference' --output energy").code, 0);
  const auto energy = distance("energy", "energy difference");
  const auto exact = [](double m) { return (variance + m * m - 1 - std::log(variance)) / 2; };
  const double error = energy["error"].get<double>(), m = std::exp(-1.);
  EXPECT_NEAR(energy["of_candidate"].get<double>(), exact(m + 0.1), error);
  EXPECT_NEAR(energy["of_reference"].get<double>(), exact(m), error);
  EXPECT_LT(error, 1e-4);
  std::ostringstream text;
  text << "x\n";
  for (int i = 0; i < 500; ++i)  // of the uniform law on (-1, 1)
    text << -1 + (2 * i + 1) / 500. << "\n";
  program->write("particles.csv", text.str());
  const auto outcome = program->run(
      "compare ref particles.csv --distances 'free energy,third moments,fourth moments' --output moments");
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  const auto free = distance("moments", "free energy");
  EXPECT_NEAR(free["of_candidate"].get<double>(), 1. / 6 + std::log(2 * M_PI) / 2 - std::log(2.),
              free["error"].get<double>());
  EXPECT_NEAR(distance("moments", "fourth moments")["value"].get<double>(), 3 * variance * variance - 0.2,
              1e-3);
}

TEST_F(CompareFields, AnotherEvolutionOnAnotherMesh)
{
  std::string coarse = flow_of_a_normal_law;
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
