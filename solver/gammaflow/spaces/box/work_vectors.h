// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <Eigen/Core>

#include <array>

namespace gammaflow
{
/// Work space number `which` (0, 1, 2) of the transforms of `Owner`, one for each thread; kept, because
/// allocation costs as much as the transform of a small box. Its content is undefined; another Owner has
/// others.
template <class Owner>
Eigen::VectorXd &work_vector(int which, Eigen::Index size)
{
  static thread_local std::array<Eigen::VectorXd, 3> vectors;
  vectors[which].resize(size);
  return vectors[which];
}

}  // namespace gammaflow
