// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/curves/oscillation.h>
#include <gammaflow/curves/unresolved.h>
#include <gammaflow/parameters/number.h>

#include <boost/math/constants/constants.hpp>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
namespace
{
constexpr double pi = boost::math::constants::pi<double>();

const DeclareParameters declared("oscillation", [](dealii::ParameterHandler &prm) {
  using namespace dealii;
  prm.declare_entry("base", "linear interpolation", Patterns::Anything(),
                    "The curve w that oscillates: w_e = w (1 + a cos((x - lower)/delta)).");
  prm.declare_entry(
      "length", "0.1", Number::above(0),
      "delta at the largest value of the sweep parameter e; rounded so that half waves fit between the "
      "walls (whole waves where it is periodic).");
  prm.declare_entry("length exponent", "1", Number(0),
                    "delta is proportional to e to this power; 0: it is fixed.");
  prm.declare_entry("amplitude", "0.5", Number(0, 0.95), "a at the largest value of the sweep parameter.");
  prm.declare_entry(
      "amplitude exponent", "1", Number(0),
      "a is proportional to e to this power. 0: a is fixed, and w_e tends to w weakly, not strongly.");
});
}  // namespace

Topology topology_of_waves(const Parameters &p)
{
  if (p.number("oscillation", "amplitude") == 0) return Topology::constant;
  if (p.number("oscillation", "amplitude exponent") > 0) return Topology::strong;
  return p.number("oscillation", "length exponent") > 0 ? Topology::weak : Topology::constant;
}

/// Of a, a^2 (waves average what is linear in a), and the same with the slopes a/delta.
std::vector<double> exponents_of_waves(const Parameters &p)
{
  const double a = p.number("oscillation", "amplitude exponent"),
               delta = p.number("oscillation", "length exponent");
  return {a, 2 * a, a + delta, 2 * a - 2 * delta};
}

Waves::Waves(const Curve::Context &context)
{
  const Parameters &p = context.parameters;
  const Space &space = context.flow.space();
  const bool constant = topology_of_waves(p) == Topology::constant;
  if (context.relative == 0 && !constant) return;
  const double e = constant ? 1 : context.relative;
  amplitude =
      p.number("oscillation", "amplitude") * std::pow(e, p.number("oscillation", "amplitude exponent"));
  length = p.number("oscillation", "length") * std::pow(e, p.number("oscillation", "length exponent"));
  const double width = space.upper()[0] - space.lower()[0], wave = space.periodic(0) ? 2 : 1;
  number = wave * std::max(1., std::round(width / (wave * pi * length)));
  check_resolved(space, 1);
}

void Waves::check_resolved(const Space &space, const double compression) const
{
  const double width = space.upper()[0] - space.lower()[0];
  if (amplitude == 0 || width / (number * compression) >= 4 * space.spacing()) return;
  throw UnresolvedCurve(
      "an oscillation of length " + std::to_string(length) +
      (compression == 1 ? "" : ", " + few_digits(compression) + " times shorter at places,") +
      " is not resolved by nodes that are " + std::to_string(space.spacing()) + " apart");
}

std::unique_ptr<Curve> base_of_waves(const Curve::Context &context)
{
  const std::string base = context.parameters.text("oscillation", "base");
  if (base == "oscillation" || base == "carried oscillation" || Registry<Curve>::entries().count(base) == 0)
    context.parameters.reject("oscillation", "base", "is not a curve that can oscillate",
                              Registry<Curve>::selection());
  return Registry<Curve>::make(base, context);
}

namespace
{
/// w_e = w (1 + a cos((x - lower)/delta)); with the mass kept, over the mass of that relative to the mass of
/// w.
class Oscillation final : public Curve
{
 public:
  explicit Oscillation(const Context &context)
      : space_(context.flow.space()), keeps_mass_(context.keeps_mass), base_(base_of_waves(context))
  {
    factor_ = space_.zero();
    factor_ = 1.;
    const Waves waves(context);
    const double width = space_.upper()[0] - space_.lower()[0];
    for (std::size_t i = 0; i < size(factor_); ++i)
      data(factor_)[i] +=
          waves.amplitude * std::cos(waves.number * pi * (space_.nodes()[i][0] - space_.lower()[0]) / width);
  }
  Vector state(double t) const override
  {
    Vector w = base_->state(t);
    const double mass = space_.integrate(w);
    w.scale(factor_);
    if (keeps_mass_) w *= mass / space_.integrate(w);
    return w;
  }
  Vector rate(double t) const override
  {
    Vector v = base_->rate(t);
    v.scale(factor_);
    if (!keeps_mass_) return v;
    Vector w = base_->state(t);
    const double mass = space_.integrate(w);
    w.scale(factor_);
    const double moved = space_.integrate(w), slope = space_.integrate(v);
    v.sadd(mass / moved, -mass * slope / (moved * moved), w);
    return v;
  }

 private:
  const Space &space_;
  const bool keeps_mass_;
  std::unique_ptr<Curve> base_;
  Vector factor_;
};

const Register<Curve> registered(
    "oscillation",
    {"w (1 + a cos(x/delta)) of another curve w, a and delta tied to the sweep",
     topology_of_waves,
     exponents_of_waves,
     {{"oscillation", "amplitude", 0.02, 0.9}, {"oscillation", "length", 0.02, 0.5}}},
    [](const Curve::Context &context) { return std::make_unique<Oscillation>(context); });
}  // namespace
}  // namespace gammaflow
