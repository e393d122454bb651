// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/base/types.h>

#include <Eigen/Core>

namespace gammaflow
{
/// A Vector's locally owned entries seen as an Eigen column; no copy.
inline Eigen::Map<Eigen::VectorXd> as_eigen(Vector &v)
{
  return {v.begin(), Eigen::Index(size(v))};
}
inline Eigen::Map<const Eigen::VectorXd> as_eigen(const Vector &v)
{
  return {v.begin(), Eigen::Index(size(v))};
}

}  // namespace gammaflow
