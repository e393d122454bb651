// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/time/integrators/one_step_method.h>

#include <cmath>

namespace gammaflow
{
namespace
{
/// Two half steps of the problem's energy-preserving collocation method; the error from one whole step
/// (Richardson): of the half steps, (half - whole) / (2^p - 1).
class StructurePreserving : public OneStepMethod
{
 public:
  explicit StructurePreserving(unsigned stages) : stages_(stages) {}

  void start(const EvolutionProblem &, double, const AugmentedState &) override { evaluations_ = 0; }
  double first_step(const AugmentedState &, double, double tolerance, double interval) const override
  {
    return 0.1 * interval * std::pow(tolerance, 1. / error_exponent());
  }

  void attempt(const EvolutionProblem &problem, double t, const AugmentedState &x, double step,
               AugmentedState &x_new, AugmentedState &error) override
  {
    AugmentedState whole = x;
    middle_ = x_new = x;
    advance(problem, t, x, step, whole);
    advance(problem, t, x, step / 2, middle_);
    check_stage(problem, middle_.y);
    advance(problem, t + step / 2, middle_, step / 2, x_new);
    const double factor = 1 / (std::pow(2., 2. * stages_) - 1);
    error.y = x_new.y;
    error.y -= whole.y;
    error.y *= factor;
    for (std::size_t k = 0; k < x.integrals.size(); ++k)
      error.integrals[k] = factor * (x_new.integrals[k] - whole.integrals[k]);
  }

  void proceed(const EvolutionProblem &, double, const AugmentedState &) override {}
  int error_exponent() const override { return int(2 * stages_) + 1; }

 private:
  void advance(const EvolutionProblem &problem, double t, const AugmentedState &from, double step,
               AugmentedState &to)
  {
    EvolutionProblem::Quadratures increments{};
    ++evaluations_;
    if (!problem.structure_step(t, from.y, step, stages_, to.y, increments))
      throw StepRejected{"a structure-preserving step is not solved"};
    for (std::size_t k = 0; k < increments.size(); ++k) to.integrals[k] = from.integrals[k] + increments[k];
    check_rate(to.y, to.integrals);
  }

  const unsigned stages_;
  AugmentedState middle_;
};

const char *const summary = "structure-preserving: energy and dissipation balance in every step";
const Register<OneStepMethod> avf("avf", {summary, 2, StepEquations::collocation},
                                  [](const auto &) { return std::make_unique<StructurePreserving>(1); });
const Register<OneStepMethod> cpg2("cpg2", {summary, 4, StepEquations::collocation},
                                   [](const auto &) { return std::make_unique<StructurePreserving>(2); });
}  // namespace

}  // namespace gammaflow
