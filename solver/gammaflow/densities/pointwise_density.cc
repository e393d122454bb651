// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/densities/density_parameters.h>
#include <gammaflow/densities/pointwise_density.h>
#include <gammaflow/parameters/formulas.h>

#include <array>
#include <cmath>

namespace gammaflow
{
PointwiseDensity::PointwiseDensity(const Parameters &parameters, const std::string &section,
                                   const Space &space)
    : density_(Registry<Density>::make(parameters.text(section, "kind"),
                                       density_context(parameters, section, space))),
      dim_(space.dim())
{
  std::vector<std::string> variables = {"x", "y", "z"};
  variables.resize(dim_);
  variables.push_back("t");
  if (const std::string text = density_->formula(); !text.empty())
    formula_ = parse_expression(parameters, text, variables);
  for (unsigned d = 0; d < dim_; ++d) step_[d] = 1e-4 * (space.upper()[d] - space.lower()[d]);
  // (1-f) s rho + f s M/V, M the integral of rho, divided by (1-f) s
  const double floor = parameters.number(section, "floor");
  if (!(floor > 0)) return;
  if (floor == 1) parameters.reject(section, "floor", "leaves nothing of the density", "a number below 1");
  Vector values = space.zero();
  density_->sample(space, values);
  background_ = floor / (1 - floor) * space.integrate(values) / space.volume();
}

Point PointwiseDensity::log_gradient(const Point &x) const
{
  return formula_ ? by_formula(x) : by_differences(x);
}

Point PointwiseDensity::by_formula(const Point &x) const
{
  std::array<double, 4> variables{};  // the time, which comes last, is 0
  for (unsigned d = 0; d < dim_; ++d) variables[d] = x[d];
  Point gradient{};
  for (unsigned d = 0; d < dim_; ++d) {
    const Jet jet = formula_->evaluate(variables.data(), d);
    const double value = jet.value + background_;
    gradient[d] = value > 0 ? jet.first / value : std::nan("");
  }
  return gradient;
}

Point PointwiseDensity::by_differences(const Point &x) const
{
  Point gradient{};
  for (unsigned d = 0; d < dim_; ++d) {
    const auto log_at = [&](double steps) {
      Point y = x;
      y[d] += steps * step_[d];
      return std::log(value(y));
    };
    gradient[d] = (8 * (log_at(1) - log_at(-1)) - (log_at(2) - log_at(-2))) / (12 * step_[d]);
  }
  return gradient;
}

}  // namespace gammaflow
