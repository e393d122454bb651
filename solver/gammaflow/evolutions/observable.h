// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/evolutions/evolution.h>
#include <gammaflow/flow/trajectory.h>

#include <functional>
#include <string>
#include <vector>

namespace gammaflow
{
/// A named number of an evolution at a time, the same on all processes; all must call `value` together.
/// Quantities:
///   energy, mass, mean, minimum, maximum           of the state
///   primal dissipation, dual dissipation, balance  up to the time (at output times only)
///   u(x), u(x, y), u(x, y, z)                      the value at a point, on any mesh
///   D to FORMULA                                   distance D (gammaflow list distances) to a formula in
///                                                  x, y, z, t: "L2 to exp(-t)*cos(pi*x)"
///   integral of FORMULA                            over the domain, in x, y, z, t and u
struct Observable {
  std::string name, text;
  std::function<double(double t, const Vector &u, const LedgerRow *row)> value;
  bool of_state = true;  ///< `row` may be null
  /// A value at a point, an extremum, an integral across a jump or a kink: its error depends on where in a
  /// cell that lies.
  bool at_points = false;
};

/// An observable that crosses a level: "u(0.5) = 0.2".
struct Event {
  Observable observable;
  double level = 0;
  std::string name, text;
};

/// The entries of `observables/quantities` and `observables/events`, for states of this evolution. InputError
/// for what does not parse, lies outside the domain or does not apply. Where Evolution::energy() is empty
/// (geodesics), `energy` is the ledger's, and the dissipations do not apply.
std::vector<Observable> observables_of(const Evolution &evolution);
std::vector<Event> events_of(const Evolution &evolution);

/// Observable::at_points of each.
std::vector<bool> taken_at_points(const std::vector<Observable> &observables);
/// The observables at each output time of a trajectory of the evolution: [time][observable].
std::vector<std::vector<double>> observed(const std::vector<Observable> &observables,
                                          const Trajectory &trajectory);
/// The first time of each event of the evolution, located with the time integrator at this tolerance; NaN
/// where it does not happen.
std::vector<double> event_times(const Evolution &evolution, const Trajectory &trajectory,
                                double time_tolerance);

/// Known brackets of the events, and a callback that may end the search.
struct EventSearch {
  std::vector<Crossing> known;  ///< of all events, from an EventWatch; empty: looked for from the start on
  /// Called repeatedly; where it throws TimeIsOver, the time of each event that is known between two steps is
  /// interpolated between them, and the others are not located.
  std::function<void(double fraction)> progress;
};
struct TimeIsOver {
};
/// When an event happens.
struct EventTime {
  double time = 0;         ///< not a number: it does not happen; infinite: not located
  double uncertainty = 0;  ///< of the location alone
};
std::vector<EventTime> located_events(const Evolution &evolution, const Trajectory &trajectory,
                                      double time_tolerance, const EventSearch &search);

/// Brackets the events of an evolution between its steps, while it is computed.
class EventWatch
{
 public:
  explicit EventWatch(const Evolution &evolution);
  bool empty() const { return events_.empty(); }
  /// To be called after each step, t ascending.
  void look(double t, const Vector &u);
  /// One for each event; empty unless the last look() was at t = end.
  std::vector<Crossing> crossings(double end) const;

 private:
  std::vector<Event> events_;
  std::vector<Crossing> crossings_;  ///< until one is found, the state that was looked at last
  std::vector<double> at_start_;
  Vector last_;
  double time_ = 0;
};

}  // namespace gammaflow
