// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/measures/periodic_profile.h>
#include <gammaflow/measures/radial_sums.h>

namespace gammaflow
{
/// Charges in a box that goes around: those within a radius of a seam, and the images of all, moved by whole
/// periods, within the radius beyond one.
struct Seam {
  Seam(const Charges &charges, const Point &lower, const PeriodicProfile &around, double radius);

  Charges near, images;
};
/// Those of both.
Charges joined(const Charges &a, const Charges &b);

}  // namespace gammaflow
