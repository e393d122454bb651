// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/parameters/parameters.h>
#include <gammaflow/spaces/space.h>

#include <optional>
#include <string>

namespace gammaflow
{
/// A point of data, or of a density's ridge, where the interpolant on a mesh differs from the density.
struct UnseenValue {
  Point where{};
  double found = 0;  ///< |f - f_h| there, f_h the interpolant of f at the nodes
};

/// The largest |f - f_h| at a point of the data, over those where it is more than `tolerance` times max |f|,
/// and more than three times what f_h is from f_2h, the interpolant on `coarser`, within a cell around.
/// Nothing where the density of `section` knows no such points (Density::data_points()).
std::optional<UnseenValue> unseen_value(const Parameters &parameters, const std::string &section,
                                        const Space &space, const Space &coarser, double tolerance);

}  // namespace gammaflow
