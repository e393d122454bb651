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
/// How far the true density is from u.
struct NormBars {
  double l1 = 0, l2 = 0, linf = 0;
};

/// What KL(c | u), or KL(u | c) (`reverse`), changes by at most where the true density is another one than u
/// within these bars, at the best level between bulk and tail: in the bulk by Taylor and Cauchy-Schwarz; in
/// the tail the true density is taken to be nowhere below `least`. Infinite where no level bounds it.
/// `parts`: of a level; `least`, `most`: of u.
double divergence_bound(bool reverse, const std::function<DivergenceParts(double level)> &parts,
                        const NormBars &bars, double least, double most);

}  // namespace gammaflow
