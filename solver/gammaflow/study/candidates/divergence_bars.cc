// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/comparison/distances/kl_divergence.h>
#include <gammaflow/study/candidates/divergence_bars.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace gammaflow
{
namespace
{
/// Of the nodes where u is at least `level` (bulk), and of those below it (tail).
struct Parts {
  double square = 0;  ///< of KL: int over the bulk of ((c - u)/u)^2; of reverse KL: of log(u/c)^2, everywhere
  double mass_of_c = 0, mass_of_u = 0;  ///< in the tail
};

Parts parts_of(bool reverse, const Space &space, const Vector &c, const Vector &u, double level)
{
  Parts parts;
  for (std::size_t i = 0; i < size(u); ++i) {
    const double w = data(space.weights())[i], a = data(c)[i], b = data(u)[i];
    if (reverse) {
      if (b > 0) parts.square += w * std::pow(std::log(b / a), 2);
    } else if (b >= level)
      parts.square += w * std::pow((a - b) / b, 2);
    if (b >= level) continue;
    parts.mass_of_c += w * a;
    parts.mass_of_u += w * b;
  }
  for (double *own : {&parts.square, &parts.mass_of_c, &parts.mass_of_u}) *own = space.sum(*own);
  return parts;
}

/// With v the true density and r = (v - u)/u, |r| <= 1/2 in the bulk:
///   f(c, v) - f(c, u) = -(c - u) log(1 + r) + u (r - log(1 + r)), |log(1 + r)| <= 1.4 |r|,
///   r - log(1 + r) <= r^2;
///   f(v, c) - f(u, c) = (v - u) log(u/c) + f(v, u), f(v, u) <= u r^2.
/// In the tail |log(u/v)| <= log((level + e)/least) and |v - u| has the integral e_1, at most.
double bound(bool reverse, const Space &space, const Vector &c, const Vector &u, const LebesgueBars &bars,
             double level, double least)
{
  const Parts parts = parts_of(reverse, space, c, u, level);
  const double spread = std::log((level + *bars.linf) / least);
  const double bulk = (reverse ? 1 : 1.4) * std::sqrt(parts.square) * *bars.l2 + *bars.l2 * *bars.l2 / level;
  if (level <= least) return bulk;
  const double in_tail = reverse ? parts.mass_of_u + *bars.l1 : parts.mass_of_c;
  return bulk + (in_tail > 0 ? in_tail * spread : 0) + *bars.l1;
}
}  // namespace

DivergenceBar divergence_bar(bool reverse, const Space &space, const Vector &c, const Vector &u,
                             const LebesgueBars &bars)
{
  if (!bars.linf) return {std::nullopt, "needs the bar of the reference in Linf (reference/norms)"};
  if (*bars.linf == 0) return {0., ""};
  const double least = space.minimum(u), most = space.maximum(u);
  double best = std::numeric_limits<double>::infinity();
  for (double level = std::max(2 * *bars.linf, least); level <= most; level *= 4)
    best = std::min(best, bound(reverse, space, c, u, bars, level, least));
  if (std::isfinite(best)) return {best, ""};
  return {std::nullopt, least > 0
                            ? "the bar of the reference in Linf is as large as its density"
                            : "the reference is 0 somewhere: how small the true density is there, no bar "
                              "says, and the divergence may be anything up to infinity"};
}

double divergence_change(bool reverse, const Space &space, const Vector &c, const Vector &d, const Vector &u)
{
  double sum = 0;
  for (std::size_t i = 0; i < size(u); ++i) {
    const double a = data(c)[i], b = data(d)[i], v = data(u)[i];
    if (a == b) continue;
    sum += data(space.weights())[i] * std::abs(reverse ? kl_integrand(v, b) - kl_integrand(v, a)
                                                       : kl_integrand(b, v) - kl_integrand(a, v));
  }
  return space.sum(sum);
}

std::string why_infinite(bool reverse, const Space &space, const Vector &c, const Vector &u)
{
  const Vector &above = reverse ? u : c, &below = reverse ? c : u;
  double mass = 0;
  for (std::size_t i = 0; i < size(u); ++i)
    if (data(below)[i] == 0) mass += data(space.weights())[i] * data(above)[i];
  const std::string where = few_digits(space.sum(mass), 3);
  return reverse ? "is infinite: the reference has the mass " + where + " where the candidate is 0"
                 : "is infinite: the candidate has the mass " + where + " where the reference is 0";
}

}  // namespace gammaflow
