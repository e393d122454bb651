// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <functional>

namespace gammaflow
{
/// Of the points where u is at least some level (bulk), and of those below it (tail).
struct DivergenceParts {
  double square =
      0;  ///< of KL(c | u): int over the bulk of ((c - u)/u)^2; of KL(u | c): of log(u/c)^2, everywhere
  double mass_of_c = 0, mass_of_u = 0;  ///< in the tail

  /// A point of weight w with the densities c = a and u = b.
  void add(bool reverse, double level, double w, double a, double b);
};
/// Upper bounds of the distance of the true density to u, in three norms.
struct NormBars {
  double l1 = 0, l2 = 0, linf = 0;
};

/// An upper bound of |KL(c | v) - KL(c | u)|, or (`reverse`) |KL(v | c) - KL(u | c)|, for all densities v >=
/// `least` within these bars of u: in the bulk by Taylor and Cauchy-Schwarz, with the best of several levels
/// between bulk and tail. Infinite where no level gives a bound. `parts`: of a level; `least`, `most`: of u.
double divergence_bound(bool reverse, const std::function<DivergenceParts(double level)> &parts,
                        const NormBars &bars, double least, double most);

}  // namespace gammaflow
