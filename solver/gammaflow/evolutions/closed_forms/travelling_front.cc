// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/evolutions/closed_forms/closed_form.h>
#include <gammaflow/evolutions/closed_forms/potential_slope.h>
#include <gammaflow/formula/expression.h>

#include <Eigen/LU>

#include <algorithm>
#include <cmath>
#include <optional>

namespace gammaflow
{
namespace
{
/// u' = kappa u_xx - f'(u) with f' = A (u-a)(u-b)(u-c), a < b < c, A > 0 has the travelling front
///   u = (a+c)/2 + s (c-a)/2 tanh(k (c-a)/2 (x - x0 - s w t)),  k^2 = A/(2 kappa),  w = -kappa k (a+c-2b),
/// s = 1 rising, -1 falling (s u_x = k (u-a)(c-u) turns the equation into an identity of polynomials).
struct Front {
  double a, c, steepness, speed, position, sign;

  double argument(double x, double t) const { return steepness * (x - position - speed * t); }
  double value(double x, double t) const
  {
    return (a + c) / 2 + sign * (c - a) / 2 * std::tanh(argument(x, t));
  }
  double rate(double x, double t) const
  {
    const double tangent = std::tanh(argument(x, t));
    return -sign * (c - a) / 2 * (1 - tangent * tangent) * steepness * speed;
  }
};

/// The three real roots of A u^3 + B u^2 + C u + D, ascending, or nothing.
std::optional<std::array<double, 3>> real_roots(double A, double B, double C, double D)
{
  const double p = (3 * A * C - B * B) / (3 * A * A),
               q = (2 * B * B * B - 9 * A * B * C + 27 * A * A * D) / (27 * A * A * A);
  if (!(p < 0)) return {};
  const double cosine = 3 * q / (2 * p) * std::sqrt(-3 / p);
  if (!(std::abs(cosine) <= 1 + 1e-12)) return {};
  const double angle = std::acos(std::clamp(cosine, -1., 1.)) / 3, pi = std::acos(-1.);
  std::array<double, 3> roots;
  for (int k = 0; k < 3; ++k)
    roots[std::size_t(k)] = 2 * std::sqrt(-p / 3) * std::cos(angle - 2 * pi * k / 3) - B / (3 * A);
  std::sort(roots.begin(), roots.end());
  if (!(roots[1] - roots[0] > 1e-8) || !(roots[2] - roots[1] > 1e-8)) return {};
  return roots;
}

std::optional<Front> front_of(const Flow &flow)
{
  if (flow.geometry_name() != "L2" || flow.energy_name() != "Ginzburg-Landau") return {};
  const Space &space = flow.space();
  // f' at four states, and that it is a cubic at a fifth
  const auto slope = [&](double u) { return potential_slope(flow, u); };
  Eigen::Matrix4d powers;
  Eigen::Vector4d values;
  for (int i = 0; i < 4; ++i) {
    const double u = 0.11 + 0.21 * i;
    powers.row(i) << u * u * u, u * u, u, 1;
    values[i] = slope(u);
  }
  const Eigen::Vector4d f = powers.fullPivLu().solve(values);
  const double u5 = 0.97;
  if (!(std::abs(((f[0] * u5 + f[1]) * u5 + f[2]) * u5 + f[3] - slope(u5)) < 1e-8)) return {};
  const double kappa = flow.energy().structure().gradient,
               rate = flow.parameters().number("geometry", "rate");
  if (!(f[0] > 0)) return {};
  const auto roots = real_roots(f[0], f[1], f[2], f[3]);
  if (!roots) return {};

  Front front;
  front.a = (*roots)[0];
  front.c = (*roots)[2];
  const double k = std::sqrt(f[0] / (2 * kappa));
  front.steepness = k * (front.c - front.a) / 2;
  // where the initial state is nearest to the middle
  const Vector &u = flow.initial_state();
  std::size_t middle = 0;
  std::size_t first = 0, last = 0;
  for (std::size_t i = 0; i < size(u); ++i) {
    const double centre = (front.a + front.c) / 2;
    if (std::abs(data(u)[i] - centre) < std::abs(data(u)[middle] - centre)) middle = i;
    if (space.nodes()[i][0] < space.nodes()[first][0]) first = i;
    if (space.nodes()[i][0] > space.nodes()[last][0]) last = i;
  }
  front.sign = data(u)[last] > data(u)[first] ? 1 : -1;
  front.speed = -front.sign * rate * kappa * k * (front.a + front.c - 2 * (*roots)[1]);
  const double ratio = front.sign * (2 * data(u)[middle] - front.a - front.c) / (front.c - front.a);
  if (!(std::abs(ratio) < 1)) return {};
  front.position = space.nodes()[middle][0] - std::atanh(ratio) / front.steepness;
  for (std::size_t i = 0; i < size(u); ++i)
    if (std::abs(front.value(space.nodes()[i][0], 0) - data(u)[i]) > 1e-6) return {};
  return front;
}

class TravellingFront : public ClosedForm
{
 public:
  explicit TravellingFront(const Context &context) : flow_(context.flow), front_(*front_of(flow_)) {}
  Vector state(double t) const override
  {
    return flow_.space().sample([=](const Point &x) { return front_.value(x[0], t); });
  }
  Vector rate(double t) const override
  {
    return flow_.space().sample([=](const Point &x) { return front_.rate(x[0], t); });
  }

 private:
  const Flow &flow_;
  const Front front_;
};

const std::string front_example =
    "energy/name = Ginzburg-Landau; energy/kappa = 0.01; energy/f = u^4/4 - (1+0.3)*u^3/3 + 0.3*u^2/2; "
    "geometry/name = L2; initial state/formula = 0.5 + 0.5*tanh((x+0.3)/2/sqrt(0.02)); time/end = 2; ";

const Register<ClosedForm> registered(
    "L2, Ginzburg-Landau with a quartic f (travelling front)",
    {"a tanh profile that moves with its speed",
     [](const Flow &flow) { return front_of(flow).has_value(); },
     true,
     {front_example + "domain/lower = -5; domain/upper = 5; domain/cells = 10; time/outputs = 3",
      front_example +
          "domain/dimension = 2; domain/shape = mesh; domain/mesh generator = box; domain/degree = "
          "2; domain/lower = -4, 0; domain/upper = 4, 1; domain/cells = 8, 1; time/outputs = 2; "
          "adaptivity/enabled = true; adaptivity/tolerance = 0.1; adaptivity/halvings = 2"}},
    [](const auto &context) { return std::make_unique<TravellingFront>(context); });
}  // namespace
}  // namespace gammaflow
