// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <vector>

namespace gammaflow
{
/// An estimate of the error of the finest of several computations.
struct ErrorEstimate {
  double value = 0;        ///< the error bar
  double contraction = 1;  ///< observed ratio of consecutive errors, as it was used
  bool confirmed = false;  ///< two ratios agree: the computations are in their asymptotic range
  double series = 1;       ///< what differences contract by at least: a smaller one is so by accident
};

/// Richardson's estimate from the differences of consecutive computations, finest first: d[0] = |u_0 - u_1|,
/// d[1] = |u_1 - u_2|, ... If the errors contract by r, they are a geometric series, and that of u_0 is
///   e = d[0] r / (1 - r),   r = d[0] / d[1] observed.
/// Safeguards against ratios that are small by accident:
///   * r is not taken below `fastest`, what the method can contract by at best: 2^-(p+1) for elements of
///     degree p (the interpolation error contracts no faster), 1/10 for a tenth of the time tolerance; twice
///     that (one order less) where the order is not confirmed. A d[0] that is smaller than so much of d[1] is
///     small by accident, and d[1] times this stands for it;
///   * a contraction that has become weaker (d[0]/d[1] > d[1]/d[2]) is taken to weaken further by the same
///     factor: a part of the error has died out, and one of lower order is left;
///   * one that has become stronger counts half: the mean of both orders is taken;
///   * r is at most 0.9;
///   * the safety factor of Roache's grid convergence index (Verification and Validation in Computational
///     Science and Engineering, 1998, 5.9): 1.25 where two ratios agree (their orders by 1), 3 where they do
///     not or only one is known.
/// Differences below three times `noise` (what other sources of error make of them) show no contraction:
/// there d[0] itself is the bar.
ErrorEstimate error_estimate(const std::vector<double> &differences, double fastest, double noise,
                             double safety_unconfirmed = 3);

/// The absolute values.
std::vector<double> magnitudes(std::vector<double> differences);
/// Whether differences with their signs, as far as they are above the noise, have several of them. Then they
/// are no geometric series, whatever their ratios are.
bool changes_sign(const std::vector<double> &differences, double noise);

/// The same for a single number, whose differences (without signs) may be small by accident: they change
/// their sign (`alternating`), or the place of a point in its cell changes from mesh to mesh. Unless its own
/// order is confirmed, the weaker of its two contractions is taken to go on (of alternating ones without a
/// conclusion from their change), and d[0] to be no more than eight times smaller than what that of d[1] from
/// d[2] makes of d[1]; where d[2] is not known, that of the state. Nor is either taken to be less than
/// `least`. Most numbers converge with another order than the norms of the state (integrals with up to twice
/// that of interpolation), so that the contraction of these tells no more than this of them.
ErrorEstimate error_estimate_of_number(const std::vector<double> &differences, double fastest, double noise,
                                       const ErrorEstimate &of_state, bool alternating, double least);

/// The same at one of the times at which a number is taken, whose differences are these, with their signs;
/// `largest` are the largest differences over this time and later ones, without signs, and `over_time` the
/// estimate from them. A number is small, or agrees, by accident more easily than the largest of many: d[0]
/// is taken to be what d[1], d[2], ... contract to as the largest ones do; and where these show a weaker
/// contraction (by more than an order), the error is not below their own estimate.
ErrorEstimate error_estimate_at_time(const std::vector<double> &differences,
                                     const std::vector<double> &largest, double noise,
                                     const ErrorEstimate &over_time);

/// The same in a weak norm (H^-1, W1, W2), which sees the part of the error that oscillates within a cell one
/// or two orders smaller than the norms of the state do. While that part rules the differences they contract
/// faster than what is left of the error; so the bar is not below that by the contraction of the L2 norm
/// (`of_state`) times `gain`, which is a reserve by itself: with a safety factor of 1.25. `gain` is what the
/// weak norm contracts by more, at best: 1/2 for elements of degree 2 and more, whose errors converge with
/// order p+2 there, 1 for degree 1 (negative norms: Thomee, Galerkin Finite Element Methods for Parabolic
/// Problems, 2006, chapter 5). Differences themselves may contract as fast as values at nodes and integrals
/// do, by 2^-2p (`of_nodes`): a d[0] that is smaller than so much of d[1] (twice that, not confirmed) is
/// small by accident, and no other one.
ErrorEstimate error_estimate_in_weak_norm(const std::vector<double> &differences, double fastest,
                                          double noise, const ErrorEstimate &of_state, double gain,
                                          double of_nodes);

/// The same in a weak norm in time, from computations with ten and a hundred times the tolerance, and two and
/// four times the longest step. Weak norms average what steps do within the domain, and two computations
/// agree by accident less easily there. What contracts is known: errors proportional to the tolerance by
/// 1/10, those of steps that are twice as long by more (1/32 with order 5); the loosest ones may take nearly
/// the same steps, and then differ by little. So no contraction is taken from the differences, and the error
/// is 3/4 max(d[0], d[1] / 10): seven times what it is where it is proportional to the tolerance.
ErrorEstimate error_estimate_in_time_of_weak_norm(const std::vector<double> &differences, double noise);

/// The same where what the meshes miss of the data contracts by `of_data` and is an accident on each of them:
/// a jump is missed by some part of a cell. Then neither a small difference nor two ratios that agree mean
/// anything. The errors are taken to lie below the geometric series through the largest of the differences,
/// with the contraction of the data, or a weaker one that all of them show.
ErrorEstimate error_estimate_of_rough_data(const std::vector<double> &differences, double of_data,
                                           double noise);

}  // namespace gammaflow
