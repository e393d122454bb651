// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/errors.h>
#include <gammaflow/base/sums.h>
#include <gammaflow/measures/point_measure.h>

#include <cmath>
#include <utility>

namespace gammaflow
{
namespace
{
std::string written(double value)
{
  return std::isnan(value) ? "nan" : value > 0 ? "inf" : "-inf";
}

void require_sizes(unsigned dim, std::size_t coordinates, std::size_t weights, const std::string &name)
{
  if (dim < 1 || dim > 3) throw InputError(name, std::to_string(dim), "no such dimension", "1, 2 or 3");
  if (coordinates == 0) throw InputError(name, "", "there are no particles", "at least one");
  if (coordinates % dim != 0)
    throw InputError(name, std::to_string(coordinates) + " coordinates",
                     "they do not make particles in " + std::to_string(dim) + " dimensions", "");
  if (weights != 0 && weights != coordinates / dim)
    throw InputError(name, std::to_string(weights) + " weights", "one for each particle is wanted",
                     std::to_string(coordinates / dim));
}

void require_finite(const std::vector<double> &coordinates, std::size_t n, const std::string &name)
{
  for (std::size_t k = 0; k < coordinates.size(); ++k)
    if (!std::isfinite(coordinates[k]))
      throw InputError(
          name + ", particle " + std::to_string(k % n + 1) + ", coordinate " + std::to_string(k / n + 1),
          written(coordinates[k]), "it is no place", "finite numbers");
}

void require_weights(const std::vector<double> &weights, const std::string &name)
{
  for (std::size_t i = 0; i < weights.size(); ++i)
    if (!(weights[i] >= 0) || !std::isfinite(weights[i]))
      throw InputError(name + ", particle " + std::to_string(i + 1),
                       std::isfinite(weights[i]) ? std::to_string(weights[i]) : written(weights[i]),
                       "it is no weight", "finite numbers that are not negative");
}

double sum(const std::vector<double> &weights)
{
  return sum_of(weights.size(), [&](std::size_t i) { return weights[i]; });
}
}  // namespace

PointMeasure::PointMeasure(unsigned dim, std::vector<double> coordinates, std::vector<double> weights,
                           const std::string &name)
    : dim_(dim), coordinates_(std::move(coordinates)), weights_(std::move(weights))
{
  require_sizes(dim, coordinates_.size(), weights_.size(), name);
  size_ = coordinates_.size() / dim;
  require_finite(coordinates_, size_, name);
  if (weights_.empty()) {
    weights_.assign(size_, 1. / static_cast<double>(size_));
    mass_ = 1;
    return;
  }
  require_weights(weights_, name);
  mass_ = sum(weights_);
  if (!(mass_ > 0) || !std::isfinite(mass_))
    throw InputError(name, mass_ > 0 ? "inf" : "0", "it is no mass: the sum of the weights",
                     "finite, positive");
  for (const double w : weights_) uniform_ = uniform_ && w == weights_.front();
}

Point PointMeasure::point(std::size_t i) const
{
  Point x{};
  for (unsigned d = 0; d < dim_; ++d) x[d] = coordinate(d)[i];
  return x;
}

PointMeasure normalized(const PointMeasure &measure)
{
  std::vector<double> weights = measure.weights();
  for (double &w : weights) w /= measure.mass();
  return {measure.dim(), measure.coordinates(), std::move(weights)};
}

PointMeasure part_of(const PointMeasure &measure, const std::vector<std::size_t> &which)
{
  std::vector<double> coordinates, weights;
  coordinates.reserve(measure.dim() * which.size());
  weights.reserve(which.size());
  for (unsigned d = 0; d < measure.dim(); ++d)
    for (const std::size_t i : which) coordinates.push_back(measure.coordinate(d)[i]);
  for (const std::size_t i : which) weights.push_back(measure.weight(i));
  return {measure.dim(), std::move(coordinates), std::move(weights)};
}

PointMeasure projection(const PointMeasure &measure, const Point &direction)
{
  std::vector<double> x(measure.size(), 0.);
  for (unsigned d = 0; d < measure.dim(); ++d)
    for (std::size_t i = 0; i < x.size(); ++i) x[i] += direction[d] * measure.coordinate(d)[i];
  return {1, std::move(x), measure.weights()};
}

double effective_size(const PointMeasure &measure)
{
  if (measure.uniform()) return static_cast<double>(measure.size());
  const std::vector<double> &w = measure.weights();
  const double squares = sum_of(w.size(), [&](std::size_t i) { return w[i] * w[i]; });
  return measure.mass() * measure.mass() / squares;
}

}  // namespace gammaflow
