// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/base/types.h>
#include <gammaflow/study/references/stored_evolution.h>

#include <optional>
#include <string>

namespace gammaflow
{
/// How far the true state may be from the computed one, u, in a distance between states: the stored bar in
/// it, or what the bars in L1, L2, Linf allow (doc/comparing.md); nothing where they do not bound it. Of KL:
/// divergence_bars.h.
std::optional<double> field_bar(const StoredEvolution &reference, const std::string &distance, double time,
                                const Space &space, const Vector &u);

}  // namespace gammaflow
