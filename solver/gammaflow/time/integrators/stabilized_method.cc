// SPDX-License-Identifier: LGPL-2.1-or-later
// The Runge-Kutta-Chebyshev method of order 2 (Sommeijer, Shampine and Verwer, RKC: an explicit solver for
// parabolic PDEs, J. Comput. Appl. Math. 88, 1998): s evaluations of the rate are stable on the negative real
// axis up to 0.65 s^2, where those of other explicit methods reach about s.
#include <gammaflow/time/integrators/one_step_method.h>
#include <gammaflow/time/integrators/spectral_radius.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace gammaflow
{
namespace
{
constexpr unsigned most_stages = 250;
constexpr unsigned lifetime = 25;  ///< of a spectral radius, in steps

/// The coefficients of s stages, from the Chebyshev polynomials T_j and their derivatives at w0 = 1 +
/// eps/s^2, eps = 2/13.
struct Chebyshev {
  explicit Chebyshev(unsigned s) : b(s + 1), a(s + 1), c(s + 1)
  {
    w0 = 1 + 2. / 13 / (double(s) * s);
    std::vector<double> T(s + 1), d(s + 1), dd(s + 1);  // T_j, T_j', T_j''
    T[0] = 1, T[1] = w0, d[1] = 1;
    for (unsigned j = 2; j <= s; ++j) {
      T[j] = 2 * w0 * T[j - 1] - T[j - 2];
      d[j] = 2 * T[j - 1] + 2 * w0 * d[j - 1] - d[j - 2];
      dd[j] = 4 * d[j - 1] + 2 * w0 * dd[j - 1] - dd[j - 2];
    }
    w1 = d[s] / dd[s];
    for (unsigned j = 2; j <= s; ++j) b[j] = dd[j] / (d[j] * d[j]);
    b[0] = b[2];
    b[1] = 1 / w0;
    for (unsigned j = 0; j <= s; ++j) a[j] = 1 - b[j] * T[j];
    for (unsigned j = 2; j <= s; ++j) c[j] = w1 * dd[j] / d[j];
    c[1] = c[2] / d[2];
  }
  double w0, w1;
  std::vector<double> b, a, c;
};

/// Y_0 = y,  Y_1 = y + b_1 w1 h F_0,
/// Y_j = (1 - mu - nu) y + mu Y_(j-1) + nu Y_(j-2) + h mu~ (F_(j-1) - a_(j-1) F_0),
/// mu = 2 b_j w0 / b_(j-1), nu = -b_j / b_(j-2), mu~ = 2 b_j w1 / b_(j-1),  y_new = Y_s,
/// error = (12 (y - y_new) + 6 h (F_0 + F_new)) / 15, of order 3.
class StabilizedMethod : public OneStepMethod
{
 public:
  void start(const EvolutionProblem &problem, double t, const AugmentedState &x) override
  {
    evaluations_ = 0;
    rate_ = new_rate_ = before_ = last_ = stage_rate_ = x;
    direction_ = Vector();
    age_ = lifetime;
    tried_at_ = std::numeric_limits<double>::quiet_NaN();
    evaluate(problem, t, x, rate_);
  }

  double first_step(const AugmentedState &x, double size, double tolerance, double interval) const override
  {
    return first_explicit_step(x, rate_, size, tolerance, interval, error_exponent());
  }

  void attempt(const EvolutionProblem &problem, double t, const AugmentedState &x, double step,
               AugmentedState &x_new, AugmentedState &error) override
  {
    // Not older than 25 steps, and anew where a step was rejected.
    if (age_ >= lifetime || (t == tried_at_ && age_ > 0)) find_spectral_radius(problem, t, x);
    tried_at_ = t;
    const double wanted = 1 + std::sqrt(1 + 1.54 * step * spectral_radius_);
    if (!(wanted < most_stages + 1.)) throw StepRejected{"the step is too long for an explicit method"};
    const unsigned s = std::max(2u, unsigned(wanted));
    if (coefficients_.b.size() != s + 1) coefficients_ = Chebyshev(s);
    const auto &[w0, w1, b, a, c] = coefficients_;

    before_ = x;
    const double first = b[1] * w1 * step;
    for_all([first](double &y, double y0, double f0) { y = y0 + first * f0; }, last_, x, rate_);
    for (unsigned j = 2; j <= s; ++j) {
      evaluate(problem, t + c[j - 1] * step, last_, stage_rate_);
      const double mu = 2 * b[j] * w0 / b[j - 1], nu = -b[j] / b[j - 2], h = 2 * b[j] * w1 / b[j - 1] * step,
                   rest = 1 - mu - nu, gamma = -a[j - 1] * h;
      for_all([=](double &y, double y1, double y0, double f,
                  double f0) { y = rest * y0 + mu * y1 + nu * y + h * f + gamma * f0; },
              before_, last_, x, stage_rate_, rate_);
      std::swap(before_, last_);
    }
    std::swap(x_new, last_);
    evaluate(problem, t + step, x_new, new_rate_);
    for_all([step](double &e, double y0, double y, double f0,
                   double f) { e = 0.8 * (y0 - y) + 0.4 * step * (f0 + f); },
            error, x, x_new, rate_, new_rate_);
  }

  void proceed(const EvolutionProblem &, double, const AugmentedState &) override
  {
    std::swap(rate_, new_rate_);
    ++age_;
  }

  int error_exponent() const override { return 3; }

 private:
  void evaluate(const EvolutionProblem &problem, double t, const AugmentedState &x, AugmentedState &dx)
  {
    evaluate_rate(problem, t, x, dx);
    ++evaluations_;
  }

  void find_spectral_radius(const EvolutionProblem &problem, double t, const AugmentedState &x)
  {
    if (size(direction_) == 0) direction_ = rate_.y;
    const SpectralRadius found = spectral_radius(problem, t, x, rate_.y, direction_);
    spectral_radius_ = found.radius;
    evaluations_ += found.evaluations;
    age_ = 0;
  }

  AugmentedState rate_, new_rate_, before_, last_, stage_rate_;
  Vector direction_;
  Chebyshev coefficients_{2};
  double spectral_radius_ = 0, tried_at_ = 0;
  unsigned age_ = 0;
};

const Register<OneStepMethod> rkc("rkc", {"explicit and stabilized, for stiff flows", 2, StepEquations::rate},
                                  [](const auto &) { return std::make_unique<StabilizedMethod>(); });
}  // namespace

}  // namespace gammaflow
