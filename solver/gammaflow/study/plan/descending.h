// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/parameters/parameters.h>

#include <string>
#include <vector>

namespace gammaflow
{
/// The bandwidths or ridges of a key, from the largest to the smallest. InputError that names the key where
/// one is not positive and finite, or stands there twice.
std::vector<double> descending(std::vector<double> values, const Parameters &parameters,
                               const std::string &section, const std::string &key);

}  // namespace gammaflow
