// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/json_seal.h>
#include <gammaflow/io/files.h>
#include <gammaflow/particles/scores.h>
#include <gammaflow/program/scratch_directory.h>
#include <gammaflow/study/ensembles/ensemble_page.h>
#include <gammaflow/study/ensembles/ensemble_study.h>
#include <gammaflow/study/ensembles/ensemble_sweep.h>

#include <gtest/gtest.h>

#include "tests/support/flows.h"
#include "tests/support/particle_checks.h"

namespace gammaflow::testing
{
namespace
{
/// SVGD whose particles attract one another: the sign of the repulsion is wrong. Beside that it says what
/// SVGD says of itself.
class AttractingSvgd final : public ParticleDynamics
{
 public:
  explicit AttractingSvgd(const Context &context)
      : kernel_(make_particle_kernel(context.parameters, "kernel", context.domain)),
        target_(context.parameters, "target", *context.space)
  {
  }
  Rate rate(const PointMeasure &x) const override
  {
    const auto drift = weighted_scores(target_, x);
    auto velocity = stein_velocity(*kernel_, x, drift);
    const auto repulsion = stein_velocity(*kernel_, x, std::vector<double>(drift.size(), 0.));
    for (std::size_t i = 0; i < velocity.size(); ++i) velocity[i] -= 2 * repulsion[i];
    return {velocity, {}};
  }
  bool keeps_inside() const override { return true; }

