// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/candidates/vtk_xml.h>

#include <vector>

namespace gammaflow
{
/// Whether the array holds numbers of a kind that is read (no texts, no bits).
bool holds_numbers(const VtkArray &array);

/// The `count` numbers of an array: text, or bytes in base64 or appended as they are, in either byte order,
/// as they are or by zlib in blocks (VTK File Formats for VTK 4.2, Kitware 2010). InputError that begins with
/// `name` where there are more or fewer, where the data are cut or damaged, and where numbers are not finite.
/// Nothing is allocated that the size of the data does not allow (zlib makes zeros 1032 times as short).
std::vector<double> vtk_numbers(const VtkXml &xml, const VtkArray &array, std::size_t count,
                                const std::string &name);

}  // namespace gammaflow
