// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/base/errors.h>

namespace gammaflow
{
/// A mesh is too coarse for a curve: a finer one may do.
struct UnresolvedCurve : NumericalFailure {
  using NumericalFailure::NumericalFailure;
};
/// An inequality that holds for every curve is broken: what was computed is wrong.
struct BrokenInequality : NumericalFailure {
  using NumericalFailure::NumericalFailure;
};

}  // namespace gammaflow
