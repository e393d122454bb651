// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/densities/barenblatt.h>
#include <gammaflow/densities/density_parameters.h>
#include <gammaflow/parameters/number.h>

#include <cmath>

namespace gammaflow
{
BarenblattProfile::BarenblattProfile(unsigned dim, double m)
    : m_(m), a_(dim / (dim * (m - 1) + 2)), b_(a_ / dim), k_(b_ * (m - 1) / (2 * m))
{
  // int (C - k |y|^2)_+^(1/(m-1)) dy = C^(1/(m-1) + d/2) (pi/k)^(d/2) Gamma(m/(m-1)) / Gamma(m/(m-1) + d/2)
  const double half = dim / 2., g = m / (m - 1);
  const double unit = std::pow(std::acos(-1.) / k_, half) * std::exp(std::lgamma(g) - std::lgamma(g + half));
  C_ = std::pow(unit, -1 / (1 / (m - 1) + half));
}

double BarenblattProfile::value(const Point &x, double t) const
{
  const double inside = C_ - k_ * (x[0] * x[0] + x[1] * x[1] + x[2] * x[2]) * std::pow(t, -2 * b_);
  return inside > 0 ? std::pow(t, -a_) * std::pow(inside, 1 / (m_ - 1)) : 0;
}

double BarenblattProfile::time_derivative(const Point &x, double t) const
{
  const double square = x[0] * x[0] + x[1] * x[1] + x[2] * x[2];
  const double inside = C_ - k_ * square * std::pow(t, -2 * b_);
  if (inside <= 0) return 0;
  return value(x, t) / t * (-a_ + 2 * b_ * k_ * square * std::pow(t, -2 * b_) / ((m_ - 1) * inside));
}

double BarenblattProfile::radius(double t) const
{
  return std::sqrt(C_ / k_) * std::pow(t, b_);
}

namespace
{
const DeclareDensity declared([](dealii::ParameterHandler &prm) {
  using namespace dealii;
  prm.declare_entry("age", "0.1", Number::above(0), "Barenblatt: the time > 0 since all mass was at `mean`.");
  prm.declare_entry("power exponent", "2", Number::above(1),
                    "Barenblatt: m > 1 of the porous medium equation, as in section `energy`.");
});

/// The profile at its age, zero outside of a ball: a state that must be positive needs a `floor`.
class Barenblatt final : public Density
{
 public:
  explicit Barenblatt(const Context &context)
      : profile_(context.dim, exponent(context)),
        centre_(DensityReader(context).centre("mean")),
        age_(DensityReader(context).positive("age"))
  {
  }
  double value(const Point &x) const override
  {
    return profile_.value({{x[0] - centre_[0], x[1] - centre_[1], x[2] - centre_[2]}}, age_);
  }
  /// Its maximum.
  std::vector<std::pair<Point, double>> data_points() const override
  {
    return {{centre_, profile_.value({}, age_)}};
  }

 private:
  static double exponent(const Context &context) { return DensityReader(context).number("power exponent"); }
  const BarenblattProfile profile_;
  const Point centre_;
  const double age_;
};

const Register<Density> registered("Barenblatt",
                                   {"self-similar profile of the porous medium equation, compact support"},
                                   [](const Density::Context &c) { return std::make_unique<Barenblatt>(c); });
}  // namespace
}  // namespace gammaflow
