// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/flow/trajectory.h>
#include <gammaflow/study/points/recorded_curves.h>

#include <nlohmann/json.hpp>

namespace gammaflow
{
/// The ledger's curves over time, and the density on a plotting grid (twelve significant digits: differences
/// of nearly equal densities are drawn too) at no more than 21 of the output times.
RecordedCurves recorded_curves(const Trajectory &trajectory);

/// {"dimension", "x"[, "y"][, "slice"]}: the plotting grid of a space. 1D: 201 points; 2D: 61 x 61; 3D: 41 x
/// 41 in the middle plane.
nlohmann::json plot_grid(const Space &space);

/// u on the plotting grid: [x] or [y][x]; null outside of the domain.
nlohmann::json on_plot_grid(const Space &space, const Vector &u);

}  // namespace gammaflow
