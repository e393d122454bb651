// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/time/linear/spectral_levels.h>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
namespace
{
/// The ratio of neighbouring levels. For ridge regression 1/p is a ratio of linear functions of u, that what
/// is interpolated exceeds at most by a factor of 1.7, whatever step, mode and ridge are.
constexpr double widest = 8;
constexpr unsigned most_levels = 4;
}  // namespace

bool SpectralLevels::serves(const double least, const double most, const double factor) const
{
  if (inverse_.empty() || !(std::abs(factor - factor_) <= 0.02 * factor_)) return false;
  const double low = std::log(least), high = std::log(most), slack = std::log(1.2);
  return std::abs(high - levels_.back()) <= slack &&
         (std::abs(low - levels_.front()) <= slack ||
          (levels_.size() == most_levels && low < levels_.front()));
}

void SpectralLevels::choose(const double least, const double most)
{
  const double high = std::log(most),
               low = std::max(std::log(least), high - (most_levels - 1) * std::log(widest));
  const unsigned n = 1 + unsigned(std::ceil((high - low) / std::log(widest) - 1e-12));
  levels_.clear();
  for (unsigned k = 0; k < n; ++k) levels_.push_back(n == 1 ? high : low + (high - low) * k / (n - 1));
}

void SpectralLevels::prepare(const Space &space, const Symbol &symbol, const Vector &density,
                             const double factor)
{
  const double least = space.minimum(density), most = space.maximum(density);
  if (!serves(least, most, factor)) {
    choose(least, most);
    inverse_.clear();
    for (const double level : levels_) {
      const double c = std::exp(level);
      inverse_.push_back(space.laplacian().prepare(SpectralFunction::general(
          [symbol, c, factor](double lambda) { return 1 / (1 + factor * symbol(lambda, c) / c); },
          "1/(1 + h K(c) f/c)")));
    }
    factor_ = factor;
  }
  position_ = density;
  image_.reinit(density, true);
  if (levels_.size() == 1) return;
  const double first = levels_.front(), spacing = levels_[1] - first, last = double(levels_.size() - 1);
  for (double &at : position_) at = std::clamp((std::log(at) - first) / spacing, 0., last);
}

void SpectralLevels::apply(const Vector &r, Vector &z) const
{
  if (inverse_.size() == 1) return inverse_[0]->apply(r, z);
  z = 0.;
  for (std::size_t k = 0; k < inverse_.size(); ++k) {
    inverse_[k]->apply(r, image_);
    for (std::size_t i = 0; i < size(z); ++i)
      data(z)[i] += std::max(0., 1 - std::abs(data(position_)[i] - double(k))) * data(image_)[i];
  }
}

}  // namespace gammaflow
