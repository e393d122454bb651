// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/densities/density_parameters.h>
#include <gammaflow/densities/normal.h>
#include <gammaflow/parameters/number.h>

namespace gammaflow
{
namespace
{
const DeclareDensity declared([](dealii::ParameterHandler &prm) {
  prm.declare_entry("curvature", "1", Number(),
                    "Banana: b of y = b ((x - mean)^2 - deviation_x^2), the parabola that it is bent along.");
});

/// The image of N(m, diag(s^2)) under (x, y) -> (x, y + b ((x - m_x)^2 - s_x^2)), a map of unit Jacobian; so
/// the mass is 1 and the mean is m (Haario, Saksman & Tamminen, Comput. Stat. 14, 1999). In 3D z is normal
/// and independent.
class Banana final : public Density
{
 public:
  explicit Banana(const Context &context)
      : mean_(DensityReader(context).centre("mean")),
        deviation_(DensityReader(context).positive_per_direction("deviation")),
        curvature_(DensityReader(context).number("curvature")),
        straight_(context.dim, mean_, deviation_)
  {
    DensityReader(context).need_dimension(2, 3);
  }
  double value(const Point &x) const override
  {
    const double u = x[0] - mean_[0];
    return straight_.value({x[0], x[1] - curvature_ * (u * u - deviation_[0] * deviation_[0]), x[2]});
  }
  std::string formula() const override
  {
    const std::string u = "(x - (" + all_digits(mean_[0]) + "))",
                      bend = "(" + all_digits(curvature_) + ")*(" + u + "^2 - " +
                             all_digits(deviation_[0] * deviation_[0]) + ")";
    return straight_.formula({"x", "(y - " + bend + ")", "z"});
  }

 private:
  const Point mean_, deviation_;
  const double curvature_;
  const Normal straight_;
};

const Register<Density> registered("banana", {"normal density bent along a parabola (2D, 3D)"},
                                   [](const Density::Context &c) { return std::make_unique<Banana>(c); });
}  // namespace
}  // namespace gammaflow
