// SPDX-License-Identifier: LGPL-2.1-or-later
// Diagonally implicit Runge-Kutta methods: the tables are SUNDIALS', the stage equations are the problem's.
#include <gammaflow/time/integrators/butcher_table.h>
#include <gammaflow/time/integrators/one_step_method.h>

#include <cmath>
#include <memory>
#include <vector>

namespace gammaflow
{
namespace
{
/// Stage i: k_i = rate(t + c_i h, y + h sum_{j<i} a_ij k_j + h a_ii k_i);  y_new = y + h sum b_i k_i, and the
/// same weights for the quadratures;  error = h sum (b_i - d_i) k_i, d the embedded weights.
class DiagonallyImplicit : public OneStepMethod
{
 public:
  explicit DiagonallyImplicit(ARKODE_DIRKTableID table)
      : table_(butcher_table(table)), rates_(table_->stages), integrands_(table_->stages)
  {
  }

  void start(const EvolutionProblem &problem, double t, const AugmentedState &x) override
  {
    evaluations_ = 0;
    base_ = guess_ = x.y;
    guess_ = 0.;
    for (auto &rate : rates_) rate = guess_;
    perturbed_ = guess_;
    if (!explicit_first_stage()) return;
    ++evaluations_;
    if (!problem.solve_stage(t, x.y, 0, guess_, first_integrands_))
      throw StepRejected{"the rate cannot be evaluated"};
  }

  double first_step(const AugmentedState &, double, double tolerance, double interval) const override
  {
    return 0.1 * interval * std::pow(tolerance, 1. / error_exponent());
  }

  void attempt(const EvolutionProblem &problem, double t, const AugmentedState &x, double step,
               AugmentedState &x_new, AugmentedState &error) override
  {
    const int stages = table_->stages;
    const int first = explicit_first_stage() ? 1 : 0;
    if (first == 1) {
      rates_[0] = guess_;
      integrands_[0] = first_integrands_;
      check_rate(rates_[0], integrands_[0]);
    }
    for (int i = first; i < stages; ++i) {
      base_ = x.y;
      for (int j = 0; j < i; ++j)
        if (table_->A[i][j] != 0) base_.add(step * table_->A[i][j], rates_[j]);
      rates_[i] = i == 0 ? guess_ : rates_[i - 1];
      ++evaluations_;
      const double own_step = step * table_->A[i][i];
      if (!problem.solve_stage(t + step * table_->c[i], base_, own_step, rates_[i], integrands_[i]))
        throw StepRejected{"a stage equation is not solved"};
      check_rate(rates_[i], integrands_[i]);
      base_.add(own_step, rates_[i]);
      check_stage(problem, base_);
    }
    x_new = x;
    error.y = 0.;
    error.integrals = {};
    for (int i = 0; i < stages; ++i) {
      const double weight = step * table_->b[i], difference = step * (table_->b[i] - table_->d[i]);
      x_new.y.add(weight, rates_[i]);
      error.y.add(difference, rates_[i]);
      for (std::size_t k = 0; k < x.integrals.size(); ++k) {
        x_new.integrals[k] += weight * integrands_[i][k];
        error.integrals[k] += difference * integrands_[i][k];
      }
    }
    filter(problem, t + step * table_->c[stages - 1], step * table_->A[stages - 1][stages - 1], error.y);
  }

  void proceed(const EvolutionProblem &, double, const AugmentedState &) override
  {
    guess_ = rates_.back();
    first_integrands_ = integrands_.back();
  }

  int error_exponent() const override { return table_->p + 1; }

 private:
  /// Kvaerno's methods: the last stage is the new state (stiffly accurate), so that its rate is that of the
  /// explicit first stage of the next step. Not evaluated again: the stage equation gives (U - base) / (gamma
  /// h), in which the error of its solution is not multiplied by the stiffness (Kvaerno, BIT 44, 2004).
  bool explicit_first_stage() const { return table_->A[0][0] == 0; }

  /// In stiff components the difference of two methods says nothing about either of them; Hairer and Wanner
  /// (Solving Ordinary Differential Equations II, IV.8) estimate the error by (I - h gamma J)^-1 error
  /// instead. That is the derivative of the stage value Y = base + h gamma rate(Y) with respect to its base:
  /// one more solve of the last stage, with the error added to its base, gives it without a Jacobian.
  void filter(const EvolutionProblem &problem, double t, double own_step, Vector &error)
  {
    base_.add(-own_step, rates_.back());
    base_ += error;
    perturbed_ = rates_.back();
    EvolutionProblem::Quadratures unused;
    ++evaluations_;
    // Where the error is so large that the perturbed stage has no solution, it is left as it is: the step is
    // rejected.
    if (!problem.solve_stage(t, base_, own_step, perturbed_, unused)) return;
    perturbed_ -= rates_.back();
    error.add(own_step, perturbed_);
  }

  ButcherTable table_;
  std::vector<Vector> rates_;
  std::vector<EvolutionProblem::Quadratures> integrands_;
  EvolutionProblem::Quadratures first_integrands_{};
  Vector base_, guess_, perturbed_;
};

const Register<OneStepMethod> sdirk2("sdirk2", {"diagonally implicit, A-stable", 2, StepEquations::stage},
                                     [](const auto &) {
                                       return std::make_unique<DiagonallyImplicit>(ARKODE_SDIRK_2_1_2);
                                     });
const Register<OneStepMethod> sdirk4("sdirk4", {"diagonally implicit, L-stable", 4, StepEquations::stage},
                                     [](const auto &) {
                                       return std::make_unique<DiagonallyImplicit>(ARKODE_SDIRK_5_3_4);
                                     });
const Register<OneStepMethod> kvaerno5(
    "kvaerno5", {"diagonally implicit, L-stable", 5, StepEquations::stage_and_first_rate},
    [](const auto &) { return std::make_unique<DiagonallyImplicit>(ARKODE_KVAERNO_7_4_5); });
}  // namespace

}  // namespace gammaflow
