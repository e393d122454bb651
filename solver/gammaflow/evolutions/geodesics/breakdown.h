// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/spaces/space.h>

#include <cstddef>
#include <optional>

namespace gammaflow
{
enum class HamiltonianGeometry { fisher_rao, wasserstein };

/// The time at which the Hamiltonian system ends: Fisher-Rao -2/min xi0; Wasserstein in one dimension
/// -1/min xi0'', over the nodes with rho0 > 1e-10 max rho0, since 1/xi'' grows at rate 1 along
/// characteristics. Infinite where these minima are not negative; empty for Wasserstein in several
/// dimensions.
std::optional<double> time_of_breakdown(HamiltonianGeometry geometry, const Space &space, const Vector &rho0,
                                        const Vector &xi0);
/// The first node on a wall, in one dimension, that characteristics leave by more than about a cell until
/// `end`: a vacuum opens behind them, where xi is not determined. Empty where there is none.
std::optional<std::size_t> wall_that_is_left(const Space &space, const Vector &xi0, double end);

}  // namespace gammaflow
