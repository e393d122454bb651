// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/evolutions/observable.h>

#include <cmath>
#include <limits>

namespace gammaflow
{
EventWatch::EventWatch(const Evolution &evolution)
    : events_(events_of(evolution)), crossings_(events_.size()), last_(evolution.initial_state())
{
  for (std::size_t k = 0; k < events_.size(); ++k) {
    Crossing &crossing = crossings_[k];
    crossing.at_before = events_[k].observable.value(0, last_, nullptr) - events_[k].level;
    at_start_.push_back(crossing.at_before);
    if (crossing.at_before == 0) crossing.found = true;
  }
}

void EventWatch::look(const double t, const Vector &u)
{
  for (std::size_t k = 0; k < events_.size(); ++k) {
    Crossing &crossing = crossings_[k];
    if (crossing.found) continue;
    const double value = events_[k].observable.value(t, u, nullptr) - events_[k].level;
    if (value == 0 || (value > 0) != (at_start_[k] > 0)) {
      crossing.found = true;
      crossing.after = t;
      crossing.at_after = value;
      crossing.u = last_;
    } else {
      crossing.before = t;
      crossing.at_before = value;
    }
  }
  last_ = u;
  time_ = t;
}

std::vector<Crossing> EventWatch::crossings(const double end) const
{
  return time_ == end ? crossings_ : std::vector<Crossing>();
}

std::vector<EventTime> located_events(const Evolution &evolution, const Trajectory &trajectory,
                                      const double time_tolerance, const EventSearch &search)
{
  const std::vector<Event> events = events_of(evolution);
  std::vector<EventTime> result(events.size());
  if (events.empty()) return result;
  EvolveOptions options = evolve_options(evolution.parameters());
  options.tolerance = time_tolerance;
  options.progress = search.progress;
  if (options.solver_tolerance > 0.01 * time_tolerance) options.solver_tolerance = 0;
  const auto dense = evolution.dense(options, trajectory);
  const bool known = search.known.size() == events.size();
  for (std::size_t k = 0; k < events.size(); ++k) {
    const auto on = [&, k](const std::shared_ptr<const Space> &space) -> DenseTrajectory::Functional {
      const bool own = space == evolution.shared_space();
      const Event event = own ? events[k] : events_of(*make_evolution(evolution.parameters(), space))[k];
      return [&search, observable = event.observable, done = double(k) / double(events.size())](
                 double t, const Vector &u) {
        if (search.progress) search.progress(done);
        return observable.value(t, u, nullptr);
      };
    };
    const double never = std::numeric_limits<double>::quiet_NaN(), level = events[k].level;
    try {
      if (search.progress) search.progress(double(k) / double(events.size()));
      if (!known)
        result[k].time = dense->first_crossing(on, level).value_or(never);
      else if (!search.known[k].found)
        result[k].time = never;
      else
        result[k].time = dense->located(on(trajectory.space), level, search.known[k]);
    } catch (const TimeIsOver &) {
      if (!known)
        result[k] = {std::numeric_limits<double>::infinity(), 0};
      else if (!search.known[k].found)
        result[k].time = never;
      else
        result[k] = {search.known[k].secant(), search.known[k].after - search.known[k].before};
    }
  }
  return result;
}

}  // namespace gammaflow
