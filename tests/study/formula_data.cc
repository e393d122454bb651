// SPDX-License-Identifier: LGPL-2.1-or-later
// Files whose formulas have a part between all nodes: the mesh is refined until it sees it, or they are
// refused.
#include <gammaflow/base/errors.h>
#include <gammaflow/densities/density.h>
#include <gammaflow/program/scratch_directory.h>
#include <gammaflow/spaces/make_space.h>
#include <gammaflow/study/coverage/coverage.h>
#include <gammaflow/study/plan/formula_data.h>
#include <gammaflow/study/plan/grid_data.h>
#include <gammaflow/study/points/sweep_point.h>
#include <gammaflow/study/references/certified_evolution.h>

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <string>

using namespace gammaflow;

namespace
{
const std::string spike = "20*exp(-((x-0.5208802591)/0.0002)^2)";

unsigned level_of(const std::string &settings, unsigned deepest = 14, double accuracy = 1e-6)
{
  Parameters p;
  p.assign_all("domain/cells = 16; domain/degree = 4; time/end = 1; " + settings, "test");
  return first_seeing_level(
      p, 1, accuracy, [&](unsigned level) { return make_space(p, level); },
      [&](unsigned level) { return level <= deepest; });
}
std::string refusal(const std::string &settings)
{
  try {
    level_of(settings, 3);
  } catch (const InputError &error) {
    return error.what();
  }
  return "";
}
}  // namespace

// Each formula that a flow has nodal values of. Must fail: without the spike no level is skipped.
TEST(FormulaData, EveryFormulaIsLookedAt)
{
  const std::string
      kl = "energy/name = KL; geometry/name = Fisher-Rao; ",
      potential = "energy/name = free-energy; energy/internal = Boltzmann; geometry/name = Wasserstein; ",
      field = "energy/name = Dirichlet; geometry/name = L2; ";
  const std::vector<std::string> places = {
      kl + "target/formula = 1; initial state/formula = 1",
      kl + "initial state/formula = 1; target/formula = 1",
      potential + "initial state/formula = 1; energy/V = x^2",
      field + "initial state/formula = x; source/formula = cos(pi*x)*exp(-t)",
      field + "domain/dimension = 2; domain/cells = 4; initial state/formula = x; boundary/bottom = x"};
  for (const std::string &smooth : places) {
    const bool plane = smooth.find("dimension = 2") != std::string::npos;
    EXPECT_EQ(level_of(smooth), 1u) << smooth;
    if (!plane) {  // the meshes that see it have millions of nodes there
      EXPECT_GE(level_of(smooth + " + " + spike), 4u) << smooth;
    }
    const std::string why = refusal(smooth + " + " + spike);
    EXPECT_NE(why.find("x = 0.52"), std::string::npos) << why;
    EXPECT_NE(why.find("cells of length"), std::string::npos) << why;
  }
}

// The interaction, and formulas in u of the initial state. Must fail: without the spike no level is skipped.
TEST(FormulaData, InteractionAndFormulasInU)
{
  const std::string kernel =
                        "energy/name = free-energy; energy/internal = Boltzmann; geometry/name = "
                        "Wasserstein; initial state/formula = 1; ",
                    phases = "energy/name = Ginzburg-Landau; initial state/formula = x; geometry/name = ",
                    in_r = " + 20*exp(-((r-0.5208802591)/0.0002)^2)",
                    in_u = " + 20*exp(-((u-0.5208802591)/0.0002)^2)",
                    periodic = "domain/boundary = periodic; domain/lower = -1; domain/upper = 1; ";
  struct Place {
    std::string smooth, spike;
  };
  for (const auto &[smooth, part] :
       {Place{kernel + "energy/W = 1e-1*exp(-r/0.3) - log(r^2 + 0.1)", in_r},
        Place{kernel + periodic + "energy/W = 0.1*exp(-(x/0.3)^2) + cos(pi*r)", in_r},
        Place{phases + "L2; energy/f = (u^2 - 1)^2/4", in_u},
        Place{phases + "H-1; geometry/mobility = 1 + u^2", in_u}}) {
    EXPECT_EQ(level_of(smooth), 1u) << smooth;
    EXPECT_GE(level_of(smooth + part), 4u) << smooth;
    const std::string why = refusal(smooth + part);
    EXPECT_NE(why.find("cells of length"), std::string::npos) << why;
  }
  EXPECT_EQ(level_of(phases + "L2; energy/f = quartic"), 1u);
}

