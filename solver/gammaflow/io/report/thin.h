// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <nlohmann/json.hpp>

#include <cstddef>

namespace gammaflow
{
/// The study with densities at fewer moments, and then on a coarser plotting grid, until its text has at most
/// `bytes`: every other moment is left out as long as six remain, then every other grid line in two
/// dimensions (the first and the last are kept). Curves over time, distances and claims stay as they are; a
/// study that is small enough stays as it is.
nlohmann::json with_thinned_densities(nlohmann::json study, std::size_t bytes);

}  // namespace gammaflow
