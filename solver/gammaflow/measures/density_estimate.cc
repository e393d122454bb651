// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/measures/density_estimate.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

namespace gammaflow
{
namespace
{
/// The cell that stands for number i of a line of n cells: around, or reflected at the walls.
std::size_t folded(long i, std::size_t n, bool periodic)
{
  const long count = long(n), period = periodic ? count : 2 * count;
  const long at = ((i % period) + period) % period;
  return std::size_t(at < count ? at : period - 1 - at);
}

/// Masses of the particles on the cells around them.
std::vector<double> shared(const EstimateGrid &grid, const PointMeasure &particles)
{
  std::vector<double> masses(grid.size(), 0.);
  for (std::size_t i = 0; i < particles.size(); ++i) {
    std::size_t at[3][2] = {{0, 0}, {0, 0}, {0, 0}};
    double part[3][2] = {{1, 0}, {1, 0}, {1, 0}};
    for (unsigned d = 0; d < grid.dim; ++d) {
      const double x =
          std::clamp((particles.coordinate(d)[i] - grid.lower[d]) / grid.width[d], -1e9, 1e9) - 0.5;
      const double left = std::floor(x);
      for (const int k : {0, 1}) at[d][k] = folded(long(left) + k, grid.cells[d], grid.periodic[d]);
      part[d][1] = x - left;
      part[d][0] = 1 - part[d][1];
    }
    const double w = particles.weight(i) / particles.mass();
    for (int c = 0; c < (grid.dim > 2 ? 2 : 1); ++c)
      for (int b = 0; b < (grid.dim > 1 ? 2 : 1); ++b)
        for (int a = 0; a < 2; ++a)
          masses[at[0][a] + grid.cells[0] * (at[1][b] + grid.cells[1] * at[2][c])] +=
              w * part[0][a] * part[1][b] * part[2][c];
  }
  return masses;
}

/// Gaussian weights of a line, of sum one, on both sides up to four and a half bandwidths.
std::vector<double> weights_of(double bandwidth, double width)
{
  const auto reach = std::size_t(std::ceil(4.5 * bandwidth / width));
  std::vector<double> weights(reach + 1);
  double sum = 0;
  for (std::size_t k = 0; k <= reach; ++k) {
    weights[k] = std::exp(-0.5 * std::pow(double(k) * width / bandwidth, 2));
    sum += (k == 0 ? 1 : 2) * weights[k];
  }
  for (double &w : weights) w /= sum;
  return weights;
}

/// The deviation of the particles in each direction, no more than the extent allows.
Point deviations(const EstimateGrid &grid, const PointMeasure &particles)
{
  Point result{};
  for (unsigned d = 0; d < grid.dim; ++d) {
    double mean = 0, square = 0;
    for (std::size_t i = 0; i < particles.size(); ++i)
      mean += particles.weight(i) / particles.mass() * particles.coordinate(d)[i];
    for (std::size_t i = 0; i < particles.size(); ++i)
      square += particles.weight(i) / particles.mass() * std::pow(particles.coordinate(d)[i] - mean, 2);
    result[d] = std::min(std::sqrt(square), grid.width[d] * double(grid.cells[d]) / 2);
  }
  return result;
}
}  // namespace

EstimateGrid::EstimateGrid(unsigned dimension, const Point &from, const Point &to,
                           const std::array<bool, 3> &around)
    : dim(dimension), lower(from), periodic(around)
{
  for (unsigned d = 0; d < dim; ++d) {
    cells[d] = dim == 1 ? 1024 : dim == 2 ? 128 : 48;
    width[d] = (to[d] - from[d]) / double(cells[d]);
  }
}

double EstimateGrid::volume() const
{
  double result = 1;
  for (unsigned d = 0; d < dim; ++d) result *= width[d];
  return result;
}

Point EstimateGrid::middle(std::size_t cell) const
{
  Point x{};
  for (unsigned d = 0; d < dim; ++d) {
    x[d] = lower[d] + (double(cell % cells[d]) + 0.5) * width[d];
    cell /= cells[d];
  }
  return x;
}

DensityEstimate::DensityEstimate(const EstimateGrid &grid, const PointMeasure &particles)
    : grid_(grid), effective_(effective_size(particles))
{
  const std::vector<double> masses = shared(grid_, particles);
  const Point deviation = deviations(grid_, particles);
  const double scott = std::pow(effective_, -1. / (grid_.dim + 4));
  constexpr double least = 1.5;  // cells
  const auto multiple = [&](double factor) {
    Point bandwidth{};
    for (unsigned d = 0; d < grid_.dim; ++d)
      bandwidth[d] = std::max(factor * scott * deviation[d], least * grid_.width[d]);
    return bandwidth;
  };
  double best = std::numeric_limits<double>::infinity(), chosen = 1;
  constexpr int last = 9;
  for (int k = -1; k <= last; ++k) {
    const double factor = std::pow(2., -0.5 * k), score = cross_validation(masses, multiple(factor));
    if (score < best) {
      best = score;
      chosen = factor;
      resolved_ = k < last;
    }
  }
  bandwidth_ = multiple(0.7 * chosen);
  for (unsigned d = 0; d < grid_.dim; ++d)
    resolved_ = resolved_ && 0.7 * chosen * scott * deviation[d] > least * grid_.width[d];
  density_ = smoothed(masses, bandwidth_);
  for (double &value : density_) value /= grid_.volume();
}

std::vector<double> DensityEstimate::smoothed(std::vector<double> masses, const Point &bandwidth) const
{
  std::vector<double> line, result;
  std::size_t stride = 1;
  for (unsigned d = 0; d < grid_.dim; ++d) {
    const std::size_t n = grid_.cells[d];
    const auto weights = weights_of(bandwidth[d], grid_.width[d]);
    const long reach = long(weights.size()) - 1;
    line.resize(n + 2 * std::size_t(reach));
    for (std::size_t first = 0; first < masses.size(); ++first) {
      if (first / stride % n != 0) continue;
      for (long i = -reach; i < long(n) + reach; ++i)
        line[std::size_t(i + reach)] = masses[first + stride * folded(i, n, grid_.periodic[d])];
      result.assign(n, 0.);
      for (std::size_t i = 0; i < n; ++i) result[i] = weights[0] * line[i + std::size_t(reach)];
      for (std::size_t k = 1; k < weights.size(); ++k) {
        const double *left = line.data() + std::size_t(reach) - k,
                     *right = line.data() + std::size_t(reach) + k;
        for (std::size_t i = 0; i < n; ++i) result[i] += weights[k] * (left[i] + right[i]);
      }
      for (std::size_t i = 0; i < n; ++i) masses[first + stride * i] = result[i];
    }
    stride *= n;
  }
  return masses;
}

/// int p^2 - 2 mean over the particles of the estimate without them.
double DensityEstimate::cross_validation(const std::vector<double> &masses, const Point &bandwidth) const
{
  const auto p = smoothed(masses, bandwidth);
  double own = 1, square = 0, at_particles = 0;
  for (unsigned d = 0; d < grid_.dim; ++d) own *= weights_of(bandwidth[d], grid_.width[d])[0];
  for (std::size_t c = 0; c < p.size(); ++c) {
    square += p[c] * p[c];
    at_particles += masses[c] * p[c];
  }
  const double without = (at_particles - own / effective_) / (1 - 1 / std::max(effective_, 2.));
  return square - 2 * without;
}

std::vector<double> DensityEstimate::bootstrap(
    const std::function<double(const std::vector<double> &)> &distance, unsigned draws,
    unsigned long seed) const
{
  std::mt19937_64 random(seed);
  std::vector<double> distances;
  for (unsigned k = 0; k < draws; ++k) {
    // numbers of particles in the cells, and their sum: Poisson's
    std::vector<double> masses(density_.size(), 0.);
    double sum = 0;
    for (std::size_t c = 0; c < masses.size(); ++c)
      if (const double mean = effective_ * density_[c] * grid_.volume(); mean > 0)
        sum += masses[c] = double(std::poisson_distribution<long>(mean)(random));
    if (!(sum > 0)) continue;
    for (double &mass : masses) mass /= sum;
    masses = smoothed(std::move(masses), bandwidth_);
    for (double &value : masses) value /= grid_.volume();
    distances.push_back(distance(masses));
  }
  return distances;
}

}  // namespace gammaflow
