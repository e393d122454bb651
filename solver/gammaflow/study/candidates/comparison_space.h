// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/study/references/stored_evolution.h>

#include <memory>

namespace gammaflow
{
/// The space of the reference at a time, refined until its nodes are as near to each other as the candidate's
/// numbers (`spacing`), or until they are too many. A mesh that followed the state has its long cells halved.
std::shared_ptr<const Space> comparison_space(const StoredEvolution &reference, double time, double spacing);

/// The nodes of the space are further apart than the candidate's numbers: what is between them is not seen.
bool coarser_than(double spacing, const Space &space);

/// The smallest distance between the numbers of an evolution, whose cells may be of all sizes.
double spacing_of(const StoredEvolution &evolution, double time);

}  // namespace gammaflow
