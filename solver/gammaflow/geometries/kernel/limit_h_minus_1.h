// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/geometries/geometry.h>

namespace gammaflow
{
/// With Kf = 1 - (m/2) L + O(m^2) both L Kf and L Kf^-1 tend to L, the operator of H-1, with order 2 in the
/// bandwidth.
inline LimitDeclaration tends_to_h_minus_1()
{
  return {"bandwidth",
          "H-1",
          "",
          2,
          "force compatible with the boundary, mobility 1",
          {"force level at walls", "kernel of unit integral", "kernel of finite variance",
           "bandwidth below the data's lengths"}};
}

}  // namespace gammaflow
