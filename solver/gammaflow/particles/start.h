// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/measures/point_measure.h>
#include <gammaflow/parameters/parameters.h>
#include <gammaflow/spaces/space.h>

namespace gammaflow
{
/// The streams of random numbers, one for each purpose, so that no number is used twice.
enum RandomStream : unsigned { start_stream, noise_stream, jump_stream, renewal_stream };

/// The particles at time 0, as `particles/start` says, from the density of section `initial state`: `iid`
/// (the first n of a sequence that the seed decides), `quantiles` F^-1((i - 1/2)/n) in one dimension, or the
/// points of a `file`. InputError for quantiles in several dimensions, and for a file that does not fit or
/// has points outside of the domain.
PointMeasure starting_particles(const Parameters &parameters, const Space &space);

}  // namespace gammaflow
