// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/base/errors.h>

namespace gammaflow
{
/// The mesh is too coarse for a curve; a finer one may resolve it.
struct UnresolvedCurve : NumericalFailure {
  using NumericalFailure::NumericalFailure;
};
/// An inequality that holds for every curve is violated: the computed numbers are wrong.
struct BrokenInequality : NumericalFailure {
  using NumericalFailure::NumericalFailure;
};

}  // namespace gammaflow
