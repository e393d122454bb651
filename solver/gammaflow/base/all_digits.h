// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <string>

namespace gammaflow
{
/// The number with the 17 significant digits that give it back exactly when it is read; "nan" whatever its
/// sign.
std::string all_digits(double value);
/// For people: `digits` significant digits; "-" for a value that is not finite.
std::string few_digits(double value, int digits = 3);

}  // namespace gammaflow
