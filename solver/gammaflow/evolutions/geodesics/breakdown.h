// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/spaces/space.h>

#include <cstddef>
#include <optional>

namespace gammaflow
{
enum class HamiltonianGeometry { fisher_rao, wasserstein };

/// When the Hamiltonian system ends: Fisher-Rao -2/min xi0, Wasserstein in one dimension -1/min xi0'' where
/// there is mass, since 1/xi'' grows at rate 1 along characteristics; infinite where it does not. Nothing in
/// several dimensions.
std::optional<double> time_of_breakdown(HamiltonianGeometry geometry, const Space &space, const Vector &rho0,
                                        const Vector &xi0);
/// The first node of a wall in one dimension that characteristics leave by more than the elements there until
/// `end`: a vacuum opens behind them, and nothing says what xi is in it.
std::optional<std::size_t> wall_that_is_left(const Space &space, const Vector &xi0, double end);

}  // namespace gammaflow
