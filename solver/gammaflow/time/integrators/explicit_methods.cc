// SPDX-License-Identifier: LGPL-2.1-or-later
// Explicit Runge-Kutta methods: the tables are SUNDIALS', the rates are the problem's.
#include <gammaflow/base/processes.h>
#include <gammaflow/time/integrators/butcher_table.h>
#include <gammaflow/time/integrators/one_step_method.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>
#include <vector>

namespace gammaflow
{
namespace
{
/// k_i = rate(t + c_i h, x + h sum_{j<i} a_ij k_j),  x_new = x + h sum b_i k_i,  error = h sum (b_i - d_i)
/// k_i.
class ExplicitMethod : public OneStepMethod
{
 public:
  explicit ExplicitMethod(ARKODE_ERKTableID table) : table_(butcher_table(table)), rates_(table_->stages) {}

  void start(const EvolutionProblem &problem, double t, const AugmentedState &x) override
  {
    evaluations_ = 0;
    for (auto &rate : rates_) rate = x;
    stage_ = next_ = x;
    evaluate(problem, t, x, rates_[0]);
  }

  double first_step(const AugmentedState &x, double size, double tolerance, double interval) const override
  {
    return first_explicit_step(x, rates_[0], size, tolerance, interval, error_exponent());
  }

  void attempt(const EvolutionProblem &problem, double t, const AugmentedState &x, double step,
               AugmentedState &x_new, AugmentedState &error) override
  {
    const int stages = table_->stages;
    for (int i = 1; i < stages; ++i) {
      combine(&x, terms(step, i, [&](int j) { return table_->A[i][j]; }), stage_);
      evaluate(problem, t + step * table_->c[i], stage_, rates_[i]);
    }
    if (last_is_new())
      x_new = stage_;
    else
      combine(&x, terms(step, stages, [&](int i) { return table_->b[i]; }), x_new);
    combine(nullptr, terms(step, stages, [&](int i) { return table_->b[i] - table_->d[i]; }), error);
  }

  void proceed(const EvolutionProblem &problem, double t, const AugmentedState &x) override
  {
    if (!last_is_new()) evaluate(problem, t, x, next_);
    std::swap(rates_[0], last_is_new() ? rates_.back() : next_);
  }

  int error_exponent() const override { return table_->p + 1; }

 private:
  /// "First same as last": the last stage is the new state, its rate that of the next step's first one.
  bool last_is_new() const
  {
    const int last = table_->stages - 1;
    return std::equal(table_->b, table_->b + last, table_->A[last]) && table_->b[last] == 0;
  }

  template <class Factor>
  std::vector<Term> terms(double step, int count, const Factor &factor) const
  {
    std::vector<Term> result;
    for (int i = 0; i < count; ++i)
      if (factor(i) != 0) result.emplace_back(step * factor(i), &rates_[i]);
    return result;
  }

  void evaluate(const EvolutionProblem &problem, double t, const AugmentedState &x, AugmentedState &dx)
  {
    evaluate_rate(problem, t, x, dx);
    ++evaluations_;
  }

  ButcherTable table_;
  std::vector<AugmentedState> rates_;
  AugmentedState stage_, next_;
};

const Register<OneStepMethod> dopri5("dopri5", {"explicit", 5, StepEquations::rate}, [](const auto &) {
  return std::make_unique<ExplicitMethod>(ARKODE_DORMAND_PRINCE_7_4_5);
});
const Register<OneStepMethod> fehlberg78("fehlberg78", {"explicit", 8, StepEquations::rate},
                                         [](const auto &) {
                                           return std::make_unique<ExplicitMethod>(ARKODE_FEHLBERG_13_7_8);
                                         });

/// On all processes.
bool finite(const Vector &v)
{
  return on_all_processes(std::all_of(v.begin(), v.end(), [](double value) { return std::isfinite(value); }),
                          v);
}
}  // namespace

void check_stage(const EvolutionProblem &problem, const Vector &y)
{
  if (!finite(y)) throw StepRejected{"non-finite state"};
  if (problem.admissible && !problem.admissible(y)) throw StepRejected{"inadmissible state"};
}

void check_rate(const Vector &dy, const EvolutionProblem::Quadratures &integrands)
{
  if (!finite(dy)) throw StepRejected{"non-finite rate"};
  for (const double integrand : integrands)
    if (!std::isfinite(integrand)) throw StepRejected{"non-finite dissipation rate"};
}

void evaluate_rate(const EvolutionProblem &problem, double t, const AugmentedState &x, AugmentedState &dx)
{
  check_stage(problem, x.y);
  problem.rate(t, x.y, dx.y, dx.integrals);
  check_rate(dx.y, dx.integrals);
}

double first_explicit_step(const AugmentedState &x, const AugmentedState &rate, double size, double tolerance,
                           double interval, int exponent)
{
  double largest = 0;
  for (std::size_t i = 0; i < gammaflow::size(x.y); ++i)
    largest = std::max(largest, std::abs(data(rate.y)[i]) / (size + std::abs(data(x.y)[i])));
  largest = maximum_over_processes(largest, x.y);
  const double step = std::pow(tolerance, 1. / exponent) / largest;
  return largest > 0 ? std::min(step, interval) : interval;
}

}  // namespace gammaflow
