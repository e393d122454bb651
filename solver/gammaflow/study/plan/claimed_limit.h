// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/geometries/geometry.h>
#include <gammaflow/parameters/parameters.h>

#include <optional>
#include <string>

namespace gammaflow
{
/// Suffix of the names of conditions that an energy declares.
constexpr const char *of_energy = " (energy)";

/// What geometry and energy declare for this sweep, with their settings and the lower of both orders (not a
/// number where there is none); nothing where they declare nothing.
std::optional<LimitDeclaration> declared_limit(const Parameters &parameters);
/// The limit that the study claims, section "limit": the declared one, or the one that it names. InputError
/// for sweeps that the flow does not have, and where no limit or no order is known.
LimitDeclaration claimed_limit(const Parameters &parameters);
/// InputError where settings of one flow of a study, given as section/`key`, change what its flows share, or
/// what belongs to the study: a distance is measured between flows on one domain, at the same times.
void require_settings_of_one_flow(const Parameters &parameters, const std::string &section,
                                  const std::string &key, const std::string &settings);
/// limit/`key`, an order > 0; `automatic` where it is `auto`.
double order_or(const Parameters &parameters, const std::string &key, double automatic);

}  // namespace gammaflow
