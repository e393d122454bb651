// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace gammaflow
{
/// How the numbers of a binary file are stored.
struct NumberType {
  char kind = 'f';        ///< f: floating point, i: integers, u: integers without a sign
  std::size_t width = 8;  ///< in bytes
  bool big_endian = false;
};
/// Floating point of 4 and 8 bytes, integers of 1, 2, 4 and 8.
bool is_read(const NumberType &type);

/// The bytes, as many as make whole entries of this type, as doubles. InputError that begins with `name`
/// where a number is not finite, and where most are of absurd size and would be of common size in the other
/// byte order (then the byte order that the file gives is wrong; `allowed`: what it has to say). Requires
/// is_read(type).
std::vector<double> numbers_from(std::string_view bytes, const NumberType &type, const std::string &name,
                                 const std::string &allowed);

}  // namespace gammaflow
