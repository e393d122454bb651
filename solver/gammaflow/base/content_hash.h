// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>

namespace gammaflow
{
/// SHA-256 (FIPS 180-4) of `bytes`, as 64 hexadecimal digits: what `sha256sum` prints.
std::string sha256(const std::string &bytes);

/// The same of the next `bytes` bytes of a stream, or of the rest where that is shorter.
std::string sha256_of(std::istream &in, std::uint64_t bytes);

/// The same of a file's content; InputError that names the file where it cannot be read.
std::string sha256_of_file(const std::string &path);

}  // namespace gammaflow
