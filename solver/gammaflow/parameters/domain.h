// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/base/types.h>
#include <gammaflow/parameters/parameters.h>

#include <array>
#include <cstddef>
#include <string>

namespace gammaflow
{
/// Section `domain`, validated: read() throws InputError for what does not fit together.
struct Domain {
  unsigned dim = 1;
  bool box = true;
  unsigned degree = 1;
  Point lower{}, upper{};
  std::array<bool, 3> periodic{};
  std::array<std::size_t, 3> cells{{1, 1, 1}};
  std::array<double, 3> grading{{1, 1, 1}};

  std::string generator;           ///< of a mesh; empty where the mesh is read from a file
  std::string mesh_file;           ///< as given
  unsigned local_refinements = 0;  ///< of the cells where `refine where` is positive, before any other
  unsigned refinements = 0;        ///< of all cells, before any level

  static Domain read(const Parameters &parameters);
};

}  // namespace gammaflow