 private:
  std::shared_ptr<const ParticleKernel> kernel_;
  PointwiseDensity target_;
};
const Register<ParticleDynamics> attracting("SVGD with the wrong sign",
                                            {"for tests", "KL", "Stein Wasserstein"},
                                            [](const ParticleDynamics::Context &context) {
                                              return std::make_unique<AttractingSvgd>(context);
                                            });

Parameters small_study(const std::string &assignments = "")
{
  return flow_parameters(
      "KL", "Stein Wasserstein",
      "initial state/mass = 1; target/mass = 1; kernel/name = intrinsic Matern; kernel/smoothness = 2; "
      "kernel/bandwidth = 0.1; particles/dynamics = SVGD; particles/start = quantiles; "
      "particle study/numbers = 8, 16, 32, 64, 128; particle study/distances = W2; particle study/orders = "
      "1; "
      "particle study/seeds = 12; time/end = 0.1; time/outputs = 1; time/tolerance = 1e-6; " +
          assignments);
}

nlohmann::json run_small(const std::string &assignments = "")
{
  const ScratchDirectory scratch("particle_study");
  return run_particle_study(small_study(assignments), scratch.path(), {});
}

// Mean, standard deviation and Student's interval by hand: t_0.975 of 3 degrees of freedom is 3.1824463.
TEST(ParticleStudy, StatisticsAreThoseOfTheSeeds)
{
  EnsembleDistance distance;
  distance.values = {1, 2, 4, 5};
  set_statistics(distance);
  EXPECT_DOUBLE_EQ(distance.mean, 3);
  EXPECT_NEAR(distance.spread, std::sqrt(10. / 3), 1e-14);
  EXPECT_NEAR(distance.of_seeds, 3.1824463052837 * std::sqrt(10. / 3) / 2, 1e-10);
}

// The order from quantiles, and the order of independent draws, with the bars that were measured.
TEST(ParticleStudy, OrdersOfStartsAreFound)
{
  const auto quantiles = run_small();
  EXPECT_EQ(quantiles["verdict"], "confirmed");
  EXPECT_TRUE(quantiles["as_expected"]);
  const auto &points = quantiles["cases"][0]["distances"][0]["points"];
  ASSERT_EQ(points.size(), 5u);
  for (const auto &point : points) {
    EXPECT_EQ(point["values"].size(), 1u);
    EXPECT_LT(double(point["delta"]), 0.2 * double(point["mean"]));
  }
  // Means of independent draws fall as N^-1/2, within ten percent: four times what 60 seeds leave open.
  const auto drawn = run_small(
      "particles/start = iid; particle study/seeds = 60; particle study/numbers = 8, 32, 128; "
      "particle study/distances = MMD; particle study/orders = 0.5; time/end = 0.02; domain/cells = 16; "
      "energy kernel/same as geometry = false; energy kernel/name = Gaussian; energy kernel/bandwidth = "
      "0.02; "
      "energy kernel/normalization = as given");
  const auto &means = drawn["cases"][0]["distances"][0]["points"];
  EXPECT_EQ(means[0]["values"].size(), 60u);
  EXPECT_GT(double(means[0]["spread"]), 0);
  EXPECT_GT(double(means[0]["delta"]), double(means[0]["delta_seeds"]));
  EXPECT_NEAR(double(means[1]["mean"]) / double(means[2]["mean"]), 2, 0.2);
  EXPECT_NE(ensemble_page(drawn).find("in 1/N"), std::string::npos);
}

// On a circle: W1 there, from quantiles of order 1. Must fail: order 1/2.
TEST(ParticleStudy, OrdersOnACircle)
{
  const std::string circle =
      "domain/boundary = periodic; initial state/formula = 1 + 0.5*cos(2*pi*x); kernel/name = Gaussian; "
      "target/formula = 1 + 0.3*sin(2*pi*x); time/end = 0.05; particle study/distances = W1; ";
  EXPECT_EQ(run_small(circle)["verdict"], "confirmed");
  EXPECT_EQ(run_small(circle + "particle study/orders = 0.5")["verdict"], "refuted");
}

// Must fail: particles that attract one another do not tend to the mean field.
TEST(ParticleStudy, DoesNotConfirmTheWrongSign)
{
  const auto wrong = run_small("particles/dynamics = SVGD with the wrong sign");
  EXPECT_NE(wrong["verdict"], "confirmed")
      << wrong["cases"][0]["distances"][0]["order_statement"]["sentence"];
  EXPECT_FALSE(wrong["as_expected"]);
}

// Must fail: a predicted order that is not the one of the data.
TEST(ParticleStudy, RefutesAnotherOrder)
{
  for (const char *order : {"0.5", "2"}) {
    const auto study = run_small(std::string("particle study/orders = ") + order);
    EXPECT_EQ(study["verdict"], "refuted") << study["cases"][0]["distances"][0].dump(1);
  }
}

TEST(ParticleStudy, RefusesWhatHasNoMeaning)
{
  const auto refused = [](const std::string &assignments) {
    EXPECT_THROW(validate_particle_study(small_study(assignments)), InputError) << assignments;
  };
  EXPECT_EQ(validate_particle_study(small_study()).size(), 1u);
  refused("particle study/numbers = 8, 4");
  refused("particle study/numbers = 8.5");
  refused("particle study/distances = W7");
  refused("particle study/orders = 1, 2");
  refused("particle study/orders = -1");
  refused("particle study/expected = maybe");
  refused("particles/dynamics = none");
  refused("particles/start = file");
  refused("geometry/name = Wasserstein");
  refused("energy/name = chi2");
  refused("initial state/mass = 2");
}

/// Two sizes of ten ensembles each, a second or so.
Parameters drawn_study()
{
  return small_study(
      "particles/start = iid; particle study/numbers = 8, 16; particle study/seeds = 10; "
      "particle study/orders = 0.5; time/end = 0.02; domain/cells = 8; output/checkpoint seconds = 0");
}

struct StudyInterruption {
};

/// Runs it until this part of the work is done. The fraction at which the work on ensembles began.
double interrupt(const Parameters &study, const std::string &directory, double part)
{
  double first = 2;
  StudyMonitor monitor;
  monitor.progress = [&](double fraction, const std::string &what) {
    if (what.find("N = ") != std::string::npos) first = std::min(first, fraction);
    if (fraction >= part) throw StudyInterruption();
  };
  try {
    run_particle_study(study, directory, monitor);
  } catch (const StudyInterruption &) {
  }
  return first;
}

// A study that was interrupted among the ensembles of one size, then of another, has the certificate of one
// that was not, to the last bit; what was finished is not computed again. Would catch: seeds that change
// places, a density that is read back with other bits, errors that are lost.
TEST(ParticleStudy, GoesOnToTheSameCertificate)
{
  const ScratchDirectory whole("particle_study"), ended("particle_study");
  const Parameters study = drawn_study();
  const auto expected = run_particle_study(study, whole.path(), {});
  EXPECT_LT(interrupt(study, ended.path(), 0.2), 0.05);
  EXPECT_GT(interrupt(study, ended.path(), 0.6), 0.1);
  EXPECT_EQ(run_particle_study(study, ended.path(), {}), expected);
  EXPECT_EQ(interrupt(study, ended.path(), 2), 2) << "something was computed again";
}

// Must fail to be used: values that somebody changed, and those of a density that is another one. Where the
// checksum is made anew they are used: what is stored is what is read.
TEST(ParticleStudy, DoesNotUseWhatIsDamaged)
{
  const ScratchDirectory scratch("particle_study");
  const Parameters study = drawn_study();
  const auto expected = run_particle_study(study, scratch.path(), {});
  const std::string folder = scratch.path() + "/cases/particles/", file = folder + "ensembles-8.json";
  nlohmann::json stored = read_json(file);
  stored["ensembles"][3]["values"][0] = 0.5;
  write_json(file, stored);
  EXPECT_EQ(run_particle_study(study, scratch.path(), {}), expected);
  stored.erase("sha256");
  write_json(file, sealed_json(stored));
  EXPECT_NE(run_particle_study(study, scratch.path(), {}), expected);
  write_file(folder + "mean-field.h5", "nothing");
  write_file(file, "{");
  EXPECT_EQ(run_particle_study(study, scratch.path(), {}), expected);
}
}  // namespace
}  // namespace gammaflow::testing
