// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/densities/density.h>

#include <memory>
#include <string>
#include <vector>

namespace gammaflow
{
/// The points that a file of samples holds, all inside of the domain's bounding box.
struct Samples {
  std::array<std::vector<double>, 3> coordinate;  ///< of all samples, in the first dim directions
  std::size_t count = 0;
  std::string origin;  ///< "272 samples of old_faithful.csv" for the log

  /// Mean-free sample deviation (with n - 1) of a direction; 0 where the samples are equal up to round-off.
  double deviation(unsigned direction) const;
};

/// 1/n sum_s prod_d N(x_d; s_d, h_d), each factor summed over the images of the sample at the walls
/// (doc/densities.md).
std::unique_ptr<Density> make_kernel_density(const Density::Context &context, const Samples &samples);

/// Counts in equal bins, smoothed by cubic B-splines of the bins' width.
std::unique_ptr<Density> make_histogram(const Density::Context &context, const Samples &samples);

/// The kinds `samples` and `grid`, from the data file of the section. InputError for files that do not fit,
/// and for samples outside the domain's bounding box.
std::unique_ptr<Density> make_from_samples(const Density::Context &context);
std::unique_ptr<Density> make_from_grid(const Density::Context &context);

}  // namespace gammaflow
