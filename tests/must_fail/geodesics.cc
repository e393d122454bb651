// SPDX-License-Identifier: LGPL-2.1-or-later
// Deliberately wrong geodesics and error bars, which the coverage must reject.
#include <gammaflow/evolutions/evolution.h>
#include <gammaflow/evolutions/geodesics/geodesic.h>
#include <gammaflow/study/coverage/coverage.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <string>
#include <utility>

using namespace gammaflow;

namespace
{
const std::string reversed = "reversed = 1";

/// The Hamiltonian system of Fisher-Rao with the wrong sign, xi' = +xi^2/2, solved: rho0 / (1 - t xi0/2)^2.
/// The rest is that of the right one.
class Reversed final : public Evolution
{
 public:
  explicit Reversed(std::unique_ptr<const Evolution> right) : right_(std::move(right)) {}

  const Parameters &parameters() const override { return right_->parameters(); }
  std::shared_ptr<const Space> shared_space() const override { return right_->shared_space(); }
  const Vector &initial_state() const override { return right_->initial_state(); }
  bool positive() const override { return true; }
  bool conserves_mass() const override { return false; }
  std::string title() const override { return "reversed"; }
  std::vector<std::string> description() const override { return {}; }
  Trajectory trajectory(const EvolveOptions &options) const override
  {
    Trajectory result = right_->trajectory(options);
    for (std::size_t n = 0; n < result.times.size(); ++n) {
      double energy = 0;
      for (std::size_t i = 0; i < size(initial_state()); ++i) {
        const double t = result.times[n], rho0 = data(initial_state())[i],
                     xi0 = 2 * (std::sqrt(data(result.states.back())[i] / rho0) - 1), root = 1 - t * xi0 / 2;
        if (n + 1 < result.times.size()) data(result.states[n])[i] = rho0 / (root * root);
        energy += data(space().weights())[i] * rho0 * xi0 * xi0 / std::pow(root, 4) / 2;
      }
      result.ledger[n] = geodesic_row(space(), result.times[n], result.states[n], energy);
    }
    return result;
  }
  std::unique_ptr<const DenseTrajectory> dense(const EvolveOptions &options,
                                               const Trajectory &trajectory) const override
  {
    return right_->dense(options, trajectory);
  }
  Vector target(const Trajectory &trajectory, std::size_t k) const override
  {
    return right_->target(trajectory, k);
  }
  std::function<double(const Vector &)> energy() const override { return {}; }
  std::optional<KnownSolution> known() const override { return right_->known(); }

 private:
  std::unique_ptr<const Evolution> right_;
};

const Register<Evolution> registered(
    "a test: reversed",
    {"", [](const Parameters &p) { return p.text("domain", "constants") == reversed; },
     [] { return std::vector<KnownExamples>(); }},
    [](const auto &context) {
      Parameters p = context.parameters;
      p.set("domain", "constants", "");
      return std::make_unique<Reversed>(make_evolution(p, context.space));
    });

Parameters example(const std::string &more = "")
{
  Parameters p;
  p.assign_all(known_solution("geodesics of Fisher-Rao").examples.front() + "; time/outputs = 2" + more,
               "example");
  return p;
}

unsigned covered(const CertifiedEvolution &run)
{
  const auto errors = true_errors(run);
  unsigned result = 0;
  for (std::size_t i = 0; i < errors.size(); ++i) result += errors[i] <= run.errors[i].relative() ? 1 : 0;
  return result;
}
}  // namespace

// The bars of a system with the wrong sign are small, since it converges: to something else. The closed form
// rejects it, and so does the speed, which is not constant.
TEST(MustFail, HamiltonianWithTheWrongSign)
{
  const CertifiedEvolution right = certified_evolution(example(), 1e-5),
                           wrong = certified_evolution(example("; domain/constants = " + reversed), 1e-5);
  ASSERT_TRUE(right.reached);
  EXPECT_EQ(covered(right), right.errors.size());
  ASSERT_TRUE(wrong.reached) << wrong.reason;
  const auto errors = true_errors(wrong);
  for (std::size_t i = 0; i < errors.size(); ++i)
    if (wrong.errors[i].time < 1) EXPECT_GT(errors[i], 100 * wrong.errors[i].relative());
  const auto drift = [](const CertifiedEvolution &run) {
    return std::abs(run.evolution().ledger[1].energy / run.evolution().ledger[0].energy - 1);
  };
  EXPECT_LT(drift(right), 1e-6);
  EXPECT_GT(drift(wrong), 0.1);
}

// Bars from companions on the same mesh see no error in space, and do not cover it.
TEST(MustFail, BarsFromIdenticalMeshes)
{
  CertifiedEvolution run = certified_evolution(example(), 1e-5);
  ASSERT_TRUE(run.reached);
  ASSERT_EQ(covered(run), run.errors.size());
  std::fill(run.levels.begin(), run.levels.end(), run.levels.front());
  run.errors = norm_errors(run, {"L1", "L2", "Linf"});
  EXPECT_EQ(covered(run), 0u);
}
