// SPDX-License-Identifier: LGPL-2.1-or-later
#include "program.h"
#include <string>
#include <utility>
#include <vector>

namespace
{
/// On (0, 1), of equal masses.
std::string curve(const std::string &geodesic, const std::string &more = "")
{
  return small_flow(
      "subsection geodesic\n" + geodesic +
      "end\nsubsection initial state\n set mass = 1\nend\nsubsection target\n set mass = 1\nend\n" + more);
}
const std::string wasserstein = " set geometry = Wasserstein\n",
                  fisher_rao = " set geometry = Fisher-Rao\n set method = Hamiltonian\n",
                  observed =
                      "subsection observables\n set quantities = energy | centre: u(0.5)\n"
                      " set events = passage: u(0.5) = 0.9\nend\n";
}  // namespace

// A geodesic instead of a flow; a shock before the end is a numerical failure that names its time.
TEST(GeodesicCommands, Run)
{
  Program program;
  program.write("curve.prm", curve(wasserstein));
  const auto outcome = program.run("run curve.prm");
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  expect_words(outcome.out, {"geodesic: Wasserstein, closed form", "squared speed", "ledger.csv"});
  EXPECT_TRUE(program.exists("output/curve/trajectory.h5"));
  const auto again = program.run("run curve.prm");
  expect_words(again.out, {"already computed"});
  expect_words(program.run("validate curve.prm").out, {"describes a geodesic"});
  const std::string potential =
      " --set 'geodesic/method = Hamiltonian' --set 'geodesic/potential = cos(pi*x)'";
  for (const std::string command : {"run", "reference"}) {
    const auto shock = program.run(command + " curve.prm --output other" + potential);
    EXPECT_EQ(shock.code, 3);
    expect_words(shock.err, {"a shock", "ends at t = 0.10"});
    EXPECT_FALSE(program.exists("other"));
  }
}

// Both methods as references: the files, `check` and its must-fail twin, `evaluate` between the outputs, with
// bars.
TEST(GeodesicCommands, References)
{
  for (const std::string &method : {wasserstein, wasserstein + " set method = Hamiltonian\n", fisher_rao}) {
    SCOPED_TRACE(method);
    const Program program;
    program.write("curve.prm", curve(method, observed));
    const auto stored = program.run("reference curve.prm --tolerance 1e-4 --output kept");
    ASSERT_EQ(stored.code, 0) << stored.out << stored.err;
    for (const char *file : {"kept/case.prm", "kept/expected.csv", "kept/PROVENANCE.md", "kept/evolution.h5",
                             "kept/errors.csv", "kept/ledger.csv", "kept/reference.json"})
      EXPECT_TRUE(program.exists(file)) << file;
    expect_words(program.read("kept/PROVENANCE.md"), {"geodesic: "});
    expect_words(program.read("kept/observables.csv"), {"time,energy,error bar of energy,centre"});
    expect_words(program.read("kept/events.csv"), {"passage,u(0.5) = 0.9,0."});
    const auto good = program.run("check kept");
    EXPECT_EQ(good.code, 0) << good.out << good.err;
    const auto there = program.run("evaluate kept --times 0.1 --points 0.5 --quantiles 0.5 --output values");
    EXPECT_EQ(there.code, 0) << there.err;
    expect_words(program.read("values/values.csv"), {"0.1", "error bar"});
    // must fail: another geodesic
    program.write("kept/case.prm", program.read("kept/case.prm") +
                                       "subsection target\n set formula = 1 + 0.51*sin(3*x)^2\nend\n");
    EXPECT_EQ(program.run("check kept").code, 1);
  }
}

// A tolerance that the time does not allow: what was reached, and exit code 3.
TEST(GeodesicCommands, LimitsAreThree)
{
  Program program;
  program.write("curve.prm", curve(wasserstein + " set method = Hamiltonian\n",
                                   "subsection reference\n set seconds = 1\n set degree = as given\nend\n"
                                   "subsection domain\n set degree = 3\nend\n"));
  const auto late = program.run("reference curve.prm --tolerance 1e-8 --output kept");
  EXPECT_EQ(late.code, 3) << late.out << late.err;
  expect_words(late.err, {"the time of 1 s is over"});
  if (program.exists("kept")) expect_words(program.read("kept/reference.json"), {"\"reached\": false"});
}

// Refused with section, key, value and what is allowed, by `run` and by `reference` alike.
TEST(GeodesicCommands, BadInput)
{
  Program program;
  program.write("curve.prm", curve(wasserstein));
  const auto set = [](const std::string &assignment) { return " --set '" + assignment + "'"; };
  const std::string plane = set("domain/dimension = 2") + set("domain/cells = 4");
  const std::vector<std::pair<std::string, std::vector<std::string>>> cases = {
      {plane, {"geodesic", "method", "closed form", "2 dimensions", "potential"}},
      {plane + set("geodesic/method = Hamiltonian"), {"geodesic", "potential", "2 dimensions", "interval"}},
      {set("domain/boundary = periodic"), {"geodesic", "method", "periodic", "no-flux"}},
      {set("adaptivity/enabled = true"), {"adaptivity", "enabled", "true", "false"}},
      {set("geodesic/potential = x"), {"geodesic", "potential", "x", "Hamiltonian"}},
      {set("geodesic/method = Hamiltonian") + set("geodesic/potential = log(-x)"),
       {"geodesic", "potential", "finite"}},
      {set("geodesic/method = Hamiltonian") + set("time/integrator = kvaerno5"),
       {"time", "integrator", "kvaerno5", "fehlberg78"}},
      {set("target/mass = 2"), {"mass"}},
      {set("observables/quantities = balance"), {"observables", "quantities", "balance", "dissipates"}},
      {set("observables/events = energy = 1"), {"observables", "events", "output times only"}}};
  for (const auto &[settings, words] : cases)
    for (const std::string command : {"run", "reference", "validate"}) {
      SCOPED_TRACE(command + settings);
      program.expect_refused(command + " curve.prm" + settings, words);
    }
  program.expect_refused("reference curve.prm" + set("reference/norms = W3"), {"reference", "norms", "W3"});
  program.expect_refused(
      "study curve.prm" + set("sweep/parameter = bandwidth") + set("geometry/name = KRR Fisher-Rao"),
      {"geodesic", "geometry", "Wasserstein", "none"});
}
