// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/curves/transformed_line.h>
#include <gammaflow/geometries/geometry.h>

#include <boost/algorithm/string.hpp>

namespace gammaflow
{
TransformedLine::TransformedLine(const Context &context, const double power)
    : space_(context.flow.space()),
      ends_(curve_ends(context)),
      end_(context.end),
      power_(power),
      mass_(context.keeps_mass ? context.flow.space().integrate(ends_.from) : 0)
{
  if (power != 1 && !context.flow.positive())
    context.parameters.reject("geometry", "name", "curves of this kind join positive densities",
                              "linear interpolation for signed fields");
}

std::pair<Vector, Vector> TransformedLine::both(const double t) const
{
  const double s = t / end_;
  Vector w = ends_.from, rate = w;
  for (std::size_t i = 0; i < size(w); ++i) {
    const double a = data(ends_.from)[i], b = data(ends_.to)[i];
    if (power_ == 1) {
      data(w)[i] = (1 - s) * a + s * b;
      data(rate)[i] = (b - a) / end_;
    } else if (power_ == 0) {
      data(w)[i] = std::exp((1 - s) * std::log(a) + s * std::log(b));
      data(rate)[i] = data(w)[i] * std::log(b / a) / end_;
    } else {
      const double p = std::pow(a, power_), q = std::pow(b, power_), line = (1 - s) * p + s * q;
      data(w)[i] = std::pow(line, 1 / power_);
      data(rate)[i] = std::pow(line, 1 / power_ - 1) * (q - p) / (power_ * end_);
    }
  }
  if (mass_ != 0 && power_ != 1) {
    const double m = space_.integrate(w) / mass_, slope = space_.integrate(rate) / mass_;
    rate.sadd(1 / m, -slope / (m * m), w);
    w *= 1 / m;
  }
  return {w, rate};
}

namespace
{
const Register<Curve> linear("linear interpolation",
                             {"(1 - s) a + s b between probes/from and probes/to, s = t/T"},
                             [](const Curve::Context &context) {
                               return std::make_unique<TransformedLine>(context, 1);
                             });

const Register<Curve> geometric("geometric interpolation",
                                {"a^(1-s) b^s between probes/from and probes/to, s = t/T"},
                                [](const Curve::Context &context) {
                                  return std::make_unique<TransformedLine>(context, 0);
                                });
}  // namespace
}  // namespace gammaflow
