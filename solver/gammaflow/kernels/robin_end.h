// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/spaces/lines/gauss_lobatto.h>

namespace gammaflow
{
/// What the elliptic operator of the kernel exp(-r/l)/(2 l) makes of the constant 1 next to a wall, with
/// cells of length 1: the largest error at the nodes. The true values are 1 - exp(-x/l)/2 at the distance x.
double error_at_robin_end(const GaussLobatto &rule, double l);

}  // namespace gammaflow
