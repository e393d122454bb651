// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/measures/periodic_profile.h>
#include <gammaflow/measures/radial_sums.h>

namespace gammaflow
{
/// Charges in a periodic box whose lower corner is `lower`: `near`, those within `radius` of a seam (a side
/// that is glued to its opposite), and `images`, their copies shifted by whole periods that lie within
/// `radius` of the box.
struct Seam {
  Seam(const Charges &charges, const Point &lower, const PeriodicProfile &around, double radius);

  Charges near, images;
};
/// The charges of a, followed by those of b; of the same dimension.
Charges joined(const Charges &a, const Charges &b);

}  // namespace gammaflow
