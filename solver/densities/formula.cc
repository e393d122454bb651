#include <gammaflow/densities/density_parameters.h>
#include <gammaflow/densities/formula.h>
#include <gammaflow/discretization/domain.h>

#include <boost/algorithm/string.hpp>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>

namespace gammaflow
{
namespace
{
bool is_name(const std::string &name)
{
  if (name.empty() || std::isdigit(static_cast<unsigned char>(name[0]))) return false;
  for (const unsigned char c : name)
    if (!std::isalnum(c) && c != '_') return false;
  return true;
}

const DeclareDensity declared([](dealii::ParameterHandler &prm) {
  prm.declare_entry(
      "formula", "1", dealii::Patterns::Anything(),
      "An expression in x, y, z, t (0 here), pi and domain/constants: exp, log (natural), sqrt, sin, cos, "
      "tanh, abs, min, max, if(condition, a, b), random(seed, length), ^ ... (doc/densities.md).");
});

class FormulaDensity final : public Density
{
 public:
  explicit FormulaDensity(const Context &context)
      : formula_(context.parameters, context.section, "formula", context.dim),
        text_(context.parameters.text(context.section, "formula"))
  {
  }
  double value(const Point &x) const override { return formula_.value(x); }
  std::string description() const override { return text_; }
  std::string formula() const override { return text_; }

 private:
  const Formula formula_;
  const std::string text_;
};

const Register<Density> registered("formula", {"an expression in x, y, z, pi and domain/constants"},
                                   [](const Density::Context &c) {
                                     return std::make_unique<FormulaDensity>(c);
                                   });
}  // namespace

Constants formula_constants(const Parameters &parameters)
{
  const std::string allowed = "\"a = 1, b = 2*a\": names other than x, y, z, t, pi, each with a finite value";
  Constants result = {{"pi", dealii::numbers::PI}};
  for (const auto &entry : parameters.list("domain", "constants")) {
    const auto equals = entry.find('=');
    const std::string name = boost::trim_copy(entry.substr(0, equals));
    const auto refuse = [&](const std::string &why) {
      parameters.reject("domain", "constants", "'" + entry + "' " + why, allowed);
    };
    if (equals == std::string::npos || !is_name(name)) refuse("is not an assignment");
    if (name == "x" || name == "y" || name == "z" || name == "t" || result.count(name) != 0)
      refuse("gives a name that is taken");
    try {
      const Expression expression(entry.substr(equals + 1), {"x"}, result);
      if (!expression.constant()) refuse("depends on x");
      const double x = 0, value = expression.value(&x);
      if (!std::isfinite(value)) refuse("is not finite");
      result[name] = value;
    } catch (const std::invalid_argument &error) {
      refuse("does not parse: " + std::string(error.what()));
    }
  }
  return result;
}

Expression::Fields random_fields(const Parameters &parameters)
{
  return [&parameters](std::uint64_t seed, double length) {
    const Domain domain = Domain::read(parameters);
    RandomField::Domain place{domain.dim, domain.box, domain.lower, domain.upper, domain.periodic};
    return std::make_shared<const RandomField>(seed, length, place);
  };
}

std::function<double(double)> formula_in(const std::string &variable, const Parameters &parameters,
                                         const std::string &section, const std::string &key)
{
  const Expression formula = Expression::read(parameters, section, key, {variable});
  return [formula](double x) { return formula(x).value; };
}

namespace
{
std::vector<std::string> coordinates_and_time(unsigned dim)
{
  std::vector<std::string> result = {"x", "y", "z"};
  result.resize(dim);
  result.push_back("t");
  return result;
}
}  // namespace

Formula::Formula(const Parameters &parameters, const std::string &section, const std::string &key,
                 unsigned dim)
    : expression_(Expression::read(parameters, section, key, coordinates_and_time(dim))), dim_(dim)
{
}

double Formula::value(const Point &x) const
{
  std::array<double, 4> variables{};  // the time, which comes last, is 0
  std::copy(x.begin(), x.begin() + dim_, variables.begin());
  return expression_.value(variables.data());
}

}  // namespace gammaflow
