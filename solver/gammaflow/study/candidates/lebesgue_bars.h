// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/study/references/stored_evolution.h>

#include <optional>

namespace gammaflow
{
/// The bars of a reference in L1, L2, Linf: their own, or by Hoelder's inequality those of the stronger
/// norms; nothing where none is known.
struct LebesgueBars {
  std::optional<double> l1, l2, linf;
};
LebesgueBars lebesgue_bars(const StoredEvolution &reference, double time, double volume);

}  // namespace gammaflow
