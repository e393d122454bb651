// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/parameters/domain.h>
#include <gammaflow/parameters/number.h>
#include <gammaflow/parameters/numbered_sections.h>
#include <gammaflow/study/plan/data_family.h>

#include <nlohmann/json.hpp>

#include <random>
#include <set>

namespace gammaflow
{
namespace
{
using dealii::ParameterHandler;
namespace Patterns = dealii::Patterns;

constexpr unsigned most_data = 16;

const DeclareNumbered declared_data("datum", most_data, [](ParameterHandler &prm) {
  prm.declare_entry("name", "", Patterns::Anything(),
                    "Of one of several data, with which each case is computed; empty: there is none.");
  prm.declare_entry(
      "settings", "", Patterns::Anything(),
      "What it sets on top of the case: \"initial state/formula = ...; target/formula = ...\".");
});

const DeclareParameters declared("data", [](ParameterHandler &prm) {
  prm.declare_entry("random", "0", Patterns::Integer(0, most_data),
                    "So many random smooth initial states and targets, with which each case is computed: "
                    "exponentials of sums of cosines that are level at walls, on boxes.");
  prm.declare_entry("seed", "1", Patterns::Integer(0), "The same seed gives the same data.");
  prm.declare_entry("modes", "2", Patterns::Integer(1, 16), "Cosines in each direction.");
  prm.declare_entry("amplitude", "0.5", Number(0, 5),
                    "The coefficient of the k-th cosine is uniform in [-1, 1] times this, over k.");
});

/// Uniform in [-1, 1], the same on all machines.
double symmetric(std::mt19937 &random)
{
  return double(random()) / 2147483647.5 - 1;
}

/// exp(sum over directions and k of c cos(k pi m (x - lower)/(upper - lower))), m = 2 in a periodic
/// direction.
std::string random_formula(const Parameters &p, std::mt19937 &random)
{
  const std::vector<std::string> names = {"x", "y", "z"};
  const Domain domain = Domain::read(p);
  const double amplitude = p.number("data", "amplitude");
  std::string sum;
  for (unsigned d = 0; d < domain.dim; ++d) {
    const double low = domain.lower[d], high = domain.upper[d], waves = domain.periodic[d] ? 2 : 1;
    for (long k = 1; k <= p.integer("data", "modes"); ++k)
      sum += (sum.empty() ? "" : " + ") + std::string("(") +
             all_digits(amplitude * symmetric(random) / double(k)) + ")*cos(" +
             all_digits(waves * double(k) / (high - low)) + "*pi*(" + names[d] + " - (" + all_digits(low) +
             ")))";
  }
  return "exp(" + sum + ")";
}
}  // namespace

std::vector<Datum> data_family(const Parameters &parameters)
{
  std::vector<Datum> family;
  for (unsigned i = 1; i <= most_data; ++i) {
    const std::string section = numbered_section("datum", i);
    const Datum datum{parameters.text(section, "name"), parameters.text(section, "settings")};
    if (datum.name.empty() && datum.settings.empty()) continue;
    if (datum.name.empty())
      parameters.reject(section, "name", "a datum with settings needs a name", "any text");
    family.push_back(datum);
  }
  const long number = parameters.integer("data", "random");
  if (number > 0 && parameters.text("domain", "shape") != "box")
    parameters.reject("data", "random", "random data are cosines on a box", "0, or domain/shape = box");
  std::mt19937 random(std::uint32_t(parameters.integer("data", "seed")));
  for (long i = 1; i <= number; ++i) {
    const std::string state = random_formula(parameters, random), target = random_formula(parameters, random);
    family.push_back(
        {"random " + std::to_string(i), "initial state/kind = formula; initial state/formula = " + state +
                                            "; target/kind = formula; target/formula = " + target});
  }
  std::set<std::string> names;
  for (const Datum &datum : family)
    if (!names.insert(datum.name).second)
      parameters.reject("data", "random", "two data have the name '" + datum.name + "'", "distinct names");
  return family;
}

void check_settings(const Datum &datum, const Parameters &of_case, const Parameters &with_datum)
{
  const auto before = of_case.as_json(), after = with_datum.as_json();
  std::vector<std::string> sections = {"data"};
  for (unsigned i = 1; i <= most_data; ++i) sections.push_back(numbered_section("datum", i));
  for (const auto &section : sections)
    for (const auto &[key, value] : before.at(section).items())
      if (after.at(section).at(key) != value)
        with_datum.reject(section, key,
                          "the settings of the datum '" + datum.name + "' change the family of data",
                          "settings of the flow and of its limit");
}

std::string name_with(const std::string &case_name, const Datum &datum)
{
  return case_name + ", " + datum.name;
}

}  // namespace gammaflow
