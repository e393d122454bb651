// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/comparison/distances/divergence_bound.h>
#include <gammaflow/comparison/distances/kl_divergence.h>
#include <gammaflow/study/candidates/divergence_bars.h>

#include <cmath>

namespace gammaflow
{
namespace
{
DivergenceParts parts_of(bool reverse, const Space &space, const Vector &c, const Vector &u, double level)
{
  DivergenceParts parts;
  for (std::size_t i = 0; i < size(u); ++i)
    parts.add(reverse, level, data(space.weights())[i], data(c)[i], data(u)[i]);
  for (double *own : {&parts.square, &parts.mass_of_c, &parts.mass_of_u}) *own = space.sum(*own);
  return parts;
}
}  // namespace

DivergenceBar divergence_bar(bool reverse, const Space &space, const Vector &c, const Vector &u,
                             const LebesgueBars &bars)
{
  if (!bars.linf) return {std::nullopt, "needs the bar of the reference in Linf (reference/norms)"};
  if (*bars.linf == 0) return {0., ""};
  const double least = space.minimum(u);
  const double best = divergence_bound(
      reverse, [&](double level) { return parts_of(reverse, space, c, u, level); },
      {*bars.l1, *bars.l2, *bars.linf}, least, space.maximum(u));
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
