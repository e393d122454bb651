#pragma once

#include <gammaflow/core/trajectory.h>
#include <gammaflow/evolutions/evolution.h>

#include <functional>
#include <string>
#include <vector>

namespace gammaflow
{
/// A number that is taken from an evolution at a time, by a name of its own, the same on all processes, which
/// must all ask. What can be asked for:
///   energy, mass, mean, minimum, maximum           of the state
///   primal dissipation, dual dissipation, balance  up to the time (at output times only)
///   u(x), u(x, y), u(x, y, z)                      the value at a point, on any mesh
///   D to FORMULA                                   distance D (gammaflow list distances) to a formula in
///                                                  x, y, z, t: "L2 to exp(-t)*cos(pi*x)"
///   integral of FORMULA                            over the domain, in x, y, z, t and u
struct Observable {
  std::string name, text;
  std::function<double(double t, const Vector &u, const LedgerRow *row)> value;
  bool of_state = true;  ///< needs no ledger
};

/// An observable that crosses a level: "u(0.5) = 0.2".
struct Event {
  Observable observable;
  double level = 0;
  std::string name, text;
};

/// Of `observables/quantities` and `observables/events`, for states of this evolution. InputError for what
/// does not parse, lies outside the domain or does not apply. Where the ledger's energy is none of the state
/// alone (geodesics), `energy` is the ledger's, and nothing dissipates.
std::vector<Observable> observables_of(const Evolution &evolution);
std::vector<Event> events_of(const Evolution &evolution);

/// The observables at each output time of a trajectory of the evolution: [time][observable].
std::vector<std::vector<double>> observed(const std::vector<Observable> &observables,
                                          const Trajectory &trajectory);
/// The first time of each event of the evolution; not a number where it does not happen.
std::vector<double> event_times(const Evolution &evolution, const Trajectory &trajectory,
                                double time_tolerance);

}  // namespace gammaflow