// f has a narrow part between values that the states take later, not at the start. Must fail: the initial
// state, and states that stay below it, do not show it.
TEST(FormulaData, FormulasInUAreLookedAtWhereTheStatesAre)
{
  const std::string flow =
      "energy/name = Ginzburg-Landau; geometry/name = L2; energy/kappa = 0.01; initial state/formula = "
      "0.1*cos(pi*x); energy/f = (u^2 - 1)^2/4 + 1e-3*exp(-((u-0.52)/0.001)^2)";
  EXPECT_EQ(level_of(flow, 14, 1e-4), 1u);
  Parameters p;
  p.assign_all("domain/cells = 4; domain/degree = 4; time/end = 3; time/outputs = 1; " + flow, "test");
  const auto level_for = [&](double highest, unsigned deepest) {
    return first_level_seeing_range(
        p, 1, 1e-4, {-highest, highest}, [&](unsigned level) { return make_space(p, level); },
        [&](unsigned level) { return level <= deepest; });
  };
  EXPECT_EQ(level_for(0.4, 14), 1u);
  EXPECT_GE(level_for(0.9, 14), 3u);
  EXPECT_THROW(level_for(0.9, 2), InputError);

  p.set("reference", "norms", "L2", "test");
  const CertifiedEvolution run = certified_evolution(p, 1e-2);
  const auto [lowest, highest] = range_of(run.evolution());
  EXPECT_GT(highest, 0.6);
  EXPECT_GE(run.evolution().space->n_nodes(), 4u * 4 * 8);
  EXPECT_TRUE(run.reached);
}

// A spike of the values on the boundary of a general mesh, and of a state that its mesh is to follow. Must
// fail: the same without the spike; a spike in the middle of the domain, which the boundary does not have.
TEST(FormulaData, GeneralMeshesAndMeshesThatFollowTheState)
{
  const std::string disc =
      "domain/dimension = 2; domain/shape = mesh; domain/mesh generator = disk; domain/lower = -1; "
      "domain/upper = 1; domain/degree = 2; energy/name = Dirichlet; geometry/name = "
      "L2; initial state/formula = x; boundary/elsewhere = x";
  const std::string bump = " + 20*exp(-((x-0.7123)^2 + (y+0.7018)^2)/0.002^2)";
  EXPECT_EQ(level_of(disc, 3), 1u);
  EXPECT_EQ(level_of(disc + " + 20*exp(-((x-0.1123)^2 + (y+0.1018)^2)/0.002^2)", 3), 1u);
  EXPECT_NE(refusal(disc + bump).find("boundary"), std::string::npos);

  Parameters p;
  p.assign_all(
      "domain/dimension = 2; domain/shape = mesh; domain/mesh generator = box; domain/cells = 4; "
      "domain/degree = 2; energy/name = Dirichlet; geometry/name = L2; "
      "adaptivity/enabled = true; time/end = 1e-3; time/outputs = 1; reference/norms = L2; initial "
      "state/formula = cos(pi*x)",
      "test");
  EXPECT_NO_THROW(certified_evolution(p, 3e-2));
  p.set("initial state", "formula", "cos(pi*x) + " + spike, "test");
  EXPECT_THROW(certified_evolution(p, 3e-2), InputError);
}

