#include <gammaflow/densities/density_parameters.h>
#include <gammaflow/densities/formula.h>

#include <boost/algorithm/string.hpp>
#include <deal.II/base/function_parser.h>

#include <cctype>
#include <cmath>
#include <iostream>
#include <sstream>

namespace gammaflow
{
namespace
{
/// deal.II prints a parser's message on the error stream before it throws; here the exception alone speaks.
class QuietErrorStream
{
 public:
  QuietErrorStream() : kept_(std::cerr.rdbuf(sink_.rdbuf())) {}
  ~QuietErrorStream() { std::cerr.rdbuf(kept_); }

 private:
  std::ostringstream sink_;
  std::streambuf *kept_;
};

template <int dim>
std::function<double(const Point &)> compile(const std::string &expression, const Constants &constants,
                                             const std::string &variables)
{
  auto parser = std::make_shared<dealii::FunctionParser<dim>>();
  const auto evaluate = [parser](const Point &x) {
    dealii::Point<dim> p;
    for (int d = 0; d < dim; ++d) p[d] = x[d];
    return parser->value(p);
  };
  const QuietErrorStream quiet;
  try {
    parser->initialize(variables + ",t", expression, constants, true);
    evaluate({});  // muParser compiles at the first evaluation
  } catch (const dealii::ExceptionBase &error) {
    std::ostringstream message;
    error.print_info(message);
    throw std::invalid_argument(boost::trim_copy(message.str()));
  }
  return evaluate;
}

std::function<double(const Point &)> compile(const std::string &expression, const Constants &constants,
                                             unsigned dim)
{
  switch (dim) {
    case 1:
      return compile<1>(expression, constants, "x");
    case 2:
      return compile<2>(expression, constants, "x,y");
    default:
      return compile<3>(expression, constants, "x,y,z");
  }
}

std::string names_of(const Constants &constants)
{
  std::string result;
  for (const auto &constant : constants) result += ", " + constant.first;
  return result;
}

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
      "An expression in x, y, z, t (0 here), pi and domain/constants: exp, log (natural), sqrt, "
      "sin, cos, tanh, abs, min, max, if(condition, a, b), ^ ...");
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
      const auto expression = compile(entry.substr(equals + 1), result, 1);
      const double value = expression({});
      if (!std::isfinite(value)) refuse("is not finite");
      if (expression({0.7}) != value) refuse("depends on x");
      result[name] = value;
    } catch (const std::invalid_argument &error) {
      refuse("does not parse: " + std::string(error.what()));
    }
  }
  return result;
}

std::function<double(double)> formula_in(const std::string &variable, const Parameters &parameters,
                                         const std::string &section, const std::string &key)
{
  const Constants constants = formula_constants(parameters);
  try {
    const auto function = compile<1>(parameters.text(section, key), constants, variable);
    return [function](double x) { return function({x}); };
  } catch (const std::invalid_argument &error) {
    parameters.reject(section, key, std::string("does not parse: ") + error.what(),
                      "an expression in " + variable + names_of(constants));
  }
}

Formula::Formula(const Parameters &parameters, const std::string &section, const std::string &key,
                 unsigned dim)
{
  const Constants constants = formula_constants(parameters);
  try {
    function_ = compile(parameters.text(section, key), constants, dim);
  } catch (const std::invalid_argument &error) {
    parameters.reject(section, key, std::string("does not parse: ") + error.what(),
                      std::string("an expression in ") + std::string("x, y, z").substr(0, 3 * dim - 2) +
                          ", t" + names_of(constants));
  }
}

}  // namespace gammaflow
