// Files whose formulas have a part between all nodes: the mesh is refined until it sees it, or they are
// refused.
#include <gammaflow/base/errors.h>
#include <gammaflow/spaces/make_space.h>
#include <gammaflow/study/coverage/coverage.h>
#include <gammaflow/study/plan/formula_data.h>
#include <gammaflow/study/points/sweep_point.h>
#include <gammaflow/study/references/certified_evolution.h>

#include <gtest/gtest.h>

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
