// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <deal.II/lac/la_parallel_vector.h>

#include <array>
#include <cstddef>
#include <string>
#include <vector>

namespace gammaflow
{
/// The one vector type: nodal values of a function, in the numbering of its Space.
using Vector = dealii::LinearAlgebra::distributed::Vector<double>;

/// A point in space; the coordinates beyond the space's dimension are zero.
using Point = std::array<double, 3>;

/// Number of locally owned entries.
inline std::size_t size(const Vector &v)
{
  return v.locally_owned_size();
}

/// The locally owned entries as a plain array, for pointwise loops.
inline double *data(Vector &v)
{
  return v.begin();
}
inline const double *data(const Vector &v)
{
  return v.begin();
}

}  // namespace gammaflow
