// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/energies/potential.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace gammaflow
{
namespace
{
constexpr double relative_layer = 1e-10;
/// A search for bounds ends here.
constexpr double far_away = 1e6;

bool finite(const Jet &jet)
{
  return std::isfinite(jet.value) && std::isfinite(jet.first) && std::isfinite(jet.second);
}

/// The first value on the way from `inside` in this direction where f is not finite, to the last digit; a
/// value that is not to be told from 0 is 0.
double end_of(const Expression &f, const double inside, const double direction)
{
  const double unlimited = direction * std::numeric_limits<double>::infinity();
  double good = inside, step = 0.01 * std::max(std::abs(inside), 1e-3);
  for (; std::abs(good - inside) < far_away; step *= 1.05) {
    double bad = good + direction * step;
    if (finite(f(bad))) {
      good = bad;
      continue;
    }
    for (;;) {
      const double middle = good + (bad - good) / 2;
      if (middle == good || middle == bad) return std::abs(bad) < 1e-100 ? 0 : bad;
      (finite(f(middle)) ? good : bad) = middle;
    }
  }
  return unlimited;
}
}  // namespace

Potential::Potential(Expression f, const double inside, const bool density) : f_(std::move(f))
{
  double start = inside;
  if (!finite(f_(start)))  // the state says more than its mean
    for (const double other : {0.5, 0., -0.5, 0.1, 2.})
      if (!finite(f_(start))) start = other;
  if (!finite(f_(start))) return;
  bounds_ = {end_of(f_, start, -1), end_of(f_, start, 1)};
  prepare(density);
}

Potential::Potential(Expression f, const ValueBounds &declared, const bool density)
    : f_(std::move(f)), bounds_(declared)
{
  prepare(density);
}

void Potential::prepare(const bool density)
{
  const double length = bounds_.upper - bounds_.lower;
  for (const int side : {0, 1}) {
    End &end = ends_[std::size_t(side)];
    end.at = side ? bounds_.upper : bounds_.lower;
    if (!std::isfinite(end.at) || (density && side == 0 && end.at == 0)) continue;
    const double inwards = side ? -1 : 1;
    end.layer = relative_layer * (std::isfinite(length) ? length : std::max(std::abs(end.at), 1.));
    end.edge = end.at + inwards * end.layer;
    end.layer = std::abs(end.edge - end.at);  // as numbers have it
    end.jet = f_(end.edge);
    // From the distance 1e4 l to 100 l, and on to l: of a logarithm, or steeper, f' grows as much again.
    const double before = f_(end.at + inwards * 1e4 * end.layer).first,
                 near = f_(end.at + inwards * 100 * end.layer).first, grown = end.jet.first - near;
    end.holds = finite(end.jet) && end.jet.second > 0 && -inwards * grown > 0 &&
                std::abs(grown) > 0.8 * std::abs(near - before);
  }
}

void Potential::evaluate(const double *u, const std::size_t n, Jet *result) const
{
  f_.evaluate(u, n, result);
  if (!bounds_.any()) return;
  for (std::size_t i = 0; i < n; ++i)
    for (const int side : {0, 1}) {
      const End &end = ends_[std::size_t(side)];
      const double outwards = side ? 1 : -1, d = outwards * (end.at - u[i]);
      if (!(d < end.layer)) continue;
      if (!(d > 0)) {
        result[i].value = std::numeric_limits<double>::quiet_NaN();
        continue;
      }
      if (!end.holds) continue;
      const double l = end.layer, ratio = l / d, c = end.jet.second * l / 2, x = l - d;
      result[i] = {end.jet.value + outwards * end.jet.first * x + c * (l * ratio - 2 * l + d),
                   end.jet.first + outwards * c * (ratio * ratio - 1),
                   end.jet.second * ratio * ratio * ratio};
    }
}

}  // namespace gammaflow
