// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/densities/density_parameters.h>
#include <gammaflow/densities/samples.h>
#include <gammaflow/densities/tensor_expansion.h>

#include <algorithm>
#include <cmath>
#include <sstream>
#include <utility>
#include <vector>

namespace gammaflow
{
namespace
{
const DeclareDensity declared([](dealii::ParameterHandler &prm) {
  prm.declare_entry(
      "bins", "auto", dealii::Patterns::Anything(),
      "Histogram: bins over the domain, one number or one per direction; auto: as wide as Scott's rule "
      "3.49 s_d n^(-1/(dim+2)), s_d the deviation of the samples.");
});

/// The cubic B-spline of unit knot distance and unit integral, centred at 0, of support [-2, 2].
double cubic_b_spline(double t)
{
  t = std::abs(t);
  if (t >= 2) return 0;
  return t < 1 ? 2. / 3 - t * t + t * t * t / 2 : (2 - t) * (2 - t) * (2 - t) / 6;
}

/// The splines of `n` bins of width h, centred at the bins, with even reflection at both walls or periodic.
TensorExpansion::Basis bins(double lower, double h, std::size_t n, bool images, bool periodic)
{
  return {n, [=](double x, double *values) {
            std::fill(values, values + n, 0.);
            const double t = (x - lower) / h - 0.5;  // in bins, from the centre of the first
            const long first = static_cast<long>(std::floor(t)) - 1, count = static_cast<long>(n);
            for (long i = first; i < first + 4; ++i) {
              long bin = i;
              if (bin < 0 || bin >= count) {
                if (!images) continue;
                const long period = periodic ? count : 2 * count;
                bin = (bin % period + period) % period;
                if (bin >= count) bin = period - 1 - bin;
              }
              values[bin] += cubic_b_spline(t - double(i));
            }
          }};
}

/// Beside the centres of the fullest bins the density has its maxima; a thousand of them, at most.
std::vector<std::size_t> fullest(const std::vector<double> &coefficients)
{
  std::vector<std::size_t> result;
  for (std::size_t i = 0; i < coefficients.size(); ++i)
    if (coefficients[i] > 0) result.push_back(i);
  constexpr std::size_t most = 1000;
  if (result.size() <= most) return result;
  std::nth_element(result.begin(), result.begin() + most, result.end(),
                   [&](std::size_t i, std::size_t j) { return coefficients[i] > coefficients[j]; });
  result.resize(most);
  return result;
}

Point counts_per_direction(const Density::Context &context, const Samples &samples)
{
  const DensityReader reader(context);
  Point result{1, 1, 1};
  const bool automatic = context.parameters.text(context.section, "bins") == "auto";
  if (!automatic) result = reader.positive_per_direction("bins");
  double total = 1;
  for (unsigned d = 0; d < context.dim; ++d) {
    if (automatic) {
      const double width =
          3.49 * samples.deviation(d) * std::pow(double(samples.count), -1. / (context.dim + 2));
      if (!(width > 0))
        reader.reject("bins", std::string("cannot be chosen: the samples do not spread in ") + "xyz"[d],
                      "a number of bins, or at least two different samples");
      result[d] = std::ceil((context.upper[d] - context.lower[d]) / width);
    }
    if (result[d] != std::floor(result[d])) reader.reject("bins", "is not a whole number", "1, 2, 3, ...");
    total *= result[d];
  }
  if (total > 1e7) reader.reject("bins", "asks for more than 1e7 bins in all", "fewer bins");
  return result;
}
}  // namespace

std::unique_ptr<Density> make_histogram(const Density::Context &context, const Samples &samples)
{
  const Point n = counts_per_direction(context, samples);
  Point h{1, 1, 1};
  std::array<TensorExpansion::Basis, 3> basis;
  std::ostringstream text;
  text << samples.origin << ", histogram of ";
  for (unsigned d = 0; d < context.dim; ++d) {
    h[d] = (context.upper[d] - context.lower[d]) / n[d];
    basis[d] = bins(context.lower[d], h[d], std::size_t(n[d]), context.box || context.periodic[d],
                    context.periodic[d]);
    text << (d == 0 ? "" : " x ") << n[d];
  }
  text << " bins smoothed by cubic B-splines, "
       << (context.box ? "images at the walls" : "cut off at the boundary");

  std::vector<double> coefficients(basis[0].size * basis[1].size * basis[2].size, 0.);
  for (std::size_t s = 0; s < samples.count; ++s) {
    std::size_t index = 0;
    for (unsigned d = 3; d-- > 0;) {
      const double t = d < context.dim ? (samples.coordinate[d][s] - context.lower[d]) / h[d] : 0;
      index = index * basis[d].size + std::min(static_cast<std::size_t>(t), basis[d].size - 1);
    }
    coefficients[index] += 1 / (double(samples.count) * h[0] * h[1] * h[2]);
  }
  const TensorExpansion without_points(basis, coefficients, "");
  std::vector<std::pair<Point, double>> points;
  for (const std::size_t bin : fullest(coefficients)) {
    Point x{};
    std::size_t index = bin;
    for (unsigned d = 0; d < context.dim; ++d) {
      x[d] = context.lower[d] + (double(index % basis[d].size) + 0.5) * h[d];
      index /= basis[d].size;
    }
    points.push_back({x, without_points.value(x)});
  }
  return std::make_unique<TensorExpansion>(basis, coefficients, text.str(), points);
}

}  // namespace gammaflow
