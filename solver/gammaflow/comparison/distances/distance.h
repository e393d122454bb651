// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/base/registry.h>
#include <gammaflow/base/types.h>
#include <gammaflow/kernels/kernel_operator.h>
#include <gammaflow/parameters/parameters.h>
#include <gammaflow/spaces/space.h>

#include <memory>
#include <string>
#include <vector>

namespace gammaflow
{
/// A distance (or divergence) between two states on the same space. All of them but W1 and W2 are taken in
/// the pairing of the space, <a,b> = sum_i w_i a_i b_i; W1 and W2 are those of the finite-element functions
/// themselves. Formulas and accuracy: doc/distances-and-rates.md.
class Distance
{
 public:
  /// What a distance is made from.
  struct Context {
    std::shared_ptr<const Space> space;
    std::shared_ptr<const KernelOperator> kernel;  ///< for those that need one; null otherwise
  };
  /// What is known of a distance by its name.
  struct Traits {
    std::string summary;
    bool needs_positive = false;          ///< Hellinger, KL, W1, W2
    bool needs_1d = false;                ///< W1, W2
    bool needs_kernel = false;            ///< MMD
    bool needs_intrinsic_kernel = false;  ///< a function of the Laplacian
    bool needs_equal_mass = false;        ///< H-1, W1, W2
    /// d^power satisfies (asymptotically) the triangle inequality: 1 for metrics, 1/2 for the KL divergences.
    double metric_power = 1;
  };

  virtual ~Distance() = default;
  /// Throws NumericalFailure for states on which the distance is not defined (negative values, unequal
  /// masses), and the factories InputError where it is not defined on the space at all.
  virtual double between(const Vector &a, const Vector &b) const = 0;

  /// between(), and an estimate of the error of its own quadrature; errors of the states are not in it.
  struct Measurement {
    double value = 0, error = 0;
  };
  virtual Measurement measured(const Vector &a, const Vector &b) const { return {between(a, b), 0}; }
  /// Whether the distance is a value at one point (Linf): its error in space depends on where in a cell that
  /// is.
  virtual bool at_points() const { return false; }
};

/// Why the distance cannot be taken between states on this space, in words; empty if it can.
/// `positive`: the states are positive densities; `equal_mass`: all states compared have the same mass.
std::string why_not_applicable(const std::string &name, const Distance::Context &context, bool positive,
                               bool equal_mass);
/// The names of all distances that can be taken, in alphabetical order.
std::vector<std::string> applicable_distances(const Distance::Context &context, bool positive,
                                              bool equal_mass);

/// The error bar of d = d(a, b) when the computed a and b are known to be within `error_a` and `error_b` of
/// the true states in the same distance: with p = metric_power, (d^p + error_a^p + error_b^p)^(1/p) - d. For
/// metrics that is error_a + error_b, the triangle inequality.
double triangle_error_bar(double d, double error_a, double error_b, double metric_power = 1);

/// Throws NumericalFailure that names the distance where a value is negative or not a number, on all
/// processes.
void require_non_negative(const std::string &distance, const Space &space, const Vector &u);
/// Throws NumericalFailure that names the distance where the masses differ by more than 1e-6, relative to int
/// |a|, int |b|.
void require_equal_mass(const std::string &distance, const Space &space, const Vector &a, const Vector &b);

}  // namespace gammaflow
