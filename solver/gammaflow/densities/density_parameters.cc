// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/densities/density_parameters.h>
#include <gammaflow/parameters/input_files.h>
#include <gammaflow/parameters/number.h>

#include <boost/algorithm/string.hpp>

#include <cmath>
#include <sstream>

namespace gammaflow
{
namespace
{
// Keys that several named densities share.
const DeclareDensity declared([](dealii::ParameterHandler &prm) {
  using namespace dealii;
  prm.declare_entry("mean", "", Patterns::Anything(),
                    "Centre of the Gaussian, Laplace, banana, ring and two moons: one value for all "
                    "directions or one per direction; empty: the middle of the domain.");
  prm.declare_entry(
      "deviation", "0.1", Patterns::Anything(),
      "Standard deviation of the Gaussian, Laplace, banana; of the noise across the ring and the "
      "two moons: one value for all directions or one per direction.");
  prm.declare_entry("radius", "0.25", Number::above(0),
                    "Radius of the ring, and of the two half circles of the two moons.");
});
}  // namespace

DeclareDensity::DeclareDensity(const DeclareParameters::Declaration &declaration)
    : initial_state("initial state", declaration), target("target", declaration)
{
}

double DensityReader::number(const std::string &key) const
{
  const double value = context_.parameters.number(context_.section, key);
  if (!std::isfinite(value)) reject(key, "is not finite", "a finite number");
  return value;
}

double DensityReader::positive(const std::string &key) const
{
  const double value = number(key);
  if (!(value > 0)) reject(key, "is not positive", "a number > 0");
  return value;
}

Point DensityReader::point(const std::string &key, const std::vector<double> &row, double beyond) const
{
  const unsigned dim = context_.dim;
  if (row.size() != 1 && row.size() != dim)
    reject(key,
           "has " + std::to_string(row.size()) + " values where the domain has " + std::to_string(dim) +
               " dimension" + (dim == 1 ? "" : "s"),
           dim == 1 ? "one value" : "one value, or " + std::to_string(dim) + " separated by commas");
  Point result{beyond, beyond, beyond};
  for (unsigned d = 0; d < dim; ++d) {
    result[d] = row[row.size() == 1 ? 0 : d];
    if (!std::isfinite(result[d])) reject(key, "is not finite", "finite numbers");
  }
  return result;
}

Point DensityReader::per_direction(const std::string &key, double beyond) const
{
  return point(key, context_.parameters.numbers(context_.section, key), beyond);
}

Point DensityReader::positive_per_direction(const std::string &key) const
{
  const Point result = per_direction(key, 1);
  for (unsigned d = 0; d < context_.dim; ++d)
    if (!(result[d] > 0)) reject(key, "is not positive", "numbers > 0");
  return result;
}

Point DensityReader::centre(const std::string &key) const
{
  if (!context_.parameters.list(context_.section, key).empty()) return per_direction(key);
  Point middle{};
  for (unsigned d = 0; d < context_.dim; ++d) middle[d] = (context_.lower[d] + context_.upper[d]) / 2;
  return middle;
}

std::vector<std::vector<double>> DensityReader::rows(const std::string &key) const
{
  std::vector<std::vector<double>> result;
  const std::string all = boost::trim_copy(context_.parameters.text(context_.section, key));
  if (all.empty()) return result;
  std::vector<std::string> parts, entries;
  boost::split(parts, all, boost::is_any_of(";|"));
  for (const auto &part : parts) {
    result.emplace_back();
    boost::split(entries, part, boost::is_any_of(","));
    for (auto &entry : entries) {
      boost::trim(entry);
      const auto value = number_in(entry);
      if (!value)
        reject(key, "'" + entry + "' is not a number",
               "numbers separated by commas; groups of them separated by semicolons");
      result.back().push_back(*value);
    }
  }
  return result;
}

std::string DensityReader::data_file(const std::string &allowed) const
{
  return path_of_input(context_.parameters, context_.section, "file", allowed);
}

void DensityReader::need_dimension(unsigned from, unsigned to) const
{
  if (context_.dim < from || context_.dim > to)
    reject("kind", "does not exist in " + std::to_string(context_.dim) + " dimensions",
           from == to ? "a domain of dimension " + std::to_string(from)
                      : "a domain of dimension " + std::to_string(from) + " to " + std::to_string(to));
}

std::string to_string(const Point &x, unsigned dim)
{
  std::ostringstream out;
  for (unsigned d = 0; d < dim; ++d) out << (d == 0 ? "" : ", ") << "xyz"[d] << " = " << x[d];
  return out.str();
}

}  // namespace gammaflow