// Data on a grid that is finer than the mesh: a value between all nodes. Must fail: smooth data, data whose
// kinks the nodes show, and the values at the nodes alone skip no level.
TEST(FormulaData, GridsFinerThanTheMesh)
{
  const ScratchDirectory scratch("test");
  const std::string file = scratch.path() + "/t.csv";
  const auto write = [&](unsigned n, double spike_value) {
    std::ofstream out(file);
    out.precision(17);
    for (unsigned i = 0; i <= n; ++i)
      out << double(i) / n << "," << 2 + std::cos(3.0 * i / n) + (i == 1042 ? spike_value : 0) << "\n";
  };
  for (const std::string section : {"target", "initial state"}) {
    const std::string other = section == "target" ? "initial state" : "target";
    const std::string flow = "energy/name = KL; geometry/name = Fisher-Rao; " + other + "/formula = 1; " +
                             section + "/kind = grid; " + section + "/file = " + file;
    write(2000, 0);
    EXPECT_EQ(level_of(flow), 1u);
    write(37, 0);
    EXPECT_EQ(level_of(flow), 1u);
    write(2000, 5);
    EXPECT_GE(level_of(flow), 4u);
    const std::string why = refusal(flow);
    EXPECT_NE(why.find("x = 0.521"), std::string::npos) << why;
    EXPECT_NE(why.find(section), std::string::npos) << why;

    Parameters p;
    p.assign_all("domain/cells = 16; domain/degree = 4; " + flow, "test");
    const auto mesh = make_space(p, 1), coarser = make_space(p, 0);
    EXPECT_TRUE(unseen_value(p, section, *mesh, *coarser, 1e-6));
    const Vector seen = make_density(p, section, *mesh, true);
    write(2000, 0);
    Vector difference = make_density(p, section, *mesh, true);
    difference -= seen;
    EXPECT_EQ(difference.linfty_norm(), 0);  // the nodes alone tell nothing
  }
}

// A kernel density estimate whose bandwidth is far below the mesh. Must fail: with a wide one no level is
// skipped, and the values at the nodes of both meshes do not show the narrow one.
TEST(FormulaData, SamplesWithNarrowKernels)
{
  const ScratchDirectory scratch("test");
  const std::string file = scratch.path() + "/samples.csv";
  std::ofstream(file) << "0.2291\n0.5208802591\n0.7713\n";
  const std::string flow =
      "energy/name = KL; geometry/name = Fisher-Rao; initial state/formula = 1; "
      "target/floor = 0.5; target/kind = samples; target/file = " +
      file + "; target/bandwidth rule = ";
  EXPECT_EQ(level_of(flow + "0.2"), 1u);
  EXPECT_GE(level_of(flow + "0.0004"), 3u);
  EXPECT_NE(refusal(flow + "0.0001").find("target"), std::string::npos);
}

// The bins of a histogram that are far shorter than the cells, and arcs that are far thinner. Must fail: with
// wide bins, or arcs, no level is skipped.
TEST(FormulaData, NarrowHistogramsAndMoons)
{
  const ScratchDirectory scratch("test");
  const std::string file = scratch.path() + "/samples.csv";
  std::ofstream(file) << "0.2291\n0.5208802591\n0.7713\n";
  const std::string kl = "energy/name = KL; geometry/name = Fisher-Rao; initial state/formula = 1; ";
  const std::string histogram =
      kl + "target/floor = 0.5; target/kind = samples; target/estimator = histogram; target/file = " + file +
      "; target/bins = ";
  EXPECT_EQ(level_of(histogram + "3"), 1u);
  EXPECT_GE(level_of(histogram + "2000"), 3u);
  EXPECT_NE(refusal(histogram + "8000").find("target"), std::string::npos);

  const std::string moons = kl +
                            "domain/dimension = 2; domain/cells = 4; domain/degree = 2; domain/lower = -2; "
                            "domain/upper = 2; target/floor = 0.5; target/kind = two moons; "
                            "target/radius = 1; target/deviation = ";
  EXPECT_EQ(level_of(moons + "0.5", 3, 1e-3), 1u);
  EXPECT_GE(level_of(moons + "0.02", 5, 1e-3), 2u);
  EXPECT_NE(refusal(moons + "0.004").find("target"), std::string::npos);
}

