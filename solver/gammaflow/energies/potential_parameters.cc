// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/energies/potential_parameters.h>
#include <gammaflow/parameters/formulas.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <string>
#include <vector>

namespace gammaflow
{
namespace
{
struct Named {
  const char *formula;
  bool both_signs;  ///< the wells are an order parameter's, of both signs
};

const std::map<std::string, Named> named = {
    {"quartic", {"(1 - u^2)^2/4", true}},
    {"quartic 0-1", {"u^2*(1 - u)^2", false}},
    {"cubic-quintic", {"u^2*(1 - u^2)^2/4", true}},
    {"logarithmic", {"theta/2*((1 + u)*log(1 + u) + (1 - u)*log(1 - u)) + theta_c/2*(1 - u^2)", true}},
    {"logarithmic 0-1", {"theta*(u*log(u) + (1 - u)*log(1 - u)) + 2*theta_c*u*(1 - u)", false}}};

Expression potential(const Parameters &parameters)
{
  const auto found = named.find(parameters.text("energy", "f"));
  if (found == named.end()) return read_expression(parameters, "energy", "f", {"u"});
  const std::string formula = found->second.formula;
  std::map<std::string, double> constants;
  if (formula.find("theta") != std::string::npos)
    constants = {{"theta", parameters.number("energy", "theta")},
                 {"theta_c", parameters.number("energy", "theta_c")}};
  return Expression(formula, {"u"}, constants);
}

/// How far f(b) - f(a) is from the integral of f', and f'(b) - f'(a) from that of f'', by Gauss and
/// Legendre's rule of four points, over b - a and in units of the derivatives there; 0 where f is not finite.
/// What a large constant in f leaves of the digits of f(b) - f(a) is no roughness.
double roughness(const Potential &f, const double a, const double b)
{
  const std::array<double, 4> points{
      {-0.8611363115940526, -0.3399810435848563, 0.3399810435848563, 0.8611363115940526}},
      weights{{0.3478548451374538, 0.6521451548625461, 0.6521451548625461, 0.3478548451374538}};
  const Jet low = f(a), high = f(b);
  const double length = b - a;
  const double round_off =
      8 * std::numeric_limits<double>::epsilon() * std::max(std::abs(low.value), std::abs(high.value));
  double first = 0, second = 0, scale = 1 + std::abs(low.first) + std::abs(low.second);
  for (std::size_t q = 0; q < points.size(); ++q) {
    const Jet jet = f(a + length * (1 + points[q]) / 2);
    first += length / 2 * weights[q] * jet.first;
    second += length / 2 * weights[q] * jet.second;
    scale = std::max(scale, std::abs(jet.first) + std::abs(jet.second));
  }
  const double error = std::max(std::abs(high.value - low.value - first) - round_off,
                                std::abs(high.first - low.first - second));
  return std::isfinite(error) ? error / (length * scale) : 0;
}

/// A kink or a jump of f, f' or f'' in the way of the state is noticed before anything is computed. Where f''
/// is continuous what roughness() finds goes to zero as an interval shrinks; where it jumps it stays, by
/// halves, down to 1e-7.
void check_smoothness(const Parameters &parameters, const Potential &f)
{
  constexpr double rough = 1e-4, shortest = 1e-7;
  struct Interval {
    double a, b;
  };
  std::vector<Interval> intervals;
  for (double a = -1.4637; a < 1.5; a += 0.1) intervals.push_back({a, a + 0.1});
  while (!intervals.empty()) {
    const auto [a, b] = intervals.back();
    intervals.pop_back();
    if (!f.bounds().contain(a) || !f.bounds().contain(b) || !(roughness(f, a, b) > rough)) continue;
    if (b - a < shortest)
      parameters.reject("energy", "f", "is not smooth near u = " + std::to_string((a + b) / 2),
                        "a formula with two continuous derivatives");
    // Not in the middle, where a kink is easily hidden at the end of both halves.
    const double inside = a + 0.4637 * (b - a);
    intervals.push_back({inside, b});
    intervals.push_back({a, inside});
  }
}

/// energy/bounds, or those that the formula shows around a value of the states.
Potential bounded(const Parameters &parameters, const Expression &f, const double inside, const bool density)
{
  if (parameters.text("energy", "bounds") == "auto") return Potential(f, inside, density);
  const std::string allowed = "auto, or two numbers, the smaller one first: values between which f is finite";
  const std::vector<double> given = parameters.numbers("energy", "bounds");
  if (given.size() != 2 || !(given[0] < given[1]))
    parameters.reject("energy", "bounds", "is no interval", allowed);
  const Potential result(f, ValueBounds{given[0], given[1]}, density);
  if (!std::isfinite(result(given[0] + 0.5 * (given[1] - given[0])).second))
    parameters.reject("energy", "bounds", "is an interval in whose middle f is not finite", allowed);
  return result;
}
}  // namespace

GivenPotential given_potential(const Energy::Context &c)
{
  const Potential f = bounded(c.parameters, potential(c.parameters), c.inside.value_or(0.5), c.density);
  check_smoothness(c.parameters, f);
  const auto found = named.find(c.parameters.text("energy", "f"));
  return {std::make_shared<const Potential>(f), c.parameters.number("energy", "f scale"),
          found != named.end() && found->second.both_signs};
}

}  // namespace gammaflow
