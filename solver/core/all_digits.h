#pragma once

#include <string>

namespace gammaflow
{
/// The number with the 17 significant digits that give it back exactly when it is read; "nan" whatever its
/// sign.
std::string all_digits(double value);

}  // namespace gammaflow
