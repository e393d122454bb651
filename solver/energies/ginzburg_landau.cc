#include <gammaflow/core/number.h>
#include <gammaflow/densities/formula.h>
#include <gammaflow/energies/gradient_energy.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

namespace gammaflow
{
namespace
{
const DeclareParameters declared("energy", [](dealii::ParameterHandler &prm) {
  using namespace dealii;
  prm.declare_entry("kappa", "0.001", Number::above(0),
                    "Ginzburg-Landau: the coefficient of kappa/2 |grad u|^2; the square of the width of an "
                    "interface, up to a factor.");
  prm.declare_entry(
      "f", "quartic", Patterns::Anything(),
      "Ginzburg-Landau: the potential f(u). By name: quartic, (1-u^2)^2/4; quartic 0-1, "
      "u^2 (1-u)^2; cubic-quintic, u^2 (1-u^2)^2 /4; logarithmic (Flory-Huggins), theta/2 ((1+u) "
      "log(1+u) + (1-u) log(1-u)) + theta_c/2 (1-u^2); logarithmic 0-1, theta (u log u + "
      "(1-u) log(1-u)) + 2 theta_c u (1-u). Or any formula in u; its derivatives are formed "
      "exactly.");
  prm.declare_entry("f scale", "1", Number(), "Ginzburg-Landau: a factor of f (and of its derivatives).");
  prm.declare_entry("theta", "0.5", Number(0), "Ginzburg-Landau, logarithmic f: the temperature.");
  prm.declare_entry(
      "theta_c", "1", Number(0),
      "Ginzburg-Landau, logarithmic f: the critical temperature; two wells where theta < theta_c.");
});

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
  if (found == named.end()) return Expression::read(parameters, "energy", "f", {"u"});
  const std::string formula = found->second.formula;
  std::map<std::string, double> constants;
  if (formula.find("theta") != std::string::npos)
    constants = {{"theta", parameters.number("energy", "theta")},
                 {"theta_c", parameters.number("energy", "theta_c")}};
  return Expression(formula, {"u"}, constants);
}

/// f(b) - f(a) against the integral of f', and the same for f' and f'', over short intervals on which the
/// formula is finite: a kink or a jump in the way of the state is noticed before anything is computed.
void check_smoothness(const Parameters &parameters, const Expression &f)
{
  // Gauss-Legendre, four points
  const std::array<double, 4> points{
      {-0.8611363115940526, -0.3399810435848563, 0.3399810435848563, 0.8611363115940526}},
      weights{{0.3478548451374538, 0.6521451548625461, 0.6521451548625461, 0.3478548451374538}};
  const double length = 0.1;
  for (double a = -1.4637; a < 1.5; a += length) {
    const Jet low = f(a), high = f(a + length);
    double first = 0, second = 0, scale = 1 + std::abs(low.first) + std::abs(low.second);
    for (std::size_t q = 0; q < points.size(); ++q) {
      const Jet jet = f(a + length * (1 + points[q]) / 2);
      first += length / 2 * weights[q] * jet.first;
      second += length / 2 * weights[q] * jet.second;
      scale = std::max(scale, std::abs(jet.first) + std::abs(jet.second));
    }
    const double error =
        std::max(std::abs(high.value - low.value - first), std::abs(high.first - low.first - second));
    if (std::isfinite(error) && error > 1e-4 * length * scale)
      parameters.reject(
          "energy", "f",
          "is not smooth between u = " + std::to_string(a) + " and " + std::to_string(a + length),
          "a formula with two continuous derivatives");
  }
}

const Register<Energy> ginzburg_landau("Ginzburg-Landau",
                                       {"int kappa/2 |grad u|^2 + f(u), kappa, f = energy/kappa, f",
                                        StateDomain::signed_field, false, false, false},
                                       [](const Energy::Context &c) {
                                         const double kappa = c.parameters.number("energy", "kappa"),
                                                      scale = c.parameters.number("energy", "f scale");
                                         const Expression f = potential(c.parameters);
                                         check_smoothness(c.parameters, f);
                                         const auto found = named.find(c.parameters.text("energy", "f"));
                                         return std::make_unique<GradientEnergy>(
                                             c.space, kappa, std::make_shared<const Expression>(f), scale,
                                             found != named.end() && found->second.both_signs);
                                       });

const Register<Energy> dirichlet("Dirichlet",
                                 {"1/2 int |grad u|^2", StateDomain::signed_field, false, false, false},
                                 [](const Energy::Context &c) {
                                   return std::make_unique<GradientEnergy>(c.space, 1., nullptr, 1., false);
                                 });
}  // namespace
}  // namespace gammaflow
