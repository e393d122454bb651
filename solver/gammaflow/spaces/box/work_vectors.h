// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <Eigen/Core>

#include <array>

namespace gammaflow
{
/// Work space of the transforms of `Owner`, one for each thread; kept, because allocating it costs as much as
/// the transform of a small box. Others that are called meanwhile have their own.
template <class Owner>
Eigen::VectorXd &work_vector(int which, Eigen::Index size)
{
  static thread_local std::array<Eigen::VectorXd, 3> vectors;
  vectors[which].resize(size);
  return vectors[which];
}

}  // namespace gammaflow
