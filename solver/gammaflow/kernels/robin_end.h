// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/spaces/lines/gauss_lobatto.h>

namespace gammaflow
{
/// The largest error at the nodes of Kf 1 next to a wall, where Kf is the elliptic operator of the kernel
/// exp(-r/l)/(2 l) on cells of length 1 (l in cells). The true values are 1 - exp(-x/l)/2 at the distance x.
double error_at_robin_end(const GaussLobatto &rule, double l);

}  // namespace gammaflow
