// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/densities/density_parameters.h>
#include <gammaflow/particles/sampler.h>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
namespace
{
constexpr double margin = 1.3;
constexpr unsigned most_attempts = 1000000;

std::size_t cells_of(const std::vector<double> &vertices)
{
  return vertices.size() - 1;
}
}  // namespace

Sampler::Sampler(const Parameters &parameters, const std::string &section, const Space &space)
    : section_(section), density_(parameters, section, space), dim_(space.dim())
{
  std::array<std::size_t, 3> cells{{1, 1, 1}}, points{{1, 1, 1}};
  for (unsigned d = 0; d < dim_; ++d) {
    vertices_[d] = space.tensor_grid()->direction[d].vertices;
    cells[d] = cells_of(vertices_[d]);
    points[d] = 2 * cells[d] + 1;
  }
  for (unsigned d = dim_; d < 3; ++d) vertices_[d] = {0, 1};
  // The density at vertices and midpoints.
  const auto coordinate = [&](unsigned d, std::size_t i) {
    if (d >= dim_) return 0.;
    const auto &v = vertices_[d];
    return i % 2 == 0 ? v[i / 2] : (v[i / 2] + v[i / 2 + 1]) / 2;
  };
  std::vector<double> values;
  values.reserve(points[0] * points[1] * points[2]);
  for (std::size_t k = 0; k < points[2]; ++k)
    for (std::size_t j = 0; j < points[1]; ++j)
      for (std::size_t i = 0; i < points[0]; ++i) {
        const Point x{{coordinate(0, i), coordinate(1, j), coordinate(2, k)}};
        const double value = density_.value(x);
        if (!(value >= 0) || !std::isfinite(value))
          parameters.reject(
              section, "kind",
              "cannot be sampled: its value is " + std::to_string(value) + " at " + to_string(x, dim_),
              "finite values that are not negative, everywhere on the domain");
        values.push_back(value);
      }
  double sum = 0;
  for (std::size_t k = 0; k < cells[2]; ++k)
    for (std::size_t j = 0; j < cells[1]; ++j)
      for (std::size_t i = 0; i < cells[0]; ++i) {
        // all points of the cell, and one beyond it on each side
        std::array<std::size_t, 3> at{{i, j, k}}, low{}, high{};
        double volume = 1;
        for (unsigned d = 0; d < 3; ++d) {
          low[d] = d < dim_ ? std::max<std::size_t>(2 * at[d], 1) - 1 : 0;
          high[d] = d < dim_ ? std::min(2 * at[d] + 3, points[d] - 1) : 0;
          volume *= vertices_[d][at[d] + 1] - vertices_[d][at[d]];
        }
        double largest = 0;
        for (std::size_t c = low[2]; c <= high[2]; ++c)
          for (std::size_t b = low[1]; b <= high[1]; ++b)
            for (std::size_t a = low[0]; a <= high[0]; ++a)
              largest = std::max(largest, values[a + points[0] * (b + points[1] * c)]);
        bound_.push_back(margin * largest);
        cumulative_.push_back(sum += bound_.back() * volume);
      }
  if (!(sum > 0)) parameters.reject(section, "kind", "cannot be sampled: it is zero everywhere", "");
}

Point Sampler::draw(CounterRandom &random) const
{
  for (unsigned attempt = 0; attempt < most_attempts; ++attempt) {
    const double where = random.uniform() * cumulative_.back();
    const std::size_t cell = std::min(
        std::size_t(std::upper_bound(cumulative_.begin(), cumulative_.end(), where) - cumulative_.begin()),
        cumulative_.size() - 1);
    std::size_t rest = cell;
    Point x{};
    for (unsigned d = 0; d < dim_; ++d) {
      const std::size_t c = rest % cells_of(vertices_[d]);
      rest /= cells_of(vertices_[d]);
      x[d] = vertices_[d][c] + random.uniform() * (vertices_[d][c + 1] - vertices_[d][c]);
    }
    const double value = density_.value(x);
    if (value > bound_[cell])
      throw NumericalFailure("section '" + section_ + "': the density varies so much within a cell of the " +
                             "mesh that draws from it would be biased, at " + to_string(x, dim_) +
                             "; more domain/cells");
    if (random.uniform() * bound_[cell] < value) return x;
  }
  throw NumericalFailure("section '" + section_ + "': no draw was accepted in " +
                         std::to_string(most_attempts) + " attempts; more domain/cells");
}

}  // namespace gammaflow
