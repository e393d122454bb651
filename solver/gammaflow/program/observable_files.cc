// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/io/files.h>
#include <gammaflow/program/observable_files.h>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <limits>

namespace gammaflow
{
namespace
{
namespace fs = std::filesystem;
using Bars = std::vector<std::vector<ErrorEstimate>>;  ///< [quantity][time]

std::string quoted(const std::string &text)
{
  return text.find_first_of(",\"") == std::string::npos ? text : "\"" + text + "\"";
}

std::string observables_csv(const std::vector<Observable> &observables, const std::vector<double> &times,
                            const std::vector<std::vector<double>> &values, const Bars *bars)
{
  std::string text = "time";
  for (const auto &observable : observables)
    text += "," + quoted(observable.name) + (bars ? "," + quoted("error bar of " + observable.name) : "");
  for (std::size_t n = 0; n < times.size(); ++n) {
    text += "\n" + all_digits(times[n]);
    for (std::size_t k = 0; k < observables.size(); ++k)
      text += "," + all_digits(values[n][k]) + (bars ? "," + all_digits((*bars)[k][n].value) : "");
  }
  return text + "\n";
}

std::string events_csv(const std::vector<Event> &events, const std::vector<double> &times, const Bars *bars)
{
  std::string text = bars ? "event,condition,time,error bar\n" : "event,condition,time\n";
  for (std::size_t k = 0; k < events.size(); ++k) {
    const bool happens = !std::isnan(times[k]), located = std::isfinite(times[k]);
    text += quoted(events[k].name) + "," + quoted(events[k].text) + "," +
            (!happens  ? "never"
             : located ? all_digits(times[k])
                       : "not located");
    if (bars) text += happens && located ? "," + all_digits((*bars)[k].front().value) : ",";
    text += "\n";
  }
  return text;
}

/// [observable][time] of [time][observable].
std::vector<std::vector<double>> transposed(const std::vector<std::vector<double>> &rows)
{
  std::vector<std::vector<double>> result(rows.front().size());
  for (const auto &row : rows)
    for (std::size_t k = 0; k < row.size(); ++k) result[k].push_back(row[k]);
  return result;
}

/// Observables look at the space: each state is looked at on its own.
std::vector<std::vector<double>> observed_on_all_meshes(const Evolution &evolution,
                                                        const Trajectory &trajectory)
{
  if (!trajectory.adapted()) return observed(observables_of(evolution), trajectory);
  std::vector<std::vector<double>> result;
  for (std::size_t k = 0; k < trajectory.times.size(); ++k) {
    const Trajectory one{trajectory.spaces[k],   {},
                         {trajectory.times[k]},  {trajectory.states[k]},
                         {trajectory.ledger[k]}, trajectory.gradient_structure};
    const auto here = make_evolution(evolution.parameters(), trajectory.spaces[k]);
    result.push_back(observed(observables_of(*here), one).front());
  }
  return result;
}

/// No event is known better than the quantity is: the bar is not below the distance to the times at which the
/// quantity crosses the level plus and minus its own bar, that of the outputs around the event. Infinite
/// where it does not cross one of them.
void widen_by_slope(const CertifiedEvolution &run, const std::vector<double> &times,
                    const EventSearch &search, Bars &event_bars)
{
  const Trajectory &evolution = run.evolution();
  const auto there = make_evolution(run.parameters, evolution.space);
  const std::vector<Event> events = events_of(*there);
  if (events.empty()) return;
  std::vector<bool> at_points;
  for (const Event &event : events) at_points.push_back(event.observable.at_points);
  const Bars of_quantities = quantity_errors(
      run,
      [&](const Trajectory &trajectory, double) {
        std::vector<std::vector<double>> rows(events.size());
        for (std::size_t n = 0; n < trajectory.times.size(); ++n) {
          const auto on_mesh = events_of(*make_evolution(run.parameters, trajectory.space_of(n)));
          for (std::size_t k = 0; k < events.size(); ++k)
            rows[k].push_back(
                on_mesh[k].observable.value(trajectory.times[n], trajectory.states[n], nullptr));
        }
        return rows;
      },
      {true, at_points});
  std::string shifted;
  std::vector<std::size_t> which;
  for (std::size_t k = 0; k < events.size(); ++k) {
    if (std::isnan(times[k])) continue;
    const auto after = std::upper_bound(evolution.times.begin(), evolution.times.end(), times[k]);
    const std::size_t n = std::min(std::size_t(after - evolution.times.begin()), evolution.times.size() - 1);
    double bar = of_quantities[k][n].value;
    if (n > 1) bar = std::max(bar, of_quantities[k][n - 1].value);  // the start has the data's own
    if (!std::isfinite(bar)) {
      event_bars[k].front().value = bar;
      continue;
    }
    for (const double sign : {-1., 1.}) {
      shifted += (shifted.empty() ? "" : " | ") + events[k].observable.text + " = " +
                 all_digits(events[k].level + sign * bar);
      which.push_back(k);
    }
  }
  if (which.empty()) return;
  Parameters p = run.parameters;
  p.set("observables", "events", shifted, "error bars of events");
  const auto found =
      located_events(*make_evolution(p, evolution.space), evolution, p.number("time", "tolerance"), search);
  for (std::size_t i = 0; i < which.size(); ++i) {
    if (std::isinf(found[i].time)) continue;  // the time is over
    double &bar = event_bars[which[i]].front().value;
    bar = std::isnan(found[i].time)
              ? std::numeric_limits<double>::infinity()
              : std::max(bar, std::abs(found[i].time - times[which[i]]) + found[i].uncertainty);
  }
}

nlohmann::json observables_json(const std::vector<Observable> &observables,
                                const std::vector<std::vector<double>> &values, const Bars *bars)
{
  auto all = nlohmann::json::array();
  for (std::size_t k = 0; k < observables.size(); ++k) {
    nlohmann::json entry{{"name", observables[k].name}};
    for (std::size_t n = 0; n < values.size(); ++n) {
      entry["values"].push_back(values[n][k]);
      if (bars) entry["bars"].push_back((*bars)[k][n].value);
    }
    all.push_back(std::move(entry));
  }
  return all;
}

nlohmann::json events_json(const std::vector<Event> &events, const std::vector<double> &times,
                           const Bars *bars)
{
  auto all = nlohmann::json::array();
  for (std::size_t k = 0; k < events.size(); ++k) {
    all.push_back({{"name", events[k].name},
                   {"condition", events[k].text},
                   {"happens", !std::isnan(times[k])},
                   {"time", times[k]}});
    if (bars) all.back()["bar"] = (*bars)[k].front().value;
  }
  return all;
}

nlohmann::json write(const std::string &directory, const Evolution &evolution, const Trajectory &trajectory,
                     const std::vector<double> &event_times, const Bars *bars, const Bars *event_bars)
{
  const auto observables = observables_of(evolution);
  const auto events = events_of(evolution);
  std::vector<std::vector<double>> values;
  if (!observables.empty()) {
    values = observed_on_all_meshes(evolution, trajectory);
    write_file((fs::path(directory) / "observables.csv").string(),
               observables_csv(observables, trajectory.times, values, bars));
  }
  if (!events.empty())
    write_file((fs::path(directory) / "events.csv").string(), events_csv(events, event_times, event_bars));
  return {{"observables", observables_json(observables, values, bars)},
          {"events", events_json(events, event_times, event_bars)}};
}
}  // namespace

nlohmann::json write_observables(const std::string &directory, const Evolution &evolution,
                                 const Trajectory &trajectory)
{
  return write(directory, evolution, trajectory,
               event_times(evolution, trajectory, evolution.parameters().number("time", "tolerance")),
               nullptr, nullptr);
}

nlohmann::json write_observables(const std::string &directory, const CertifiedEvolution &run,
                                 const CertificationMonitor &monitor)
{
  std::vector<double> times, uncertainties;
  const auto numbers = [&](const Trajectory &trajectory, double) {
    return transposed(observed_on_all_meshes(*make_evolution(run.parameters, trajectory.space), trajectory));
  };
  EventSearch unknown;
  unknown.progress = [&](double fraction) {
    if (monitor.over && monitor.over()) throw TimeIsOver();
    if (monitor.progress) monitor.progress(fraction, "locating events");
  };
  const auto events = [&](const Trajectory &trajectory, double time_tolerance) {
    std::vector<std::vector<double>> result;
    EventSearch search = unknown;
    if (const auto known = run.crossings.find(&trajectory); known != run.crossings.end())
      search.known = known->second;
    const auto found =
        located_events(*make_evolution(run.parameters, trajectory.space), trajectory, time_tolerance, search);
    const bool first = times.empty();
    uncertainties.resize(found.size(), 0.);
    for (std::size_t k = 0; k < found.size(); ++k) {
      if (first) times.push_back(found[k].time);
      uncertainties[k] = std::max(uncertainties[k], found[k].uncertainty);
      result.push_back({found[k].time});
    }
    return result;
  };
  const auto there = make_evolution(run.parameters, run.evolution().space);
  const Bars bars = quantity_errors(run, numbers, {true, taken_at_points(observables_of(*there))});
  Bars event_bars = quantity_errors(run, events, {true, std::vector<bool>(events_of(*there).size(), true)});
  for (std::size_t k = 0; k < event_bars.size(); ++k) event_bars[k].front().value += uncertainties[k];
  widen_by_slope(run, times, unknown, event_bars);
  return write(directory, *there, run.evolution(), times, &bars, &event_bars);
}

}  // namespace gammaflow
