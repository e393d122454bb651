// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/curves/curve.h>
#include <gammaflow/curves/unresolved.h>
#include <gammaflow/parameters/number.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace gammaflow
{
namespace
{
const DeclareParameters declared("bump", [](dealii::ParameterHandler &prm) {
  using namespace dealii;
  prm.declare_entry("base", "linear interpolation", Patterns::Anything(),
                    "The curve w that carries the bump.");
  prm.declare_entry("mass", "0.1", Number::above(0),
                    "Of the bump, at the largest value of the sweep parameter e.");
  prm.declare_entry("mass exponent", "1", Number(0), "The mass is proportional to e to this power.");
  prm.declare_entry("width", "0.1", Number::above(0),
                    "Standard deviation, at the largest value of the sweep parameter.");
  prm.declare_entry("width exponent", "1", Number(0), "The width is proportional to e to this power.");
  prm.declare_entry("place", "0.5", Number(0, 1), "Where it begins, as a part of each side of the domain.");
  prm.declare_entry("path", "0", Number(-1, 1), "How far it moves along x until T, as a part of that side.");
  prm.declare_entry("growth", "1", Number(0), "By which factor its mass has grown at T, linearly.");
});

/// Its L2 norm is mass / width^(d/2); here by the exponents, in one dimension.
Topology topology_of(const Parameters &p)
{
  const double mass = p.number("bump", "mass exponent"), width = p.number("bump", "width exponent");
  if (mass == 0 && width == 0) return Topology::constant;
  return mass > width * double(p.integer("domain", "dimension")) / 2 ? Topology::strong : Topology::weak;
}

/// Of the mass m, of its square over the width, and of the same with slopes.
std::vector<double> exponents_of(const Parameters &p)
{
  const double m = p.number("bump", "mass exponent"), width = p.number("bump", "width exponent"),
               d = double(p.integer("domain", "dimension"));
  return {m, m - 2 * width, 2 * m - d * width, 2 * m - (d + 2) * width};
}

/// w_e = w + m phi((x - c)/delta)/delta^d, phi the normal density; with the mass kept, over its mass relative
/// to that of w. It translates where its path is not 0, reacts where its growth is not 1.
class Bump final : public Curve
{
 public:
  explicit Bump(const Context &context)
      : space_(context.flow.space()), end_(context.end), keeps_mass_(context.keeps_mass)
  {
    const Parameters &p = context.parameters;
    const std::string base = p.text("bump", "base");
    if (base == "bump" || Registry<Curve>::entries().count(base) == 0)
      p.reject("bump", "base", "is not a curve that can carry a bump", Registry<Curve>::selection());
    const double of_mass = p.number("bump", "mass exponent"), of_width = p.number("bump", "width exponent");
    if (of_mass == 0 && of_width > 0)
      p.reject("bump", "mass exponent", "a bump that only becomes narrow has no limit that is a density",
               "more than 0, or width exponent = 0");
    base_ = Registry<Curve>::make(base, context);
    const bool constant = topology_of(p) == Topology::constant;
    const double e = constant ? 1 : context.relative;
    if (e > 0) {
      mass_ = p.number("bump", "mass") * std::pow(e, of_mass);
      width_ = p.number("bump", "width") * std::pow(e, of_width);
    }
    growth_ = p.number("bump", "growth") - 1;
    for (unsigned d = 0; d < space_.dim(); ++d)
      center_[d] = space_.lower()[d] + p.number("bump", "place") * (space_.upper()[d] - space_.lower()[d]);
    speed_ = p.number("bump", "path") * (space_.upper()[0] - space_.lower()[0]) / end_;
    if (mass_ > 0 && width_ < 3 * space_.spacing())
      throw UnresolvedCurve("a bump of width " + std::to_string(width_) +
                            " is not resolved by nodes that are " + std::to_string(space_.spacing()) +
                            " apart");
  }
  Vector state(double t) const override { return both(t).first; }
  Vector rate(double t) const override { return both(t).second; }

 private:
  std::pair<Vector, Vector> both(double t) const
  {
    Vector w = base_->state(t), v = base_->rate(t);
    if (mass_ == 0) return {w, v};
    const double before = space_.integrate(w), s = t / end_;
    constexpr double root_of_two_pi = 2.5066282746310002;
    const double height = mass_ / std::pow(width_ * root_of_two_pi, int(space_.dim()));
    for (std::size_t i = 0; i < size(w); ++i) {
      double square = 0, along = 0;
      for (unsigned d = 0; d < space_.dim(); ++d) {
        const double away = space_.nodes()[i][d] - center_[d] - (d == 0 ? speed_ * t : 0);
        square += away * away;
        if (d == 0) along = away;
      }
      const double profile = height * std::exp(-square / (2 * width_ * width_)), part = 1 + growth_ * s;
      data(w)[i] += part * profile;
      data(v)[i] += profile * (growth_ / end_ + part * speed_ * along / (width_ * width_));
    }
    if (keeps_mass_) {
      const double after = space_.integrate(w), slope = space_.integrate(v);
      v.sadd(before / after, -before * slope / (after * after), w);
      w *= before / after;
    }
    return {w, v};
  }

  const Space &space_;
  const double end_;
  const bool keeps_mass_;
  std::unique_ptr<Curve> base_;
  double mass_ = 0, width_ = 1, growth_ = 0, speed_ = 0;
  Point center_{};
};

const Register<Curve> registered(
    "bump",
    {"another curve with a Gaussian bump that moves, grows, or concentrates with the sweep",
     topology_of,
     exponents_of,
     {{"bump", "mass", 0.01, 2}, {"bump", "width", 0.03, 0.5}, {"bump", "place", 0.1, 0.9}}},
    [](const Curve::Context &context) { return std::make_unique<Bump>(context); });
}  // namespace
}  // namespace gammaflow
