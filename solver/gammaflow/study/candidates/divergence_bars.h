// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/spaces/space.h>
#include <gammaflow/study/candidates/lebesgue_bars.h>

#include <optional>
#include <string>

namespace gammaflow
{
/// What KL(c | u), or reverse KL, KL(u | c), may change by where the true density is another one than u
/// within these bars; or in words why nothing bounds it.
struct DivergenceBar {
  std::optional<double> bar;
  std::string why_none;
};
/// Where u is above twice its bar in Linf it is what Taylor and Cauchy-Schwarz give; below, in its tails, a
/// ratio of densities is bounded by no norm: there the true density is taken to be nowhere below the least
/// value of u (doc/comparing.md).
DivergenceBar divergence_bar(bool reverse, const Space &space, const Vector &c, const Vector &u,
                             const LebesgueBars &bars);
/// The changes of KL(c | u), or reverse KL, in its integrand: int |f(d, u) - f(c, u)|.
double divergence_change(bool reverse, const Space &space, const Vector &c, const Vector &d, const Vector &u);
/// Why the divergence is infinite, with the mass that makes it so.
std::string why_infinite(bool reverse, const Space &space, const Vector &c, const Vector &u);

}  // namespace gammaflow