// Samples on a mesh that is no box; some of them are outside of it.
TEST(FormulaData, SamplesOnAMesh)
{
  const ScratchDirectory scratch("test");
  const std::string file = scratch.path() + "/samples.csv";
  std::ofstream(file) << "0.0321,0.0712\n0.95,0.95\n";
  const std::string disk =
      "energy/name = KL; geometry/name = Fisher-Rao; initial state/formula = 1; domain/dimension = 2; "
      "domain/shape = mesh; domain/mesh generator = disk; domain/lower = -1; domain/upper = 1; domain/degree "
      "= 2; target/floor = 0.5; "
      "target/kind = samples; target/file = " +
      file + "; target/bandwidth rule = ";
  EXPECT_EQ(level_of(disk + "0.5", 3, 1e-3), 1u);
  EXPECT_GE(level_of(disk + "0.02", 6, 1e-3), 2u);
}

// A Barenblatt profile that lies between the nodes as a whole. Must fail: a wide one skips no level.
TEST(FormulaData, AProfileBetweenTheNodes)
{
  const std::string profile =
      "energy/name = KL; geometry/name = Fisher-Rao; initial state/formula = 1; target/floor = 0.1; "
      "target/kind "
      "= Barenblatt; target/mean = 0.5208802591; target/age = ";
  EXPECT_EQ(level_of(profile + "0.002"), 1u);
  EXPECT_GE(level_of(profile + "1e-11"), 3u);
}

// Named densities have formulas, too.
TEST(FormulaData, NamedDensities)
{
  const std::string kl =
      "energy/name = KL; geometry/name = Fisher-Rao; initial state/formula = 1; target/floor = 0.1; ";
  EXPECT_EQ(level_of(kl + "target/kind = Gaussian; target/deviation = 0.1"), 1u);
  EXPECT_GE(level_of(kl + "target/kind = Gaussian; target/mean = 0.5208802591; target/deviation = 0.0002"),
            4u);
  EXPECT_GE(level_of(kl + "target/kind = Laplace; target/mean = 0.5208802591; target/deviation = 1e-5"), 4u);
}

// A target with a spike between the nodes of the first meshes: the reference sees it, and its bars hold the
// error of the closed form.
TEST(FormulaData, AReferenceSeesTheSpikeOfItsTarget)
{
  Parameters p;
  p.assign_all(
      "domain/cells = 16; domain/degree = 4; energy/name = KL; geometry/name = Fisher-Rao; initial "
      "state/formula = "
      "exp(0.9*cos(pi*x)-0.77*cos(2*pi*x)); target/formula = exp(0.5*cos(pi*x))+" +
          spike +
          "; time/end = 1.2; time/outputs = 2; reference/norms = L1, L2, Linf; reference/seconds = 60",
      "test");
  const CertifiedEvolution run = certified_evolution(p, 1e-3);
  const std::vector<double> errors = true_errors(run, 3);
  for (std::size_t i = 0; i < errors.size(); ++i)
    EXPECT_LE(errors[i], run.errors[i].relative()) << run.errors[i].norm << " at " << run.errors[i].time;
  EXPECT_GT(run.evolution().space->maximum(run.evolution().states.back()), 5);  // the spike is there
}

// The same with the full bin of a histogram.
TEST(FormulaData, AReferenceSeesTheFullBinOfItsTarget)
{
  const ScratchDirectory scratch("test");
  const std::string file = scratch.path() + "/samples.csv";
  {
    std::ofstream out(file);
    for (unsigned i = 0; i < 500; ++i) out << (i < 400 ? (i + 0.5) / 400 : 0.3203) << "\n";
  }
  Parameters p;
  p.assign_all(
      "domain/cells = 8; domain/degree = 2; energy/name = KL; geometry/name = Fisher-Rao; initial "
      "state/formula = 1; target/kind = samples; target/estimator = histogram; target/bins = 400; "
      "time/end = 1; time/outputs = 2; reference/norms = L1; target/file = " +
          file,
      "test");
  const CertifiedEvolution run = certified_evolution(p, 1e-2);
  const std::vector<double> errors = true_errors(run, 3);
  ASSERT_EQ(errors.size(), 2u);
  for (std::size_t i = 0; i < errors.size(); ++i) EXPECT_LE(errors[i], run.errors[i].relative());
  EXPECT_GT(run.evolution().space->maximum(run.evolution().states.back()), 5);
}
