// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/curves/oscillation.h>
#include <gammaflow/measures/cellwise_density.h>

#include <boost/math/constants/constants.hpp>

#include <cmath>
#include <utility>

namespace gammaflow
{
namespace
{
constexpr double pi = boost::math::constants::pi<double>();

/// Waves that are carried by the velocity of another curve w, on an interval with walls:
///   w_e(t, x) = w(t, x) (1 + a cos(n pi s(t, x))),   s(t, x) = int_lower^x w(t) / int w(t),
/// n half waves. Where w' = -div(w f), s_t + f s_x = 0 and w_e' = -div(w_e f): the velocity is as smooth as
/// that of w, whatever a and n are. With m = int w and V(x) = int_lower^x w':
///   w_e' = w' (1 + a cos(n pi s)) - w a n pi sin(n pi s) s_t,   s_t = (V - s m')/m.
class CarriedOscillation final : public Curve
{
 public:
  explicit CarriedOscillation(const Context &context)
      : space_(context.flow.space()), keeps_mass_(context.keeps_mass)
  {
    if (space_.dim() > 1 || space_.periodic(0) || space_.tensor_grid() == nullptr)
      context.parameters.reject("domain", "dimension",
                                "oscillations are carried by a velocity on an interval with walls",
                                "1, no-flux");
    base_ = base_of_waves(context);
    const Waves waves(context);
    amplitude_ = waves.amplitude;
    frequency_ = waves.number * pi;
    if (amplitude_ == 0) return;
    waves.check_resolved(space_, compression(0));
    for (const double t : context.times) waves.check_resolved(space_, compression(t));
    waves.check_resolved(space_, compression(context.end));
  }
  Vector state(double t) const override { return both(t).first; }
  Vector rate(double t) const override { return both(t).second; }

 private:
  /// Half waves have the length m/(n w): the largest w over its mean.
  double compression(double t) const
  {
    const Vector w = base_->state(t);
    return w.linfty_norm() * space_.volume() / space_.integrate(w);
  }
  /// int_lower^x of the polynomials of a function, at the nodes.
  std::vector<double> from_lower_end(const Vector &values) const
  {
    const Grid1D &grid = space_.tensor_grid()->direction[0];
    const CellwiseDensity function(grid, std::vector<double>(values.begin(), values.end()));
    std::vector<double> integrals;
    for (const double x : grid.nodes) integrals.push_back(function.left_of(x));
    return integrals;
  }
  std::pair<Vector, Vector> both(double t) const
  {
    Vector w = base_->state(t), v = base_->rate(t);
    if (amplitude_ == 0) return {w, v};
    const std::vector<double> mass_until = from_lower_end(w), moved_until = from_lower_end(v);
    const double mass = space_.integrate(w), slope = space_.integrate(v);
    for (std::size_t i = 0; i < size(w); ++i) {
      const double s = mass_until[i] / mass, rate_of_s = (moved_until[i] - s * slope) / mass,
                   factor = 1 + amplitude_ * std::cos(frequency_ * s);
      data(v)[i] =
          data(v)[i] * factor - data(w)[i] * amplitude_ * frequency_ * std::sin(frequency_ * s) * rate_of_s;
      data(w)[i] *= factor;
    }
    if (keeps_mass_) {  // up to quadrature it is
      const double after = space_.integrate(w), change = space_.integrate(v);
      v.sadd(mass / after, slope / after - mass * change / (after * after), w);
      w *= mass / after;
    }
    return {w, v};
  }

  const Space &space_;
  const bool keeps_mass_;
  std::unique_ptr<Curve> base_;
  double amplitude_ = 0, frequency_ = 0;
};

const Register<Curve> registered(
    "carried oscillation",
    {"waves on another curve that move with its velocity, on an interval: w (1 + a cos(n pi s)), s the part "
     "of "
     "the mass before x; section `oscillation`",
     topology_of_waves,
     exponents_of_waves,
     {{"oscillation", "amplitude", 0.02, 0.9}, {"oscillation", "length", 0.02, 0.5}}},
    [](const Curve::Context &context) { return std::make_unique<CarriedOscillation>(context); });
}  // namespace
}  // namespace gammaflow
