// Explicit Runge-Kutta methods: the formulas are Boost.Odeint's, on the state together with its quadratures.
#include <gammaflow/base/processes.h>
#include <gammaflow/time/integrators/odeint_algebra.h>
#include <gammaflow/time/integrators/one_step_method.h>

#include <boost/numeric/odeint/stepper/runge_kutta_dopri5.hpp>
#include <boost/numeric/odeint/stepper/runge_kutta_fehlberg78.hpp>

#include <algorithm>
#include <cmath>
#include <functional>
#include <type_traits>

namespace gammaflow
{
namespace
{
namespace odeint = boost::numeric::odeint;
using DormandPrince5 =
    odeint::runge_kutta_dopri5<AugmentedState, double, AugmentedState, double, AugmentedAlgebra,
                               odeint::default_operations, odeint::initially_resizer>;
using Fehlberg78 =
    odeint::runge_kutta_fehlberg78<AugmentedState, double, AugmentedState, double, AugmentedAlgebra,
                                   odeint::default_operations, odeint::initially_resizer>;

template <class Stepper>
class ExplicitMethod : public OneStepMethod
{
  /// "First same as last": the rate at the new state is the step's last stage.
  static constexpr bool fsal =
      std::is_same<typename Stepper::stepper_category, odeint::explicit_error_stepper_fsal_tag>::value;

 public:
  void start(const EvolutionProblem &problem, double t, const AugmentedState &x) override
  {
    evaluations_ = 0;
    rate_ = new_rate_ = x;
    evaluate(problem, t, x, rate_);
  }

  double first_step(const AugmentedState &x, double size, double tolerance, double interval) const override
  {
    return first_explicit_step(x, rate_, size, tolerance, interval, error_exponent());
  }

  void attempt(const EvolutionProblem &problem, double t, const AugmentedState &x, double step,
               AugmentedState &x_new, AugmentedState &error) override
  {
    const auto rate = [&](const AugmentedState &stage, AugmentedState &dx, double time) {
      evaluate(problem, time, stage, dx);
    };
    if constexpr (fsal)
      stepper_.do_step(std::ref(rate), x, rate_, t, x_new, new_rate_, step, error);
    else
      stepper_.do_step(std::ref(rate), x, rate_, t, x_new, step, error);
  }

  void proceed(const EvolutionProblem &problem, double t, const AugmentedState &x) override
  {
    if constexpr (!fsal) evaluate(problem, t, x, new_rate_);
    std::swap(rate_, new_rate_);
  }

  int error_exponent() const override { return Stepper::error_order_value + 1; }

 private:
  void evaluate(const EvolutionProblem &problem, double t, const AugmentedState &x, AugmentedState &dx)
  {
    evaluate_rate(problem, t, x, dx);
    ++evaluations_;
  }

  Stepper stepper_;
  AugmentedState rate_, new_rate_;
};

const Register<OneStepMethod> dopri5("dopri5", {"explicit", 5, StepEquations::rate}, [](const auto &) {
  return std::make_unique<ExplicitMethod<DormandPrince5>>();
});
const Register<OneStepMethod> fehlberg78("fehlberg78", {"explicit", 8, StepEquations::rate},
                                         [](const auto &) {
                                           return std::make_unique<ExplicitMethod<Fehlberg78>>();
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
