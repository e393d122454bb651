// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/formula/expression_functions.h>
#include <gammaflow/parameters/domain.h>
#include <gammaflow/parameters/formulas.h>

#include <boost/algorithm/string.hpp>
#include <deal.II/base/numbers.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <cstdint>
#include <stdexcept>

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
    for (unsigned d = 0; d < domain.dim; ++d)
      if (domain.periodic[d] && !domain.mesh_file.empty())
        throw std::invalid_argument(
            "random() has no period that fits a mesh of a file; write waves, or use mesh generator = box");
    RandomField::Domain place{domain.dim, domain.box, domain.lower, domain.upper, domain.periodic};
    return std::make_shared<const RandomField>(seed, length, place);
  };
}

Expression parse_expression(const Parameters &parameters, const std::string &text,
                            const std::vector<std::string> &variables)
{
  return {text, variables, formula_constants(parameters), random_fields(parameters)};
}

Expression read_expression(const Parameters &parameters, const std::string &section, const std::string &key,
                           const std::vector<std::string> &variables)
{
  try {
    return parse_expression(parameters, parameters.text(section, key), variables);
  } catch (const std::invalid_argument &error) {
    std::string names;
    for (const auto &variable : variables) names += (names.empty() ? "" : ", ") + variable;
    for (const auto &constant : formula_constants(parameters)) names += ", " + constant.first;
    parameters.reject(section, key, std::string("does not parse: ") + error.what(),
                      "a formula in " + names + " with + - * / ^, comparisons, && || !, a ? b : c, " +
                          formula_function_names() + " random(seed, length)");
  }
}

std::function<double(double)> formula_in(const std::string &variable, const Parameters &parameters,
                                         const std::string &section, const std::string &key)
{
  const Expression formula = read_expression(parameters, section, key, {variable});
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
    : expression_(read_expression(parameters, section, key, coordinates_and_time(dim))), dim_(dim)
{
}

double Formula::value(const Point &x) const
{
  std::array<double, 4> variables{};  // the time, which comes last, is 0
  std::copy(x.begin(), x.begin() + dim_, variables.begin());
  return expression_.value(variables.data());
}

}  // namespace gammaflow
