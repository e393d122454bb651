// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/comparison/distances/divergence_bound.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace gammaflow
{
void DivergenceParts::add(bool reverse, double level, double w, double a, double b)
{
  if (reverse) {
    if (b > 0) square += w * std::pow(std::log(b / a), 2);
  } else if (b >= level)
    square += w * std::pow((a - b) / b, 2);
  if (b >= level) return;
  mass_of_c += w * a;
  mass_of_u += w * b;
}

namespace
{
/// With v the true density and r = (v - u)/u, |r| <= 1/2 in the bulk:
///   f(c, v) - f(c, u) = -(c - u) log(1 + r) + u (r - log(1 + r)), |log(1 + r)| <= 1.4 |r|,
///   r - log(1 + r) <= r^2;
///   f(v, c) - f(u, c) = (v - u) log(u/c) + f(v, u), f(v, u) <= u r^2.
/// In the tail |log(u/v)| <= log((level + e)/least) and |v - u| has the integral e_1, at most.
double bound_at(bool reverse, const DivergenceParts &parts, const NormBars &bars, double level, double least)
{
  const double spread = std::log((level + bars.linf) / least);
  const double bulk = (reverse ? 1 : 1.4) * std::sqrt(parts.square) * bars.l2 + bars.l2 * bars.l2 / level;
  if (level <= least) return bulk;
  const double in_tail = reverse ? parts.mass_of_u + bars.l1 : parts.mass_of_c;
  return bulk + (in_tail > 0 ? in_tail * spread : 0) + bars.l1;
}
}  // namespace

double divergence_bound(bool reverse, const std::function<DivergenceParts(double level)> &parts,
                        const NormBars &bars, double least, double most)
{
  double best = std::numeric_limits<double>::infinity();
  for (double level = std::max(2 * bars.linf, least); level > 0 && level <= most; level *= 4)
    best = std::min(best, bound_at(reverse, parts(level), bars, level, least));
  return best;
}

}  // namespace gammaflow
