#include <gammaflow/comparison/distance.h>
#include <gammaflow/core/errors.h>
#include <gammaflow/densities/expression.h>
#include <gammaflow/densities/formula.h>
#include <gammaflow/observables/observable.h>
#include <gammaflow/time/dense_evolution.h>

#include <boost/algorithm/string.hpp>
#include <deal.II/base/parameter_handler.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>

namespace gammaflow
{
namespace
{
const std::string section = "observables";

const DeclareParameters declared(section, [](dealii::ParameterHandler &prm) {
  using namespace dealii;
  prm.declare_entry(
      "quantities", "", Patterns::Anything(),
      "Numbers to write to observables.csv at every output time, separated by `|`, each with a name before a "
      "colon if it is to have one: `energy | centre: u(0.5) | L2 to exp(-t)*cos(pi*x)`. energy, mass, mean, "
      "minimum, maximum; primal dissipation, dual dissipation, balance; u(x, y, z), the value at a point; `D "
      "to "
      "FORMULA`, the distance D to a formula in x, y, z, t; `integral of FORMULA`, in x, y, z, t and u.");
  prm.declare_entry(
      "events", "", Patterns::Anything(),
      "Levels that a quantity crosses, `half: u(0.5) = 0.2 | energy = 1e-3`: the first time at which "
      "it does is located to the accuracy of the time integrator and written to events.csv.");
});

[[noreturn]] void reject(const Flow &flow, const std::string &key, const std::string &text,
                         const std::string &why)
{
  flow.parameters().reject(
      section, key, "'" + text + "' " + why,
      "energy, mass, mean, minimum, maximum, primal dissipation, dual dissipation, balance, "
      "u(x, y, z), D to FORMULA, integral of FORMULA");
}

Expression expression(const Flow &flow, const std::string &key, const std::string &text,
                      const std::string &formula, const std::vector<std::string> &variables)
{
  try {
    return Expression(formula, variables, formula_constants(flow.parameters()));
  } catch (const std::invalid_argument &error) {
    reject(flow, key, text, std::string("does not parse: ") + error.what());
  }
}

Observable point_value(const Flow &flow, const std::string &key, const std::string &text)
{
  std::vector<std::string> parts;
  const std::string inside = text.substr(2, text.size() - 3);
  boost::split(parts, inside, boost::is_any_of(","));
  if (parts.size() != flow.space().dim())
    reject(flow, key, text, "has not as many coordinates as the domain has dimensions");
  Point x{};
  for (std::size_t d = 0; d < parts.size(); ++d) {
    const double none = 0;
    x[d] = expression(flow, key, text, parts[d], {}).value(&none);
  }
  const Space &space = flow.space();
  try {
    space.evaluate(flow.initial_state(), x);
  } catch (const std::exception &) {
    reject(flow, key, text, "is a point outside of the domain");
  }
  Observable result;
  result.value = [&space, x](double, const Vector &u, const LedgerRow *) { return space.evaluate(u, x); };
  return result;
}

Observable distance_to(const Flow &flow, const std::string &key, const std::string &text, std::size_t at)
{
  const std::string name = boost::trim_copy(text.substr(0, at));
  if (Registry<Distance>::entries().count(name) == 0)
    reject(flow, key, text, "names no distance; there are " + Registry<Distance>::selection());
  const std::string why =
      why_not_applicable(name, {flow.shared_space(), nullptr}, flow.positive(), flow.conserves_mass());
  if (!why.empty()) reject(flow, key, text, "cannot be taken: " + why);
  const Expression formula = expression(flow, key, text, text.substr(at + 4), {"x", "y", "z", "t"});
  const std::shared_ptr<const Distance> distance =
      Registry<Distance>::make(name, {flow.shared_space(), nullptr});
  const Space &space = flow.space();
  Observable result;
  result.value = [&space, formula, distance](double t, const Vector &u, const LedgerRow *) {
    return distance->between(u, space.sample([&](const Point &x) {
      const std::array<double, 4> v{{x[0], x[1], x[2], t}};
      return formula.value(v.data());
    }));
  };
  return result;
}

Observable integral_of(const Flow &flow, const std::string &key, const std::string &text, std::size_t length)
{
  const Expression formula = expression(flow, key, text, text.substr(length), {"x", "y", "z", "t", "u"});
  const Space &space = flow.space();
  Observable result;
  result.value = [&space, formula](double t, const Vector &u, const LedgerRow *) {
    double sum = 0;
    for (std::size_t i = 0; i < space.n_nodes(); ++i) {
      const Point &x = space.nodes()[i];
      const std::array<double, 5> v{{x[0], x[1], x[2], t, data(u)[i]}};
      sum += data(space.weights())[i] * formula.value(v.data());
    }
    return space.sum(sum);
  };
  return result;
}

/// What has a word for a name.
const std::map<std::string, std::function<double(const Flow &, const Vector &)>> functionals = {
    {"energy", [](const Flow &flow, const Vector &u) { return flow.energy().value(u); }},
    {"mass", [](const Flow &flow, const Vector &u) { return flow.space().integrate(u); }},
    {"mean",
     [](const Flow &flow, const Vector &u) { return flow.space().integrate(u) / flow.space().volume(); }},
    {"minimum", [](const Flow &flow, const Vector &u) { return flow.space().minimum(u); }},
    {"maximum", [](const Flow &flow, const Vector &u) { return flow.space().maximum(u); }}};
const std::map<std::string, double LedgerRow::*> of_ledger = {
    {"primal dissipation", &LedgerRow::primal_dissipated},
    {"dual dissipation", &LedgerRow::dual_dissipated},
    {"balance", &LedgerRow::edb_residual}};

Observable read(const Flow &flow, const std::string &key, std::string text)
{
  std::string name;
  const auto colon = text.find(':');
  if (colon != std::string::npos) {
    name = boost::trim_copy(text.substr(0, colon));
    text = text.substr(colon + 1);
  }
  boost::trim(text);
  Observable result;
  const auto to = text.find(" to ");
  if (const auto f = functionals.find(text); f != functionals.end())
    result.value = [&flow, g = f->second](double, const Vector &u, const LedgerRow *) { return g(flow, u); };
  else if (const auto m = of_ledger.find(text); m != of_ledger.end()) {
    result.of_state = false;
    result.value = [member = m->second](double, const Vector &, const LedgerRow *row) {
      return row->*member;
    };
  } else if (boost::starts_with(text, "u(") && boost::ends_with(text, ")"))
    result = point_value(flow, key, text);
  else if (boost::starts_with(text, "integral of "))
    result = integral_of(flow, key, text, 12);
  else if (to != std::string::npos)
    result = distance_to(flow, key, text, to);
  else
    reject(flow, key, text, "is no quantity");
  result.text = text;
  result.name = name.empty() ? text : name;
  return result;
}

std::vector<std::string> entries_of(const Flow &flow, const std::string &key)
{
  std::vector<std::string> parts, result;
  const std::string text = flow.parameters().text(section, key);
  boost::split(parts, text, boost::is_any_of("|"));
  for (const auto &part : parts)
    if (!boost::trim_copy(part).empty()) result.push_back(boost::trim_copy(part));
  return result;
}
}  // namespace

std::vector<Observable> observables_of(const Flow &flow)
{
  std::vector<Observable> result;
  for (const auto &entry : entries_of(flow, "quantities")) result.push_back(read(flow, "quantities", entry));
  return result;
}

std::vector<Event> events_of(const Flow &flow)
{
  std::vector<Event> result;
  for (const auto &entry : entries_of(flow, "events")) {
    const auto equals = entry.rfind('=');
    if (equals == std::string::npos) reject(flow, "events", entry, "has no level: QUANTITY = LEVEL");
    Event event;
    event.observable = read(flow, "events", entry.substr(0, equals));
    if (!event.observable.of_state)
      reject(flow, "events", entry, "is known at output times only, and can be no event");
    const double none = 0;
    event.level = expression(flow, "events", entry, entry.substr(equals + 1), {}).value(&none);
    event.text = event.observable.text + " = " + boost::trim_copy(entry.substr(equals + 1));
    event.name = event.observable.name == event.observable.text ? event.text : event.observable.name;
    result.push_back(event);
  }
  return result;
}

std::vector<std::vector<double>> observed(const std::vector<Observable> &observables,
                                          const Trajectory &trajectory)
{
  std::vector<std::vector<double>> result(trajectory.times.size());
  for (std::size_t n = 0; n < result.size(); ++n)
    for (const auto &observable : observables)
      result[n].push_back(observable.value(trajectory.times[n], trajectory.states[n], &trajectory.ledger[n]));
  return result;
}

std::vector<double> event_times(const Flow &flow, const Trajectory &trajectory, double time_tolerance)
{
  std::vector<double> result;
  const std::vector<Event> events = events_of(flow);
  if (events.empty()) return result;
  EvolveOptions options = evolve_options(flow.parameters());
  options.tolerance = time_tolerance;
  if (options.solver_tolerance > 0.01 * time_tolerance) options.solver_tolerance = 0;
  const DenseEvolution evolution(flow, options, trajectory);
  for (std::size_t k = 0; k < events.size(); ++k) {
    const auto on = [k](const Flow &here) -> DenseEvolution::Functional {
      return [observable = events_of(here)[k].observable](double t, const Vector &u) {
        return observable.value(t, u, nullptr);
      };
    };
    result.push_back(
        evolution.first_crossing(on, events[k].level).value_or(std::numeric_limits<double>::quiet_NaN()));
  }
  return result;
}

}  // namespace gammaflow
