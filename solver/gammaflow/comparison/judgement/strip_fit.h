// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <Eigen/Core>

namespace gammaflow
{
/// Data f_i that are known to lie in [f_i - bar_i, f_i + bar_i].
struct Strips {
  Eigen::ArrayXd centre, bar;
};

/// Which members x first + y second of a two-parameter model are allowed.
struct Allowed {
  enum class Kind {
    ratio,  ///< x > 0, low <= y / x <= high
    box     ///< low <= y <= high, any x
  } kind = Kind::ratio;
  double low = 0, high = 0;
};

/// The smallest t such that some allowed x, y have |f_i - x first_i - y second_i| <= t bar_i for all i: at
/// most 1 where a member passes through all strips.
double smallest_residual(const Strips &data, const Eigen::ArrayXd &first, const Eigen::ArrayXd &second,
                         const Allowed &allowed);

/// The same without conditions on the coefficients of the columns of `design` (two or three).
double smallest_residual(const Strips &data, const Eigen::ArrayXXd &design);

/// The range of the first coefficient over all members of the design (two or three columns) that pass through
/// all strips; meaningless where there is none.
struct Range {
  double low = 0, high = 0;
};
Range range_of_first(const Strips &data, const Eigen::ArrayXXd &design);

}  // namespace gammaflow
