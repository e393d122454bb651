// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <Eigen/Core>

#include <functional>
#include <limits>
#include <string>
#include <vector>

namespace gammaflow
{
/// The states u_i of a sweep, given by the distances of their linear combinations alone. The caller keeps the
/// states on one common space, transformed as fits the distance (log u or sqrt u of densities, u of fields);
/// for states at several output times the distances are suprema over these.
struct StateSweep {
  std::vector<double> parameter;  ///< in descending order
  std::vector<double> bar;        ///< of each point: its distance to the true state is at most this
  double limit_bar = 0;           ///< of the claimed limit
  /// The distance between sum_i a_i u_i and sum_i b_i u_i, where a and b have one entry for each point.
  std::function<double(const std::vector<double> &a, const std::vector<double> &b)> between;
  /// The distance between sum_i a_i u_i and the claimed limit.
  std::function<double(const std::vector<double> &a)> to_limit;
};

/// One extrapolation to parameter 0: state = sum_i weight_i u_i.
struct Extrapolant {
  std::string name;
  std::vector<double> exponents;  ///< u(e) = u_0 + a_1 e^q_1 + ... is assumed
  std::vector<double> weights;    ///< one for each point
  double from_bars = 0;           ///< sum_i |weight_i| bar_i
  double from_models = 0;         ///< the largest distance to an alternative
};

/// The state at parameter 0, and its distance to the claimed limit.
struct ExtrapolatedDistance {
  bool valid = false;                     ///< at least three points, all of them numbers
  bool failed = false;                    ///< an entry or a distance is not a number
  double estimate = 0;                    ///< d(extrapolated state, claimed limit)
  double from_bars = 0, from_models = 0;  ///< parts of its error bar
  double uncertainty() const { return from_bars + from_models; }
  /// From |u_i - u_{i+1}| alone, which do not need the limit; per pair of differences, towards small
  /// parameters.
  std::vector<double> observed_exponents;
  /// The states converge like a power: the last two observed exponents are near the predicted one, and
  /// successive extrapolants approach each other. Without it, a distance to the claimed limit refutes
  /// nothing.
  bool contracts = false;
  double parameter_low = 0, parameter_high = 0;
  Extrapolant chosen;
  std::vector<Extrapolant> alternatives;
  std::string note;
};

/// Weights w with sum_i w_i = 1 and sum_i w_i e_i^q = 0 for each of the exponents q. std::logic_error unless
/// there is one parameter e_i more than exponents.
std::vector<double> extrapolation_weights(const std::vector<double> &parameters,
                                          const std::vector<double> &exponents);

/// Richardson extrapolation to parameter 0 by one term and by two, from neighbouring points and from every
/// second or third one. The error of each candidate is sum_i |weight_i| bar_i and the largest distance to its
/// alternatives: from the points without the smallest parameter, with the observed exponent, with a higher
/// second exponent. The candidate with the smallest error is chosen; all of them are kept. Throws nothing:
/// `valid`, `failed` and `note` tell what was not possible.
ExtrapolatedDistance extrapolate(const StateSweep &sweep, double predicted_exponent);

/// States that are plain vectors, with a distance between them.
StateSweep sweep_of_vectors(
    const std::vector<double> &parameters, const std::vector<Eigen::VectorXd> &states,
    const std::vector<double> &bars, const Eigen::VectorXd &limit, double limit_bar,
    const std::function<double(const Eigen::VectorXd &, const Eigen::VectorXd &)> &distance);

/// Energies, dissipations: entry n of `values[i]` is the quantity at time n and parameter i; the distance is
/// the largest difference.
StateSweep sweep_of_scalars(const std::vector<double> &parameters, const std::vector<Eigen::VectorXd> &values,
                            const std::vector<double> &bars, const Eigen::VectorXd &limit, double limit_bar);

}  // namespace gammaflow
