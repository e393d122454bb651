// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/formula/random_field.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <stdexcept>

namespace gammaflow
{
namespace
{
constexpr std::size_t n_waves = 256;
const double pi = std::acos(-1.);

/// Numbers that are the same with every standard library: only the generator is the standard's.
class Draw
{
 public:
  explicit Draw(std::uint64_t seed) : generator_(seed) {}
  /// In (0, 1).
  double uniform() { return (double(generator_() >> 11) + 0.5) * 0x1p-53; }
  /// Box and Muller.
  double normal()
  {
    const double radius = std::sqrt(-2 * std::log(uniform()));
    return radius * std::cos(2 * pi * uniform());
  }

 private:
  std::mt19937_64 generator_;
};
}  // namespace

RandomField::RandomField(const std::uint64_t seed, const double length, const Domain &domain)
    : dim_(domain.dim)
{
  double longest = 0;
  bool all_fixed = true;  // frequencies, in all directions
  const auto fixed = [&](unsigned d) { return domain.box || domain.periodic[d]; };
  for (unsigned d = 0; d < dim_; ++d) {
    longest = std::max(longest, domain.upper[d] - domain.lower[d]);
    all_fixed = all_fixed && fixed(d);
  }
  if (!(length > 0) || !std::isfinite(1 / length))
    throw std::invalid_argument("the length of a random field must be positive");
  if (all_fixed && length > longest)
    throw std::invalid_argument("the length of a random field is longer than the domain");
  Draw draw(seed);
  while (waves_.size() < n_waves) {
    Wave wave;
    bool waves = false;
    double variance = 1;
    for (unsigned d = 0; d < dim_; ++d) {
      wave.frequency[d] = draw.normal() / length;
      const double phase = 2 * pi * draw.uniform();
      if (fixed(d)) {  // the nearest frequency that the boundary allows
        const double least = (domain.periodic[d] ? 2 : 1) * pi / (domain.upper[d] - domain.lower[d]);
        wave.frequency[d] = least * std::round(std::abs(wave.frequency[d]) / least);
        wave.phase[d] = -wave.frequency[d] * domain.lower[d];
      }
      if (wave.frequency[d] == 0) continue;
      if (!fixed(d) || domain.periodic[d]) wave.phase[d] += phase;
      waves = true;
      variance /= 2;
    }
    wave.amplitude = draw.normal() / std::sqrt(variance * double(n_waves));
    if (waves) waves_.push_back(wave);
  }
  if (domain.box) normalize();
}

/// The mean square over the box by the orthogonality of waves of different frequencies.
void RandomField::normalize()
{
  double square = 0;
  for (const Wave &a : waves_)
    for (const Wave &b : waves_) {
      double product = a.amplitude * b.amplitude;
      for (unsigned d = 0; d < dim_ && product != 0; ++d)
        if (a.frequency[d] != b.frequency[d])
          product = 0;
        else if (a.frequency[d] != 0)
          product *= std::cos(a.phase[d] - b.phase[d]) / 2;
      square += product;
    }
  for (Wave &wave : waves_) wave.amplitude /= std::sqrt(square);
}

double RandomField::value(const double *x) const
{
  double result = 0;
  for (const Wave &wave : waves_) {
    double product = wave.amplitude;
    for (unsigned d = 0; d < dim_; ++d)
      if (wave.frequency[d] != 0) product *= std::cos(wave.frequency[d] * x[d] + wave.phase[d]);
    result += product;
  }
  return result;
}

Jet RandomField::operator()(const Jet *x) const
{
  bool constant = true;
  std::array<double, 3> at{};
  for (unsigned d = 0; d < dim_; ++d) {
    at[d] = x[d].value;
    constant = constant && x[d].first == 0 && x[d].second == 0;
  }
  if (constant) return {value(at.data()), 0, 0};
  Jet result;
  for (const Wave &wave : waves_) {
    Jet product{wave.amplitude, 0, 0};
    for (unsigned d = 0; d < dim_; ++d) {
      const double k = wave.frequency[d], c = std::cos(k * at[d] + wave.phase[d]),
                   s = std::sin(k * at[d] + wave.phase[d]);
      if (k != 0) product = product * chain(x[d], c, -k * s, -k * k * c);
    }
    result = result + product;
  }
  return result;
}

}  // namespace gammaflow
