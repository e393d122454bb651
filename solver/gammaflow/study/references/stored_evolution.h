// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/evolutions/evolution.h>
#include <gammaflow/flow/trajectory.h>
#include <gammaflow/measures/cellwise_density.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace gammaflow
{
/// The values of a state at any points of the domain: positive states are interpolated by their logarithm, so
/// that they stay positive.
std::vector<double> values_at(const Vector &u, const Space &space, const std::vector<Point> &points);

/// The error bars of a reference.
struct StoredBars {
  /// One error bar.
  struct Bar {
    std::string norm;
    double time, value, relative;
  };
  double tolerance = 0;  ///< that was asked for
  std::vector<Bar> all;
};
/// "format" of reference.json.
extern const char *const reference_format;
/// InputError that names the file where it is not as `reference` has written it: its checksum differs.
StoredBars read_stored_bars(const std::string &file);

/// An evolution that `run` or `reference` has stored, which can be evaluated anywhere in its domain and at
/// any time of its interval (see DenseTrajectory).
class StoredEvolution
{
 public:
  /// InputError where the directory holds no evolution or its files do not belong together.
  explicit StoredEvolution(const std::string &directory);

  /// The space that the states are on; with a mesh that followed the state, the one at time t.
  const Space &space(double t = 0) const { return *dense_->space(t); }
  std::shared_ptr<const Space> shared_space(double t) const { return dense_->space(t); }
  const Evolution &evolution() const { return *evolution_; }
  const std::vector<double> &times() const { return trajectory_.times; }

  /// The state at time t; InputError outside of the interval.
  Vector state(double t) const;
  std::vector<double> values(double t, const std::vector<Point> &points) const;
  /// The state on another mesh of the same domain (or of a part of it); where it is the whole domain, with
  /// its mass.
  Vector on(const Space &other, double t) const;
  /// The error bar at time t in a norm. Between outputs, where nothing was compared, it is the relative error
  /// that was asked for, or the largest one that was reached if that is more, times the scale of the norm.
  /// Nothing where none is stored.
  std::optional<double> error_bar(const std::string &norm, double t) const;
  /// The target of the evolution on the space at time t; empty where it has none.
  std::optional<Vector> target(double t) const;
  const Parameters &parameters() const { return evolution_->parameters(); }
  std::string title() const { return evolution_->title(); }

 private:
  std::unique_ptr<const Evolution> evolution_;
  Trajectory trajectory_;
  std::unique_ptr<const DenseTrajectory> dense_;
  StoredBars bars_;
};

/// The distribution of mass of a density on an interval: F(x) = int_lower^x u, and its quantiles, exactly
/// those of the finite-element function. InputError on other domains, NumericalFailure for negative values.
class MassDistribution
{
 public:
  MassDistribution(const Space &space, const Vector &u);
  double mass() const { return density_.right_of(lower_); }
  double mass_left_of(double x) const { return density_.left_of(x); }
  /// The x with F(x) = level * mass, 0 <= level <= 1.
  double quantile(double level) const;

 private:
  CellwiseDensity density_;
  double lower_, upper_;
};

}  // namespace gammaflow
