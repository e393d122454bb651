#pragma once

#include <vector>

namespace gammaflow
{
/// What is known of the error of the finest of several computations.
struct ErrorEstimate {
  double value = 0;        ///< the error bar
  double contraction = 1;  ///< observed ratio of consecutive errors, as it was used
  bool confirmed = false;  ///< two ratios agree: the computations are in their asymptotic range
  double series = 1;       ///< what the differences should contract by: a smaller one is so by accident
};

/// Richardson's estimate from the differences of consecutive computations, finest first: d[0] = |u_0 - u_1|,
/// d[1] = |u_1 - u_2|, ... If the errors contract by r, they are a geometric series, and that of u_0 is
///   e = d[0] r / (1 - r),   r = d[0] / d[1] observed.
/// Against an observation that flatters:
///   * r is not taken below `fastest`, what the method can contract by at best: 2^-(p+1) for elements of
///     degree p (the interpolation error contracts no faster), 1/10 for a tenth of the time tolerance; twice
///     that (one order less) where the order is not confirmed. A difference that is smaller than that of the
///     one before it is small by accident: d[0] is then what the one before it contracts to;
///   * a contraction that has become weaker (d[0]/d[1] > d[1]/d[2]) is taken to weaken further by the same
///     factor: a part of the error has died out, and one of lower order is left;
///   * one that has become stronger counts half: the mean of both orders is taken;
///   * r is at most 0.9;
///   * the safety factor of Roache's grid convergence index (Verification and Validation in Computational
///     Science and Engineering, 1998, 5.9): 1.25 where two ratios agree (their orders by 1), 3 where they do
///     not or only one is known.
/// Differences below three times `noise` (what other sources of error make of them) show no contraction:
/// there d[0] itself is the bar.
ErrorEstimate error_estimate(const std::vector<double> &differences, double fastest, double noise);

/// The same for a single number, whose differences may be small by accident (they change their sign, or the
/// place of a point in its cell changes from mesh to mesh). Unless its own order is confirmed, its errors are
/// taken to lie below the geometric series through the largest of the differences, with the contraction
/// (and the safety factor) that the norms of the state show, and to contract from here on by that or by
/// d[0]/d[1], where this is weaker. (An order that has dropped is the state's to tell: of a number it is an
/// accident.)
ErrorEstimate error_estimate_of_number(const std::vector<double> &differences, double fastest, double noise,
                                       const ErrorEstimate &of_state);

/// The same at one of the times at which a number is taken, whose differences are these, with their signs: a
/// series that changes its sign is not geometric, whatever its ratios are, and not confirmed. `over_time` is
/// the estimate from the largest differences over this time and later ones. A number is small, or agrees, by
/// accident more easily than the largest of many: its errors lie below the geometric series with the
/// contraction over time through the largest of its own differences; and where these show a weaker
/// contraction (by more than an order), not below their own estimate.
ErrorEstimate error_estimate_at_time(const std::vector<double> &differences, double noise,
                                     const ErrorEstimate &over_time);

/// The same where what the meshes miss of the data contracts by `of_data` and is an accident on each of them:
/// a jump is missed by some part of a cell. Then neither a small difference nor two ratios that agree mean
/// anything. The errors are taken to lie below the geometric series through the largest of the differences,
/// with the contraction of the data, or a weaker one that all of them show.
ErrorEstimate error_estimate_of_rough_data(const std::vector<double> &differences, double of_data,
                                           double noise);

}  // namespace gammaflow
