// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/csv_table.h>
#include <gammaflow/densities/density_parameters.h>
#include <gammaflow/densities/samples.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <limits>
#include <sstream>

namespace gammaflow
{
namespace
{
const DeclareDensity declared([](dealii::ParameterHandler &prm) {
  using namespace dealii;
  prm.declare_entry(
      "file", "", Patterns::Anything(),
      "Samples: a CSV file, one sample per line. Grid: a CSV file of x[, y[, z]], value. Looked for "
      "beside the parameter file, then in the working directory.");
  prm.declare_entry(
      "columns", "", Patterns::Anything(),
      "Columns of the file to read, by name of the header or number from 1; empty: all that it has, which "
      "must be as many as are needed.");
  prm.declare_entry("unit", "1", Patterns::Anything(),
                    "Samples: the domain's unit of length in units of the columns, by which these are "
                    "divided (a kernel has "
                    "one bandwidth for all directions): one value or one per direction.");
  prm.declare_entry(
      "estimator", "kernel density", Patterns::Selection("kernel density|histogram"),
      "Samples: how they become a density: a Gaussian kernel on each, or smoothed counts in bins.");
});

Samples read(const Density::Context &context)
{
  const DensityReader reader(context);
  const Parameters &p = context.parameters;
  const CsvTable table(reader.data_file("a CSV file of samples"));
  auto columns = p.list(context.section, "columns");
  if (columns.empty())  // all: which one of several is meant is for the user to say
    for (std::size_t c = 1; c <= table.n_columns(); ++c) columns.push_back(std::to_string(c));
  if (columns.size() != context.dim)
    reader.reject(
        "columns",
        "gives " + std::to_string(columns.size()) + " columns of " + table.path() +
            (p.list(context.section, "columns").empty() ? " (all that it has)" : ""),
        std::to_string(context.dim) + ", one per dimension of the domain, out of " + table.column_names());

  const Point unit = reader.positive_per_direction("unit");
  Samples samples;
  samples.count = table.n_rows();
  std::size_t first_outside = samples.count;
  std::vector<bool> outside(samples.count, false);
  std::ostringstream ranges;
  for (unsigned d = 0; d < context.dim; ++d) {
    auto &x = samples.coordinate[d];
    x = table.numbers(table.find_column(columns[d]));
    for (double &value : x) value /= unit[d];
    const auto range = std::minmax_element(x.begin(), x.end());
    ranges << (d == 0 ? "" : "; ") << "xyz"[d] << " from " << *range.first << " to " << *range.second
           << ", domain " << context.lower[d] << " to " << context.upper[d];
    for (std::size_t s = 0; s < samples.count; ++s)
      if (x[s] < context.lower[d] || x[s] > context.upper[d]) {
        outside[s] = true;
        first_outside = std::min(first_outside, s);
      }
  }
  if (const auto n = std::count(outside.begin(), outside.end(), true); n > 0)
    reader.reject("file",
                  std::to_string(n) + " of " + std::to_string(samples.count) +
                      " samples lie outside of the domain, the first in line " +
                      std::to_string(table.line(first_outside)) + " (" + ranges.str() + ")",
                  "samples inside of the domain; enlarge section 'domain', keys 'lower' and 'upper'");
  samples.origin = std::to_string(samples.count) + " samples of " +
                   std::filesystem::path(table.path()).filename().string();
  return samples;
}

const Register<Density> registered(
    "samples", {"from a CSV file of samples: kernel density estimate or smoothed histogram"},
    make_from_samples);
}  // namespace

std::unique_ptr<Density> make_from_samples(const Density::Context &context)
{
  const Samples samples = read(context);
  return context.parameters.text(context.section, "estimator") == "histogram"
             ? make_histogram(context, samples)
             : make_kernel_density(context, samples);
}

double Samples::deviation(unsigned direction) const
{
  const auto [least, greatest] =
      std::minmax_element(coordinate[direction].begin(), coordinate[direction].end());
  constexpr double round_off = 64 * std::numeric_limits<double>::epsilon();
  if (count < 2 || *greatest - *least <= round_off * std::max(std::abs(*least), std::abs(*greatest)))
    return 0;
  double mean = 0, square = 0;
  for (const double x : coordinate[direction]) mean += x / double(count);
  for (const double x : coordinate[direction]) square += (x - mean) * (x - mean);
  return std::sqrt(square / double(count - 1));
}

}  // namespace gammaflow
